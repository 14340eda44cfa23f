"""NumPy arrays of any shape as Arrow columns, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from ..errors import InvalidTableError
from .tensor_lists import tensors_as_lists

#: Told a decision, the words that decide otherwise, and the array's name.
Say = Callable[[str, str, str], None]


def to_column(values: Any, name: str, say: Say | None = None) -> dict[str, pa.Array]:
    """
    Return an array whose first dimension are the rows as columns; complex numbers become two, which is said.

    Raises
    ------
    InvalidTableError
        If Arrow has no type for its values.
    """
    if isinstance(values, pa.Array):
        return {name: values}
    if isinstance(values, list):
        return {name: _ragged_tensors(values, name)}
    if not isinstance(values, np.ma.MaskedArray):
        values = np.asarray(values)
    if values.dtype.kind == "c":
        if say:
            detail = f"{name!r} is complex, which no column is: its parts are {name + '.real'!r} and {name + '.imag'!r}."
            say(detail, "give what you need of it, as in {'x': abs(x)}", name)
        return {f"{name}.real": _tensor(values.real, name), f"{name}.imag": _tensor(values.imag, name)}
    return {name: _tensor(values, name)}


def _tensor(values: Any, name: str) -> pa.Array:
    mask = None
    if isinstance(values, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(values)
        values = values.data
    if values.dtype.byteorder == ">":
        values = values.astype(values.dtype.newbyteorder("="))
    if values.dtype.kind == "S":
        values = _texts(values, name)
    try:
        if values.ndim == 1:
            return pa.array(values, mask=mask, from_pandas=values.dtype.kind == "O")
        flat = pa.array(
            np.ascontiguousarray(values).reshape(-1),
            mask=None if mask is None else np.ascontiguousarray(mask).reshape(-1),
        )
        kind = pa.fixed_shape_tensor(flat.type, values.shape[1:])
        storage = pa.FixedSizeListArray.from_arrays(flat, int(np.prod(values.shape[1:])))
        return pa.ExtensionArray.from_storage(kind, storage)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise InvalidTableError(
            f"{name!r} holds values of the type {values.dtype}, which no table can hold: {error}."
        ) from None


def _texts(values: np.ndarray[Any, Any], name: str) -> np.ndarray[Any, Any]:
    try:
        return np.char.decode(values, "utf-8")
    except UnicodeDecodeError:
        row = next(row for row, value in enumerate(values) if not _is_utf8(value))
        raise InvalidTableError(
            f"Row {row} of {name!r} holds bytes that are not UTF-8: decode them by their own encoding first, "
            "or give a list of bytes."
        ) from None


def _is_utf8(values: Any) -> bool:
    try:
        np.char.decode(values, "utf-8")
    except UnicodeDecodeError:
        return False
    return True


def column_of_arrays(values: Sequence[Any], name: str) -> pa.Array:
    """
    Return arrays, one a row or None, as tensors where all have one shape, else with their shapes.

    Raises
    ------
    InvalidTableError
        If they are of several types, or Arrow has no type for their values.
    """
    arrays = [value for value in values if value is not None]
    kinds = {array.dtype for array in arrays}
    if len(kinds) > 1:
        raise InvalidTableError(
            f"The arrays of {name!r} are of several types ({', '.join(sorted(map(str, kinds)))}): give them one."
        )
    if len({array.shape for array in arrays}) > 1 or 0 in arrays[0].shape:
        return _ragged_tensors(values, name)
    first = np.zeros_like(arrays[0])
    column = _tensor(np.stack([first if value is None else value for value in values]), name)
    missing = pa.array([value is None for value in values])
    flat = column.storage.flatten()
    storage = pa.FixedSizeListArray.from_arrays(flat, arrays[0].size, mask=missing)
    return pa.ExtensionArray.from_storage(column.type, storage)


def _ragged_tensors(values: Sequence[Any], name: str) -> pa.Array:
    parts = [None if part is None else np.asarray(part) for part in values]
    arrays = [part for part in parts if part is not None]
    try:
        if all(part.ndim == 1 for part in arrays):
            return pa.array(
                [part.tolist() if part is not None and part.dtype.kind == "O" else part for part in parts]
            )
        flat = [
            None
            if part is None
            else {"data": np.ascontiguousarray(part).reshape(-1), "shape": list(part.shape)}
            for part in parts
        ]
        inner = pa.from_numpy_dtype(arrays[0].dtype)
        return pa.array(flat, pa.struct([("data", pa.list_(inner)), ("shape", pa.list_(pa.int64()))]))
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise InvalidTableError(f"The items of {name!r} cannot be one column: {error}.") from None


def to_numpy(column: pa.ChunkedArray, name: str, shape: Sequence[int] | None = None) -> Any:
    """
    Return a column as a NumPy array of `(rows, *shape)`; items of different shapes as an array of arrays.

    Missing numbers become NaN; other missing values None.

    Raises
    ------
    InvalidTableError
        If a whole number would be rounded because others are missing, or a time would be a missing one.
    """
    kind = column.type
    if isinstance(kind, pa.FixedShapeTensorType):
        table, shapes = tensors_as_lists(pa.table({name: column}))
        shape, column = shapes[name], table.column(0)
        kind = column.type
    if pa.types.is_fixed_size_list(kind):
        return _of_one_shape(column, name, shape or [kind.list_size])
    if pa.types.is_struct(kind) and {field.name for field in kind} == {"data", "shape"}:
        items = [
            None if row is None else np.asarray(row["data"]).reshape(row["shape"])
            for row in column.to_pylist()
        ]
        return _objects(items)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _objects([_list_values(row, name) for row in column])
    if pa.types.is_string(kind) or pa.types.is_binary(kind) or pa.types.is_dictionary(kind):
        return _objects(column.to_pylist())
    _check_survives(column, name)
    try:
        return column.to_numpy()
    except (pa.ArrowException, OverflowError, ValueError):
        raise InvalidTableError(
            f"{name!r} holds values of the type {kind} that NumPy has no type for: leave it out, or take `to_arrow`."
        ) from None


def _list_values(row: Any, name: str) -> Any:
    if not row.is_valid:
        return None
    kind = row.type.value_type
    is_plain = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
    try:
        if (is_plain or pa.types.is_temporal(kind)) and not row.values.null_count:
            return row.values.to_numpy(zero_copy_only=False)
        return np.asarray(row.as_py())
    except (pa.ArrowException, OverflowError, ValueError):
        raise InvalidTableError(
            f"{name!r} holds lists of the type {row.type} that NumPy has no type for: leave it out, or take `to_arrow`."
        ) from None


def _of_one_shape(column: pa.ChunkedArray, name: str, shape: Sequence[int]) -> Any:
    kind = column.type
    # Flattening leaves the items of missing rows out.
    flat = pa.chunked_array([chunk.flatten() for chunk in column.chunks], kind.value_type)
    _check_survives(flat, name)
    arrays = flat.to_numpy().reshape(len(column) - column.null_count, *shape)
    if not column.null_count:
        return arrays
    there = iter(arrays)
    return _objects([next(there) if row.is_valid else None for row in column])


def _check_survives(values: pa.Array | pa.ChunkedArray, name: str) -> None:
    if values.null_count and pa.types.is_integer(values.type):
        try:
            values.cast(pa.float64())
        except pa.ArrowInvalid:
            raise InvalidTableError(
                f"{name!r} holds whole numbers beyond 2**53 beside missing values, which NumPy would round: "
                "leave it out, or take `to_pandas` or `to_arrow`."
            ) from None
    if pa.types.is_timestamp(values.type) or pa.types.is_duration(values.type):
        import pyarrow.compute as pc

        least = pc.min(values.cast(pa.int64())).as_py()
        if least == np.iinfo(np.int64).min:
            raise InvalidTableError(
                f"{name!r} holds the least time of the type {values.type}, which NumPy takes for a missing one: "
                "leave it out, or take `to_arrow`."
            )


def _objects(items: list[Any]) -> Any:
    out = np.empty(len(items), dtype=object)
    for index, item in enumerate(items):
        out[index] = item
    return out
