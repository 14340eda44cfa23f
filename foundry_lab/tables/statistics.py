"""Statistics of columns: counts, range, mean, histogram, or the most frequent values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..contracts.models import ColumnStatistics, Histogram, SplitStatistics, ValueCount
from .numbers import finite, is_numeric, missing, not_finite
from .row_bits import PIECE
from .value_counts import is_countable, value_counts
from .values import python_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import pyarrow as pa

BINS = 40
_TOP = 10
_LONGEST_VALUE = 200


def split_statistics(split: str, table: pa.Table) -> SplitStatistics:
    """Return the statistics of every column of a split."""
    columns = [column_statistics(field.name, table.column(i)) for i, field in enumerate(table.schema)]
    return SplitStatistics(split=split, rows=table.num_rows, columns=columns)


def column_statistics(name: str, column: pa.ChunkedArray, bins: int = BINS) -> ColumnStatistics:
    """
    Return the statistics of one column: missing values, NaN, infinity and empty texts are counted apart.

    Numbers have a range, mean, sample standard deviation and histogram, of their finite values; dates and
    times likewise, in milliseconds. Text and booleans have the number of distinct values and the most
    frequent ones. Lists and other nested values are only counted.
    """
    absent = missing(column)
    statistics: dict[str, Any] = {"name": name, "count": len(column) - absent, "missing": absent}
    if is_numeric(column.type):
        statistics |= not_finite(column) | _numeric(column, bins)
    elif is_countable(column.type):
        statistics |= _most_frequent(column)
    return ColumnStatistics(**statistics)


def _numeric(column: pa.ChunkedArray, bins: int) -> dict[str, Any]:
    import numpy as np

    # In pieces, since a copy of the column as doubles may be as large as the rest of the table.
    count, low, high, total = 0, np.inf, -np.inf, 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        for values in _finite_pieces(column):
            count += values.size
            low, high = min(low, float(values.min())), max(high, float(values.max()))
            total += float(values.sum())
        if count == 0:
            return {}
        mean = total / count
        square_sum = sum(float(np.square(values - mean).sum()) for values in _finite_pieces(column))
        std = float(np.sqrt(square_sum / (count - 1))) if count > 1 else float("nan")
    statistics: dict[str, Any] = {"min": low, "max": high}
    # Values near the largest double overflow; such a mean says nothing, and JSON cannot carry it.
    if np.isfinite(mean):
        statistics["mean"] = mean
    if np.isfinite(std):
        statistics["std"] = std
    histogram = _histogram(column, low, high, bins)
    if histogram:
        statistics["histogram"] = histogram
    return statistics


def _finite_pieces(column: pa.ChunkedArray) -> Iterator[np.ndarray[Any, Any]]:
    for start in range(0, len(column), PIECE):
        values = finite(column.slice(start, PIECE))
        if values.size:
            yield values


def _histogram(column: pa.ChunkedArray, low: float, high: float, bins: int) -> Histogram | None:
    import numpy as np

    with np.errstate(over="ignore", invalid="ignore"):
        try:
            edges = np.histogram_bin_edges(np.array([low, high]), bins)
            counts = sum(np.histogram(values, bins, (low, high))[0] for values in _finite_pieces(column))
        except ValueError:
            # A range too wide or too narrow for finite bins of doubles.
            return None
    return Histogram(edges=edges.tolist(), counts=np.asarray(counts).tolist())


def _most_frequent(column: pa.ChunkedArray) -> dict[str, Any]:
    import pyarrow as pa
    from pyarrow import compute, types

    values, counts = value_counts(column)
    table = pa.table({"value": values, "count": counts})
    # Ties in the order of the values, so that the same data gives the same file.
    order = [("count", "descending"), ("value", "ascending")]
    first = compute.select_k_unstable(table, k=min(_TOP, table.num_rows), sort_keys=order)
    top = table.take(first)
    pairs = zip(python_values(top["value"]), top["count"].to_pylist(), strict=True)
    texts = values if not types.is_boolean(values.type) else values.slice(0, 0).cast(pa.string())
    empty = counts.slice(0, len(texts)).filter(compute.equal(texts, pa.scalar("", texts.type))).to_pylist()
    return {
        **({"empty": empty[0]} if empty else {}),
        "unique": table.num_rows,
        "top": [ValueCount(value=_value_text(value), count=count) for value, count in pairs],
    }


def _value_text(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
