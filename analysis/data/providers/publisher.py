"""What the publishers of this package share: their tables' specifications and their rules of contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.data.providers.base import Payload, Provider, ProviderError
from analysis.data.providers.spec import Spec


@dataclass(frozen=True)
class Rules:
    """How a publisher wants to be asked, from `data/facts/providers.csv`.

    Parameters
    ----------
    hosts : frozenset of str
        Where it may be asked and where it may redirect to.
    pause : float
        Seconds between the ends and the beginnings of two requests to one host.
    wait_429 : float
        Seconds to wait after "too many requests" that does not say how long.
    contact : bool
        Whether it answers only to an agent that names a contact.
    """

    hosts: frozenset[str]
    pause: float = 1.0
    wait_429: float = 30.0
    contact: bool = False


class Publisher(Provider):
    """A provider whose tables are specified in the data folder."""

    def __init__(self, rules: Rules, specs: Mapping[str, Spec]) -> None:
        self.rules = rules
        self.hosts = rules.hosts
        self.specs = dict(specs)

    def spec(self, table: str) -> Spec:
        """The specification of one of its tables; raises `ProviderError` for a table of somebody else's."""
        if table not in self.specs:
            raise ProviderError(
                self.name, table, f"not a table of this provider; it has {', '.join(sorted(self.specs))}"
            )
        return self.specs[table]

    def wrong(self, series: str, cause: str) -> ProviderError:
        """The error for an answer of the wrong shape."""
        return ProviderError(self.name, series, cause)

    def only(self, table: str, payloads: list[Payload] | tuple[Payload, ...], kind: str) -> Payload:
        """The answer to the request of this kind."""
        found = [payload for payload in payloads if payload.request.kind == kind]
        if len(found) != 1:
            raise self.wrong(table, f"{len(found)} answers of the kind {kind!r}, not one")
        return found[0]
