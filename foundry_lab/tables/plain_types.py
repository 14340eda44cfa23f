"""Arrow tables in the types that every reader and function knows, whichever library they came from."""

from __future__ import annotations

import pyarrow as pa
from pyarrow import types


def with_plain_types(table: pa.Table, *, small: bool = True) -> pa.Table:
    """
    Return a table without views, run lengths and extension types.

    Parameters
    ----------
    table : pyarrow.Table
    small : bool, optional
        Whether to take 32-bit offsets for text and lists where they reach: the same data then has the same
        types, whether it came from pandas, Polars or a file. That copies; without it, only odd columns are.
    """
    for index, field in enumerate(table.schema):
        kind = plain_type(field.type, small=small)
        if kind.equals(field.type):
            continue
        column = _storage(table.column(index))
        try:
            column = _cast(column, kind)
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
        return pa.list_(plain_part(kind.value_type), kind.list_size)
    if types.is_large_list(kind) and not small:
        return pa.large_list(plain_part(kind.value_type))
    if (
        types.is_list(kind)
        or types.is_large_list(kind)
        or types.is_list_view(kind)
        or types.is_large_list_view(kind)
    ):
        return pa.list_(plain_part(kind.value_type))
    if types.is_struct(kind):
        return pa.struct([field.with_type(plain_part(field.type)) for field in kind])
    return kind


def _storage(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column without what no function casts: extension types and run lengths."""
    from pyarrow import compute

    if isinstance(column.type, pa.BaseExtensionType):
        return pa.chunked_array([chunk.storage for chunk in column.chunks], column.type.storage_type)
    if types.is_list_view(column.type) or types.is_large_list_view(column.type):
        return pa.chunked_array(
            [_as_list(chunk) for chunk in column.chunks], pa.list_(column.type.value_type)
        )
    if types.is_run_end_encoded(column.type):
        return pa.chunked_array(map(compute.run_end_decode, column.chunks), column.type.value_type)
    return column


def _as_list(chunk: pa.Array) -> pa.ListArray:
    """Return a list view as a list: pyarrow's own cast leaves the offsets one short."""
    from pyarrow import compute

    sizes = compute.fill_null(compute.list_value_length(chunk), 0).cast(pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), compute.cumulative_sum(sizes).cast(pa.int32())])
    return pa.ListArray.from_arrays(offsets, chunk.flatten(), mask=chunk.is_null())


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if not types.is_dictionary(kind):
        return column.cast(kind)
    chunks = []
    for chunk in column.unify_dictionaries().chunks:
        if not types.is_dictionary(chunk.type):
            chunk = chunk.dictionary_encode()
        indices, values = chunk.indices.cast(kind.index_type), chunk.dictionary.cast(kind.value_type)
        chunks.append(pa.DictionaryArray.from_arrays(indices, values, ordered=kind.ordered))
    return pa.chunked_array(chunks, kind)
