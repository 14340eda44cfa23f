"""Files against the sizes and SHA-256 digests of their manifest."""

from __future__ import annotations

from pathlib import Path

from ..contracts.models import FileEntry
from ..errors import ChecksumMismatchError, NotFoundError

_past_checks: set[tuple[str, str, int, int]] = set()


def check(path: Path, entry: FileEntry, reference: str) -> None:
    """
    Check that a file is as published; a file checked before is not hashed again unless it changed.

    Raises
    ------
    NotFoundError, ChecksumMismatchError
        Naming the file and its package.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise NotFoundError(
            f"The file {entry.path} of {reference} is missing from its package: get the package again."
        ) from None
    key = (str(path), entry.sha256, status.st_mtime_ns, status.st_size)
    if key in _past_checks:
        return
    if status.st_size != entry.bytes or digest(path) != entry.sha256:
        raise ChecksumMismatchError(
            f"The file {entry.path} of {reference} is not as it was published (its checksum differs): "
            "get the package again."
        )
    _past_checks.add(key)


def digest(path: Path) -> str:
    """Return the SHA-256 digest of a file in hexadecimal."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
