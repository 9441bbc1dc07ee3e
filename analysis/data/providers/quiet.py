"""Keeps keys out of the logs of the libraries that send our requests."""

from __future__ import annotations

import logging
import re


class _NoQueries(logging.Filter):
    """Takes the query off every address in a record: a key may stand there."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = re.sub(r"\?[^\s\"']*", "?…", record.getMessage())
        record.args = ()
        return True


def hush() -> None:
    """Call before the first request; calling again does nothing."""
    logger = logging.getLogger("httpx")
    if not any(isinstance(known, _NoQueries) for known in logger.filters):
        logger.addFilter(_NoQueries())
    # It writes whole headers, and an address with a key may come back in one.
    logging.getLogger("httpcore").setLevel(logging.WARNING)
