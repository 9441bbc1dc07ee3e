"""What is known: series and tables with their source, vintage and hash.

Reading
    `load` one series, `panel` several side by side, `table` a whole table (facts as well), `describe` one
    name.
Looking up
    `catalogue` one row a series, `tables` one row a table, `status` whether the files are what their
    manifests say, `read_log` the tables read so far (the notebook fingerprint is made from it),
    `clear_read_log`. `fact` one number of a table with its bounds and its qualifier, `absent` what a search
    did not find and when, `covered_to` the day to which events are known.
Dividing
    `share_of_gdp`, `gdp_in_foreign` by the GDP of the own quarter, `gdp_of_year` of a year that the caller
    names.
Changing
    `log_change`, `rebase`, `invert`, `seasonal_dummies`, `on_calendar`; from daily data
    `cross`, `monthly_average`, `drop_partial_last_month`, `step_to_month_end`.

`Catalogue` is the same for another folder. Each name is imported on first use.
"""

from importlib import import_module

_HOMES = {
    "store": ("Catalogue",),
    "shared": (
        "default",
        "load",
        "panel",
        "table",
        "describe",
        "catalogue",
        "tables",
        "status",
        "read_log",
        "clear_read_log",
    ),
    "transforms": ("log_change", "rebase", "invert", "seasonal_dummies"),
    "daily": ("monthly_average", "drop_partial_last_month", "cross", "step_to_month_end"),
    "one_offs": ("impulses",),
    "regular": ("on_calendar",),
    "gdp": ("share_of_gdp", "gdp_in_foreign", "gdp_of_year", "GDP_YEAR"),
    "coverage": ("covered_to",),
    "facts": ("Fact", "fact"),
    "absence": ("Absence", "absent"),
    "manifest": ("Manifest", "Column", "Wide"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str):
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
