"""A package: its manifest and its files, wherever they are."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from .. import config
from ..contracts.models import FileEntry, Kind
from ..errors import FoundryError, NotFoundError
from ..references import as_path, parse, parse_doi
from .checksums import check
from .folder import FolderStore, read_manifest
from .manifests import FOLDERS, Manifest

_local: dict[str, Package] = {}
_folder_store = cache(FolderStore)


class Package:
    """
    A published version of a dataset, a model or a benchmark.

    Attributes
    ----------
    kind : {"dataset", "model", "benchmark"}
    manifest : Dataset, Model or Benchmark
        What `dataset.json`, `model.json` or `benchmark.json` says.
    reference : str
        `name@version`.
    folder : Path or None
        Where its files lie on this machine; None where they come from a hub.
    opened : object or None
        What the package was opened as, so that opening it again gives the same.
    """

    __slots__ = ("_entries", "_hub", "folder", "kind", "manifest", "opened", "reference")

    def __init__(self, kind: Kind, manifest: Manifest, folder: Path | None, hub: Any = None) -> None:
        self.kind = kind
        self.manifest: Any = manifest
        self.folder = folder
        self.reference = f"{manifest.name}@{manifest.version}"
        self.opened: Any = None
        self._hub = hub
        self._entries = {entry.path: entry for entry in manifest.files}

    def __repr__(self) -> str:
        return f"<{self.kind} package {self.reference}>"

    def __contains__(self, path: str) -> bool:
        return path in self._entries

    @property
    def digest(self) -> str:
        """The SHA-256 of the manifest, which holds that of every file: it names everything that was published."""
        from hashlib import sha256

        import msgspec

        return sha256(msgspec.json.encode(self.manifest)).hexdigest()

    def versions(self) -> list[str]:
        """
        Return the versions of the package that can be found where this one is from, newest first.

        Raises
        ------
        HubUnavailableError
            If the hub that it is from does not answer.
        """
        name, own = self.manifest.name, self.manifest.version
        if self.folder is None:
            return list(self._hub.versions(FOLDERS[self.kind], name).versions)
        store = _folder_store(config.store_folder())
        # The folder of a package that was renamed has another name than the package.
        return store.visible(self.kind, name) if self.folder.is_relative_to(store.root) else [own]

    def entry(self, path: str) -> FileEntry:
        """
        Return what the manifest says about a file.

        Raises
        ------
        NotFoundError
            If the package has no such file.
        """
        try:
            return self._entries[path]
        except KeyError:
            raise NotFoundError(f"{self.reference} has no file {path!r}.") from None

    def file(self, path: str) -> Path:
        """
        Return where a file lies on this machine, fetched if need be and checked against its checksum.

        Raises
        ------
        NotFoundError, ChecksumMismatchError, HubUnavailableError
            Naming the file.
        """
        entry = self.entry(path)
        if self.folder is None:
            from .remote import fetch

            return fetch(self._hub, self.kind, self.manifest, entry)
        here = self.folder / path
        check(here, entry, self.reference)
        return here

    def files(self) -> Path:
        """
        Return a folder with all files of the package, fetched if need be and checked against their checksums.

        Raises
        ------
        NotFoundError, ChecksumMismatchError, HubUnavailableError
            Naming the file.
        """
        found = {path: self.file(path) for path in self._entries}
        if self.folder is not None:
            return self.folder
        whole = config.cache_folder() / "packages" / self.digest
        if not whole.exists():
            import shutil
            import tempfile

            whole.parent.mkdir(parents=True, exist_ok=True)
            partial = Path(tempfile.mkdtemp(dir=whole.parent, prefix=".partial-"))
            for path, here in found.items():
                (partial / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(here, partial / path)
            try:
                partial.rename(whole)
            except OSError:
                # Another kernel was faster.
                shutil.rmtree(partial, ignore_errors=True)
        return whole


def find(kind: Kind, reference: str | os.PathLike[str]) -> Package:
    """
    Return the package that a reference names.

    Parameters
    ----------
    kind : {"dataset", "model", "benchmark"}
    reference : str or path
        `name` (newest), `name@1.2.0`, `name@1`, a DOI, or a package's folder.

    Raises
    ------
    NotFoundError
        If there is none; the sentence names those near it.
    WithdrawnError
        If it was withdrawn and is not named with its whole version.
    InvalidNameError, InvalidManifestError, HubUnavailableError

    Warns
    -----
    FoundryWarning
        If it is deprecated, withdrawn, not accepted yet, or called otherwise now.
    """
    path = as_path(reference)
    return find_by_name(kind, os.fspath(reference)) if path is None else package_at(kind, path)


def find_by_name(kind: Kind, reference: str) -> Package:
    """Return the package of a name and version, as `find` does."""
    # A name never has the slash that every DOI has, so that the usual case costs nothing.
    doi = parse_doi(reference) if "/" in reference else None
    if doi is not None:
        from .records import reference_of

        found, reference = reference_of(doi)
        if found != kind:
            raise NotFoundError(f"The DOI {doi} names the {found} {reference}, not a {kind}.")
    wanted = parse(reference)
    if config.hub_url() is not None or config.store_url() is not None:
        from .remote import find as find_remote

        manifest, hub = find_remote(kind, wanted)
        return Package(kind, manifest, None, hub)
    folder, manifest = _folder_store(config.store_folder()).find(kind, wanted)
    return _package(kind, manifest, folder)


def package_at(kind: Kind, folder: Path) -> Package:
    """
    Return the package whose folder this is.

    Raises
    ------
    NotFoundError
        If the folder has no manifest of that kind.
    """
    try:
        return _package(kind, read_manifest(str(folder), kind), str(folder))
    except FileNotFoundError:
        raise NotFoundError(f"The folder {folder} holds no {kind}.json, so it is not a {kind}.") from None
    except IsADirectoryError:
        raise FoundryError(f"{folder}/{kind}.json is a folder instead of a manifest.") from None


def _package(kind: Kind, manifest: Manifest, folder: str) -> Package:
    # The manifest is remembered while its file is unchanged, so the same object means the same package.
    known = _local.get(folder)
    if known is None or known.manifest is not manifest:
        known = _local[folder] = Package(kind, manifest, Path(folder))
    return known
