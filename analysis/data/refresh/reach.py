"""Whether a host answers at all, said within seconds: a person who is offline need not wait for time-outs and retries."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from analysis.data.providers.base import Provider, ProviderError

#: Seconds; the answer of the name service has no time-out of its own, so it is waited for in a thread.
PATIENCE = 4.0

Connect = Callable[[str, int, float], None]


def connect(host: str, port: int, patience: float) -> None:
    """Open a connection and close it. Raises `OSError` if that is impossible."""
    socket.create_connection((host, port), timeout=patience).close()


def reach(provider: Provider, connect: Connect = connect, patience: float = PATIENCE) -> None:
    """Raise unless every host of a provider can be connected to.

    Raises
    ------
    ProviderError
        Of kind "unreachable", naming the hosts and why.
    """
    failed = unreachable(provider.hosts, connect, patience)
    if failed:
        why = "; ".join(f"{host} ({cause})" for host, cause in sorted(failed.items()))
        raise ProviderError(
            provider.name, "all tables", f"cannot reach {why}; check the connection. Nothing was changed", "unreachable"
        )


def unreachable(hosts: Iterable[str], connect: Connect = connect, patience: float = PATIENCE) -> dict[str, str]:
    """The hosts that cannot be connected to, with the cause; asked at the same time, so all within `patience` seconds."""
    results: dict[str, str | None] = {}

    def ask(host: str) -> None:
        try:
            connect(*_door(host), patience)
            results[host] = None
        except OSError as error:
            results[host] = error.strerror or str(error)

    # Daemons: one that hangs in the name service must not keep the process from ending.
    threads = {host: threading.Thread(target=ask, args=(host,), daemon=True) for host in hosts}
    for thread in threads.values():
        thread.start()
    for host, thread in threads.items():
        thread.join(patience)
        results.setdefault(host, f"no answer within {patience:g} s")
    return {host: cause for host, cause in results.items() if cause is not None}


def _door(host: str) -> tuple[str, int]:
    """Where a request to this host goes first: to itself, or to the proxy that the environment names."""
    name, _, port = host.partition(":")
    proxy = None if proxy_bypass(name) else getproxies().get("https")
    if proxy:
        parts = urlsplit(proxy if "//" in proxy else f"//{proxy}")
        return parts.hostname or name, parts.port or 80
    return name, int(port or 443)
