"""
How columns are counted in each part of another column.

A brush over one column's histogram asks for the counts of all the others at each of its steps. Counted once in each part
between two places where the brush can stop, they are sums of these, as in Moritz, Howe and Heer, "Falcon: Balancing
Interactive Latency and Resolution Sensitivity for Scalable Linked Visualizations", CHI 2019.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..contracts.models import CrossCounts
from .counts import equal_places
from .numbers import doubles_by_row, is_numeric
from .row_bits import PIECE, RowBits

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Places = Callable[[pa.Array], np.ndarray[Any, np.dtype[np.intp]]]


def parts(column: pa.ChunkedArray, first: Sequence[float], last: Sequence[float]) -> np.ndarray[Any, Any]:
    """
    Return which part each row of a numeric column lies in.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        Numbers, dates or times.
    first, last : sequence of float
        Where ranges may begin and end, both included, in turn: `first[0] <= last[0] < first[1] <= ...`. Dates and
        times are in milliseconds.

    Returns
    -------
    numpy.ndarray
        Of shape (rows,), as whole numbers. With n bounds, 0 is below all of them and 2n above; a range from `first[i]`
        to `last[j]` holds the parts 2i + 1 to 2j + 1. What is missing lies above.
    """
    import numpy as np

    # A number is above a bound that it may equal when it is at least the next one that a double can hold.
    bounds = np.stack([np.asarray(first), np.nextafter(np.asarray(last), np.inf)], axis=1).ravel()
    bins = np.empty(len(column), dtype=np.uint8 if bounds.size < 256 else np.uint16)
    at = 0
    for chunk in column.chunks:
        for start in range(0, len(chunk), PIECE):
            piece = doubles_by_row(chunk.slice(start, PIECE))
            bins[at : at + len(piece)] = np.searchsorted(bounds, piece, side="right")
            at += len(piece)
    return bins


def cross_counts(
    name: str,
    column: pa.ChunkedArray,
    mask: RowBits | None,
    part: np.ndarray[Any, Any],
    count: int,
    *,
    edges: Sequence[float] = (),
    values: Sequence[str] = (),
) -> CrossCounts:
    """
    Return the counts of a column in each part.

    Parameters
    ----------
    name, column, chosen, edges, values
        As for `column_counts`.
    part : numpy.ndarray
        The part of each row, of shape (rows,).
    count : int
        How many parts there are.
    """
    import numpy as np

    in_bins = bool(edges) and is_numeric(column.type)
    bins = len(edges) - 1 if in_bins else len(values)
    places: Places = _bin_places(edges) if in_bins else lambda piece: equal_places(piece, values)
    # Besides the bins, a place for what is in none of them and one for what is missing.
    width = bins + 2
    totals = np.zeros(count * width, dtype=np.int64)
    for piece, of_piece in _pieces(column, mask, part):
        totals += np.bincount(of_piece * np.intp(width) + places(piece), minlength=count * width)
    table = totals.reshape(count, width)
    return CrossCounts(
        name=name,
        rows=table.sum(axis=1).tolist(),
        missing=table[:, bins + 1].tolist(),
        counts=table[:, :bins].ravel().tolist(),
    )


def _pieces(
    column: pa.ChunkedArray, mask: RowBits | None, part: np.ndarray[Any, Any]
) -> Iterator[tuple[pa.Array, np.ndarray[Any, Any]]]:
    import pyarrow as pa

    offset = 0
    for chunk in column.chunks:
        for start in range(0, len(chunk), PIECE):
            piece = chunk.slice(start, PIECE)
            of_piece = part[offset + start : offset + start + len(piece)]
            if mask is not None:
                mask_of_piece = mask.slice(offset + start, offset + start + len(piece))
                piece, of_piece = piece.filter(pa.array(mask_of_piece)), of_piece[mask_of_piece]
            yield piece, of_piece
        offset += len(chunk)


def _bin_places(edges: Sequence[float]) -> Places:
    """Return what tells the bin of each value: `bins` for those outside, `bins + 1` for what is missing."""
    import numpy as np

    bins, low, high = len(edges) - 1, edges[0], edges[-1]
    scale = bins / (high - low) if high > low else 0.0

    def places(piece: pa.Array) -> np.ndarray[Any, np.dtype[np.intp]]:
        values = doubles_by_row(piece)
        # NaN fails both comparisons, so that only what is in a bin is turned into a number of one.
        in_range = (values >= low) & (values <= high)
        if in_range.all():
            return np.minimum(((values - low) * scale).astype(np.intp), bins - 1)
        indices = np.full(len(piece), bins)
        if piece.null_count:
            indices[piece.is_null().to_numpy(zero_copy_only=False)] = bins + 1
        indices[in_range] = np.minimum(((values[in_range] - low) * scale).astype(np.intp), bins - 1)
        return indices

    return places
