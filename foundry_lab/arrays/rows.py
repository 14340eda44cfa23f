"""Named arrays as a table with a row for each item, and the arrays that have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from ..errors import InvalidTableError
from .leaf import Leaf
from .tensors import Say, to_column


class Rows(NamedTuple):
    """
    Arrays as a table.

    Attributes
    ----------
    table : pyarrow.Table
    arrays : dict of str to numpy.ndarray
        Those that do not belong to its rows.
    meanings : dict of str to dict of str to str
        The unit and description of these arrays, as their file says.
    """

    table: pa.Table
    arrays: dict[str, Any]
    meanings: dict[str, dict[str, str]]


def to_rows(
    leaves: Sequence[Leaf], where: Path | str, with_role: Collection[str] = (), say: Say | None = None
) -> Rows:
    """
    Return a table and the arrays that do not belong to its rows.

    Arrays that have a role say by their first dimension how many rows there are; without roles, the dimension that most
    arrays begin with. A shared axis, such as the wave numbers of all spectra, does not belong to the rows; neither does
    an array whose first dimension has another name in its file.

    Raises
    ------
    InvalidTableError
        If no array has a first dimension, or it cannot be told which one counts the rows.
    """
    if all(leaf.rows is None for leaf in leaves):
        raise InvalidTableError(f"{where} holds single values only, no array with rows.")
    rows = _rows(leaves, where, with_role)
    axis = _axis([leaf for leaf in leaves if leaf.rows == rows], where, with_role)
    columns: dict[str, pa.Array] = {}
    fields: list[pa.Field] = []
    arrays: dict[str, Any] = {}
    meanings: dict[str, dict[str, str]] = {}
    for leaf in leaves:
        flat = leaf.shape is None or all(size > 0 for size in leaf.shape[1:])
        meaning = _meaning(leaf)
        if leaf.rows == rows and flat and leaf.axis in ("", axis):
            here = to_column(leaf.read(), leaf.name, say)
            columns.update(here)
            fields += [pa.field(name, column.type, metadata=meaning or None) for name, column in here.items()]
        else:
            arrays[leaf.name] = leaf.read()
            meanings[leaf.name] = meaning
        if say and leaf.attributes:
            for detail, alternative in leaf.attributes.notes:
                say(detail, alternative, leaf.name)
    return Rows(pa.table(list(columns.values()), schema=pa.schema(fields)), arrays, meanings)


def _meaning(leaf: Leaf) -> dict[str, str]:
    if leaf.attributes is None:
        return {}
    fields = {"unit": leaf.attributes.unit, "description": leaf.attributes.description}
    return {key: value for key, value in fields.items() if value}


def _axis(leaves: Sequence[Leaf], where: Path | str, with_role: Collection[str]) -> str:
    """Return the name of the rows' dimension, where several of one length have names."""
    axis_leaves = [leaf for leaf in leaves if leaf.axis]
    candidates = [leaf for leaf in axis_leaves if leaf.name in with_role] or axis_leaves
    counts = Counter(leaf.axis for leaf in candidates).most_common(2)
    if len(counts) == 2 and counts[0][1] == counts[1][1]:
        raise InvalidTableError(
            f"It cannot be told whether the rows of {where} are those of {counts[0][0]!r} or of {counts[1][0]!r}: say "
            'which arrays are the inputs and targets, as in columns={"x": {"role": "input"}}.'
        )
    return counts[0][0] if counts else ""


def _rows(leaves: Sequence[Leaf], where: Path | str, with_role: Collection[str]) -> int:
    names_by_count = {
        leaf.rows: leaf.name for leaf in leaves if leaf.name in with_role and leaf.rows is not None
    }
    if len(names_by_count) == 1:
        return next(iter(names_by_count))
    if names_by_count:
        (one, first), (other, second) = list(names_by_count.items())[:2]
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
