"""The errors that a user of this package can meet.

Every one is an `AnalysisError`. Its message says what was wrong, where, and
what to do, in that order, because the command line prints the message alone
(no traceback) and leaves with the error's exit code.
"""


class AnalysisError(ValueError):
    """Base of every error that this package raises on purpose.

    `exit_code` is what a command that meets the error leaves with: 2, wrong use or a broken input, so that
    what was asked could not be done; 1 of a `Flagged`.
    """

    exit_code = 2


class Flagged(AnalysisError):
    """What was asked was done, and it found something that a person has to look at."""

    exit_code = 1


class DataError(AnalysisError):
    """A series, table, manifest or date is missing, malformed or altered."""


class EstimationError(AnalysisError):
    """The data given cannot identify or support the estimate asked for."""


class ArgumentError(AnalysisError, TypeError):
    """A function was called with an argument that it does not have."""


class SchemeError(AnalysisError):
    """A term of the scheme, a cash flow or a tax parameter is outside what it can be."""


class NotebookError(AnalysisError):
    """A notebook failed, is stale, or breaks one of the notebook rules."""


class ClaimError(AnalysisError):
    """A claim, its rule or its evidence is missing or contradictory."""
