"""The files that a column of a split names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import overload

from ..errors import UnknownColumnError
from ..store.package import Package
from ..tables.columns import listing
from .row_source import RowSource


class Files(Sequence["Path | None"]):
    """
    Files in the order of a split's rows.

    A file is fetched, and checked against its SHA-256 digest, when it is asked for.

    Examples
    --------
    >>> image = dataset["train"].files("image")[0]  # doctest: +SKIP
    """

    def __init__(self, package: Package, places: Sequence[str | None]) -> None:
        self._package = package
        self.places = tuple(places)

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, key: int) -> Path | None: ...
    @overload
    def __getitem__(self, key: slice) -> Files: ...
    def __getitem__(self, key: int | slice) -> Path | Files | None:
        if isinstance(key, slice):
            return Files(self._package, self.places[key])
        place = self.places[key]
        return None if place is None else self._package.file(place)

    def read(self, row: int) -> bytes:
        """
        Return the content of a row's file.

        Raises
        ------
        NotFoundError, ChecksumMismatchError
            If it cannot be had as it was published.
        """
        path = self[row]
        return b"" if path is None else path.read_bytes()

    def __repr__(self) -> str:
        return f"{len(self):,} files of {self._package.reference}"


def files_of(split: RowSource, column: str | None) -> Files:
    """Return the files of a column of paths, or of the only one."""
    names = [item.name for item in split.columns if item.path]
    if column is None and len(names) == 1:
        column = names[0]
    if column not in names or split.package is None:
        reason = (
            f"no column of paths {column!r}"
            if column is not None
            else "several columns of paths"
            if names
            else "no column of paths"
        )
        raise UnknownColumnError(f"{split.subject} has {reason}; {listing(names)}", suggestions=names)
    return Files(split.package, split.table([column]).column(column).to_pylist())
