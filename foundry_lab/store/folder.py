"""A store in a folder."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..contracts.models import Kind, PackageLifecycle
from ..errors import FoundryError, InvalidManifestError, NotFoundError, close_matches
from ..references import Reference, is_version, version_key
from .lifecycle import NOTHING, hidden, read_lifecycle, status_of, warn_of
from .manifests import FOLDERS, Manifest, decode

_Stamp = tuple[int, int, int]
_read: dict[str, tuple[_Stamp, Manifest]] = {}
_manifests_by_name: dict[tuple[str, str], tuple[Manifest, Manifest]] = {}
_versions_by_folder: dict[str, tuple[int, tuple[str, ...]]] = {}
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
        self._lifecycles: dict[str, tuple[int, PackageLifecycle]] = {}
        # Texts, as joining paths takes longer than asking the disk.
        self._folders: dict[Kind, str] = {kind: str(root / folder) for kind, folder in FOLDERS.items()}

    def names(self, kind: Kind, prefix: str = "") -> Iterator[str]:
        """Yield the names of all packages of a kind that can be found and begin so, in their order."""
        try:
            entries = os.listdir(self._folders[kind])  # noqa: PTH208
        except (FileNotFoundError, NotADirectoryError):
            return
        for name in sorted(name for name in entries if name.startswith(prefix)):
            if self._is_visible(kind, name):
                yield name

    def lifecycle(self, kind: Kind, name: str) -> PackageLifecycle:
        """Return what became of a package's versions; read again only when its folder has changed."""
        folder = f"{self._folders[kind]}/{name}"
        try:
            stamp = os.stat(folder).st_mtime_ns  # noqa: PTH116
        except (FileNotFoundError, NotADirectoryError):
            return NOTHING
        cached = self._lifecycles.get(folder)
        if cached is not None and cached[0] == stamp:
            return cached[1]
        lifecycle = read_lifecycle(folder)
        if time.time_ns() - stamp > _SETTLED:
            self._lifecycles[folder] = (stamp, lifecycle)
        return lifecycle

    def versions(self, kind: Kind, name: str) -> tuple[str, ...]:
        """Return the versions of a package, newest first."""
        folder = f"{self._folders[kind]}/{name}"
        try:
            stamp = os.stat(folder).st_mtime_ns  # noqa: PTH116
            cached = _versions_by_folder.get(folder)
            if cached is not None and cached[0] == stamp:
                return cached[1]
            names = os.listdir(folder)  # noqa: PTH208
        except (FileNotFoundError, NotADirectoryError):
            return ()
        versions = tuple(sorted(filter(is_version, names), key=version_key, reverse=True))
        if time.time_ns() - stamp > _SETTLED:
            _versions_by_folder[folder] = (stamp, versions)
        return versions

    def visible(self, kind: Kind, name: str) -> list[str]:
        """Return the versions of a package that search and loading find, newest first."""
        lifecycle = self.lifecycle(kind, name)
        return [
            version for version in self._all_versions(kind, name, lifecycle) if _visible(lifecycle, version)
        ]

    def find(self, kind: Kind, reference: Reference) -> tuple[str, Manifest]:
        """
        Return a package's folder and manifest, and warn of what its readers should know.

        Raises
        ------
        NotFoundError
            Naming the nearest names, or the versions that there are.
        WithdrawnError
            If it was withdrawn and is not named with its whole version.
        InvalidManifestError
            If its manifest does not follow the schema.
        """
        lifecycle = self.lifecycle(kind, reference.name)
        if isinstance(lifecycle.renamed_to, str):
            current = reference._replace(name=lifecycle.renamed_to)
            lifecycle = self.lifecycle(kind, current.name)
        else:
            current = reference
        version = current.exact_version or self._newest(kind, current, lifecycle)
        folder, place = "", current.name
        for place in _names(current.name, lifecycle):
            folder = f"{self._folders[kind]}/{place}/{version}"
            try:
                manifest = read_manifest(folder, kind)
                break
            except FileNotFoundError:
                continue
        else:
            raise self._missing(kind, current, lifecycle)
        if (manifest.name, manifest.version) != (place, version):
            raise InvalidManifestError(
                f"{folder}/{kind}.json names {manifest.name}@{manifest.version} instead of "
                f"{place}@{version}, where it lies: move the folder or publish it again.",
                pointer="/name" if manifest.name != place else "/version",
            )
        if lifecycle is not NOTHING:
            warn_of(kind, reference, current.name, version, status_of(lifecycle, version))
        return folder, manifest if place == current.name else _with_name(current.name, folder, manifest)

    def _is_visible(self, kind: Kind, name: str) -> bool:
        """Whether a package has a version that can be found, under this name."""
        lifecycle = self.lifecycle(kind, name)
        if isinstance(lifecycle.renamed_to, str):
            return False
        return any(_visible(lifecycle, version) for version in self._all_versions(kind, name, lifecycle))

    def _all_versions(self, kind: Kind, name: str, lifecycle: PackageLifecycle) -> tuple[str, ...]:
        """Return the versions of a package under every name that it had, newest first."""
        names = _names(name, lifecycle)
        if len(names) == 1:
            return self.versions(kind, name)
        versions = {version for each in names for version in self.versions(kind, each)}
        return tuple(sorted(versions, key=version_key, reverse=True))

    def _newest(self, kind: Kind, reference: Reference, lifecycle: PackageLifecycle) -> str:
        versions = self._all_versions(kind, reference.name, lifecycle)
        if reference.version is not None:
            versions = tuple(version for version in versions if version.startswith(f"{reference.version}."))
        if not versions:
            raise self._missing(kind, reference, lifecycle)
        if lifecycle is NOTHING:
            return versions[0]
        for version in versions:
            if _visible(lifecycle, version):
                return version
        status = status_of(lifecycle, versions[0])
        assert status is not None
        raise hidden(kind, reference, versions[0], status)

    def _missing(self, kind: Kind, reference: Reference, lifecycle: PackageLifecycle) -> NotFoundError:
        versions = [v for v in self._all_versions(kind, reference.name, lifecycle) if _visible(lifecycle, v)]
        if versions:
            close = [f"{reference.name}@{version}" for version in versions[:5]]
            return NotFoundError(
                f"There is no version {reference.version} of {kind} {reference.name!r}; "
                f"there {'is' if len(close) == 1 else 'are'} {', '.join(close)}.",
                suggestions=close,
            )
        return not_found(kind, reference.name, list(self.names(kind)), f"the store {self.root}")


@cache
def folder_store(root: Path) -> FolderStore:
    """Return the store of a folder, the same each time."""
    return FolderStore(root)


def _names(name: str, lifecycle: PackageLifecycle) -> list[str]:
    """Return the folders that may hold a package's versions."""
    return [name, *lifecycle.former_names] if isinstance(lifecycle.former_names, list) else [name]


def _visible(lifecycle: PackageLifecycle, version: str) -> bool:
    status = status_of(lifecycle, version)
    return status is None or status.visible


def _with_name(name: str, folder: str, manifest: Manifest) -> Manifest:
    """Return a manifest under the package's present name, the same object each time."""
    cached = _manifests_by_name.get((folder, name))
    if cached is None or cached[0] is not manifest:
        from msgspec.structs import replace

        cached = _manifests_by_name[folder, name] = (manifest, replace(manifest, name=name))
    return cached[1]


def not_found(kind: Kind, name: str, names: list[str], where: str) -> NotFoundError:
    """Return the error for a name that does not exist, with those near it."""
    close = close_matches(name, names)
    if close:
        hint = f"did you mean {' or '.join(map(repr, close))}?"
    elif names:
        hint = "foundry_lab.search() lists what there is."
    else:
        hint = f"it holds no {kind}s yet; foundry_lab.examples() puts the example packages there."
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
    cached = _read.get(path)
    if cached is not None and cached[0] == stamp:
        return cached[1]
    try:
        text = Path(path).read_bytes()
    except PermissionError:
        raise FoundryError(f"{path} cannot be read: you lack the permission.") from None
    manifest = decode(text, kind, path)
    _read[path] = (stamp, manifest)
    return manifest
