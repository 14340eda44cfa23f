"""How often values of a column fall into given bins, among the rows that match a filter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..contracts.models import ColumnCounts
from .numbers import finite, is_numeric, missing
from .row_bits import PIECE, RowBits

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


def column_counts(
    name: str,
    column: pa.ChunkedArray,
    mask: RowBits | None,
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
    mask : RowBits or None
        Which rows count; all when None.
    edges : sequence of float, optional
        Bounds of the bins, ascending and equally far apart; the last bin holds its upper bound. Dates and times are
        in milliseconds.
    values : sequence of str, optional
        Texts to count, where there are no edges.
    """
    rows = len(column) if mask is None else len(mask)
    count = _bin_counts if edges and is_numeric(column.type) else _equal
    bounds: Any = edges if count is _bin_counts else values
    counts, absent = count(column, mask, bounds)
    return ColumnCounts(name=name, rows=rows, missing=absent, counts=counts)


def _pieces(
    column: pa.ChunkedArray, mask: RowBits | None
) -> Iterator[tuple[pa.Array, np.ndarray[Any, Any] | None]]:
    """Return the column in pieces with some chosen row, and which of their rows are; None for all."""
    offset = 0
    for chunk in column.chunks:
        for start in range(0, len(chunk), PIECE):
            piece = chunk.slice(start, PIECE)
            if mask is None:
                yield piece, None
                continue
            part = mask.slice(offset + start, offset + start + len(piece))
            some = int(part.sum())
            if some:
                yield piece, None if some == len(piece) else part
        offset += len(chunk)


def _bin_counts(
    column: pa.ChunkedArray, mask: RowBits | None, edges: Sequence[float]
) -> tuple[list[int], int]:
    import numpy as np

    bins, low, high = len(edges) - 1, edges[0], edges[-1]
    counts = np.zeros(bins, dtype=np.int64)
    absent = 0
    scale = bins / (high - low) if high > low else 0.0
    for piece, part in _pieces(column, mask):
        values, missing = _doubles(piece, part)
        absent += missing
        places = np.minimum(((values - low) * scale).astype(np.int32), bins - 1)
        counts += np.bincount(places[(values >= low) & (values <= high)], minlength=bins)
    return counts.tolist(), absent


def _doubles(piece: pa.Array, mask_of_piece: np.ndarray[Any, Any] | None) -> tuple[np.ndarray[Any, Any], int]:
    """Return the finite values of the chosen rows, and how many are missing."""
    import pyarrow as pa

    if mask_of_piece is not None:
        piece = piece.filter(pa.array(mask_of_piece))
    part = pa.chunked_array([piece], piece.type)
    return finite(part), missing(part)


def _equal(column: pa.ChunkedArray, mask: RowBits | None, values: Sequence[str]) -> tuple[list[int], int]:
    import numpy as np
    import pyarrow as pa

    totals = np.zeros(len(values) + 2, dtype=np.int64)
    for piece, part in _pieces(column, mask):
        some = piece if part is None else piece.filter(pa.array(part))
        totals += np.bincount(equal_places(some, values), minlength=len(values) + 2)
    return totals[: len(values)].tolist(), int(totals[-1])


def equal_places(piece: pa.Array, values: Sequence[str]) -> np.ndarray[Any, np.dtype[np.intp]]:
    """
    Return which of the values each row of a column is.

    Returns
    -------
    numpy.ndarray
        Of shape (rows,): the place among the n values, n for any other value, n + 1 for what is missing.
    """
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute, types

    if types.is_dictionary(piece.type):
        piece = piece.cast(piece.type.value_type)
    others = len(values)
    if values:
        text = piece.cast(pa.string()) if types.is_boolean(piece.type) else piece
        indices = compute.index_in(text, pa.array(list(values), text.type))
        places = indices.fill_null(others).to_numpy().astype(np.intp)
    else:
        places = np.full(len(piece), others, dtype=np.intp)
    if piece.null_count:
        places[piece.is_null().to_numpy(zero_copy_only=False)] = others + 1
    return np.asarray(places)
