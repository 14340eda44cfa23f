"""A store in a folder."""

from __future__ import annotations

import os
import time
from pathlib import Path

from ..errors import FoundryError, InvalidManifestError, NotFoundError, nearest
from ..references import Reference, is_version, version_key
from .manifests import FOLDERS, Kind, Manifest, decode

_Stamp = tuple[int, int, int]
_read: dict[str, tuple[_Stamp, Manifest]] = {}
_listed: dict[str, tuple[int, tuple[str, ...]]] = {}
# Two changes within one tick of a file system's clock look like one, so a list is kept only after that.
_SETTLED = 2_000_000_000


class FolderStore:
    """
    The packages under a folder.

    Parameters
    ----------
    root : Path
        The store's folder; it may not exist yet, and then holds nothing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        # Texts, as joining paths takes longer than asking the disk.
        self._folders: dict[Kind, str] = {kind: str(root / folder) for kind, folder in FOLDERS.items()}

    def names(self, kind: Kind) -> list[str]:
        """Return the names of all packages of a kind."""
        try:
            found = os.listdir(self._folders[kind])  # noqa: PTH208
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(name for name in found if self.versions(kind, name))

    def versions(self, kind: Kind, name: str) -> tuple[str, ...]:
        """Return the versions of a package, newest first."""
        folder = f"{self._folders[kind]}/{name}"
        try:
            changed = os.stat(folder).st_mtime_ns  # noqa: PTH116
            known = _listed.get(folder)
            if known is not None and known[0] == changed:
                return known[1]
            names = os.listdir(folder)  # noqa: PTH208
        except (FileNotFoundError, NotADirectoryError):
            return ()
        found = tuple(sorted(filter(is_version, names), key=version_key, reverse=True))
        if time.time_ns() - changed > _SETTLED:
            _listed[folder] = (changed, found)
        return found

    def find(self, kind: Kind, reference: Reference) -> tuple[str, Manifest]:
        """
        Return a package's folder and manifest.

        Raises
        ------
        NotFoundError
            Naming the nearest names, or the versions that there are.
        InvalidManifestError
            If its manifest does not follow the schema.
        """
        version = reference.whole or self._newest(kind, reference)
        folder = f"{self._folders[kind]}/{reference.name}/{version}"
        try:
            manifest = read_manifest(folder, kind)
        except FileNotFoundError:
            raise self._missing(kind, reference) from None
        if (manifest.name, manifest.version) != (reference.name, version):
            raise InvalidManifestError(
                f"{folder}/{kind}.json names {manifest.name}@{manifest.version} instead of "
                f"{reference.name}@{version}, where it lies: move the folder or publish it again.",
                pointer="/name" if manifest.name != reference.name else "/version",
            )
        return folder, manifest

    def _newest(self, kind: Kind, reference: Reference) -> str:
        versions = self.versions(kind, reference.name)
        if reference.version is not None:
            versions = tuple(version for version in versions if version.startswith(f"{reference.version}."))
        if not versions:
            raise self._missing(kind, reference)
        return versions[0]

    def _missing(self, kind: Kind, reference: Reference) -> NotFoundError:
        versions = self.versions(kind, reference.name)
        if versions:
            close = [f"{reference.name}@{version}" for version in versions[:5]]
            return NotFoundError(
                f"There is no version {reference.version} of {kind} {reference.name!r}; "
                f"there {'is' if len(close) == 1 else 'are'} {', '.join(close)}.",
                suggestions=close,
            )
        return not_found(kind, reference.name, self.names(kind), f"the store {self.root}")


def not_found(kind: Kind, name: str, names: list[str], where: str) -> NotFoundError:
    """Return the error for a name that does not exist, with those near it."""
    close = nearest(name, names)
    if close:
        hint = f"did you mean {' or '.join(map(repr, close))}?"
    elif names:
        hint = "foundry_lab.search() lists what there is."
    else:
        hint = f"it holds no {kind}s yet."
    return NotFoundError(f"There is no {kind} {name!r} in {where}; {hint}", suggestions=close)


def read_manifest(folder: str, kind: Kind) -> Manifest:
    """
    Return the manifest of a package's folder; read once, as a version never changes.

    Raises
    ------
    FileNotFoundError
        If the folder has none.
    InvalidManifestError
        If it does not follow the schema.
    """
    path = f"{folder}/{kind}.json"
    try:
        status = os.stat(path)  # noqa: PTH116
    except NotADirectoryError:
        raise FileNotFoundError(path) from None
    stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
    known = _read.get(path)
    if known is not None and known[0] == stamp:
        return known[1]
    try:
        text = Path(path).read_bytes()
    except PermissionError:
        raise FoundryError(f"{path} cannot be read: you lack the permission.") from None
    manifest = decode(text, kind, path)
    _read[path] = (stamp, manifest)
    return manifest
