"""Tables as Arrow IPC streams for the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def stream(table: pa.Table) -> bytes:
    """Return a page as one Arrow IPC stream, in the types that every reader knows."""
    import pyarrow as pa

    from .plain_types import with_plain_types

    # A page is small: what its table keeps in large offsets is written in those that browsers read.
    table = with_plain_types(table)
    # Dictionaries are left behind: a page of a hundred rows would carry all of them.
    fields = [
        field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    schema = pa.schema(fields, table.schema.metadata)
    if not schema.equals(table.schema):
        table = table.cast(schema)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_table(table.combine_chunks())
    return bytes(sink.getvalue())
