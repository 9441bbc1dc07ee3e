"""The command line: ``python -m analysis …``.

One rule for errors: what the user can mend is one line on standard error and exit code 2, never a traceback.
"""

from __future__ import annotations

import sys

import typer

from analysis.cli.book import app as book_app
from analysis.cli.changes import app as changes_app
from analysis.cli.claims import app as claims_app
from analysis.cli.data import app as data_app
from analysis.cli.estimate import estimate
from analysis.cli.facts import app as facts_app
from analysis.cli.notebooks import app as notebooks_app
from analysis.cli.scenario import scenario
from analysis.errors import AnalysisError

app = typer.Typer(
    help="Data, estimates, scenarios, notebooks and the built book of this report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(data_app, name="data")
app.add_typer(notebooks_app, name="notebooks")
app.add_typer(book_app, name="book")
app.add_typer(claims_app, name="claims")
app.add_typer(facts_app, name="facts")
app.add_typer(changes_app, name="changes")
app.command()(estimate)
app.command()(scenario)


def main() -> None:
    """Run the command line; print an `AnalysisError` as one line and leave with exit code 2."""
    try:
        app()
    except AnalysisError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
