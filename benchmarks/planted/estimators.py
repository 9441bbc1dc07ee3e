"""Errors in estimators: each is caught by R, by another library or by arithmetic by hand."""

from planting import Fault


def _core(name: str, module: str, old: str, new: str, *checks: str) -> Fault:
    return Fault("estimators", name, f"analysis/passthrough/{module}.py", old, new, checks)


INFERENCE = "tests/unit/test_passthrough_inference.py"
FAULTS = [
    _core(
        "bandwidth of the Bartlett kernel",
        "core/kernels",
        "np.arange(length) / (lag + 1.0)",
        "np.arange(length) / (lag + 2.0)",
        INFERENCE,
    ),
    _core(
        "power of the automatic bandwidth",
        "core/kernels",
        "floor(4 * (T / 100) ** (2 / 9))",
        "floor(4 * (T / 100) ** (1 / 4))",
        "tests/reference/test_distributed_lag.py",
    ),
    _core(
        "degrees of freedom of the cosines",
        "core/inference",
        'Critical("t", dof=cosines, matrix=True)',
        'Critical("t", dof=cosines - 1, matrix=True)',
        INFERENCE,
        "tests/reference/test_distributed_lag.py",
    ),
    _core(
        "critical value of the normal",
        "core/inference",
        'critical = Critical("normal") if dof is None else Critical("t", dof=dof)',
        'critical = Critical("normal")',
        INFERENCE,
        "tests/reference",
    ),
    _core(
        "leverage counted by its root",
        "core/inference",
        'room = np.sqrt(room) if method == "hc2" else room',
        "room = np.sqrt(room)",
        INFERENCE,
    ),
    _core(
        "scale of the cosines",
        "core/inference",
        "projected.T @ projected * (2.0 / cosines)",
        "projected.T @ projected * (1.0 / cosines)",
        INFERENCE,
    ),
    Fault(
        "estimators",
        "flow of the month before in private flows",
        "analysis/transmission/private_flows.py",
        "log.shift(-horizon) - log.shift(1)",
        "log.shift(-horizon) - log",
        ("tests/unit/test_transmission_theories.py", "tests/reference -k headlines"),
    ),
    _core(
        "Bonferroni for the sup-t value",
        "core/critical",
        "return fixed_b.bisect(lambda c: self.covered(c) - coverage, low, high, 1e-6)",
        "return high",
        "tests/unit/test_passthrough_critical.py",
    ),
]  # fmt: skip
