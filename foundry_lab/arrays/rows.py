"""Named arrays as a table with a row for each item, and the arrays that have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from .leaf import Leaf
from .tensors import to_column


def to_rows(leaves: Sequence[Leaf], where: Path | str) -> tuple[pa.Table, dict[str, Any]]:
    """
    Return a table and the arrays that do not belong to its rows.

    The rows are the first dimension that most arrays share, the longer one where two are as common. A shared
    axis, such as the wave numbers of all spectra, is such an array.

    Raises
    ------
    InvalidTableError
        If no array has a first dimension.
    """
    counts = Counter(leaf.rows for leaf in leaves if leaf.rows is not None)
    if not counts:
        raise InvalidTableError(f"{where} holds single values only, no array with rows.")
    rows = max(counts, key=lambda length: (counts[length], length))
    columns: dict[str, pa.Array] = {}
    arrays: dict[str, Any] = {}
    for leaf in leaves:
        flat = leaf.shape is None or all(size > 0 for size in leaf.shape[1:])
        if leaf.rows == rows and flat:
            columns.update(to_column(leaf.read(), leaf.name))
        else:
            arrays[leaf.name] = leaf.read()
    return pa.table(columns), arrays
