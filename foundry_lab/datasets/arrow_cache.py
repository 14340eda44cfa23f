"""Arrow IPC files of Parquet files, named by the content that they were made from and mapped into memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from .. import config
from ..tables.parquet_types import exact_schema, with_exact_types

#: Uncompressed bytes of a record batch in the cache, at most; one is in memory while it is written.
_BATCH_BYTES = 256 * 1024 * 1024


def folder() -> Path:
    """Return where the Arrow files are kept."""
    return config.cache_folder() / "arrow"


def cached_table(sha256: str) -> pa.Table | None:
    """Return the table made from the content with this digest, or None where it is not there or damaged."""
    try:
        return pa.ipc.open_file(pa.memory_map(f"{config.cache_folder()}/arrow/{sha256}.arrow")).read_all()
    except (FileNotFoundError, pa.ArrowInvalid, pa.ArrowSerializationError):
        return None


def fill(sha256: str, parquet: Callable[[], Path]) -> pa.Table:
    """Return the table of a Parquet file, mapped from an Arrow file that is made for it."""
    import os
    import tempfile

    source = parquet()
    target = folder() / f"{sha256}.arrow"
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".partial-")
    os.close(handle)
    partial = Path(name)
    try:
        _write(source, partial)
        # One rename: another kernel sees the whole file or none.
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return pa.ipc.open_file(pa.memory_map(str(target))).read_all()


def _write(source: Path, target: Path) -> None:
    import pyarrow.parquet as pq

    with pq.ParquetFile(source, memory_map=True) as file, pa.OSFile(str(target), "wb") as sink:
        schema = exact_schema(file.metadata, file.schema_arrow)
        if any(pa.types.is_dictionary(field.type) for field in schema):
            # Each row group has dictionaries of its own, and an Arrow file holds one for each column.
            table = with_exact_types(file.read(), file.metadata).unify_dictionaries()
            with pa.ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table)
            return
        with pa.ipc.new_file(sink, schema) as writer:
            for groups in _runs(file.metadata):
                rows = file.read_row_groups(groups).combine_chunks()
                writer.write_table(with_exact_types(rows, file.metadata))


def _runs(metadata: Any) -> list[list[int]]:
    """Return the row groups that make one record batch each: opening a file takes time for each batch and column."""
    runs: list[list[int]] = [[]]
    size = 0
    for group in range(metadata.num_row_groups):
        bytes_here = metadata.row_group(group).total_byte_size
        if runs[-1] and size + bytes_here > _BATCH_BYTES:
            runs.append([])
            size = 0
        runs[-1].append(group)
        size += bytes_here
    return [run for run in runs if run]
