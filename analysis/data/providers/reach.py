"""Whether a host can be reached, said within five seconds: looking a name up has no time-out of its own."""

from __future__ import annotations

import socket
from collections.abc import Callable
from queue import Empty, Queue
from threading import Thread

from analysis.data.providers.base import ProviderError

PATIENCE = 3.5  # seconds; what is left of five is for starting up


def reachable(
    provider: str,
    series: str,
    host: str,
    port: int,
    *,
    connect: Callable[..., socket.socket] = socket.create_connection,
    patience: float = PATIENCE,
) -> None:
    """Open a connection and close it again.

    Raises
    ------
    ProviderError
        Of the kind "unreachable", naming the host, after `patience` seconds at the latest.
    """
    outcome: Queue[OSError | None] = Queue()

    def attempt() -> None:
        try:
            connect((host, port), timeout=patience).close()
            outcome.put(None)
        except OSError as error:
            outcome.put(error)

    Thread(target=attempt, daemon=True).start()
    try:
        error = outcome.get(timeout=patience)
    except Empty:
        error = TimeoutError(f"no connection within {patience:g} seconds")
    if error is not None:
        cause = f"{host} cannot be reached ({error.strerror or error}); is there a network connection?"
        raise ProviderError(provider, series, cause, "unreachable")
