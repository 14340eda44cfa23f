"""Loading a package from a folder: one in a store's layout as it lies, any other prepared in the cache."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from .. import config
from ..store.checksums import digest
from ..store.packages import Package, at
from .deliver import prepare_splits
from .raw_folder import read_folder, read_object

_PREPARATION = b"2"


def open_folder(folder: Path) -> Package:
    """
    Return the package of a folder.

    Raises
    ------
    FoundryError
        What is wrong with the folder.
    """
    manifest = folder / "dataset.json"
    if manifest.is_file() and "schemaVersion" in read_object(manifest):
        return at("dataset", folder)
    draft, files = read_folder(folder)
    prepared = config.cache_folder() / "folders" / _stamp(folder)
    if not (prepared / "dataset.json").is_file():
        prepared.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=prepared.parent, prefix=".partial-"))
        try:
            prepare_splits(draft, files, partial)
            _complete(partial)
            partial.rename(prepared)
        except OSError:
            # Another kernel was faster.
            if not (prepared / "dataset.json").is_file():
                raise
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return at("dataset", prepared)


def _stamp(folder: Path) -> str:
    """Return a name that changes with any file of the folder."""
    state = sha256(_PREPARATION + str(folder).encode())
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            status = path.stat()
            state.update(f"{path.relative_to(folder)}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return state.hexdigest()[:32]


def _complete(folder: Path) -> None:
    """Add the date and the files to a prepared manifest, as the hub does in publishing."""
    path = folder / "dataset.json"
    manifest = read_object(path)
    manifest.setdefault("version", "1.0.0")
    manifest["publishedAt"] = datetime.now(UTC).isoformat(timespec="seconds")
    manifest["files"] = [
        {"path": file.relative_to(folder).as_posix(), "bytes": file.stat().st_size, "sha256": digest(file)}
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file != path
    ]
    path.write_bytes(msgspec.json.encode(manifest))
