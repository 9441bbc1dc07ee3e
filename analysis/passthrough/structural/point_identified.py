"""The two identifications that give a point: an ordering of the variables, and an outside series."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.passthrough.structural import proxy as proxies
from analysis.passthrough.structural.bootstrap import DRAWS, Replicates, moving_block
from analysis.passthrough.structural.model import StructuralModel
from analysis.passthrough.structural.recursive import recursive
from analysis.passthrough.structural.reduced_form import ReducedForm

#: Name of the shock that a proxy identifies.
PROXY_SHOCK = "proxy"


def recursive_model(
    reduced: ReducedForm, inference: str, estimates: Replicates | None = None
) -> StructuralModel:
    """Shocks by the ordering of the variables in `reduced`; each has the name of its variable.

    With inference="moving-block" the bootstrap `estimates`, in the same order, stand for the covariance.
    """
    names = reduced.system.names
    if estimates is not None:
        P = np.linalg.cholesky(reduced.sigma)
        replicates = (estimates, np.linalg.cholesky(estimates.sigma))
        return StructuralModel(reduced, "recursive", names, P, inference, replicates=replicates)
    P, gradient, covariance = recursive(reduced, inference)
    return StructuralModel(
        reduced, "recursive", names, P, inference, gradient=gradient, covariance=covariance
    )


def proxy_model(
    reduced: ReducedForm,
    proxy: pd.Series,
    inference: str,
    rng: np.random.Generator,
    *,
    draws: int = DRAWS,
    block: int | None = None,
) -> tuple[StructuralModel, proxies.FirstStage]:
    """The shock that `proxy` moves with, and the strength of the proxy."""
    z = proxies.on_rows(reduced, proxy)
    stage = proxies.first_stage(reduced, z)
    gamma = proxies.covariances(reduced, z)
    shared = dict(
        reduced=reduced,
        identification="proxy",
        shocks=(PROXY_SHOCK,),
        impact=gamma[:, None],
        inference=inference,
        proxy=z,
    )
    if inference == "moving-block":
        estimates = moving_block(reduced, rng, draws, block, z)
        return StructuralModel(**shared, replicates=(estimates, estimates.gamma[:, :, None])), stage
    _, covariance = proxies.identify(reduced, z, inference)
    gradient = np.eye(reduced.size)[:, None, :]
    return StructuralModel(**shared, gradient=gradient, covariance=covariance), stage
