"""Errors in words that are no Markdown: alt texts, captions, notes, axes, keys, levels, scripts."""

from planting import Fault, file_of


def _page(name: str, page: str, old: str, new: str, *also: tuple[str, str]) -> Fault:
    # Rules that read the code of a cell need no run; what a figure refuses when it is shown does, and those
    # that read what was shown are asked again after it.
    return Fault(
        "other words",
        name,
        file_of(page, old),
        old,
        new,
        ("rules", f"run {page}", "rules"),
        tuple((file_of(page, edit[0]), *edit) for edit in also),
    )


FAULTS = [
    _page(
        "direction turned in an alt text",
        "index",
        '" producer prices near a fifth, consumer prices near a tenth"',
        '" producer prices near a tenth, consumer prices near a fifth"',
    ),
    _page(
        "falls turned to rises in an alt text",
        "japan",
        "on a log scale: the inverted effective rate of the yen falls to",
        "on a log scale: the inverted effective rate of the yen rises to",
    ),
    _page(
        "rising turned to falling in an alt text",
        "transmission",
        "Four rising lines on log scales: at",
        "Four falling lines on log scales: at",
    ),
    _page(
        "caption names the other estimand",
        "index",
        '"caption": "Pass-through at each link, world prices fixed and free"',
        '"caption": "Pass-through at each link, after twelve months"',
    ),
    _page(
        "unit of an axis",
        "japan",
        'ax.set_ylabel("index, 1980 = 100, log scale")',
        'ax.set_ylabel("yen per dollar, log scale")',
    ),
    _page("level of a band, 90 for 95", "japan", '"95 %, each month"', '"90 %, each month"'),
    _page(
        "level of a band of ends, 90 for 95",
        "united_states",
        '"95 %, oil fixed", color="blue"',
        '"90 %, oil fixed", color="blue"',
    ),
    _page(
        "level in a note, 90 for 95",
        "japan",
        '"95 % intervals, and what each reads as.',
        '"90 % intervals, and what each reads as.',
    ),
    _page(
        "level in a note, 95 for 90",
        "risks",
        'notes="90 % intervals, all months, basis zero."',
        'notes="95 % intervals, all months, basis zero."',
    ),
    _page(
        "key exchanged between two lines",
        "japan",
        '("jp_import_price_yen", "blue", "import prices, yen")',
        '("jp_import_price_yen", "blue", "import prices, contract")',
        (
            '("jp_import_price_contract", "vermillion", "import prices, contract")',
            '("jp_import_price_contract", "vermillion", "import prices, yen")',
        ),
    ),
    _page(
        "key of fixed and free exchanged",
        "united_states",
        'figures.line(ax, path["fixed"], color="blue", label="oil fixed")',
        'figures.line(ax, path["fixed"], color="blue", label="oil free")',
        (
            'figures.line(ax, path["free"], color="vermillion", label="oil free")',
            'figures.line(ax, path["free"], color="vermillion", label="oil fixed")',
        ),
    ),
    _page(
        "table never read named as source",
        "cars_and_tariffs",
        'source=["us_customs_duties_monthly", "oecd_national_accounts_quarterly"]',
        'source=["us_customs_duties_monthly", "weo_annual"]',
    ),
    Fault(
        "other words",
        "text of a script",
        "_static/explorer.js",
        '"Hedged money does not weaken the yen here"',
        '"Hedged money does not strengthen the yen here"',
        ("tests/unit/test_explorer.py",),
    ),
]  # fmt: skip
