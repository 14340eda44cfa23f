"""Columns as numbers to count with: what is missing, and the finite values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


def is_numeric(kind: pa.DataType) -> bool:
    """Whether a column of this type has a mean and a histogram: numbers, dates and times."""
    from pyarrow import types

    kind = kind.value_type if types.is_dictionary(kind) else kind
    return bool(
        types.is_integer(kind)
        or types.is_floating(kind)
        or types.is_decimal(kind)
        or types.is_timestamp(kind)
        or types.is_date(kind)
        or types.is_time(kind)
        or types.is_duration(kind)
    )


def missing(column: pa.ChunkedArray) -> int:
    """Count nulls, those among the values of a dictionary too."""
    from pyarrow import types

    return int(column.null_count if not types.is_dictionary(column.type) else _decode(column).null_count)


def not_finite(column: pa.ChunkedArray) -> dict[str, int]:
    """Count NaN and infinity in a column of floats, as `nan` and `infinite`; without those of which there are none."""
    from pyarrow import compute, types

    column = _decode(column)
    if not types.is_floating(column.type):
        return {}
    tests = {"nan": compute.is_nan, "infinite": compute.is_inf}
    counts = {name: int(compute.sum(test(column)).as_py() or 0) for name, test in tests.items()}
    return {name: count for name, count in counts.items() if count}


def finite(column: pa.ChunkedArray) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the finite values as doubles; dates and times as milliseconds (since 1970, or midnight)."""
    import numpy as np

    column = _decode(column)
    if column.null_count:
        column = column.drop_null()
    values = _doubles(column)
    there = np.isfinite(values)
    return np.asarray(values if there.all() else values[there], dtype=np.float64)


def _decode(column: pa.ChunkedArray) -> pa.ChunkedArray:
    from pyarrow import types

    return column.cast(column.type.value_type) if types.is_dictionary(column.type) else column


def doubles_by_row(piece: pa.Array) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return one double for each row, in the units of `finite`; NaN also for what is missing."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import types

    if types.is_dictionary(piece.type):
        piece = piece.cast(piece.type.value_type)
    if not piece.null_count:
        return np.asarray(_doubles(pa.chunked_array([piece])), dtype=np.float64)
    doubles = np.full(len(piece), np.nan)
    there = piece.is_valid().to_numpy(zero_copy_only=False)
    doubles[there] = _doubles(pa.chunked_array([piece.drop_null()]))
    return doubles


def _doubles(column: pa.ChunkedArray) -> np.ndarray[Any, Any]:
    """Return the values of a column without nulls as doubles."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import types

    kind = column.type
    if types.is_temporal(kind):
        column, scale = _milliseconds(column)
        return np.asarray(column.cast(pa.int64()).to_numpy().astype(np.float64) * scale)
    if types.is_float64(kind) and column.num_chunks == 1:
        return np.asarray(column.chunk(0).to_numpy())
    return np.asarray(column.cast(pa.float64(), safe=False).to_numpy())


def _milliseconds(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, float]:
    import pyarrow as pa
    from pyarrow import types

    kind = column.type
    if types.is_date32(kind):
        return column.cast(pa.int32()), 86_400_000.0
    if types.is_date64(kind):
        return column, 1.0
    if types.is_time32(kind):
        column = column.cast(pa.int32())
    return column, {"s": 1e3, "ms": 1.0, "us": 1e-3, "ns": 1e-6}[kind.unit]
