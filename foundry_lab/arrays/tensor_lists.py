"""Columns of tensors as lists that other libraries know, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
from pyarrow import types


def tensors_as_lists(table: pa.Table) -> tuple[pa.Table, dict[str, list[int]]]:
    """Return a table whose tensors are lists in row-major order, as every reader knows them, and their shapes."""
    shapes: dict[str, list[int]] = {}
    for index, field in enumerate(table.schema):
        if isinstance(field.type, pa.FixedShapeTensorType):
            chunks = [_row_major(chunk) for chunk in table.column(index).chunks]
            order = field.type.permutation or range(len(field.type.shape))
            shapes[field.name] = [field.type.shape[axis] for axis in order]
            column = pa.chunked_array(chunks, field.type.storage_type)
            table = table.set_column(index, field.with_type(column.type), column)
    return table, shapes


def names_of_dimensions(table: pa.Table) -> dict[str, list[str]]:
    """Return what the dimensions of tensors are called, by column."""
    return {
        field.name: [str(name) for name in field.type.dim_names]
        for field in table.schema
        if isinstance(field.type, pa.FixedShapeTensorType) and field.type.dim_names
    }


def as_tensors(table: pa.Table, shapes: Mapping[str, Sequence[int]]) -> pa.Table:
    """Return a table whose lists of these shapes are Arrow tensors; nothing is copied."""

    def tensor(chunk: pa.Array, shape: Sequence[int]) -> pa.Array:
        kind = pa.fixed_shape_tensor(chunk.type.value_type, list(shape))
        return pa.ExtensionArray.from_storage(kind, chunk.cast(kind.storage_type))

    return _with_lists(table, shapes, tensor)


def as_nested_lists(table: pa.Table, shapes: Mapping[str, Sequence[int]]) -> pa.Table:
    """Return a table whose lists of these shapes are lists of lists, one level for each dimension."""

    def nested(chunk: pa.Array, shape: Sequence[int]) -> pa.Array:
        size = chunk.type.list_size
        items = chunk.values.slice(chunk.offset * size, len(chunk) * size)
        for length in reversed(shape[1:]):
            items = pa.FixedSizeListArray.from_arrays(items, length)
        return pa.FixedSizeListArray.from_arrays(items, shape[0], mask=chunk.is_null())

    return _with_lists(table, shapes, nested)


def _with_lists(
    table: pa.Table,
    shapes: Mapping[str, Sequence[int]],
    change: Callable[[pa.Array, Sequence[int]], pa.Array],
) -> pa.Table:
    for index, field in enumerate(table.schema):
        shape = shapes.get(field.name)
        if shape is None or not types.is_fixed_size_list(field.type):
            continue
        kind = change(pa.array([], field.type), shape).type
        column = pa.chunked_array([change(chunk, shape) for chunk in table.column(index).chunks], kind)
        table = table.set_column(index, field.with_type(kind), column)
    return table


def _row_major(tensors: pa.FixedShapeTensorArray) -> pa.Array:
    import numpy as np

    kind, storage = tensors.type, tensors.storage
    if not kind.permutation:
        return storage
    size = kind.storage_type.list_size
    places = np.arange(len(storage) * size).reshape(-1, *kind.shape)
    places = places.transpose(0, *(axis + 1 for axis in kind.permutation)).reshape(-1)
    items = storage.values.slice(storage.offset * size, len(storage) * size).take(pa.array(places))
    return pa.FixedSizeListArray.from_arrays(items, type=kind.storage_type, mask=storage.is_null())
