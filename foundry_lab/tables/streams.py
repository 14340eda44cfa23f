"""Streams of record batches as tables: what is large lies in a file, and never in memory as a whole."""

from __future__ import annotations

import mmap
import tempfile

import pyarrow as pa

from .. import config
from .plain_types import with_plain_types

#: Bytes from which the rows of a stream are kept in a file.
LARGE = 256 << 20


def read_stream(reader: pa.RecordBatchReader) -> pa.Table:
    """
    Return the rows of a stream.

    A large one is written to a file batch by batch and mapped into memory. The file has no name, and is gone when nothing
    refers to the table any more.
    """
    batches: list[pa.RecordBatch] = []
    size = 0
    for batch in reader:
        batches.append(batch)
        size += batch.nbytes
        if size > LARGE:
            break
    else:
        return pa.Table.from_batches(batches, reader.schema)
    folder = config.cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    head = _with_plain_types(pa.Table.from_batches(batches))
    with tempfile.TemporaryFile(dir=folder) as file:
        # A stream may give each batch categories of its own, which the file format of Arrow does not.
        with pa.ipc.new_stream(file, head.schema) as writer:
            writer.write_table(head)
            batches.clear()
            del head
            for batch in reader:
                writer.write_table(_with_plain_types(pa.Table.from_batches([batch])))
        file.flush()
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return pa.ipc.open_stream(pa.py_buffer(memory)).read_all()


def _with_plain_types(table: pa.Table) -> pa.Table:
    """Return a table with the types that are kept, but for those that are told of first."""
    for index, field in enumerate(table.schema):
        if not isinstance(field.type, pa.BaseExtensionType):
            plain_column = with_plain_types(table.select([index]))
            table = table.set_column(index, plain_column.schema.field(0), plain_column.column(0))
    return table
