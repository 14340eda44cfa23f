"""Predictions in the form of the data that they were made from, and the units of data that say none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from ..errors import SignatureMismatchError
from ..tables.columns import check_columns, units_of

if TYPE_CHECKING:
    import numpy as np


def with_units(table: pa.Table, units: Mapping[str, str] | None) -> pa.Table:
    """
    Return a table whose fields have these units.

    Raises
    ------
    UnknownColumnError
        If there is no such column.
    """
    if not units:
        return table
    check_columns(list(units), table.column_names, "the data")
    fields = [
        field.with_metadata({**(field.metadata or {}), b"unit": units[field.name].encode()})
        if field.name in units
        else field
        for field in table.schema
    ]
    return pa.table(table.columns, schema=pa.schema(fields, table.schema.metadata))


def check_is_table(data: Any, model: str) -> None:
    """Refuse a single column, which says neither whether it is one nor how its values are called."""
    library, _, _ = type(data).__module__.partition(".")
    if library in ("pandas", "polars") and type(data).__name__ == "Series":
        name = getattr(data, "name", None) or "gap"
        remedy = (
            f"frame[[{name!r}]], or frame.iloc[[0]] for a row" if library == "pandas" else "series.to_frame()"
        )
    elif isinstance(data, pa.Array | pa.ChunkedArray):
        remedy = "table.select(['gap'])"
    else:
        return
    raise SignatureMismatchError(
        f"{model} takes a table, and this is a single {type(data).__name__}: give {remedy}."
    )


def as_input(data: Any, predictions: pa.Table) -> Any:
    """
    Return predictions as what was given: a pandas frame with its index, a Polars frame, an array, records.

    Of anything else, such as a split, a file or columns by name, they stay an Arrow table.
    """
    kind = type(data)
    library, _, _ = kind.__module__.partition(".")
    if library == "pandas" and kind.__name__ == "DataFrame":
        return _pandas(data, predictions)
    if library == "polars":
        import polars

        frame = polars.DataFrame(polars.from_arrow(predictions))
        return frame.lazy() if isinstance(data, polars.LazyFrame) else frame
    if library == "numpy":
        return _array(predictions, as_masked=hasattr(data, "mask"))
    if isinstance(data, list | tuple) and data and all(isinstance(row, dict) for row in data):
        return predictions.to_pylist()
    return predictions


def _pandas(data: Any, predictions: pa.Table) -> Any:
    from ..tables.to_pandas import pandas_frame

    frame = pandas_frame(predictions)
    frame.index = data.index
    origin = msgspec.json.decode((predictions.schema.metadata or {}).get(b"foundry", b"{}"))
    frame.attrs["foundry"] = {**origin, "units": units_of(predictions.schema)}
    return frame


def _array(predictions: pa.Table, as_masked: bool) -> np.ndarray[Any, Any]:
    """Return (rows,) or (rows, *shape) of one output, (rows, outputs) of several of one type, else a structured array."""
    import numpy as np

    names = predictions.column_names
    arrays = [_column(predictions[name], name, as_masked) for name in names]
    if len(arrays) == 1:
        return arrays[0]
    if len({array.dtype for array in arrays}) == 1 and all(array.ndim == 1 for array in arrays):
        matrix: np.ndarray[Any, Any] = (np.ma if as_masked else np).stack(arrays, axis=1)
        return matrix
    kinds = [(name, array.dtype, array.shape[1:]) for name, array in zip(names, arrays, strict=True)]
    records: np.ndarray[Any, Any] = (np.ma if as_masked else np).empty(predictions.num_rows, kinds)
    for name, array in zip(names, arrays, strict=True):
        records[name] = array
    return records


def _column(column: pa.ChunkedArray, name: str, as_masked: bool) -> np.ndarray[Any, Any]:
    import numpy as np

    from ..arrays.tensors import to_numpy

    primitive = pa.types.is_primitive(column.type)
    if not as_masked or not primitive:
        values: np.ndarray[Any, Any] = to_numpy(column, name)
        return values
    without_nulls = column.fill_null(pa.scalar(0).cast(column.type)) if column.null_count else column
    hidden: np.ndarray[Any, Any] = np.ma.MaskedArray(
        to_numpy(without_nulls, name), column.is_null().to_numpy()
    )
    return hidden
