"""A package: its manifest and its files, wherever they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import config
from ..contracts.models import FileEntry, Kind
from ..errors import NotFoundError
from .checksums import check
from .folder import folder_store
from .manifests import FOLDERS, Manifest


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
    """

    __slots__ = ("_entries", "_hub", "folder", "kind", "manifest", "reference")

    def __init__(self, kind: Kind, manifest: Manifest, folder: Path | None, hub: Any = None) -> None:
        self.kind = kind
        self.manifest: Any = manifest
        self.folder = folder
        self.reference = f"{manifest.name}@{manifest.version}"
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
        store = folder_store(config.store_folder())
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
        paths = {path: self.file(path) for path in self._entries}
        if self.folder is not None:
            return self.folder
        folder = config.cache_folder() / "packages" / self.digest
        if not folder.exists():
            import shutil
            import tempfile

            folder.parent.mkdir(parents=True, exist_ok=True)
            partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".partial-"))
            for path, here in paths.items():
                (partial / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(here, partial / path)
            try:
                partial.rename(folder)
            except OSError:
                # Another kernel was faster.
                shutil.rmtree(partial, ignore_errors=True)
        return folder
