"""Whole columns against the kind that they are said to be of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from . import formula, smiles, structure

if TYPE_CHECKING:
    import pyarrow as pa

#: What is wrong with a single value of a kind, or None.
CHECKS: dict[str, Callable[[str], str | None]] = {
    "formula": formula.check,
    "smiles": smiles.check,
    "structure": structure.check,
}
#: Kinds whose values may be files.
FILE_KINDS = ("file", "image", "spectrum", "structure")


class WrongValue(NamedTuple):
    """A value that is not of its column's kind; `row` counts from 1."""

    row: int
    value: str
    reason: str


def wrong_values(column: pa.ChunkedArray, kind: str) -> Iterator[WrongValue]:
    """Yield the values of a text column that are not of a kind; a kind that is not known has none."""
    import pyarrow.compute as pc

    check = CHECKS.get(kind)
    if check is None:
        return
    # Each distinct value is checked once: sets repeat their formulas.
    categories = column.combine_chunks()
    categories = categories if hasattr(categories, "dictionary") else pc.dictionary_encode(categories)
    reasons = [check(text) if isinstance(text, str) else None for text in categories.dictionary.to_pylist()]
    if not any(reasons):
        return
    for row, index in enumerate(categories.indices.to_pylist(), start=1):
        reason = None if index is None else reasons[index]
        if reason is not None:
            yield WrongValue(row, categories.dictionary[index].as_py(), reason)
