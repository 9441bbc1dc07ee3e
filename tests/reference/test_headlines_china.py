"""Headlines of the page on China and others, computed again from the CSV files.

The p-values of the six days rest on placebo dates of every currency and are not recomputed; the moves and
errors that they rank are, and which currencies take part.

The pages simulate the effects that would have been found. Those over all months are compared within 12
percent of the formula: critical value plus 0.8416, times the standard error. Those of the changes are
simulated again with another seed and compared within a tenth, for the formula takes the one standard error
that was estimated, in Japan's case a large one.
"""

import numpy as np
import pandas as pd
import pytest
from plain import (
    ROOT,
    agrees,
    apart,
    change,
    column,
    complete,
    cosine,
    daily_cross,
    facts,
    found,
    interval,
    lagged,
    less,
    long_run,
    month_means,
    numbers,
    p_zero,
    seasons,
    stored,
    table,
)
from scipy.stats import t as student

IMPORTS = "us_import_price_aggregates_monthly"
FIRST, LAST = "2006-05", "2026-07"
#: Day and publications to wait: the fixing of Frankfurt is before the American afternoon.
DAYS = {"2025-07-22": 1, "2025-09-04": 1, "2025-10-28": 0, "2025-12-18": 1, "2026-02-17": 1, "2026-03-19": 1}
ESTIMATION, GAP, FACTORS = 250, 10, 2


def rates():
    return {
        "China": change(month_means(daily_cross("USD", "CNY"))),
        "Japan": -change(column("fred_md", "EXJPUSx")),
    }


def oil():
    return change(column("fred_md", "OILPRICEx"))


def foreign(origin):
    return [oil()] if origin == "China" else [oil(), change(column("boj_cgpi_neer_monthly", "cgpi_domestic"))]


def equation(origin, first=FIRST, last=LAST, rate=None, others=None):
    price = change(column(IMPORTS, origin.lower()))
    return long_run(price, rates()[rate or origin], others or foreign(origin), 12, first, last)


def simulated(text, gap):
    """Assert that a simulated effect is within 12 percent of critical value + 0.8416 standard errors."""
    [(published, _)] = numbers(text)
    assert published == pytest.approx(found(gap), rel=0.12), (text, found(gap))


def on_errors_alone(origin, first, last, rng, draws=1000, block=12):
    """Long runs, errors and degrees of freedom on blocks of the equation's residuals, enlarged for the
    coefficients."""
    price = change(column(IMPORTS, origin.lower()))
    rates_, others = lagged(rates()[origin], 12), [lagged(one, 12) for one in foreign(origin)]
    rows = complete([price, rates_, *others], first, last)
    x = np.hstack([part.loc[rows].to_numpy() for part in (rates_, *others)] + [seasons(rows).to_numpy()])
    y, (n, k) = price.loc[rows].to_numpy(), x.shape
    inverse = np.linalg.inv(x.T @ x)
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    residual = (y - x @ (inverse @ (x.T @ y))) * np.sqrt(n / (n - k))
    starts = rng.integers(0, n - block + 1, size=(draws, -(-n // block)))
    errors = residual[(starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :n]].T
    weights, slopes = x @ inverse[:, :13].sum(axis=1), inverse @ (x.T @ errors)
    terms = weights[:, None] * (errors - x @ slopes) / (1 - leverage)[:, None]
    made = [cosine(0.0, term, n) for term in terms.T]
    return slopes[:13].sum(axis=0), np.array([one.error for one in made]), made[0].dof


@pytest.fixture(scope="module")
def shown():
    return stored("china_and_others")


@pytest.fixture(scope="module")
def main():
    return {origin: equation(origin) for origin in ("China", "Japan")}


def test_both_origins_over_common_months(shown, main):
    for origin, made in main.items():
        agrees(shown[f"china_and_others_{origin.lower()}"], *interval(made["fixed"]))
        agrees(shown[f"china_and_others_{origin.lower()}_free"], *interval(made["free"]))
    agrees(shown["china_and_others_n"], main["China"]["fixed"].rows)


def test_china_less_japan_with_joint_covariance(shown, main):
    gap = {e: less(main["China"][e], main["Japan"][e]) for e in ("fixed", "free")}
    agrees(shown["china_and_others_gap"], *interval(gap["fixed"]))
    agrees(shown["china_and_others_gap_free"], *interval(gap["free"]))
    simulated(shown["china_and_others_gap_found"], gap["fixed"])


def test_the_rivals_currency_with_the_own_held_fixed(shown):
    for key, origin, rival in (("", "China", "Japan"), ("_japan", "Japan", "China")):
        other = equation(origin, rate=rival, others=[*foreign(origin), rates()[origin]])["fixed"]
        agrees(shown[f"china_and_others_cross{key}"], *interval(other))
        simulated(shown[f"china_and_others_cross_power{key}"], other)


@pytest.mark.parametrize(
    ("origin", "first", "split"), [("China", FIRST, "2015-01"), ("Japan", "1992-10", "2009-01")]
)
def test_later_less_earlier(shown, origin, first, split):
    later = equation(origin, first=split)["fixed"]
    gap = apart(later, equation(origin, first=first, last=str(pd.Period(split, "M") - 1))["fixed"])
    key = f"china_and_others_halves_{origin.lower()}"
    agrees(shown[key], *interval(gap))
    assert p_zero(gap) > 0.05 or origin == "Japan"


@pytest.mark.parametrize(
    ("origin", "first", "split"), [("China", FIRST, "2015-01"), ("Japan", "1992-10", "2009-01")]
)
def test_change_that_would_have_been_found_by_a_second_simulation(origin, first, split):
    """The page pastes these from the page on the United States."""
    rng = np.random.default_rng(7)
    spans = ((first, str(pd.Period(split, "M") - 1)), (split, LAST))
    (early, early_error, early_dof), (late, late_error, late_dof) = (
        on_errors_alone(origin, *span, rng) for span in spans
    )
    error = np.hypot(early_error, late_error)
    half = student.ppf(0.975, error**4 / (early_error**4 / early_dof + late_error**4 / late_dof)) * error
    grid = np.linspace(0, 1, 2001)
    power = np.array(
        [min(np.mean(np.abs(late - early + way * effect) > half) for way in (-1, 1)) for effect in grid]
    )
    key = "change_china" if origin == "China" else "change"
    [(published, _)] = numbers(stored("united_states")[f"united_states_{key}_found"])
    assert published == pytest.approx(grid[np.argmax(power >= 0.8)], rel=0.1)


def test_published_estimates_for_the_yuan(shown):
    papers = table("literature").query("group == 'fx_pass_through_bilateral' and price == 'import'")
    papers = papers[papers["country"] == "United States"]
    agrees(shown["china_and_others_paper_low"], papers["estimate"].min())
    agrees(shown["china_and_others_paper_high"], papers["estimate"].max())


def returns():
    """Percent changes of every rate per euro that is still published, the euro among them."""
    frame = pd.read_csv(ROOT / "data/series/ecb_reference_rates_daily.csv", index_col=0, parse_dates=True)
    frame = frame.loc[:, frame.iloc[-1].notna()].assign(EUR=1.0)
    return 100 * np.log(frame).diff()


def market_model(moves, currency, row):
    """Sum of five abnormal returns and the residual's standard deviation, by singular values of the others'
    returns."""
    window, event = moves.iloc[row - GAP - ESTIMATION : row - GAP], moves.iloc[row : row + 5]
    others = moves.columns.drop(currency)
    mean = window[others].mean(axis=1)
    own, rest = window[currency] - mean, window[others].sub(mean, axis=0)
    centre, scale = rest.mean(), rest.std(ddof=0)
    weights = np.linalg.svd((rest - centre) / scale, full_matrices=False)[2][:FACTORS].T
    x = np.column_stack([np.ones(len(own)), ((rest - centre) / scale).to_numpy() @ weights])
    slopes = np.linalg.lstsq(x, own.to_numpy(), rcond=None)[0]
    error = np.sqrt(((own - x @ slopes) ** 2).sum() / (ESTIMATION - 1 - FACTORS))
    then = event[others].mean(axis=1)
    z = ((event[others].sub(then, axis=0) - centre) / scale).to_numpy() @ weights
    return float((event[currency] - then - slopes[0] - z @ slopes[1:]).sum()), error


def rows_of_days(moves):
    return [moves.index.searchsorted(pd.Timestamp(day)) + wait for day, wait in DAYS.items()]


def floating(moves, row, least=0.1):
    """Currencies whose daily change against the euro and the dollar has a standard deviation of `least`
    percent or more."""
    window = moves.iloc[row - GAP - ESTIMATION : row - GAP].dropna(axis=1)
    apart_from = {base: window.sub(window[base], axis=0).std(ddof=0) for base in ("EUR", "USD")}
    return [
        name for name in window
        if all(name == base or apart_from[base][name] >= least for base in apart_from)
    ]  # fmt: skip


def test_mean_abnormal_moves_of_yuan_and_yen_on_the_six_days(shown):
    moves = returns()
    for key, currency in (("yuan", "CNY"), ("yen", "JPY")):
        cases = [market_model(moves[floating(moves, row)], currency, row) for row in rows_of_days(moves)]
        statistic = np.mean([total / (error * np.sqrt(5)) for total, error in cases])
        agrees(
            shown[f"china_and_others_{key}"], statistic * np.mean([error for _, error in cases]) * np.sqrt(5)
        )


def test_number_of_currencies_that_float_on_every_day_and_placebo_date(shown):
    """Left out are those that were as good as pegged before some date since 2024."""
    moves = returns()
    events = rows_of_days(moves)
    taking = set.intersection(*(set(floating(moves, row)) for row in events))
    first = moves.index.searchsorted(pd.Timestamp("2024-01-01"))
    covered = moves.index.searchsorted(pd.Timestamp(covered_to())) - 4
    always = set.intersection(*(set(floating(moves, row)) for row in range(first, covered, 5)))
    agrees(shown["china_and_others_currencies"], len(taking & always))
    assert sorted(taking - always) == shown["china_and_others_left_out"].split(", ")
    agrees(shown["china_and_others_expected"], 0.05 * len(taking & always))


def covered_to():
    text = (ROOT / "data/facts/timeline.yml").read_text(encoding="utf-8")
    return next(
        line.split(":")[1].strip().strip("'\"") for line in text.splitlines() if line.startswith("covered_to")
    )


def world():
    """Leontief multipliers of the world's table: value added of one economy in a dollar of another's
    manufactures."""
    flows = pd.read_csv(ROOT / "data/facts/oecd_icio_2019.csv")
    letters = list("ABCDEFGHIJKLMNOPQRST")
    goods = flows[flows["row"].isin(letters)]
    origins = sorted(goods["origin"].unique())
    place = {(o, r): n for n, (o, r) in enumerate((o, r) for o in origins for r in letters)}
    used, added, other = np.zeros((len(place), len(place))), np.zeros(len(place)), np.zeros(len(place))
    demand = {o: np.zeros(len(place)) for o in origins}
    for row in goods.itertuples(index=False):
        record = row._asdict()
        at = place[record["origin"], record["row"]]
        if record["destination"] in demand:
            start = place[record["destination"], "A"]
            used[at, start : start + 20] = [record[letter] for letter in letters]
            demand[record["destination"]][at] = record["final_consumption"] + record["capital_formation"]
    for kind, into in (("VA", added), ("TLS", other)):
        for destination, row in flows[flows["row"] == kind].groupby("destination")[letters].sum().iterrows():
            if destination in demand:
                start = place[destination, "A"]
                into[start : start + 20] += row.to_numpy()
    output = used.sum(axis=0) + added + other
    safe = np.where(output > 0, output, 1)
    return place, used, safe, added, demand


def test_value_added_of_japan_and_america_in_others_manufactures(shown):
    place, used, safe, added, demand = world()
    inverse = np.linalg.inv(np.eye(len(place)) - used / safe)
    of = {c: np.array([o == c for o, _ in place]) for c in ("JPN", "USA")}
    earned = {c: 100 * (np.where(mine, added / safe, 0) @ inverse) for c, mine in of.items()}
    for key, origin, economy in (
        ("content_china", "JPN", "CHN"), ("content_korea", "JPN", "KOR"), ("content_us", "JPN", "USA"),
        ("american_china", "USA", "CHN"),
    ):  # fmt: skip
        agrees(shown[f"china_and_others_{key}"], earned[origin][place[economy, "C"]])
    bought = used[of["JPN"], place["CHN", "C"]].sum() / safe[place["CHN", "C"]]
    agrees(shown["china_and_others_direct_china"], 100 * bought)
    agrees(shown["china_and_others_final_china"], earned["JPN"] @ demand["CHN"] / demand["CHN"].sum())


def test_facts_on_direct_investment(shown):
    at = facts("third_countries")
    for key, row in {
        "eu": "european_union_change",
        "developing": "developing_change_final",
        "world": "global_change_final",
        "developed": "developed_change_final",
        "developing_first": "developing_economies_change",
        "developed_first": "developed_economies_change",
        "world_first": "global_direct_investment_change",
        "strategic": "strategic_share_final",
        "greenfield": "greenfield_projects_count_world_change",
    }.items():
        agrees(shown[f"china_and_others_{key}"], float(at[f"fdi_{row}"]))
