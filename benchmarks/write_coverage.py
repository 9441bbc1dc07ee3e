"""Write the table of measured coverage that the methods chapter shows.

    python benchmarks/write_coverage.py

Runs `coverage.simulate` with the stored number of replications and seed and replaces
``data/facts/coverage_simulations.csv`` and the lines of its sidecar that depend on the bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import yaml
from coverage import simulate

TABLE = Path(__file__).resolve().parents[1] / "data" / "facts" / "coverage_simulations.csv"
REPLICATIONS = 4000
SEED = 1
ERRORS = (0.3, 0.8)
SOURCE = "own simulation: python benchmarks/coverage.py"


def rows() -> list[dict]:
    """One row a method and error process."""
    return [
        {
            "method": row.method,
            "error_ar": row.rho,
            "periods": row.observations,
            "replications": row.replications,
            "coverage": row.covered,
            "mc_error": round(row.mc_error, 4),
            "error_ratio": round(row.ratio, 3),
            "length": round(row.length, 3),
            "source": SOURCE,
            "grade": "own",
        }
        for rho in ERRORS
        for row in simulate(rho, replications=REPLICATIONS, seed=SEED)
    ]


def main() -> None:
    """Write the table and renew its sidecar."""
    found = rows()
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, found[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    content = buffer.getvalue().encode()
    TABLE.write_bytes(content)
    sidecar = TABLE.with_suffix(".yml")
    about = yaml.safe_load(sidecar.read_text("utf-8"))
    about["rows"], about["sha256"] = len(found), hashlib.sha256(content).hexdigest()
    sidecar.write_text(yaml.safe_dump(about, sort_keys=False, allow_unicode=True, width=120), "utf-8")
    print(f"wrote {len(found)} rows to {TABLE.name}")


if __name__ == "__main__":
    main()
