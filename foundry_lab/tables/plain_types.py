"""Arrow tables in the types that every reader of Parquet knows, whichever library they came from."""

from __future__ import annotations

import pyarrow as pa
from pyarrow import types


def plain(table: pa.Table) -> pa.Table:
    """
    Return a table without views, run lengths, extension types and large offsets that it does not need.

    The same data then has the same types, whether it came from pandas, Polars or a file.
    """
    for index, field in enumerate(table.schema):
        kind = plain_type(field.type)
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


def plain_type(kind: pa.DataType) -> pa.DataType:
    """Return the type that a column of this type is kept in."""
    if isinstance(kind, pa.BaseExtensionType):
        return plain_type(kind.storage_type)
    if types.is_large_string(kind) or types.is_string_view(kind):
        return pa.string()
    if types.is_large_binary(kind) or types.is_binary_view(kind):
        return pa.binary()
    if types.is_run_end_encoded(kind):
        return plain_type(kind.value_type)
    if types.is_dictionary(kind):
        return pa.dictionary(pa.int32(), plain_type(kind.value_type), kind.ordered)
    if types.is_fixed_size_list(kind):
        return pa.list_(plain_type(kind.value_type), kind.list_size)
    if any(
        is_list(kind)
        for is_list in (types.is_list, types.is_large_list, types.is_list_view, types.is_large_list_view)
    ):
        return pa.list_(plain_type(kind.value_type))
    if types.is_struct(kind):
        return pa.struct([field.with_type(plain_type(field.type)) for field in kind])
    return kind


def _storage(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if isinstance(column.type, pa.BaseExtensionType):
        return pa.chunked_array([chunk.storage for chunk in column.chunks], column.type.storage_type)
    return column


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
