"""What is known: series and tables with their source, vintage and hash.

Reading
    `load` one series, `panel` several side by side, `table` a whole table (facts as well), `describe` one
    name.
Looking up
    `catalogue` one row a series, `tables` one row a table, `status` whether the files are what their
    manifests say, `read_log` the tables used so far (the notebook fingerprint is made from it), `opened_log`
    without those that were only described, `mark_reads` and `read_since_mark` those of one cell,
    `clear_read_log`. `fact` one number of a table with its bounds and its qualifier, `absent` what a search
    did not find and when, `covered_to` the day to which events are known.
Dividing
    `share_of_gdp`, `gdp_in_foreign` by the GDP of the own quarter, `gdp_of_year` of a year that the caller
    names.
Changing
    `log_change`, `rebase`, `invert`, `on_calendar`; from daily data
    `cross`, `monthly_average`, `step_to_month_end`.

`Catalogue` is the same for another folder. Each name is imported on first use. Rooms:

`store`
    from a file to numbers that its manifest vouches for, and the catalogue over all of them
`series`
    what is done with a series once it is read: periods, changes, daily means, ratios to GDP
`facts`, `schemas`
    single facts and what is absent; what each table of facts may hold
`providers`, `refresh`
    the publishers, and how their answers become tables
`input_output`
    import content, from the inter-country input-output table
"""

from importlib import import_module

_HOMES = {
    "store.catalogue": ("Catalogue",),
    "store.shared": (
        "default",
        "load",
        "panel",
        "table",
        "describe",
        "catalogue",
        "tables",
        "status",
        "read_log",
        "opened_log",
        "mark_reads",
        "read_since_mark",
        "clear_read_log",
    ),
    "series.coverage": ("covered_to",),
    "store.manifest": ("Manifest", "Column", "Wide"),
    "facts.number": ("Fact", "fact"),
    "facts.absence": ("Absence", "absent"),
    "series.transforms": ("log_change", "rebase", "invert"),
    "series.daily": ("monthly_average", "cross", "step_to_month_end"),
    "series.one_offs": ("impulses",),
    "series.regular": ("on_calendar",),
    "series.gdp": ("share_of_gdp", "gdp_in_foreign", "gdp_of_year", "GDP_YEAR"),
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
