"""Draws do not depend on what a processor chooses: the signs of eigenvectors and the order of equal
eigenvalues."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import linalg

from analysis.passthrough.core.critical import Critical
from analysis.passthrough.core.draws import symmetric_root
from analysis.passthrough.core.power import path_power
from analysis.passthrough.core.result import PassThrough

H = 7
CORRELATION = 0.8 ** np.abs(np.subtract.outer(np.arange(H), np.arange(H)))
SINGULAR = np.outer([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]) + np.outer([1.0, 0.0, -1.0], [1.0, 0.0, -1.0])
REAL = np.linalg.eigh


@pytest.fixture(params=["signs", "order"])
def other_machine(request, monkeypatch):
    """A processor whose eigenvectors come with other signs, or in another order."""

    def eigh(matrix):
        values, vectors = REAL(matrix)
        if request.param == "signs":
            return values, vectors * np.where(np.arange(len(values)) % 2, -1.0, 1.0)
        return values[::-1], vectors[:, ::-1]

    return lambda: monkeypatch.setattr(np.linalg, "eigh", eigh)


def path():
    import pandas as pd

    spread = np.linspace(0.1, 1.0, H)
    return PassThrough(
        method="made",
        outcome="p",
        driver="e",
        horizons=np.arange(H),
        estimate=np.arange(H) / 10,
        covariance=CORRELATION * np.outer(spread, spread),
        critical=Critical("t", dof=15, matrix=True),
        nobs=100,
        sample=(pd.Period("2000-01", "M"), pd.Period("2010-01", "M")),
        specification={},
    )


COMPUTED = {
    "sup-t, normal": lambda: Critical("normal").sup_value(CORRELATION),
    "sup-t, cosine": lambda: Critical("t", dof=15, matrix=True).sup_value(CORRELATION),
    "sup-t, fixed-b": lambda: Critical("fixed-b", b=0.1).sup_value(CORRELATION),
    "power of a path": lambda: path_power(np.full(H, 2.0), CORRELATION, Critical("t", dof=15, matrix=True)),
    "draws of a path": lambda: path().draw(np.random.default_rng(3), 50),
}


@pytest.mark.parametrize("what", COMPUTED)
def test_neither_signs_nor_order_change_a_number(what, other_machine):
    before = COMPUTED[what]()
    other_machine()
    assert_allclose(COMPUTED[what](), before, rtol=1e-7)


@pytest.mark.parametrize("matrix", [CORRELATION, SINGULAR], ids=["regular", "singular"])
def test_the_root_is_that_of_scipy(matrix):
    root = symmetric_root(matrix)
    assert_allclose(root.matrix @ root.matrix, matrix, atol=1e-12)
    assert root.rank == np.linalg.matrix_rank(matrix)
    assert_allclose(root.projector, matrix @ np.linalg.pinv(matrix), atol=1e-10)
    if root.rank == len(matrix):
        assert_allclose(root.matrix, linalg.sqrtm(matrix), atol=1e-10)


def test_draws_have_the_covariance_of_the_path():
    result = path()
    drawn = result.draw(np.random.default_rng(0), 400_000)
    assert_allclose(np.cov(drawn.T), result.covariance, atol=0.006)
    assert_allclose(drawn.mean(axis=0), result.estimate, atol=0.01)
