"""``python -m analysis claims``: lists, shows, and publishes an edition only when something changed."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis import claims, data


@pytest.fixture
def run(command):
    return partial(command, "claims")


def test_list_judges_every_claim(run):
    code, out, _ = run("list")
    lines = out.splitlines()
    assert code == 0 and [line.split()[0] for line in lines if line.startswith("C")] == list(
        claims.ids("judged")
    )
    core = claims.parts().query("role == 'core'")
    assert sum(line.startswith("      core") for line in lines) == len(core)
    assert any(line.strip().startswith("core       paid out: ") for line in lines)
    assert lines[-2].startswith("claims: ") and lines[-1].startswith("core parts: ")
    assert sum(int(count.split()[0]) for count in lines[-1].removeprefix("core parts: ").split(", ")) == len(
        core
    )


def test_list_of_changes(run, published, monkeypatch):
    monkeypatch.setattr(claims, "judge_all", lambda: published)
    changed = claims.changes(published).query("now != ''").index
    assert [
        line.split()[0] for line in run("list", "--changed")[1].splitlines() if line.startswith("C")
    ] == list(changed)


def test_show_prints_rule_and_sources(run):
    code, out, _ = run("show", "c53")
    assert code == 0 and "rule: " in out and "statistic: " in out and "sources: [B] https://" in out
    code, _, err = run("show", "C999")
    assert code == 2 and err.startswith("error: C999: is not a claim")


def test_show_of_a_claim_that_is_not_judged_says_what_became_of_it(run):
    assert run("show", "C39")[1].splitlines()[-1] == "status: merged into C38"
    code, out, _ = run("show", "c96")
    assert code == 0 and out.splitlines()[-1] == "status: listed" and "verdict" not in out


def test_publish_appends_an_edition_and_refuses_a_second_equal_one(run, published, monkeypatch, tmp_path):
    (tmp_path / "facts").mkdir()
    table = data.table("verdict_editions")
    path = tmp_path / "facts" / "verdict_editions.csv"
    real = data.table

    def reading(name):
        return pd.read_csv(path, dtype=str) if name == "verdict_editions" else real(name)

    table.assign(verdict="open").to_csv(path, index=False)
    monkeypatch.setattr(data, "table", reading)
    place = SimpleNamespace(root=tmp_path)
    # The verdicts are those on the published data; only the place of the editions moves.
    monkeypatch.setattr(data, "default", lambda: place)
    monkeypatch.setattr(claims, "judge_all", lambda: published)
    code, out, _ = run("publish", "--day", "2027-01-01")
    assert (
        code == 0
        and f"of {len(published)} verdicts; now `python -m analysis data seal verdict_editions`" in out
    )
    assert claims.previous()["verdict"].to_dict() == {claim: v.verdict for claim, v in published.items()}
    code, _, err = run("publish", "--day", "2027-01-02")
    assert code == 2 and "there is nothing to publish" in err
