"""Files of the Ministry of Finance and of the Statistics Bureau: cp932, era dates, notes above and below."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

from publishers import render as others

_SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_LONG = list(calendar.month_name)[1:]
_PARTS = {
    "USD": ("the US dollar", "米ドル"),
    "JPY": ("the Japanese yen", "日本円"),
    "EUR": ("the Euro", "ユーロ"),
    "DEM": ("the German mark", "ドイツマルク"),
    "IDR": ("the Indonesian rupiah", "インドネシアルピア"),
}


def mof(spec, table, request) -> bytes:
    if request.url.startswith("https://fred."):
        return others.fred(spec, table, request)
    if spec.table.startswith("mof_fx"):
        return intervention()
    if spec.table.startswith("jp_residents"):
        return securities(table)
    return yields(table, running=request.kind == "jgbcm.csv")


def era(day: date) -> tuple[str, str, int]:
    """Letter, name and year of the era of a day (by year, as the ministry's files write whole years)."""
    for start, letter, name in (
        (date(2019, 5, 1), "R", "令和"),
        (date(1989, 1, 8), "H", "平成"),
        (date(1926, 12, 25), "S", "昭和"),
    ):
        if day >= start:
            return letter, name, day.year - start.year + 1
    raise ValueError(day)


def intervention() -> bytes:
    """The daily list, from the committed daily table, with a total after each quarter from April 1991 to June
    2026."""
    from publishers.committed import Table

    table = Table("mof_fx_intervention_daily")
    blank = ["", "", "", "", "", "", "", "", ""]
    lines = [
        ["財務省"],
        ["Ministry of Finance"],
        blank,
        ["外国為替平衡操作の実施状況"],
        ["(amount:100 million Yen)"],
        blank,
    ]
    lines += [
        ["実施年月日", "", "", "Intervention Date"],
        "年,月,日,Year,Month,Day,金額(amount),売買通貨,Currency pairs".split(","),
        blank,
    ]
    rows = [(date.fromisoformat(row[0]), int(row[1]), row[2]) for row in table.rows]
    written: tuple[int, int] = (0, 0)
    for number in range(1991 * 4 + 1, 2026 * 4 + 2):
        year, quarter = divmod(number, 4)
        first = 3 * quarter + 1
        inside = [row for row in rows if row[0].year == year and first <= row[0].month < first + 3]
        for day, amount, words in inside:
            _, name, of_era = era(day)
            month = day.month if (year, day.month) != written else None
            new_year = year != written[0]
            japanese, english = _pair(words)
            lines.append(
                [
                    f"{name}{of_era}年" if new_year else "",
                    f"{month}月" if month else "",
                    f"{day.day}日",
                    str(year) if new_year else "",
                    _SHORT[month - 1] if month else "",
                    str(day.day),
                    f"{amount:,}",
                    japanese,
                    english,
                ]
            )
            written = (year, day.month)
        _, name, of_era = era(date(year, first, 1) if year != 2019 or first > 4 else date(2019, 4, 1))
        dash = " -" if year == 1995 else "- " if year == 2002 else " - "
        shown = "200１" if year == 2001 else str(year)
        english = f"{_LONG[first - 1]}{dash}{_LONG[first + 1]} {shown}"
        total = sum(amount for _, amount, _ in inside)
        # Totals are rounded from unrounded days: one may differ.
        total += 1 if (year, quarter) == (2026, 1) else 0
        lines += [
            [f"{name}{of_era}年{first}～{first + 2}月期計", "", "", english, "", "", f"{total:,}", "", ""],
            blank,
        ]
        written = (0, 0)
    lines.append(["（注）計数は四捨五入"])
    return _file(lines)


def _pair(words: str) -> tuple[str, str]:
    legs = [(deed, code) for deed, code in (leg.split() for leg in words.split(" / "))]
    english = "　 ".join(
        f"{_PARTS[code][0]} ({'bought' if deed == 'buy' else 'sold'})" for deed, code in legs
    )
    return (
        "・".join(f"{_PARTS[code][1]}{'買い' if deed == 'buy' else '売り'}" for deed, code in legs),
        english,
    )


def securities(table) -> bytes:
    """The monthly table, 27 columns; months to come are there and empty."""
    width = 27
    lines = [["対外及び対内証券売買契約等の状況（月別推移）", *[""] * 10, "最終更新日  令和8年9月8日"]]
    title = (
        "International Transactions in Securities(Monthly; based on reports from designated major investors)"
    )
    lines += [
        [title, *[""] * 10, "Final Update  September 8, 2026"],
        [""] * width,
        [*[""] * 25, "(Unit: 100 mil Yen)", ""],
    ]
    for period, equity, long, short, total in table.rows:
        year, month = map(int, period.split("-"))
        head = str(year) if month == 1 else f"(平成{year - 1988}年)　" if month == 2 and year < 2019 else ""
        cells = ["" for _ in range(width)]
        cells[:3] = [head, f"{month}月", _SHORT[month - 1]]
        for at in (3, 4, 6, 7, 10, 11):
            cells[at] = "9,934"
        for at, value in (
            (5, equity),
            (8, long),
            (9, str(int(equity) + int(long))),
            (12, short),
            (13, total),
        ):
            cells[at] = f"{int(value):,}"
        lines.append(cells)
    for month in range(9, 13):
        lines.append(["", f"{month}月", _SHORT[month - 1], *[""] * (width - 3)])
    lines += [
        ["2005年(1月～12月）  2005CY", "", "", "157,808", *[""] * 23],
        ["（備考）", "①平成26年1月より、"],
    ]
    return _file(lines)


def yields(table, running: bool) -> bytes:
    """Daily curves whose month-ends and means are those of the table; the running month is the last one."""
    terms = "1年 2年 3年 4年 5年 6年 7年 8年 9年 10年 15年 20年 25年 30年 40年".split()
    lines = [["国債金利情報", *[""] * 14, "(単位 : %)"], ["基準日", *terms]]
    ends, means = table.column("jgb10y_mof_month_end"), table.column("jgb10y_mof_month_mean")
    last = table.periods[-1]
    if not running:
        lines.append(["S49.9.24", *["10.327"] * 9, *["-"] * 6])
    for month in table.periods:
        if not ends[month] or (month == last) != running:
            continue
        for day, value in _curve(month, ends[month], means[month], opened=running):
            letter, _, year = era(day)
            lines.append([f"{letter}{year}.{day.month}.{day.day}", *["1.000"] * 9, value, *["4.000"] * 5])
    return _file([*lines, [""] * 16, ["※最新のcsvデータがダウンロードできない場合", *[""] * 15]])


def _curve(month: str, end: str, mean: str, opened: bool):
    """Days of one month in thousandths of a point: twenty that average to `mean`, or the last alone (and the
    first)."""
    year, number = map(int, month.split("-"))
    day = date(year, number, calendar.monthrange(year, number)[1])
    days = []
    while len(days) < 20 and day.month == number:
        if day.weekday() < 5:
            days.append(day)
        day -= timedelta(1)
    closing = int(Decimal(end) * 1000)
    if not mean:
        days = [days[0], *([date(year, number, 1)] if opened else [])]
        return [(day, end) for day in sorted(days)]
    rest = int(Decimal(mean) * 1000 * len(days)) - closing
    share, over = divmod(rest, len(days) - 1)
    values = [closing, *(share + (at < over) for at in range(len(days) - 1))]
    return sorted((day, f"{Decimal(value) / 1000}") for day, value in zip(days, values, strict=True))


def statistics_bureau(spec, table, request) -> bytes:
    """One file: names, codes, weights, months. Which code stands in which file follows its first digits."""
    if "getStatsData" in request.url:
        return others.estat(spec, table, request)
    homes = {"000040482946": ("02",), "000040482947": ("09",), "000040482944": ("none",)}
    taken = tuple(prefix for prefixes in homes.values() for prefix in prefixes)
    chosen = []
    for series in spec.series:
        prefixes = homes.get(request.kind)
        if (
            prefixes is None
            and (not series.code.startswith(taken) or (homes and request.kind.startswith("https")))
        ) or (prefixes and series.code.startswith(prefixes)):
            chosen.append(series)
    columns = [table.column(series.column) for series in chosen]
    spare = ["100.0"] * len(table.periods)
    lines = [
        ["類・品目", *("名" for _ in chosen), "外食"],
        ["Group/Item", *("All items, less" for _ in chosen), "Eating out"],
    ]
    lines += [["類・品目符号(Group/Item code)", *(series.code for series in chosen), "9999"]]
    lines += [
        ["ウエイト(Weight)", *("1" for _ in chosen), ""],
        ["ウエイト１万分比(Weight per 10000)", *("1" for _ in chosen), ""],
    ]
    for month, other in zip(table.periods, spare, strict=True):
        lines.append([month.replace("-", ""), *(column[month] for column in columns), other])
    return _file([*lines, ["（注）"]])


def _file(lines: list[list[str]]) -> bytes:
    def quoted(cell: str) -> str:
        return f'"{cell}"' if "," in cell else cell

    return "".join(",".join(map(quoted, line)) + "\r\n" for line in lines).encode("cp932")
