"""The distribution of a product by quadrature, against adaptive quadrature, closed forms and each other."""

import numpy as np
import pytest
from scipy import integrate, special, stats

from analysis.transmission import Law
from analysis.transmission.product import below, nodes, quantile

LAWS = {
    "narrow range": (Law("even", 1.7, 2.0), stats.uniform(1.7, 0.3)),
    "range from zero": (Law("even", 0.0, 1.29), stats.uniform(0, 1.29)),
    "across zero": (Law("normal", 1.47, 1.34), stats.norm(1.47, 1.34)),
    "below zero": (Law("normal", -1.18, 1.40), stats.norm(-1.18, 1.40)),
}
# Mean, spread and degrees of freedom of pass-through as the main equation estimates them, and one without a
# sign.
PASSED = [(0.109, 0.021, 27), (0.93, 0.116, 27), (0.09, 0.088, 11), (0.001, 0.007, 27), (0.2, 0.05, None)]


def exact(z, known, mean, spread, dof):
    """P(product <= z) by adaptive quadrature over the density of the multiplier."""
    other = stats.norm() if dof is None else stats.t(dof)

    def inside(mu):
        return known.pdf(mu) * (
            other.cdf((z / mu - mean) / spread) if mu > 0 else other.sf((z / mu - mean) / spread)
        )

    low, high = known.ppf(1e-13), known.ppf(1 - 1e-13)
    breaks = sorted(x for x in {0.0, z / mean} if low < x < high)
    return integrate.quad(inside, low, high, points=breaks or None, limit=2000, epsabs=1e-12, epsrel=1e-11)[0]


@pytest.mark.parametrize("passed", PASSED, ids=str)
@pytest.mark.parametrize("name", LAWS)
def test_quantiles_are_those_of_adaptive_quadrature(name, passed):
    law, known = LAWS[name]
    for q in (0.05, 0.5, 0.95):
        assert exact(quantile(q, law, *passed), known, *passed) == pytest.approx(q, abs=1e-5)


def test_two_standard_normals_have_the_bessel_density():
    # The density of the product of two standard normals is K0(|z|) / pi.
    law = Law("normal", 0.0, 1.0)
    for q in (0.6, 0.75, 0.95):
        z = quantile(q, law, 0.0, 1.0)
        assert 0.5 + integrate.quad(lambda x: special.k0(x) / np.pi, 0, z)[0] == pytest.approx(q, abs=1e-5)
    assert quantile(0.5, law, 0.0, 1.0) == pytest.approx(0, abs=1e-3)


def test_a_range_times_a_normal_by_its_antiderivative():
    # A range from a to b and a certain sign: the chance is the mean of F over the range, which quad gives in
    # another variable.
    law, (mean, spread) = Law("even", 1.0, 3.0), (0.2, 0.05)
    z = 0.37
    known = integrate.quad(lambda u: special.ndtr((z / (1 + 2 * u) - mean) / spread), 0, 1, epsabs=1e-13)[0]
    assert below(z, law, mean, spread)[0] == pytest.approx(known, abs=1e-7)


def test_mass_at_and_below_zero_is_kept():
    # A pass-through that is surely above zero leaves the sign to the multiplier.
    law = Law("normal", 1.47, 1.34)
    assert below(0.0, law, 1.0, 0.05, 27)[0] == pytest.approx(law.not_above_zero, abs=1e-6)
    assert (
        quantile(law.not_above_zero / 2, law, 1.0, 0.05, 27)
        < 0
        < quantile(2 * law.not_above_zero, law, 1.0, 0.05, 27)
    )
    assert (
        quantile(0.05, Law("point", 0.0), 1.0, 0.05, 27)
        == quantile(0.95, Law("point", 0.0), 1.0, 0.05, 27)
        == 0
    )


def test_a_spread_of_nothing_is_a_multiple_of_the_multiplier():
    law = Law("normal", 1.5, 1.3)
    for q in (0.05, 0.5, 0.95):
        assert quantile(q, law, 0.4, 0.0) == pytest.approx(0.4 * law.ppf(q))
        assert quantile(q, law, -0.4, 0.0) == pytest.approx(-0.4 * law.ppf(1 - q))
        assert quantile(q, law, 0.0, 0.0) == 0
    # And hardly any spread hardly moves it.
    assert quantile(0.95, Law("even", 1.7, 2.0), 0.4, 0.004) == pytest.approx(0.4 * 1.985, rel=5e-3)


def test_weights_add_up_and_nodes_rise():
    for law, known in LAWS.values():
        value, weight = nodes(law)
        assert weight.sum() == pytest.approx(1, abs=1e-14) and (np.diff(value) > 0).all()
        assert weight @ value == pytest.approx(known.mean(), abs=1e-5), (
            "the mean of the law is the sum over the nodes"
        )


def test_nodes_that_all_callers_share_cannot_be_written_to():
    for array in nodes(Law("even", 1.7, 2.0)):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0.0


def test_quantiles_rise():
    law = Law("normal", -1.18, 1.4)
    found = [quantile(q, law, 0.09, 0.088, 11) for q in np.linspace(0.02, 0.98, 25)]
    assert (np.diff(found) > 0).all()
