"""Tables as Arrow IPC streams for the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def stream(table: pa.Table) -> bytes:
    """Return a table as one Arrow IPC stream of types that Arrow's JavaScript library reads."""
    import pyarrow as pa

    fields = [field.with_type(_readable(field.type)) for field in table.schema]
    schema = pa.schema(fields, table.schema.metadata)
    if not schema.equals(table.schema):
        table = table.cast(schema)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_table(table.combine_chunks())
    return bytes(sink.getvalue())


def _readable(kind: pa.DataType) -> pa.DataType:
    import pyarrow as pa
    from pyarrow import types

    if types.is_dictionary(kind):
        # A page of a hundred rows would carry the whole dictionary.
        return _readable(kind.value_type)
    if types.is_string_view(kind):
        return pa.string()
    if types.is_binary_view(kind):
        return pa.binary()
    if types.is_run_end_encoded(kind):
        return _readable(kind.value_type)
    if types.is_list_view(kind):
        return pa.list_(_readable(kind.value_type))
    if types.is_large_list_view(kind):
        return pa.large_list(_readable(kind.value_type))
    return kind
