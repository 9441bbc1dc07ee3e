"""The clause: a second solver written from the memorandum's words in exact fractions, closed forms,
identities to the cent."""

from datetime import date
from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis import data, scheme
from analysis.errors import SchemeError
from analysis.scheme.memorandum import READINGS, sources

TERMS = scheme.terms()
EACH = list(scheme.alternatives(TERMS))
#: Kang's example: ten billion, 5.5 percent, twenty years; interest from the first year of operation on.
KANG = scheme.terms(deemed_rate=0.055, accrues_from="operation")


def flows(calls, cash, life, start=None):
    calls, cash = np.atleast_2d(np.asarray(calls, float)), np.atleast_2d(np.asarray(cash, float))
    first = start if start is not None else int(np.flatnonzero(calls[0])[-1]) + 1
    return scheme.CashFlows(calls, cash, first, life)


def level(amount, yearly, life, after=0):
    """One call at date 0, level cash over life and `after` more years."""
    return flows([amount] + [0] * (life + after), [0] + [yearly] * (life + after), life)


# --- A solver from the words, not from the code: whole cents, one country's ledger, fractions ---------------


def from_the_words(amount, rate, life, idle, cash, carry, test, balance, accrues):
    """What Japan receives each year of operation, and what is lost, in exact fractions.

    amount: paid at once. idle: years from payment to the first year of operation, less one. The appendix: an
    amount times a rate, plus the amount divided by life, plus what was carried forward. Paragraph 13: half
    and half until each country has that, then a tenth to Japan.
    """
    fallen_due = F(0)  # to one country, so far
    received = F(0)  # by one country, of that
    japan = []
    if accrues == "call":
        for _ in range(idle):
            short = fallen_due - received
            fallen_due += amount * rate + (short * rate if carry == "with_interest" else 0)
    for year, earned in enumerate(cash, start=1):
        if year > life:  # the project is over: nothing is recovered any more
            japan.append(earned / 10)
            continue
        short, early = max(fallen_due - received, F(0)), max(received - fallen_due, F(0))
        owing_by_plan = amount - amount / life * (year - 1)
        interest = amount * rate if balance == "original" else (owing_by_plan - early) * rate
        fallen_due += interest + (short * rate if carry == "with_interest" else 0) + amount / life
        still = fallen_due - received  # this year's deemed allocation amount, the carried part with it
        if test == "cumulative":
            years_left = life - year
            still += amount / life * years_left + (amount * rate * years_left if balance == "original" else 0)
        to_each = min(max(still, F(0)), earned / 2)
        received += to_each
        japan.append(to_each + (earned - 2 * to_each) / 10)
    return japan, max(fallen_due - received, F(0))


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 10**13),
    st.integers(0, 120),
    st.integers(1, 12),
    st.integers(0, 3),
    st.lists(st.integers(0, 4 * 10**12), min_size=14, max_size=14),
    st.sampled_from(EACH),
    st.sampled_from(["call", "operation"]),
)
def test_every_reading_equals_a_solver_in_exact_fractions_to_the_cent(
    amount, mills, life, idle, cash, reading, accrues
):
    # Amounts are whole cents, up to a hundred billion dollars; the rate is in thousandths.
    exact, lost = from_the_words(
        F(amount), F(mills, 1000), life, idle, [F(c) for c in cash], *reading, accrues
    )
    made = flows([amount] + [0] * (idle + len(cash)), [0] * (idle + 1) + cash, life, start=idle + 1)
    terms = scheme.terms(
        deemed_rate=mills / 1000, accrues_from=accrues, **dict(zip(READINGS, reading, strict=True))
    )
    w = scheme.distribute(made, terms)
    assert_allclose(w.japan[0, idle + 1 :], [float(x) for x in exact], atol=0.5, rtol=0)
    assert_allclose(w.lost[0], float(lost), atol=0.5, rtol=0)


# --- Identities ---------------------------------------------------------------------------------------------

paths = st.lists(st.lists(st.floats(0, 1e12), min_size=15, max_size=15), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(paths, st.sampled_from(EACH), st.floats(0, 0.2), st.floats(0.05, 1), st.integers(1, 20))
def test_shares_add_up_to_cash_and_what_is_carried_to_what_fell_due(cash, reading, rate, split, life):
    terms = scheme.terms(deemed_rate=rate, split_before=split, **dict(zip(READINGS, reading, strict=True)))
    calls = np.zeros((len(cash), 17))
    calls[:, :2] = 5e11
    made = flows(calls, [[0, 0, *row] for row in cash], life, start=2)
    w = scheme.distribute(made, terms)
    assert_allclose(w.japan + w.united_states, made.cash, atol=0.005, rtol=0)
    assert (w.before <= made.cash).all() and (w.before >= 0).all()
    # What fell due to each country = what it received of it + what is carried.
    counted = min(split, 1 - split)
    within = made.age <= life
    owed = np.cumsum(w.interest + w.instalment - counted * w.before * within, axis=1)
    assert_allclose(owed, w.carried, atol=0.05 * (1 + life), rtol=1e-12)
    assert_allclose(w.instalment.sum(axis=1), calls.sum(axis=1) * min(life, 15) / life, rtol=1e-12)
    low, high = sorted((terms.split_after, split))
    assert (w.japan >= low * made.cash - 0.01).all() and (w.japan <= high * made.cash + 0.01).all()


@settings(max_examples=50, deadline=None)
@given(paths, st.sampled_from(EACH), st.floats(1e-3, 1e3))
def test_units_do_not_matter(cash, reading, factor):
    terms = scheme.alternatives(TERMS)[reading]
    calls = np.zeros((len(cash), 16))
    calls[:, 0] = 1e12
    cash = np.array([[0, *row] for row in cash])
    one = scheme.distribute(flows(calls, cash, 12), terms)
    other = scheme.distribute(flows(factor * calls, factor * cash, 12), terms)
    assert_allclose(other.japan, factor * one.japan, rtol=1e-9, atol=0.005 * factor)


@pytest.mark.parametrize("reading", EACH, ids="-".join)
def test_many_projects_at_once_are_each_alone(reading):
    rng = np.random.default_rng(7)
    n = 25
    fields = {
        "cost": rng.uniform(0.5, 40, n),
        "return_": rng.uniform(-0.05, 0.3, n),
        "years": rng.integers(5, 41, n),
        "construction": rng.integers(1, 7, n),
        "overrun": rng.uniform(0, 1.5, n),
        "us_tax": rng.uniform(0, 0.3, n),
        "delay": rng.integers(0, 4, n),
    }
    terms = scheme.alternatives(TERMS)[reading]
    together = scheme.distribute(scheme.cash_flows(scheme.Project(**fields)), terms)
    for i in range(n):
        alone = scheme.distribute(
            scheme.cash_flows(scheme.Project(**{k: v[i] for k, v in fields.items()})), terms
        )
        assert_allclose(together.japan[i, : alone.japan.shape[1]], alone.japan[0], rtol=1e-12, atol=1e-12)
        assert together.japan[i, alone.japan.shape[1] :].sum() == 0


# --- Closed forms for level cash ----------------------------------------------------------------------------


def test_the_example_of_a_reader_of_the_text():
    # 10 at 5.5 percent over 20 years: 0.55 + 0.50 = 1.05 a year. A project that earns just that pays Japan
    # half of it.
    w = scheme.distribute(level(10, 1.05, 20), KANG)
    assert_allclose(w.interest[0, 1:] + w.instalment[0, 1:], 1.05)
    assert_allclose(w.japan[0, 1:], 0.525)
    assert_allclose(scheme.rate_of_return(w.net), 0.0047, atol=5e-5)
    assert_allclose(w.lost, 20 * 0.525)
    # Half a billion earned against one due: a quarter to Japan, three quarters carried in the books.
    one = scheme.distribute(level(10, 0.5, 20), scheme.terms(deemed_rate=0.05, accrues_from="operation"))
    assert_allclose([one.japan[0, 1], one.carried[0, 1]], [0.25, 0.75])


@pytest.mark.parametrize("yearly", [0.6, 1.4, 2.09, 2.11, 3.5])
def test_level_cash_under_the_yearly_test_and_the_original_balance(yearly):
    # Flat amount D: below 2 D always half; above it D and a tenth of the rest, every year of life.
    due = 1.05
    expected = due + 0.1 * (yearly - 2 * due) if yearly > 2 * due else yearly / 2
    for carry in READINGS["carry_forward"]:
        w = scheme.distribute(
            level(10, yearly, 20),
            scheme.terms(deemed_rate=0.055, accrues_from="operation", carry_forward=carry),
        )
        assert_allclose(w.japan[0, 1:], expected, rtol=1e-12)
        if yearly < 2 * due:  # what is carried is a sum, or an annuity's end value
            short = due - yearly / 2
            sum_of = 20 * short if carry == "without_interest" else short * (1.055**20 - 1) / 0.055
            assert_allclose(w.lost[0], sum_of, rtol=1e-12)


@pytest.mark.parametrize("yearly", [1.1, 1.3, 1.5, 1.9])
def test_level_cash_under_the_yearly_test_and_a_declining_balance(yearly):
    # Due by year t: A (i (t - t (t - 1) / 2n) + t / n). Half the cash has caught up with it at t = 1 + 2 n (1
    # - (a / 2A - 1 / n) / i).
    n, i = 20, 0.055
    w = scheme.distribute(
        level(10, yearly, n),
        scheme.terms(deemed_rate=i, accrues_from="operation", interest_balance="declining"),
    )
    caught = 1 + 2 * n * (1 - (yearly / 20 - 1 / n) / i)
    assert w.second_split[0] == (int(np.floor(caught)) + 1 if caught < n else -1)
    assert_allclose(w.japan[0, 1 : min(int(np.floor(caught)), n) + 1], yearly / 2)
    if caught < n - 1:  # later each year's own amount, and a tenth of the rest
        t = np.arange(int(np.floor(caught)) + 2, n + 1)
        own = 10 * (i * (1 - (t - 1) / n) + 1 / n)
        assert_allclose(w.japan[0, t], own + 0.1 * (yearly - 2 * own), rtol=1e-12)


def test_level_cash_under_the_cumulative_test_has_a_closed_form():
    # Original balance: half of a until A (1 + i n) is paid to each: 10 * 2.1 = 21 at 1.5 a year to each, so
    # 14 years.
    terms = scheme.terms(deemed_rate=0.055, accrues_from="operation", test="cumulative")
    w = scheme.distribute(level(10, 3.0, 20), terms)
    assert_allclose(w.japan[0, 1:], [1.5] * 14 + [0.3] * 6)
    # Declining, with interest: a loan. Amortised after -ln(1 - i A / (a / 2)) / ln(1 + i) years.
    loan = scheme.terms(
        deemed_rate=0.04, test="cumulative", interest_balance="declining", carry_forward="with_interest"
    )
    w = scheme.distribute(level(100, 20.0, 39), loan)
    years = -np.log(1 - 0.04 * 100 / 10) / np.log(1.04)
    assert w.second_split[0] == int(np.ceil(years))
    assert_allclose(w.japan[0, 1 : int(years)], 10.0)
    assert_allclose(w.japan[0, int(np.ceil(years)) + 1 :], 2.0)
    assert_allclose(scheme.present_value(w.before * 0.5 - w.calls, 0.04), 0.0, atol=1e-9)


def test_half_and_half_lasts_until_each_country_has_the_amount():
    # 100 called at 4 percent: 104 due to each after a year. 150 is paid: 75 each, 29 still due, carried at
    # face value. Of the second year's 100 the first 58 give each its 29; of the other 42 Japan has a tenth.
    terms = scheme.terms(deemed_rate=0.04)
    w = scheme.distribute(flows([100, 0], [0, 300], 1), terms)
    assert_allclose(w.before[0], [0, 208], rtol=1e-15)
    assert_allclose(w.japan[0, 1], 104 + 9.2, rtol=1e-15)
    assert w.carried[0, 1] == 0 and w.second_split[0] == 1


def test_nothing_is_recovered_after_the_end_of_life():
    # Two years of life, 52 + 52 due, 40 received of each: 24 + 12 is carried and dies; the third year goes by
    # the second split.
    w = scheme.distribute(
        level(100, 80.0, 2, after=1), scheme.terms(deemed_rate=0.02, accrues_from="operation")
    )
    assert_allclose(w.japan[0], [0, 40, 40, 8])
    assert_allclose(w.lost[0], 24.0)


def test_interest_of_construction_is_carried_if_it_runs_from_the_call():
    # 50 and 50 called, first year of operation at date 3: interest on 50, on 100, on 100 = 2 + 4 + 4 at 4
    # percent.
    made = flows([50, 50, 0, 0], [0, 0, 0, 400], 10, start=3)
    w = scheme.distribute(made, scheme.terms(deemed_rate=0.04))
    assert_allclose(w.due[0], [0, 2, 6, 20])
    assert_allclose(w.japan[0, 3], 20 + 0.1 * 360)
    late = scheme.distribute(made, scheme.terms(deemed_rate=0.04, accrues_from="operation"))
    assert_allclose(late.due[0], [0, 0, 0, 14])
    grown = scheme.distribute(made, scheme.terms(deemed_rate=0.04, carry_forward="with_interest"))
    assert_allclose(grown.due[0], [0, 2, 6 + 0.08, 20 + 0.08 + 0.04 * 6.08])


@pytest.mark.parametrize("split", [0.4, 0.6])
def test_the_country_with_the_smaller_share_is_waited_for(split):
    # 100 due to each, no interest: the one with 40 of 100 has it when 250 are paid, whichever country that
    # is.
    w = scheme.distribute(flows([100, 0], [0, 300], 1), scheme.terms(split_before=split, deemed_rate=0.0))
    assert_allclose(w.before[0, 1], 250, rtol=1e-12)
    assert_allclose(w.japan[0, 1], split * 250 + 0.1 * 50, rtol=1e-12)


def test_a_country_without_a_share_is_waited_for_for_ever():
    w = scheme.distribute(flows([100, 0], [0, 1e6], 1), scheme.terms(split_before=1.0))
    assert w.japan[0, 1] == 1e6 and w.second_split[0] == -1


@pytest.mark.parametrize("r", [0.02, 0.06, 0.10, 0.12, 0.2])
def test_readings_that_owe_japan_more_pay_it_no_less(r):
    made = scheme.cash_flows(scheme.Project(cost=100.0, return_=r, years=30, construction=3))
    paid = {
        key: float(scheme.distribute(made, terms).japan.sum())
        for key, terms in scheme.alternatives(TERMS).items()
    }
    for test in READINGS["test"]:
        for balance in READINGS["interest_balance"]:
            assert paid["with_interest", test, balance] >= paid["without_interest", test, balance] - 1e-9
        for carry in READINGS["carry_forward"]:
            assert paid[carry, test, "original"] >= paid[carry, test, "declining"] - 1e-9


# --- Terms --------------------------------------------------------------------------------------------------


def test_terms_come_from_the_fact_table_and_changes_are_marked():
    assert (TERMS.amount, TERMS.notice_days, TERMS.split_before, TERMS.split_after) == (550, 45, 0.5, 0.1)
    assert TERMS.signed == date(2025, 9, 4) and TERMS.deadline == date(2029, 1, 19)
    table = sources(scheme.terms(deemed_rate=0.06))
    assert not table.loc["deemed_rate", "as sourced"] and table.loc["amount", "as sourced"]
    assert table.loc["split_before", "grade"] == "A" and "left open" in table.loc["test", "text"]


def test_each_reading_is_tied_to_the_words_of_the_record_and_none_pools_the_two_countries():
    rows = data.table("memorandum").set_index("id")
    found = scheme.readings()
    for term, group in found.groupby("term"):
        clause = rows.loc[group["clause"].iloc[0]]
        assert clause["status"] == "open" and clause["model_parameter"] == {"spread": "deemed_rate"}.get(
            term, term
        )
        assert [part.split(": ")[0] for part in clause["reading"].split(" | ")] == list(group["reading"])
    assert found["words"].str.len().min() > 20
    assert not found["reading"].str.contains("pool|both").any()
    assert len(scheme.alternatives(TERMS)) == 8 and scheme.alternatives(TERMS)[EACH[0]] == TERMS


def test_the_readings_of_the_spread_are_rates():
    rates = {
        name: scheme.with_spread(TERMS, name, priced=0.01).deemed_rate
        for name in ("none", "example", "priced")
    }
    assert_allclose(list(rates.values()), [0.04, 0.055, 0.05])
    with pytest.raises(SchemeError, match="none, example, priced"):
        scheme.with_spread(TERMS, "guessed")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"deemed_rate": 4.0}, "Write 0.04 for 4 %"),
        ({"split_before": 50}, "Write 0.1 for 10 %"),
        ({"split_before": 0}, "nothing before"),
        ({"test": "daily"}, "yearly, cumulative"),
        ({"accrues_from": "birth"}, "call, operation"),
        ({"deadline": date(2025, 1, 1)}, "not after the signature"),
        ({"amount": -1}, "0 or more"),
        ({"interest": 0.1}, "no term 'interest'"),
    ],
)
def test_terms_out_of_range_are_refused(changes, said):
    with pytest.raises(SchemeError, match=said):
        scheme.terms(**changes)


@pytest.mark.parametrize(
    ("calls", "cash", "life", "said"),
    [
        ([1, -1], [0, 0], 1, "0 or more"),
        ([1, 0], [0], 1, "one shape"),
        ([1, 0], [0, np.nan], 1, "finite"),
        ([1, 0], [0, 1], 0, "1 or more"),
        ([1, 0], [1, 1], 1, "cash from it on"),
    ],
)
def test_impossible_flows_are_refused(calls, cash, life, said):
    with pytest.raises(SchemeError, match=said):
        scheme.CashFlows(np.array(calls), np.array(cash), 1, life)
