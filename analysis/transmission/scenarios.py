"""A funding case under a theory as a model: the one way from names to numbers, for chapter, command line and
explorer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.errors import SchemeError
from analysis.passthrough import PassThrough
from analysis.transmission.flows import Flows
from analysis.transmission.funding import FundingCase
from analysis.transmission.model import Model
from analysis.transmission.theory import Theory


def scenario(
    funding: FundingCase | Mapping[str, float],
    theory: Theory,
    scale: float,
    prices: Mapping[str, PassThrough],
    left: float | None = None,
    **flow: Any,
) -> Model:
    """What a case of the funding does under a theory.

    Parameters
    ----------
    funding : FundingCase or mapping of source to share
    theory : Theory
        With a number for the yen.
    scale : float
        GDP, billions of dollars.
    prices : mapping of price to PassThrough
    left : float, optional
        Share of a move that is left after a year; default: the theory's.
    **flow
        Of `Flows`, without its funding.

    Raises
    ------
    SchemeError
        If the theory gives no number for the yen.
    """
    if theory.law is None:
        raise SchemeError(
            f"{theory.label}: this theory gives no number for the yen; `with_numbers` leaves such ones out."
        )
    sources = dict(funding.funding if isinstance(funding, FundingCase) else funding)
    left = theory.left_after_a_year if left is None else left
    return Model(Flows(**flow, funding=sources), theory.law, scale, prices, left)
