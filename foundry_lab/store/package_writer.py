"""Files of a package that is being made, hashed while they are written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_PIECE = 1 << 20


class HashingFile:
    """
    A file to write, front to back.

    Parameters
    ----------
    path : Path
        A new file.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb", buffering=0)
        self._hash = hashlib.sha256()
        self.bytes = 0

    def write(self, data: bytes | memoryview) -> int:
        """Write bytes, and return how many they are."""
        view = memoryview(data).cast("B")
        self._hash.update(view)
        rest = view
        while len(rest):
            rest = rest[self._file.write(rest) :]
        self.bytes += len(view)
        return len(view)

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self.bytes

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def close(self) -> None:
        """Wait until the bytes are on the disk, and close the file."""
        if not self._file.closed:
            os.fsync(self._file.fileno())
            self._file.close()

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._file.closed

    @property
    def sha256(self) -> str:
        """The digest of what was written."""
        return self._hash.hexdigest()


class PackageWriter:
    """
    Writes files of a package.

    Parameters
    ----------
    root : Path
        The package's folder, which is there.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._entries_by_path: dict[str, tuple[int, int, str]] = {}

    @contextmanager
    def open(self, path: str) -> Iterator[HashingFile]:
        """Open a new file at a path of the package."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        file = HashingFile(target)
        try:
            yield file
        finally:
            file.close()
        status = target.stat()
        self._entries_by_path[path] = (status.st_size, status.st_mtime_ns, file.sha256)

    def write(self, path: str, data: bytes) -> None:
        """Write a file at once."""
        with self.open(path) as file:
            file.write(data)

    def copy(self, source: Path, path: str) -> None:
        """Copy a file to a path of the package."""
        with source.open("rb", buffering=0) as reader, self.open(path) as file:
            piece = memoryview(bytearray(_PIECE))
            while size := reader.readinto(piece):
                file.write(piece[:size])

    def entries(self) -> list[dict[str, Any]]:
        """Return the manifest's entries of all files; those that others wrote are hashed now."""
        return [
            {"path": path, "bytes": size, "sha256": sha256}
            for path, size, sha256 in map(self._entry, sorted(self._files()))
        ]

    def _files(self) -> list[str]:
        return [
            file.relative_to(self.root).as_posix()
            for file in self.root.rglob("*")
            if file.is_file() and not file.is_symlink()
        ]

    def _entry(self, path: str) -> tuple[str, int, str]:
        target = self.root / path
        status = target.stat()
        size, modified, sha256 = self._entries_by_path.get(path, (-1, -1, ""))
        if (size, modified) != (status.st_size, status.st_mtime_ns):
            with target.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                os.fsync(file.fileno())
        return path, status.st_size, sha256
