"""Files and arrays of a split, written to their places in a package."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..contracts.models import ColumnDraft
from ..errors import InvalidTableError
from ..store.package_writer import PackageWriter

_SAID = ("unit", "role", "description")


def write_arrays(
    split: str,
    arrays: Mapping[str, Any],
    meanings: Mapping[str, Mapping[str, str]],
    drafts: Iterable[ColumnDraft],
    package: PackageWriter,
) -> list[dict[str, Any]]:
    """
    Write arrays as NumPy files, and return what the manifest says of them.

    Raises
    ------
    InvalidTableError
        If an array holds what is neither number nor text.
    """
    import numpy as np

    fields_by_name = {draft.name: msgspec.to_builtins(draft) for draft in drafts}
    entries: list[dict[str, Any]] = []
    for name, values in arrays.items():
        if np.ma.is_masked(values):
            raise InvalidTableError(
                f"The array {name!r} of split {split!r} has masked values and a length of its own, where none can be "
                "missing: fill them in, or give the array a row for each row of the others."
            )
        array = np.asarray(values)
        if array.dtype.kind in "SO":
            # Text of HDF5 comes as objects, which NumPy would pickle.
            array = array.astype(str)
        path = f"arrays/{split}/{re.sub(r'[^A-Za-z0-9_.-]+', '_', name).strip('.')}.npy"
        if any(entry["path"].lower() == path.lower() for entry in entries):
            path = path.removesuffix(".npy") + f".{len(entries)}.npy"
        try:
            with package.open(path) as file:
                np.save(file, array, allow_pickle=False)
        except ValueError:
            raise InvalidTableError(
                f"The array {name!r} of split {split!r} holds neither numbers nor text."
            ) from None
        meaning = {**meanings.get(name, {}), **fields_by_name.get(name, {})}
        own = {key: meaning[key] for key in _SAID if key in meaning}
        entries.append(
            {
                "name": name,
                "split": split,
                "path": path,
                "type": str(array.dtype),
                "shape": list(array.shape),
                **own,
            }
        )
    return entries


def place_files(files: Mapping[str, Path], package: PackageWriter) -> None:
    """
    Put files at their places in a package.

    Raises
    ------
    InvalidTableError
        If two of them would be one on a disk that does not tell case or accents apart.
    """
    folder = package.root
    targets = {
        _fold_case(path.relative_to(folder).as_posix()): path
        for path in (folder / "files").rglob("*")
        if path.is_file()
    }
    for place, source in files.items():
        target = folder / place
        other = targets.setdefault(_fold_case(place), target)
        if other != target:
            raise InvalidTableError(
                f"The files {other.name!r} and {target.name!r} are the same file on case-insensitive file systems; "
                "rename one."
            )
        if target.exists():
            if target.stat().st_size == source.stat().st_size and target.read_bytes() == source.read_bytes():
                continue
            raise InvalidTableError(
                f"Two splits have different files {place.partition('/')[2]!r}; rename one."
            )
        package.copy(source, place)


def _fold_case(path: str) -> str:
    return unicodedata.normalize("NFC", path).lower()
