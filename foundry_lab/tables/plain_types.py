"""Arrow tables in the types that every reader and function knows, whichever library they came from."""

from __future__ import annotations

import pyarrow as pa
from pyarrow import types


def with_plain_types(table: pa.Table, *, small: bool = True, tensors: bool = False) -> pa.Table:
    """
    Return a table without views, run lengths and extension types; UUIDs are their text.

    Parameters
    ----------
    table : pyarrow.Table
    small : bool, optional
        Whether to take 32-bit offsets for text and lists where they reach: the same data then has the same
        types, whether it came from pandas, Polars or a file. That copies; without it, only odd columns are.
    tensors : bool, optional
        Whether tensors stay what they are.
    """
    for index, field in enumerate(table.schema):
        if tensors and isinstance(field.type, pa.FixedShapeTensorType):
            continue
        kind = plain_type(field.type, small=small)
        column = table.column(index)
        if kind.equals(field.type) and not _has_missing_words(column):
            continue
        try:
            column = pa.chunked_array([_plain_array(chunk, kind) for chunk in _one_dictionary(column)], kind)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            # More text than 32-bit offsets reach, or nothing that Arrow casts: as it is.
            if column.type.equals(field.type):
                continue
        table = table.set_column(index, field.with_type(column.type), column)
    return table


def plain_type(kind: pa.DataType, *, small: bool = True) -> pa.DataType:
    """Return the type that a column of this type is kept in."""

    def plain_part(part: pa.DataType) -> pa.DataType:
        return plain_type(part, small=small)

    if isinstance(kind, pa.UuidType):
        return pa.string()
    if isinstance(kind, pa.Bool8Type):
        return pa.bool_()
    if isinstance(kind, pa.BaseExtensionType):
        return plain_part(kind.storage_type)
    if types.is_string_view(kind) or (small and types.is_large_string(kind)):
        return pa.string()
    if types.is_binary_view(kind) or (small and types.is_large_binary(kind)):
        return pa.binary()
    if types.is_run_end_encoded(kind):
        return plain_part(kind.value_type)
    if types.is_dictionary(kind):
        return pa.dictionary(
            pa.int32() if small else kind.index_type, plain_part(kind.value_type), kind.ordered
        )
    if types.is_fixed_size_list(kind):
        return pa.list_(kind.value_field.with_type(plain_part(kind.value_type)), kind.list_size)
    if types.is_large_list(kind) and not small:
        return pa.large_list(kind.value_field.with_type(plain_part(kind.value_type)))
    if (
        types.is_list(kind)
        or types.is_large_list(kind)
        or types.is_list_view(kind)
        or types.is_large_list_view(kind)
    ):
        return pa.list_(kind.value_field.with_type(plain_part(kind.value_type)))
    if types.is_struct(kind):
        return pa.struct([field.with_type(plain_part(field.type)) for field in kind])
    if types.is_map(kind):
        return pa.map_(plain_part(kind.key_type), plain_part(kind.item_type), kind.keys_sorted)
    return kind


def _one_dictionary(column: pa.ChunkedArray) -> list[pa.Array]:
    if not types.is_dictionary(column.type):
        return list(column.chunks)
    # Arrow unifies no dictionaries in which a word is missing.
    known = [_plain_dictionary(chunk, chunk.type) for chunk in column.chunks]
    return list(pa.chunked_array(known, column.type).unify_dictionaries().chunks)


def _is_odd(kind: pa.DataType) -> bool:
    """Whether a type is, or holds, one that Arrow's own cast does not read, or reads wrongly."""
    odd = (
        isinstance(kind, pa.BaseExtensionType)
        or types.is_run_end_encoded(kind)
        or types.is_list_view(kind)
        or types.is_large_list_view(kind)
        or types.is_dictionary(kind)
        or types.is_null(kind)
    )
    return odd or any(_is_odd(kind.field(place).type) for place in range(kind.num_fields))


def _plain_array(array: pa.Array, kind: pa.DataType) -> pa.Array:
    from pyarrow import compute

    storage_type = array.type
    if storage_type.equals(kind):
        return array
    if isinstance(storage_type, pa.UuidType):
        return pa.array([None if value is None else str(value) for value in array.to_pylist()], pa.string())
    if isinstance(storage_type, pa.BaseExtensionType):
        return _plain_array(array.storage, kind)
    if types.is_run_end_encoded(storage_type):
        return _plain_array(compute.run_end_decode(array), kind)
    if not _is_odd(storage_type):
        return array.cast(kind)
    if types.is_dictionary(storage_type):
        return _plain_dictionary(array, kind)
    if types.is_struct(storage_type):
        parts = [_plain_array(part, field.type) for part, field in zip(array.flatten(), kind, strict=True)]
        return pa.StructArray.from_arrays(parts, fields=list(kind), mask=_nulls(array))
    if types.is_fixed_size_list(storage_type):
        items = array.values.slice(array.offset * storage_type.list_size, len(array) * storage_type.list_size)
        return pa.FixedSizeListArray.from_arrays(
            _plain_array(items, kind.value_type), type=kind, mask=_nulls(array)
        )
    # Flattening leaves the items of missing lists out, and pyarrow casts the offsets of views one short.
    lengths = compute.fill_null(compute.list_value_length(array), 0).cast(pa.int64())
    ends = pa.concat_arrays([pa.array([0], pa.int64()), compute.cumulative_sum(lengths).cast(pa.int64())])
    items = array.flatten()
    if types.is_map(kind):
        keys, values = items.flatten()
        return pa.MapArray.from_arrays(
            ends.cast(pa.int32()),
            _plain_array(keys, kind.key_type),
            _plain_array(values, kind.item_type),
            type=kind,
            mask=_nulls(array),
        )
    large = types.is_large_list(kind)
    array_type = pa.LargeListArray if large else pa.ListArray
    offsets = ends if large else ends.cast(pa.int32())
    return array_type.from_arrays(
        offsets, _plain_array(items, kind.value_type), type=kind, mask=_nulls(array)
    )


def _plain_dictionary(array: pa.DictionaryArray, kind: pa.DataType) -> pa.Array:
    indices, values = array.indices, array.dictionary
    if values.null_count:
        # A missing value is one among the rows, not one of the categories.
        from pyarrow import compute

        there = compute.is_valid(values)
        places = compute.if_else(
            there, compute.subtract(compute.cumulative_sum(there.cast(pa.int32())), 1), None
        )
        indices, values = places.take(indices), values.drop_null()
    return pa.DictionaryArray.from_arrays(
        indices.cast(kind.index_type), _plain_array(values, kind.value_type), ordered=kind.ordered
    )


def _has_missing_words(column: pa.ChunkedArray) -> bool:
    return types.is_dictionary(column.type) and any(chunk.dictionary.null_count for chunk in column.chunks)


def _nulls(array: pa.Array) -> pa.Array | None:
    return array.is_null() if array.null_count else None
