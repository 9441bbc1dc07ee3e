"""What changed between two editions: worked by hand, from invented pages."""

from __future__ import annotations

import math
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest

from analysis import data
from analysis.errors import NotebookError
from analysis.passthrough.forecasts import yen
from analysis.report.build.turned import Turned
from analysis.report.changes import forecasts, record, tell
from analysis.report.changes.moved import Change, moved, number, standard_error
from analysis.report.changes.published import (
    Item,
    about_the_book,
    of_book,
    of_modules,
    of_notebook,
    of_verdicts,
)

NUMBER = "number"
NUMERIC = ("horizon", "point", "yen_part", "benchmark", "low80", "high80", "low95", "high95", "errors")


def items(**values) -> list[Item]:
    return [Item(NUMBER, "japan", key, str(value)) for key, value in values.items()]


def test_a_number_moves_in_its_own_standard_errors():
    (change,) = moved(items(a=0.50, a_se=0.10, b=3), items(a=0.65, a_se=0.12, b=3))
    assert (change.item, change.before, change.after) == ("a", "0.5", "0.65")
    assert change.standard_errors == pytest.approx(1.5)  # (0.65 - 0.50) / 0.10, the error before


def test_the_error_of_a_text_is_that_of_its_interval():
    # Half the width of a 95 % interval is 1.95996 standard errors: (1.46 - 0.66) / 2 / 1.95996 = 0.20409.
    before = "1.06 percent (95\N{NO-BREAK SPACE}% interval 0.66 to 1.46)"
    after = "0.86 percent (95\N{NO-BREAK SPACE}% interval 0.46 to 1.26)"
    (change,) = moved(items(a=before), items(a=after))
    assert change.standard_errors == pytest.approx(-0.2 / 0.20409, rel=1e-4)
    # 90 %: 1.64485.
    published = {(NUMBER, "japan", "b"): "−0.10 (90 % interval −1.74485 to 1.54485)"}
    assert standard_error("japan", "b", published) == pytest.approx(1.0, rel=1e-4)


def test_a_number_without_an_error_moves_without_a_distance():
    (change,) = moved(items(a="7"), items(a="8"))
    assert change.standard_errors is None


def test_a_number_that_lost_its_interval_is_another_quantity_and_moves_without_a_distance():
    (change,) = moved(items(a="0.81 percent (95 % interval 0.68 to 0.94)"), items(a="0.25"))
    assert (change.before[:4], change.after, change.standard_errors) == ("0.81", "0.25", None)


def test_a_true_minus_and_groups_of_digits_are_read():
    assert number("−1,234.5 billion") == -1234.5 and number("about 3") is None


def test_parts_of_a_moved_effect_are_not_told_beside_it_and_of_one_that_stayed_they_are():
    before = items(a=0.5, a_se=0.1, a_low=0.3, a_p_text="p = 0.01", b=1.0, b_low=0.5)
    after = items(a=0.6, a_se=0.2, a_low=0.2, a_p_text="p = 0.02", b=1.0, b_low=0.4)
    assert [change.item for change in moved(before, after)] == ["a", "b_low"]


def test_new_and_vanished_numbers_are_told_and_a_page_without_outputs_is_not():
    changes = moved([*items(a=1, b=2), Item(NUMBER, "other", "c", "3")], items(a=1, d=4))
    assert [(c.item, c.before, c.after) for c in changes] == [("b", "2", ""), ("d", "", "4")]


def test_a_verdict_names_the_part_that_turned():
    def state(verdict: str, paid: str) -> list[Item]:
        return [
            Item("verdict", "verdicts", "C05", verdict),
            Item("part", "verdicts", "C05, paid out", paid),
            Item("part", "verdicts", "C05, signed", "supported"),
            Item("part", "verdicts", "C051, paid out", paid),
        ]

    changes = moved(state("supported", "supported"), state("partly", "contradicted"))
    verdict = next(change for change in changes if change.kind == "verdict")
    assert (verdict.before, verdict.after, verdict.note) == (
        "supported",
        "partly",
        "paid out: supported to contradicted",
    )
    assert [c.item for c in changes if c.kind == "part"] == ["C05, paid out", "C051, paid out"]


def test_a_part_that_is_new_is_no_change():
    verdict = Item("verdict", "verdicts", "C05", "open")
    assert moved([verdict], [verdict, Item("part", "verdicts", "C05, paid", "open")]) == []


def notebook(*outputs, source="report.sentences.hold({'It rises in the end': True})", **record):
    cell = nbformat.v4.new_code_cell(source, outputs=list(outputs))
    return nbformat.v4.new_notebook(cells=[cell], metadata={"report": record} if record else {})


def output(data: dict, metadata: dict):
    return nbformat.v4.new_output("display_data", data, metadata=metadata)


def test_numbers_figures_and_sentences_of_a_page_are_found():
    glue = {"application/papermill.record/text/plain": "'about 3'"}
    page = notebook(
        output(glue, {"scrapbook": {"name": "a"}}),
        output({"text/plain": ""}, {"report": {"kind": "figure", "name": "fig-a", "csv": "x\n1\n"}}),
        output({"text/plain": ""}, {"report": {"kind": "table", "name": "tab-a", "csv": "x\n1\n"}}),
    )
    found = {item.key: item.value for item in of_notebook("japan", page)}
    assert found[NUMBER, "japan", "a"] == "about 3"
    assert found["sentence", "japan", "It rises in the end"] == "held"
    assert ("figure", "japan", "fig-a") in found and len(found) == 3


def test_a_sentence_of_another_page_belongs_there():
    page = notebook(source="sentences.hold({'It rises in the end': True}, page='index')")
    assert [item.page for item in of_notebook("japan", page)] == ["index"]


def test_sentences_held_in_the_modules_of_a_page_are_found_and_those_of_other_pages_are_not(tmp_path):
    held = "def hold():\n    report.sentences.hold({'%s': True})\n"
    for page in ("japan", "japan_items"):
        package = tmp_path / "analysis" / "chapters" / page
        package.mkdir(parents=True)
        (package / "sentences.py").write_text(held % f"It rises on {page}", encoding="utf-8")
        path = tmp_path / "chapters" / f"{page}.ipynb"
        path.parent.mkdir(exist_ok=True)
        nbformat.write(notebook(source="sentences.hold()", code="x"), path)
    assert [item.item for item in of_modules("japan", path.with_stem("japan"), tmp_path)] == [
        "It rises on japan"
    ]
    sentences = [item for item in of_book(tmp_path, {}) if item.kind == "sentence"]
    assert [(item.page, item.item) for item in sentences] == [
        ("japan", "It rises on japan"),
        ("japan_items", "It rises on japan_items"),
    ]


@pytest.mark.parametrize(("record_", "about"), [
    ({"tables": {"fred_md": "x"}, "notebooks": {}}, False), ({"tables": {"list": "x"}}, True),
    ({"tables": {"changes": "x"}}, True), ({"notebooks": {"japan": "x"}}, True),
])  # fmt: skip
def test_pages_about_the_book_are_known_by_what_they_read(record_, about):
    assert about_the_book(notebook(**record_)) is about


def test_verdicts_are_taken_with_their_core_parts():
    part = SimpleNamespace(part=SimpleNamespace(name="paid out"), verdict="open")
    found = list(of_verdicts({"C05": SimpleNamespace(verdict="open", core=(part,))}))
    assert [(item.kind, item.item, item.value) for item in found] == [
        ("verdict", "C05", "open"),
        ("part", "C05, paid out", "open"),
    ]


def test_a_page_that_was_not_run_says_nothing_and_a_claim_without_verdict_has_its_status(tmp_path):
    (tmp_path / "chapters").mkdir()
    for name, record_ in {"run": {"code": "abc"}, "not_run": {}}.items():
        nbformat.write(notebook(**record_), tmp_path / "chapters" / f"{name}.ipynb")
    verdicts = {"C05": SimpleNamespace(verdict="open", core=())}
    found = of_book(tmp_path, verdicts, {"C05": "judged", "C06": "merged"})
    assert [(item.kind, item.page, item.item, item.value) for item in found] == [
        ("sentence", "run", "It rises in the end", "held"),
        ("verdict", "verdicts", "C05", "open"),
        ("verdict", "verdicts", "C06", "merged"),
    ]


REPORT = record.Report(
    1,
    "2026-11-25",
    (
        Change("series", "brent_monthly", "brent", "", "1 new, to 2026-12; 0 revised"),
        Change(NUMBER, "japan", "near", "1", "1.1", 0.4),
        Change(NUMBER, "japan", "far", "1", "3", -2.5),
        Change(NUMBER, "japan", "n", "", "3"),
        Change("verdict", "verdicts", "C05", "open", "partly", note="paid out: open to supported"),
        Change("figure", "japan", "fig-a", "1", "2"),
    ),
)


def test_the_report_puts_first_what_needs_a_decision_and_the_farthest_number_first():
    told = tell.text(REPORT, [Turned("chapters/japan.ipynb", "cell 4, line 2", "The yen rises")])
    lines = told.splitlines()
    assert lines[0] == "# What changed since edition 1 of 2026-11-25"
    assert (
        lines[2]
        == "1 sentence no longer holds, 1 verdict changed, 3 numbers moved (1 by one standard error or more),"
        " 1 figure was redrawn, 1 series changed."
    )
    assert "- chapters/japan.ipynb, cell 4, line 2: “The yen rises”" in lines
    assert lines.index("- japan, far: 1 → 3 (−2.50 standard errors)") < lines.index(
        "- japan, near: 1 → 1.1 (+0.40 standard errors)"
    )
    assert lines.index("- japan, near: 1 → 1.1 (+0.40 standard errors)") < lines.index("- japan, n: new → 3")
    assert "- verdicts, C05: open → partly (paid out: open to supported)" in lines
    order = [line for line in lines if line.startswith("## ")]
    assert order[0].startswith("## Sentences that no longer hold") and order[-1].startswith("## Series")


def test_without_changes_only_the_summary_is_left():
    assert len(tell.text(record.Report(1, "2026-11-25", ())).splitlines()) == 3


# ---- the tables
# ----------------------------------------------------------------------------------------------------

HEAD = ",".join(record.CHANGES)


@pytest.fixture
def store(folder):
    folder.facts("editions", "edition,date,title,note\n0,2026-11-23,Sources,\n1,2026-11-25,First,\n")
    folder.facts(
        "published", "kind,page,item,edition,value\nnumber,japan,a,1,0.5\n", index=["kind", "page", "item"]
    )
    first = f"{HEAD}\n1,verdict,verdicts,C05,open,partly,,\n2,number,japan,old,1,2,,\n"
    folder.facts("changes", first, numeric=("standard_errors",), index=["edition", "kind", "page", "item"])
    return folder.catalogue()


def test_the_rows_of_the_edition_to_come_are_written_anew_and_those_of_closed_ones_stay(store):
    record.write(store, REPORT)
    record.write(store, REPORT)
    frame = store.table("changes")
    assert frame["edition"].tolist() == ["1", *["2"] * len(REPORT.changes)]
    assert frame.loc[frame["item"] == "far", "standard_errors"].item() == -2.5
    assert store.status()["bytes_ok"].all()


def test_an_edition_without_its_row_is_refused_with_what_to_do(store, tmp_path):
    with pytest.raises(NotebookError, match="add `2,YYYY-MM-DD,title,note`"):
        record.settle(store, tmp_path)


def test_a_folder_that_never_had_an_edition_says_so(folder):
    folder.series("t", "month,x\n2020-01,1\n")
    with pytest.raises(NotebookError, match="no edition is recorded"):
        record.last(folder.catalogue())


class Later:
    """The project's data with one month more: consumer prices less fresh food end at `level`."""

    def __init__(self, level: float):
        self.level = level

    def paths(self):
        return {"standing_forecasts": None}

    def table(self, name):
        return data.table(name)

    def load(self, name):
        series = data.load(name)
        if name != "jp_cpi_core":
            return series
        return pd.concat([series, pd.Series([self.level], [series.index[-1] + 1])])


@pytest.mark.parametrize(("move", "inside"), [(0.39, "inside"), (0.40, "outside")])
def test_a_forecast_is_scored_when_its_month_is_out(move, inside):
    """The kept row says 0.1613 (80 %: -0.0797 to 0.3959; own past 0.1731) for September from August 2026."""
    known = data.load("jp_cpi_core")
    (change,) = forecasts.scored(Later(known.iloc[-1] * math.exp(move / 100)))
    assert known.index[-1] == pd.Period("2026-08")
    assert change.item == "consumer prices less fresh food, 2026-09, made 2026-11-28"
    assert (change.before, change.after) == ("0.16 (-0.08 to 0.40)", f"{move:.2f}")
    assert (
        change.note
        == f"{inside} the 80 percent band and inside that of 95; error {move - 0.1613:+.2f} log points, "
        f"by the price's own past alone {move - 0.1731:+.2f}"
    )


def test_a_forecast_is_made_once_from_one_month_and_older_ones_stay(folder, monkeypatch):
    text = (data.default().root / "facts" / "standing_forecasts.csv").read_text()
    folder.facts("standing_forecasts", text, numeric=NUMERIC, index=["made_on", "target", "horizon"])
    store, made = folder.catalogue(), data.table("standing_forecasts").drop(columns=["made_on", "target"])
    made = made.astype({"horizon": int, "errors": int})
    monkeypatch.setattr(yen, "standing_forecast", lambda target: made)
    with pytest.raises(NotebookError, match="from 2026-08 is made already"):
        forecasts.make(store, "2026-12-20")
    monkeypatch.setattr(yen, "standing_forecast", lambda target: made.assign(origin="2026-10"))
    assert forecasts.make(store, "2026-12-20") == 24
    kept = store.manifest("standing_forecasts").csv.read_text()
    assert kept.startswith(text) and kept.count("2026-12-20,consumer prices less fresh food,") == 24


def test_without_forecasts_there_is_nothing_to_score(folder):
    folder.series("t", "month,x\n2020-01,1\n")
    assert forecasts.scored(folder.catalogue()) == []
