"""Batches that are done, each a Parquet file of a folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path

import pyarrow as pa

from ... import config
from ...errors import FoundryError

# Readers of Parquet folders pass over names that begin so.
_FILE = "_run.json"


def fingerprint(table: pa.Table) -> str:
    """Return a hash of a table's content, in its order."""
    found = hashlib.sha256(table.schema.remove_metadata().serialize())
    for batch in table.to_batches():
        found.update(batch.serialize())
    return found.hexdigest()


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
        self.folder = folder or config.cache_folder() / "runs" / name
        if not resume and folder is None:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        known = self.folder / _FILE
        if known.exists():
            if known.read_text() != text:
                raise FoundryError(
                    f"The folder {self.folder} holds batches of another run: give another one."
                )
            if not resume:
                for path in self.folder.glob("part-*.parquet"):
                    path.unlink()
        elif any(self.folder.iterdir()):
            raise FoundryError(f"The folder {self.folder} holds other files: give a new or empty one.")
        else:
            known.write_text(text)

    def path(self, index: int) -> Path:
        """Return where a batch is, or will be."""
        return self.folder / f"part-{index:07}.parquet"

    def done(self) -> set[int]:
        """Return which batches are stored."""
        return {int(path.stem.removeprefix("part-")) for path in self.folder.glob("part-*.parquet")}

    def write(self, index: int, table: pa.Table) -> None:
        """Store a batch; a reader sees all of it or nothing."""
        import pyarrow.parquet as pq

        handle, partial = tempfile.mkstemp(dir=self.folder, prefix=".partial-")
        os.close(handle)
        pq.write_table(table, partial, compression="zstd", compression_level=1)
        Path(partial).replace(self.path(index))

    def read(self, index: int) -> pa.Table:
        """Return a stored batch."""
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.path(index)) as file:
            return file.read()

    def discard(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
