"""The command line: ``python -m analysis …``.

Every command leaves with one of three exit codes.

0   What was asked was done, and all is well.
1   It was done, and found something that a person has to look at: a table that does not match its manifest,
    a page that is stale or breaks a rule, a stored output or a sentence that no longer holds, a publisher
    that failed.
2   It could not be done: wrong use, or a broken input.

What the user can mend is told on standard error, beginning with "error:", never by a traceback.
"""

from __future__ import annotations

import errno
import sys
from typing import Annotated

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
    help=(
        "Data, estimates, scenarios, notebooks and the built book of this report. Exit codes: 0 all is well; "
        "1 something was found that a person has to look at; 2 wrong use or a broken input."
    ),
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


def _version(asked: bool) -> None:
    if asked:
        from analysis import __version__

        typer.echo(f"analysis {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """What stands before any command."""


#: What only the user can mend, wherever it is met.
OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def main() -> None:
    """Run the command line; print an `AnalysisError`, or a disk that takes nothing more, without a traceback
    and leave with its exit code."""
    try:
        app()
    except AnalysisError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.errno not in OF_THE_DISK:
            raise
        place = f"{error.filename}: " if error.filename else ""
        print(f"error: {place}{error.strerror}; make room and run the same command again", file=sys.stderr)
        sys.exit(2)
