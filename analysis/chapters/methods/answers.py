"""Questions of a review, answered by the stated equation."""

from __future__ import annotations

import pandas as pd

from analysis.chapters.methods.review import Estimated, both, on_cars, page_link
from analysis.passthrough.shocks import instruments
from analysis.passthrough.specifications.stated import rows as stated_rows
from analysis.report.author.numbers import bracketed, fixed, p_text

#: What the simulated contrasts of the cars are called here, by design.
CARS = {
    "5 months after the base": "the rise of the duty",
    "months 2 to 9 after the base": "its cut",
    "months 7 to 14 after the base": "both steps",
}


def answers(found: Estimated) -> pd.DataFrame:
    """Question, answer of the equation as stated, and the page that shows it."""
    rows = [
        *_on_docks(found),
        *_on_shops(found),
        *_on_changes(found),
        *_on_others(found),
        *_on_inference(found),
    ]
    return pd.DataFrame(
        {
            "Question": [question for question, _, _ in rows],
            "Answer of the equation as stated": [answer for _, answer, _ in rows],
            "Where": [page_link(page) for *_, page in rows],
        }
    )


def _on_docks(found: Estimated) -> list[tuple[str, str, str]]:
    complete = ", ".join(
        f"{e} {fixed(line['p_complete'], 2)}" for e, line in found.equations["jp_import_yen", None].items()
    )
    missing = ", ".join(
        f"{e} {fixed(tried.effect, 2)} ({fixed(tried.size, 2)})" for e, tried in found.short.items()
    )
    return [
        (
            "Japan's import prices in yen after a year, and is pass-through complete?",
            (
                f"{found.said('jp_import_yen')}; p of complete: {complete}; what would be found missing four"
                f" times in five, and how often the test rejects where nothing is: {missing}"
            ),
            "japan",
        ),
        (
            "With oil, or the contract price, as the foreign price",
            (
                f"oil: {found.said('jp_import_yen', 'oil')}. Contract price (translation alone): "
                f"{found.fixed_alone('jp_import_yen', 'contract price')}"
            ),
            "japan",
        ),
        (
            "The last ten years alone",
            f"{found.said('jp_import_yen', 'last ten years')}, from 2016-09; other starts beside it",
            "japan",
        ),
        (
            "What moves in the first month",
            f"translation {fixed(found.impact.iloc[0], 2)}, contract price {fixed(found.impact.iloc[1], 2)}",
            "japan",
        ),
    ]


def _on_shops(found: Estimated) -> list[tuple[str, str, str]]:
    def F(label: str) -> str:
        test = found.seasons[label, 0]
        return fixed(test.statistic / test.restrictions, 1)

    blocks = "; ".join(
        f"{name}: {found.fixed_alone('jp_consumer', name, 3)}"
        for name in ("fixed months", "ten-year blocks", "policy periods")
    )
    return [
        (
            "Do seasons of consumer prices stay?",
            (
                f"F {F('consumer prices')}, less fresh food and energy {F('less fresh food and energy')};"
                " autocorrelation of the errors at lag 12:"
                f" {fixed(found.errors_at_12['fixed months, block means'], 2)} with fixed months,"
                f" {fixed(found.errors_at_12['blocks'], 2)} with moving ones"
            ),
            "methods",
        ),
        (
            "Consumer prices after one and two years",
            f"12 months: {both(found.year, 3)}. 24 months: {found.said('jp_consumer', decimals=3)}",
            "japan",
        ),
        ("Other blocks of seasons, 24 months, fixed", blocks, "japan"),
        ("Sample to 2019", found.said("jp_consumer", "to 2019", 3), "japan"),
        (
            "Does oil matter for the shop?",
            (
                f"{found.said('jp_consumer', 'oil', 3)}. 1980 to 1998, 12 months, asked by the review and not"
                f" stated before: {both(found.early, 3)}"
            ),
            "japan",
        ),
    ]


def _on_changes(found: Estimated) -> list[tuple[str, str, str]]:
    producer = found.changes.loc[("jp_producer", "fixed")]
    date = stated_rows().set_index("id").loc["jp_split_date", "value"]
    broken, ending = found.broken, found.ending
    return [
        (
            "Have producer prices changed?",
            (
                f"break test, {p_text(broken)}, likeliest date {broken.date}; later less earlier than {date}:"
                f" {fixed(producer['change'], 2)}, adjusted p {fixed(producer['p_holm'], 2)}, where"
                f" {fixed(found.unmoved['jp_producer'], 2)} would be found"
            ),
            "japan-over-time",
        ),
        (
            "Producer prices since 2021",
            (
                f"{fixed(ending.excess, 1)} log points unexplained, {p_text(ending.excess_test)};"
                f" {p_text(ending)} of the same coefficients"
            ),
            "japan-over-time",
        ),
    ]


def _on_others(found: Estimated) -> list[tuple[str, str, str]]:
    american = ". ".join(
        f"{outcome.split('_', 1)[1].replace('_', ' ')}: {both(found.heads[outcome])}"
        for outcome in ("us_import_all", "us_producer", "us_consumer")
    )
    measured = found.measured
    first_edition = (
        measured.topic("no change in consumer prices")
        .query("measure == 'power'")
        .set_index("method")["measured"]
    )
    power = {lags: fixed(measured.power_on_data("consumer", lags, "0.05"), 3) for lags in (24, 12)}
    return [
        ("US import, producer and consumer prices with oil", american, "united-states"),
        (
            "Contract import prices on both rates",
            (
                f"without commodities {found.on_both_rates('jp_import_contract', 'without')}; with them"
                f" {found.on_both_rates('jp_import_contract', 'with')}"
            ),
            "japan",
        ),
        (
            "Import prices in yen on both rates, commodities held fixed",
            found.on_both_rates("jp_import_yen", "with"),
            "japan",
        ),
        (
            "Power of 'no change' for consumer prices, a rise of 0.05",
            (
                f"break test {power[24]} at 24 lags, {power[12]} at 12; the split of the sample finds"
                f" {fixed(found.unmoved['jp_consumer'], 2)} four times in five. First edition's tests: break"
                f" {fixed(first_edition['break at an unknown date'], 2)}, end of sample"
                f" {fixed(first_edition['end of sample'], 2)}, difference of periods"
                f" {fixed(first_edition['period difference'], 2)}, rolling windows"
                f" {fixed(first_edition['rolling windows'], 2)}"
            ),
            "which-shock",
        ),
        (
            "Cars to North America less cars elsewhere, log points",
            f"at 27.5 percent {on_cars('rise')}; at 15 percent {on_cars('both')}",
            "cars-and-tariffs",
        ),
        (
            "Does the first edition's equation still stand as a row?",
            (
                f"import prices: {found.said('jp_import_yen', 'old equation')}; consumer prices:"
                f" {found.said('jp_consumer', 'old equation', 3)}"
            ),
            "japan",
        ),
    ]


def _on_inference(found: Estimated) -> list[tuple[str, str, str]]:
    measured, strength = found.measured, found.strength
    rows = (100, 60, 48)
    plain = ", ".join(f"{measured.few_rows('ewc', n)} percent on {n} rows" for n in rows)
    corrected = ", ".join(measured.few_rows("ewc-hc3", n) for n in rows)
    placebo = ", ".join(
        f"{measured.share('placebo dates', 'difference in differences', design, 'size')} for {words}"
        for design, words in CARS.items()
    )
    return [
        (
            "Cosines on few rows: 12 lags and month dummies, 25 coefficients",
            (
                f"plain cosines cover {plain}; corrected for leverage {corrected}. Below five rows a"
                " coefficient a result warns"
            ),
            "methods",
        ),
        (
            "A regressor that is not zero in one row alone",
            (
                "has no sandwich variance: the duty is judged by placebo dates, whose test rejects"
                f" without any effect in a share of samples of {placebo}"
            ),
            "cars-and-tariffs",
        ),
        (
            "Coverage of cosines with many coefficients",
            (
                f"plain {measured.calibrated('main equation, plain cosines', 24)}, corrected"
                f" {measured.calibrated('main equation', 24)} percent at 24 months"
            ),
            "methods",
        ),
        (
            "The Bank of Japan on three years",
            (
                "no coefficient published; our consumer prices, fixed: 12 months"
                f" {bracketed(found.year['fixed'], 3)}, 36 months {bracketed(found.three_years['fixed'], 3)}"
            ),
            "literature",
        ),
        (
            "External instruments, first-stage strength",
            (
                f"effective F: official operations {fixed(strength[instruments.OPERATIONS], 1)}, with the"
                f" wrong sign; decision days at most {fixed(strength.drop(instruments.OPERATIONS).max(), 1)};"
                " strong from 23.1"
            ),
            "which-shock",
        ),
    ]
