"""``python -m analysis claims``: the verdicts of the day, and a new edition of them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from analysis.errors import ClaimError

app = typer.Typer(help="The verdicts on the article's claims.", no_args_is_help=True)


@app.command("list")
def list_verdicts(
    changed: Annotated[bool, typer.Option(help="Only those that are not the last edition's.")] = False,
) -> None:
    """Judge every claim: id, chapter, verdict, what decides, statistic."""
    from analysis import claims

    verdicts = claims.judge_all()
    shown = [claim for claim in claims.changes(verdicts).index if claim in verdicts] if changed else list(verdicts)
    for claim in shown:
        verdict = verdicts[claim]
        statistic = f"  {verdict.statistic}" if verdict.basis == "rule" else ""
        typer.echo(f"{claim:<4}  {verdict.chapter:<16}  {verdict.verdict:<12}  {verdict.basis:<7}{statistic}")
    words = [verdict.verdict for verdict in verdicts.values()]
    typer.echo(", ".join(f"{words.count(word)} {word}" for word in claims.VERDICTS))


@app.command()
def show(claim: Annotated[str, typer.Argument(help="Id, such as C01.")]) -> None:
    """Judge one claim and print its rule, statistic, power and sources."""
    from analysis import claims

    claim = claim.upper()
    row = claims.ledger(None).loc[claim] if claim in claims.ids() else None
    if row is not None and row["status"] != "judged":
        typer.echo(f"claim: {row['claim']}")
        typer.echo(f"status: {' '.join(['merged into', row['merged_into']]) if row['merged_into'] else row['status']}")
        return
    verdict = claims.judge(claim)
    lines = {
        "claim": row["claim"],
        "verdict": f"{verdict.verdict} (sources alone: {verdict.prior})",
        "statistic": verdict.statistic if verdict.basis == "rule" else "",
        "power": verdict.power,
        "rule": verdict.rule,
        "data": ", ".join(verdict.data),
        "evidence": row["evidence"],
        "sources": f"[{row['grade']}] {row['source']}",
    }
    for name, text in lines.items():
        if text:
            typer.echo(f"{name}: {text}")


@app.command()
def publish(
    day: Annotated[str | None, typer.Option(help="Date of the edition, YYYY-MM-DD. Default: today.")] = None,
) -> None:
    """Append the present verdicts as a new edition; seal the table afterwards with `data seal verdict_editions`."""
    from analysis import claims, data
    from analysis.claims.editions import TABLE, next_edition

    verdicts = claims.judge_all()
    if claims.changes(verdicts).empty:
        raise ClaimError("no verdict differs from the last edition; there is nothing to publish")
    frame = next_edition(verdicts, day or f"{date.today():%Y-%m-%d}")
    path = data.default().root / "facts" / f"{TABLE}.csv"
    path.write_text(frame.to_csv(index=False, lineterminator="\n"), encoding="utf-8")
    typer.echo(f"edition {frame['edition'].iloc[-1]} of {len(verdicts)} verdicts; now `python -m analysis data seal {TABLE}`")
