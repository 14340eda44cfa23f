"""The tables that the benchmarks load: a real one, and a large one of numbers and text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

project = Path(__file__).resolve().parent.parent


def band_gaps() -> pa.Table:
    """Return the 4,604 measured band gaps: formula, target (eV)."""
    import pyarrow.csv

    (source,) = project.glob("examples/data/sources/**/expt_gap.csv")
    return pyarrow.csv.read_csv(source)


def numbers(rows: int) -> pa.Table:
    """Return `rows` rows of 20 columns: 16 doubles, 2 integers, 2 of text with many repeats."""
    import numpy as np
    import pyarrow as pa

    random = np.random.default_rng(0)
    columns = {f"x{i}": random.normal(size=rows) for i in range(16)}
    columns |= {"id": np.arange(rows), "group": random.integers(0, 1000, rows)}
    elements = np.array(["Ag", "Al", "As", "Au", "B", "Ba", "Bi", "Br", "C", "Ca"], dtype=object)
    columns |= {f"element{i}": elements[random.integers(0, len(elements), rows)] for i in (1, 2)}
    return pa.table(columns)


def numbered(rows: int, columns: int) -> pa.Table:
    """Return `rows` rows: their number, then doubles, one integer and one column of text with many repeats."""
    import numpy as np
    import pyarrow as pa

    random = np.random.default_rng(0)
    found = {"id": np.arange(rows)} | {f"value{i}": random.normal(size=rows) for i in range(columns - 3)}
    found |= {"group": random.integers(0, 1000, rows)}
    elements = pa.array(["Ag", "Al", "As", "Au", "B", "Ba", "Bi", "Br", "C", "Ca"])
    return pa.table(found | {"element": elements.take(pa.array(random.integers(0, 10, rows)))})
