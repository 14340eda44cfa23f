"""Named arrays as a table with a row for each item, and the arrays that have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from .leaf import Leaf
from .tensors import to_column


def to_rows(
    leaves: Sequence[Leaf], where: Path | str, with_role: Collection[str] = ()
) -> tuple[pa.Table, dict[str, Any]]:
    """
    Return a table and the arrays that do not belong to its rows.

    Arrays that have a role say by their first dimension how many rows there are; without roles, the dimension that most
    arrays begin with. A shared axis, such as the wave numbers of all spectra, does not belong to the rows.

    Raises
    ------
    InvalidTableError
        If no array has a first dimension, or it cannot be told which one counts the rows.
    """
    if all(leaf.rows is None for leaf in leaves):
        raise InvalidTableError(f"{where} holds single values only, no array with rows.")
    rows = _rows(leaves, where, with_role)
    columns: dict[str, pa.Array] = {}
    arrays: dict[str, Any] = {}
    for leaf in leaves:
        flat = leaf.shape is None or all(size > 0 for size in leaf.shape[1:])
        if leaf.rows == rows and flat:
            columns.update(to_column(leaf.read(), leaf.name))
        else:
            arrays[leaf.name] = leaf.read()
    return pa.table(columns), arrays


def _rows(leaves: Sequence[Leaf], where: Path | str, with_role: Collection[str]) -> int:
    said = {leaf.rows: leaf.name for leaf in leaves if leaf.name in with_role and leaf.rows is not None}
    if len(said) == 1:
        return next(iter(said))
    if said:
        (one, first), (other, second) = list(said.items())[:2]
        raise InvalidTableError(
            f"In {where}, {first!r} has {one:,} rows and {second!r} has {other:,}: give roles only to arrays of one length."
        )
    counts = Counter(leaf.rows for leaf in leaves if leaf.rows is not None)
    # A length that another array has inside its rows is that of an axis which the rows share.
    inner = {(leaf.rows, size) for leaf in leaves for size in (leaf.shape or ())[1:]}
    axes = {length for length in counts if any(size == length != rows for rows, size in inner)}
    most = max(counts.values())
    common = [length for length, count in counts.items() if count == most]
    free = [length for length in common if length not in axes]
    if len(free) == 1:
        return free[0]
    if len(common) == 1 and not (set(counts) - axes):
        return common[0]
    lengths = " or ".join(f"{length:,}" for length in sorted(counts)[:4])
    raise InvalidTableError(
        f"It cannot be told whether {where} has {lengths} rows: say which arrays are the inputs and targets, "
        'as in columns={"x": {"role": "input"}}.'
    )
