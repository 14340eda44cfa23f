"""How often values of a column fall into given bins, among the rows that match a filter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..contracts.models import ColumnCounts
from .numbers import finite, is_numeric

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

# Pieces small enough to stay in the processor's cache, and to bound what a count needs beside the data.
_PIECE = 262_144


def column_counts(
    name: str,
    column: pa.ChunkedArray,
    mask: np.ndarray[Any, Any] | None,
    *,
    edges: Sequence[float] = (),
    values: Sequence[str] = (),
) -> ColumnCounts:
    """
    Return the counts of a column in equally wide bins, or of given values.

    Parameters
    ----------
    name : str
        The column's name.
    column : pyarrow.ChunkedArray
        Its values.
    mask : numpy.ndarray of bool or None
        Which rows count; all when None.
    edges : sequence of float, optional
        Bounds of the bins, ascending and equally far apart; the last bin holds its upper bound. Dates and times are
        in milliseconds.
    values : sequence of str, optional
        Texts to count, where there are no edges.
    """
    rows = len(column) if mask is None else int(mask.sum())
    count = _binned if edges and is_numeric(column.type) else _equal
    bounds: Any = edges if count is _binned else values
    counts, missing = count(column, mask, bounds)
    return ColumnCounts(name=name, rows=rows, missing=missing, counts=counts)


def _pieces(
    column: pa.ChunkedArray, mask: np.ndarray[Any, Any] | None
) -> Iterator[tuple[pa.Array, np.ndarray[Any, Any] | None]]:
    offset = 0
    for chunk in column.chunks:
        for start in range(0, len(chunk), _PIECE):
            piece = chunk.slice(start, _PIECE)
            at = offset + start
            yield piece, None if mask is None else mask[at : at + len(piece)]
        offset += len(chunk)


def _binned(
    column: pa.ChunkedArray, mask: np.ndarray[Any, Any] | None, edges: Sequence[float]
) -> tuple[list[int], int]:
    import numpy as np
    import pyarrow as pa

    from .numbers import missing

    bins, low, high = len(edges) - 1, edges[0], edges[-1]
    counts = np.zeros(bins, dtype=np.int64)
    absent = 0
    scale = bins / (high - low) if high > low else 0.0
    for piece, chosen in _pieces(column, mask):
        if chosen is not None:
            if not chosen.any():
                continue
            if not chosen.all():
                piece = piece.filter(pa.array(chosen))
        part = pa.chunked_array([piece], column.type)
        absent += missing(part)
        values = finite(part)
        values = values[(values >= low) & (values <= high)]
        places = np.minimum(((values - low) * scale).astype(np.int64), bins - 1)
        counts += np.bincount(places, minlength=bins)
    return counts.tolist(), absent


def _equal(
    column: pa.ChunkedArray, mask: np.ndarray[Any, Any] | None, values: Sequence[str]
) -> tuple[list[int], int]:
    import pyarrow as pa
    from pyarrow import compute, types

    if mask is not None:
        column = column.filter(pa.chunked_array([pa.array(mask)]))
    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not values:
        return [], column.null_count
    text = column.cast(pa.string()) if types.is_boolean(column.type) else column
    places = compute.index_in(text, pa.array(list(values), text.type))
    found = {item["values"]: item["counts"] for item in compute.value_counts(places).to_pylist()}
    return [found.get(index, 0) for index in range(len(values))], column.null_count
