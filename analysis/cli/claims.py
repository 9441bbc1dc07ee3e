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
    side: Annotated[bool, typer.Option(help="Conditions and side parts as well.")] = False,
) -> None:
    """Judge every claim: id, chapter, verdict, what decides, and each core part with what was found."""
    from analysis import claims

    verdicts = claims.judge_all()
    shown = (
        [claim for claim in claims.changes(verdicts).index if claim in verdicts]
        if changed
        else list(verdicts)
    )
    for claim in shown:
        verdict = verdicts[claim]
        typer.echo(f"{claim:<4}  {verdict.chapter:<16}  {verdict.verdict:<12}  {verdict.basis}")
        for part in verdict.parts if side else verdict.core:
            typer.echo(
                f"      {part.part.role:<9}  {part.part.name}: {part.verdict}, by {part.part.decided_by}"
                f" ({part.statistic})"
            )
    counts = claims.claim_counts(verdicts)
    typer.echo("claims: " + ", ".join(f"{number} {word}" for word, number in counts.items()))
    core = claims.part_counts(verdicts).loc["core"]
    typer.echo("core parts: " + ", ".join(f"{core[word]} {word}" for word in claims.VERDICTS))


@app.command()
def show(claim: Annotated[str, typer.Argument(help="Id, such as C01.")]) -> None:
    """Judge one claim and print its parts, rules, what was found, power and sources."""
    from analysis import claims

    claim = claim.upper()
    row = claims.ledger(None).loc[claim] if claim in claims.ids() else None
    if row is not None and row["status"] != "judged":
        typer.echo(f"claim: {row['claim']}")
        typer.echo(
            "status:"
            f" {' '.join(['merged into', row['merged_into']]) if row['merged_into'] else row['status']}"
        )
        return
    verdict = claims.judge(claim)
    typer.echo(f"claim: {row['claim']}")
    typer.echo(f"verdict: {verdict.verdict} (sources alone: {verdict.prior})")
    for part in verdict.parts:
        typer.echo(f"{part.part.role}: {part.part.name}: {part.verdict}, by {part.part.decided_by}")
        lines = {
            "says": part.part.text,
            "rule": part.rule.text if part.rule else "",
            "statistic" if part.rule else "reason": part.statistic,
            "power": part.power,
            "data": ", ".join(part.data),
        }
        for name, text in lines.items():
            if text:
                typer.echo(f"  {name}: {text}")
    typer.echo(f"evidence: {row['evidence']}")
    typer.echo(f"sources: [{row['grade']}] {row['source']}")


@app.command()
def publish(
    day: Annotated[str | None, typer.Option(help="Date of the edition, YYYY-MM-DD. Default: today.")] = None,
) -> None:
    """Append the present verdicts as a new edition; seal the table afterwards with `data seal
    verdict_editions`."""
    from analysis import claims, data
    from analysis.claims.editions import TABLE, next_edition

    verdicts = claims.judge_all()
    if claims.changes(verdicts).empty:
        raise ClaimError("no verdict differs from the last edition; there is nothing to publish")
    frame = next_edition(verdicts, day or f"{date.today():%Y-%m-%d}")
    path = data.default().root / "facts" / f"{TABLE}.csv"
    path.write_text(frame.to_csv(index=False, lineterminator="\n"), encoding="utf-8")
    typer.echo(
        f"edition {frame['edition'].iloc[-1]} of {len(verdicts)} verdicts; now `python -m analysis data seal"
        f" {TABLE}`"
    )
