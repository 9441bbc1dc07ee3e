"""One thread a worker: threads inside BLAS would fight over the cores with other workers and reorder sums."""

import os

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"  # read by numpy when it is loaded, which is after this
