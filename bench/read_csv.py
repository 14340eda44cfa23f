"""Reads CSV files of numbers, of text with many repeats and of ids, beside pyarrow's typed read and pandas."""

from __future__ import annotations

import tempfile
from pathlib import Path

ROWS = 500_000


def main() -> None:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.csv
    from tables import numbers
    from timing import Case, measure, report

    from foundry_lab.tables.read_csv import read_csv

    random = np.random.default_rng(0)
    table = numbers(ROWS)
    words = [f"element{i}" for i in (1, 2)] * 4
    kinds = {
        "doubles of 17 digits": table.select([f"x{i}" for i in range(8)]),
        "doubles of 4 digits": pa.table({f"x{i}": random.normal(size=ROWS).round(4) for i in range(8)}),
        "whole numbers": pa.table({f"n{i}": random.integers(0, 10**6, ROWS) for i in range(8)}),
        "text with many repeats": pa.table(
            [table[name] for name in words], names=[f"t{i}" for i in range(8)]
        ),
        "ids with zeros": pa.table(
            {f"id{i}": [f"{n:08}" for n in random.integers(0, 10**7, ROWS)] for i in range(4)}
        ),
    }
    with tempfile.TemporaryDirectory(prefix="foundry-bench-") as folder:
        for title, written in kinds.items():
            path = Path(folder, "table.csv")
            pyarrow.csv.write_csv(written, path)
            limit = "pyarrow.csv.read_csv"
            cases = [
                Case("foundry_lab", lambda path=path: read_csv(path), repeats=5),
                Case(limit, lambda path=path: pyarrow.csv.read_csv(path), repeats=5),
                Case("pandas.read_csv", lambda path=path: pd.read_csv(path), repeats=5),
            ]
            size = path.stat().st_size / 1e6
            report(f"{title}: {ROWS:,} rows, {size:.0f} MB", measure(cases), limit, {"foundry_lab": 1.5})


if __name__ == "__main__":
    main()
