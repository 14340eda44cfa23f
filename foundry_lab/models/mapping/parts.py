"""Batches that are done, each a Parquet file of a folder."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import xxhash

from ... import config
from ...errors import FoundryError
from .executors import submit
from .task import failures_of

# Readers of Parquet folders pass over names that begin so.
_FILE = "_run.json"
_PARTIAL = ".partial-"
#: Bytes of batches that are not read again from the disk to which they were just written.
_KEPT = 32_000_000


def _texts(schema: pa.Schema) -> list[str]:
    """Return the columns whose values are likely to be repeated; predicted numbers seldom are."""
    return [
        field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_integer(field.type)
    ]


def fingerprint(table: pa.Table) -> str:
    """
    Return a hash of a table's content, in its order.

    It tells a run's own batches from those of other data; it is not a proof against someone who makes two tables alike.
    """
    digest_of_table = hashlib.sha256(table.schema.remove_metadata().serialize())
    # Hashing leaves Python to other threads, so that columns are hashed side by side.
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for digest in pool.map(_column_digest, table.columns):
            digest_of_table.update(digest)
    return digest_of_table.hexdigest()


def _column_digest(column: pa.ChunkedArray) -> bytes:
    hasher = xxhash.xxh3_128()
    for chunk in column.chunks:
        hasher.update(
            _plain_bytes(chunk) or pa.RecordBatch.from_arrays([chunk], names=["column"]).serialize()
        )
    return hasher.digest()


def _plain_bytes(chunk: pa.Array) -> memoryview | None:
    """Return the bytes of numbers that all are present, without a copy of them; None for other values."""
    kind = chunk.type
    if (
        (not pa.types.is_floating(kind) and not pa.types.is_integer(kind))
        or chunk.null_count
        or not len(chunk)
    ):
        return None
    width = kind.bit_width // 8
    return memoryview(chunk.buffers()[1])[chunk.offset * width : (chunk.offset + len(chunk)) * width]


class Parts:
    """
    The folder of a run's batches.

    Parameters
    ----------
    folder : Path, optional
        By default one in the cache that belongs to the key.
    key : dict
        What the batches are of; a folder with another key is refused.

    Raises
    ------
    FoundryError
        If the folder holds something else.
    """

    def __init__(self, folder: Path | None, key: dict[str, object], *, resume: bool) -> None:
        text = json.dumps(key, sort_keys=True)
        name = hashlib.sha256(text.encode()).hexdigest()[:32]
        self._tables: dict[int, pa.Table] = {}
        self._room = _KEPT
        self.folder = folder or config.cache_folder() / "runs" / name
        # Another run may write to the same folder.
        self._partial = self.folder / f"{_PARTIAL}{secrets.token_hex(8)}"
        if not resume and folder is None:
            _set_aside(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        record = self.folder / _FILE
        if record.exists():
            if record.read_text() != text:
                raise FoundryError(
                    f"The folder {self.folder} holds batches of another run: give another one."
                )
            if not resume:
                for path in self.folder.glob("part-*.parquet"):
                    path.unlink()
        elif any(not path.name.startswith(_PARTIAL) for path in self.folder.iterdir()):
            raise FoundryError(f"The folder {self.folder} holds other files: give a new or empty one.")
        else:
            # A process that is killed here leaves a file that says nothing, or all of it.
            self._partial.write_text(text)
            self._partial.replace(record)

    def path(self, index: int) -> Path:
        """Return where a batch is, or will be."""
        return self.folder / f"part-{index:07}.parquet"

    def stored_indices(self) -> set[int]:
        """Return which batches are stored."""
        return {int(path.stem.removeprefix("part-")) for path in self.folder.glob("part-*.parquet")}

    def write(self, index: int, table: pa.Table) -> dict[int, str]:
        """
        Store a batch, of which a reader sees all or nothing, and return why rows of it failed.

        Raises
        ------
        FoundryError
            If it cannot be written.
        """
        import pyarrow.parquet as pq

        try:
            pq.write_table(
                table,
                self._partial,
                compression="zstd",
                compression_level=1,
                use_dictionary=_texts(table.schema),
            )
            self._partial.replace(self.path(index))
        except OSError as error:
            raise FoundryError(
                f"Batches cannot be stored in {self.folder}: {error.strerror or error}."
            ) from error
        if table.nbytes <= self._room:
            self._room -= table.nbytes
            self._tables[index] = table
        return failures_of(table.schema)

    def failures(self, index: int) -> dict[int, str]:
        """Return why rows of a stored batch failed, by their numbers in it."""
        import pyarrow.parquet as pq

        return failures_of(pq.read_schema(self.path(index)))

    def read(self, index: int) -> pa.Table:
        """Return a stored batch."""
        import pyarrow.parquet as pq

        if index in self._tables:
            return self._tables[index]

        with pq.ParquetFile(self.path(index)) as file:
            return file.read()

    def discard(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _set_aside(folder: Path) -> None:
    """Remove a folder while the run that needs its name begins."""
    backup = folder.with_name(f"{_PARTIAL}{secrets.token_hex(8)}")
    try:
        folder.replace(backup)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        submit(shutil.rmtree, backup, ignore_errors=True)
