"""Loading a package from a folder: one in a store's layout as it lies, any other prepared in the cache."""

from __future__ import annotations

import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

import msgspec

from .. import config
from ..store.package import Package
from ..store.package_writer import PackageWriter
from ..store.packages import package_at
from ..store.publication import complete_manifest
from .deliver import read_splits
from .prepare import prepare
from .raw_folder import read_folder, read_object

_PREPARATION = b"3"


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
        return package_at("dataset", folder)
    draft, files = read_folder(folder)
    package_folder = config.cache_folder() / "folders" / _stamp(folder)
    if not (package_folder / "dataset.json").is_file():
        package_folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=package_folder.parent, prefix=".partial-"))
        try:
            package = PackageWriter(partial)
            complete = complete_manifest(prepare(draft, read_splits(draft, files), package), package)
            (partial / "dataset.json").write_bytes(msgspec.json.encode(complete))
            partial.rename(package_folder)
        except OSError:
            # Another kernel was faster.
            if not (package_folder / "dataset.json").is_file():
                raise
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return package_at("dataset", package_folder)


def _stamp(folder: Path) -> str:
    """Return a name that changes with any file of the folder."""
    state = sha256(_PREPARATION + str(folder).encode())
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            status = path.stat()
            state.update(f"{path.relative_to(folder)}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return state.hexdigest()[:32]
