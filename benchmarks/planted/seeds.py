"""Functions that take a generator and do not use it, or not alone."""

from planting import Fault

SEEDS = "tests/unit/test_seeds.py"


def _ignored(name: str, module: str, old: str, new: str) -> Fault:
    return Fault("seeds", name, f"analysis/{module}.py", old, new, (SEEDS,))


FAULTS = [
    _ignored(
        "generator of the sup-t value ignored",
        "passthrough/core/critical",
        "generator = np.random.default_rng(fixed_b.SEED) if rng is None else rng",
        "generator = np.random.default_rng(fixed_b.SEED)",
    ),
    _ignored(
        "generator of the power ignored",
        "passthrough/core/power",
        "generator = np.random.default_rng(fixed_b.SEED) if rng is None else rng",
        "generator = np.random.default_rng(fixed_b.SEED)",
    ),
    _ignored(
        "generator of the years lived ignored",
        "scheme/project",
        "np.log(1 - rng.random(draws))",
        "np.log(1 - np.random.default_rng(0).random(draws))",
    ),
    _ignored(
        "seed of the simulation ignored",
        "transmission/simulation",
        "seed = np.random.default_rng(0).bit_generator.seed_seq if rng is None else "
        "rng.bit_generator.seed_seq",
        "seed = np.random.default_rng(0).bit_generator.seed_seq",
    ),
]
