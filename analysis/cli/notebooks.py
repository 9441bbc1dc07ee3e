"""``python -m analysis notebooks …``: state, execution and rules of the notebooks."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.errors import Flagged

app = typer.Typer(
    help="Run the notebooks that are stale and check that all keep the rules.", no_args_is_help=True
)

Names = Annotated[
    list[str] | None, typer.Argument(help="Notebooks by name, such as `japan`.", show_default=False)
]
Jobs = Annotated[int, typer.Option(min=1, help="Kernels that work at the same time.")]


@app.command()
def status(
    strict: Annotated[bool, typer.Option("--strict", help="Exit code 1 if a notebook is stale.")] = False,
) -> None:
    """Show every notebook, whether its outputs are up to date, and if not, why."""
    from rich.console import Console
    from rich.table import Table

    from analysis.report.build import notebooks

    found = notebooks.states(notebooks.ROOT)
    table = Table("notebook", "state", box=None)
    table.add_column("cells", justify="right")
    table.add_column("seconds", justify="right")
    table.add_column("why", overflow="fold")
    for state in found:
        seconds = "" if state.seconds is None else f"{state.seconds:.1f}"
        word = "stale" if state.reasons else "fresh"
        table.add_row(state.name, word, str(len(state.notebook.cells)), seconds, "; ".join(state.reasons))
    Console().print(table)
    if strict and any(state.reasons for state in found):
        raise typer.Exit(1)


@app.command()
def run(
    names: Names = None,
    everything: Annotated[bool, typer.Option("--all", help="All notebooks, stale or not.")] = False,
    jobs: Jobs = 2,
    timeout: Annotated[float, typer.Option(help="Seconds that one cell may take.")] = 1800,
) -> None:
    """Execute the stale notebooks, or those named whatever their state."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    from analysis.report.build import notebooks, turned

    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())

    # Without a terminal (CI) only the lines are printed, not the bars.
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks = {}

        class Bars(notebooks.Watcher):
            def planned(self, state: notebooks.State) -> None:
                why = "; ".join(state.reasons) or "asked for"
                console.print(f"{state.name}: running ({why})", markup=False, highlight=False, soft_wrap=True)
                tasks[state.name] = progress.add_task(state.name, total=len(state.notebook.cells))

            def cell_done(self, name: str, number: int) -> None:
                progress.update(tasks[name], completed=number)

            def finished(self, outcome: notebooks.NotebookRun) -> None:
                progress.remove_task(tasks[outcome.name])
                word = "stored" if outcome.changed else "same as stored"
                console.print(
                    f"{outcome.name}: {word}, {outcome.seconds:.1f} s",
                    markup=False,
                    highlight=False,
                    soft_wrap=True,
                )

            def failed(self, name: str) -> None:
                progress.remove_task(tasks[name])
                console.print(f"{name}: failed", markup=False, highlight=False, soft_wrap=True)

        try:
            done = notebooks.run(
                names or (),
                everything=everything,
                root=notebooks.ROOT,
                jobs=jobs,
                timeout=timeout,
                watcher=Bars(),
            )
        except turned.TurnedSentences as error:
            turned.leave(notebooks.ROOT, error.found)
            raise
    turned.leave(notebooks.ROOT, [])
    total = len(notebooks.paths(notebooks.ROOT))
    if not done:
        console.print(
            f"Nothing to run: {total} notebooks, all up to date.",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


@app.command()
def as_of(
    day: Annotated[
        str, typer.Argument(help="A day, YYYY-MM-DD; tables of figures are as they stood at its end.")
    ],
    names: Annotated[list[str], typer.Argument(help="Notebooks by name, such as `japan`.")],
) -> None:
    """Execute notebooks on the tables of an earlier day, beside the book, and show what they said
    otherwise."""
    from analysis.report.changes import as_of as earlier
    from analysis.report.changes import tell

    for then in earlier.run(day, names):
        print(f"{then.name} on the tables of {day}: {then.path.relative_to(earlier.notebooks.ROOT)}")
        for change in tell.by_distance([change for change in then.changes if change.kind == "number"]):
            print(f"  {tell.arrow(change)}")
        for sentence in then.turned:
            print(f"  did not hold then: {sentence}")


@app.command()
def check() -> None:
    """Check every page against the rules for notebooks and prose; exit code 1 on a finding."""
    from analysis.report import rules
    from analysis.report.build import notebooks

    findings = rules.check(notebooks.ROOT)
    for finding in findings:
        print(finding)
    if findings:
        print(f"\n{len(findings)} findings.")
        raise typer.Exit(1)
    print(f"{len(rules.pages(notebooks.ROOT))} pages keep all rules.")


@app.command()
def verify(
    names: Names = None,
    jobs: Jobs = 2,
    lesser: Annotated[
        bool, typer.Option("--lesser-processor", help="As a processor without AVX-512 computes.")
    ] = False,
) -> None:
    """Execute again under nbval and compare every stored output; exit code 1 on a difference."""
    from analysis.report.build import notebooks

    if notebooks.verify(names or (), root=notebooks.ROOT, jobs=jobs, lesser=lesser):
        raise Flagged(
            "stored outputs differ from what the code gives now (see above); run `python -m analysis"
            " notebooks run --all`, look at the difference in git and commit it if it is right."
        )
