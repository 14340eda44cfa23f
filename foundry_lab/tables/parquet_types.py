"""Types that Parquet does not have: kept beside it and given back, or refused by the column's name."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import types

from ..errors import InvalidTableError

if TYPE_CHECKING:
    from pyarrow.parquet import FileMetaData

    from .reading import Reading

_SCHEMA = b"ARROW:schema"
_CATEGORIES = b"foundry.categories"
#: Parquet keeps categories of text whose dictionary fits its page of 1 MB, in their order.
_LONGEST_DICTIONARY = 1 << 19
_MOST_DIGITS = 76


def storable(table: pa.Table, where: str, reading: Reading) -> pa.Table:
    """
    Return a table that a Parquet file can hold; what another type holds as exactly is noted.

    Raises
    ------
    InvalidTableError
        Naming a column whose type no Parquet file has.
    """
    for index, field in enumerate(table.schema):
        for part in _parts(field.type):
            reason = _unknown(part)
            if reason:
                raise InvalidTableError(f"Column {field.name!r} of {where} {reason}.")
        kind = _storable_type(field.type, top=True)
        if kind.equals(field.type):
            continue
        try:
            column = table.column(index).cast(kind)
        except pa.ArrowException as error:
            raise InvalidTableError(
                f"Column {field.name!r} of {where} has the type {field.type}, which a Parquet file cannot hold: "
                f"{str(error).rstrip('.')}."
            ) from None
        reading.guess(
            f"{field.name!r} is {kind}: a Parquet file cannot hold {field.type}.",
            f'columns={{"{field.name}": {{"type": ...}}}}',
            field.name,
        )
        table = table.set_column(index, field.with_type(kind), column)
    return table


def _parts(kind: pa.DataType) -> Iterator[pa.DataType]:
    yield kind
    for place in range(kind.num_fields):
        yield from _parts(kind.field(place).type)


def _unknown(kind: pa.DataType) -> str | None:
    if types.is_interval(kind):
        return "holds intervals of months, days and nanoseconds, which no file holds: give durations, or three columns"
    if types.is_union(kind):
        return "holds values of several types: give a column for each"
    if types.is_struct(kind) and not kind.num_fields:
        return "holds objects without any field: leave it out"
    if types.is_fixed_size_list(kind) and not kind.list_size:
        return "holds lists of no items: leave it out"
    if types.is_fixed_size_list(kind) and types.is_null(kind.value_type):
        # Arrow's cast of them points outside of its memory.
        return "holds lists of a fixed number of missing values: leave it out"
    return None


def _storable_type(kind: pa.DataType, *, top: bool = False) -> pa.DataType:
    if types.is_decimal(kind) and kind.scale < 0 and kind.precision - kind.scale <= _MOST_DIGITS:
        digits = kind.precision - kind.scale
        return (pa.decimal128 if digits <= 38 else pa.decimal256)(digits, 0)
    if types.is_dictionary(kind) and not top and not _is_text(kind.value_type):
        return _storable_type(kind.value_type)
    if types.is_dictionary(kind) and types.is_nested(kind.value_type):
        return _storable_type(kind.value_type)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        part = kind.value_field.with_type(_storable_type(kind.value_type))
        if types.is_fixed_size_list(kind):
            return pa.list_(part, kind.list_size)
        return pa.large_list(part) if types.is_large_list(kind) else pa.list_(part)
    if types.is_struct(kind):
        return pa.struct([field.with_type(_storable_type(field.type)) for field in kind])
    if types.is_map(kind):
        return pa.map_(_storable_type(kind.key_type), _storable_type(kind.item_type), kind.keys_sorted)
    return kind


def _is_text(kind: pa.DataType) -> bool:
    return bool(types.is_string(kind) or types.is_binary(kind))


def categories_metadata(table: pa.Table) -> tuple[pa.Table, dict[bytes, bytes]]:
    """Return a table with one dictionary for each column, and what a Parquet file needs to have them again."""
    dictionaries: dict[str, pa.Array] = {}
    for index, field in enumerate(table.schema):
        if not types.is_dictionary(field.type) or not table.column(index).num_chunks:
            continue
        column = table.column(index).unify_dictionaries()
        table = table.set_column(index, field, column)
        words = column.chunk(0).dictionary
        if not _is_text(field.type.value_type) or (field.type.ordered and words.nbytes > _LONGEST_DICTIONARY):
            dictionaries[field.name] = words
    if not dictionaries:
        return table, {}
    arrays = [
        pa.ListArray.from_arrays(pa.array([0, len(words)], pa.int32()), words)
        for words in dictionaries.values()
    ]
    sink = pa.BufferOutputStream()
    categories = pa.table(arrays, names=list(dictionaries))
    with pa.ipc.new_stream(sink, categories.schema) as writer:
        writer.write_table(categories)
    return table, {_CATEGORIES: base64.b64encode(sink.getvalue().to_pybytes())}


def exact_schema(metadata: FileMetaData, schema: pa.Schema) -> pa.Schema:
    """Return the schema of a Parquet file with the types that its table had when it was written."""
    schema = schema.with_metadata(
        {key: value for key, value in (schema.metadata or {}).items() if key != _CATEGORIES} or None
    )
    text = (metadata.metadata or {}).get(_SCHEMA)
    if text is None:
        return schema
    original = pa.ipc.read_schema(pa.py_buffer(base64.b64decode(text)))
    if original.names != schema.names:
        return schema
    categories = _categories(metadata)
    fields = []
    for field, before in zip(schema, original, strict=True):
        lost_dictionary = types.is_dictionary(before.type) and not types.is_dictionary(field.type)
        # Parquet calls the items of every list alike, which is no other type.
        same = field.type.equals(before.type) or (lost_dictionary and field.name not in categories)
        fields.append(field if same else field.with_type(before.type))
    return pa.schema(fields, schema.metadata)


def with_exact_types(table: pa.Table, metadata: FileMetaData, schema: pa.Schema | None = None) -> pa.Table:
    """Return rows of a Parquet file in the types that they had when it was written, or in those of a schema."""
    schema = schema or exact_schema(metadata, table.schema)
    categories = _categories(metadata)
    columns = []
    for field, column in zip(schema, table.columns, strict=True):
        if field.name in categories:
            column = _as_categories(column, categories[field.name], field.type)
        columns.append(column if column.type.equals(field.type) else column.cast(field.type))
    return pa.table(columns, schema=schema)


def _categories(metadata: FileMetaData) -> dict[str, pa.Array]:
    text = (metadata.metadata or {}).get(_CATEGORIES)
    if text is None:
        return {}
    table = pa.ipc.open_stream(base64.b64decode(text)).read_all()
    return {name: table.column(name).chunk(0).flatten() for name in table.schema.names}


def _as_categories(column: pa.ChunkedArray, words: pa.Array, kind: Any) -> pa.ChunkedArray:
    from pyarrow import compute

    values = column.cast(words.type)
    places = compute.index_in(values, value_set=words).cast(kind.index_type)
    chunks = [pa.DictionaryArray.from_arrays(chunk, words, ordered=kind.ordered) for chunk in places.chunks]
    return pa.chunked_array(chunks, kind)
