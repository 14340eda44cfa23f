"""Zarr stores (a folder, or one zip) as named arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InvalidTableError, close_matches
from ..extras import extra
from ..store.manifests import LARGEST_MANIFEST
from .attributes import Attributes
from .leaf import Leaf, check_size

_MARKS = ("zarr.json", ".zgroup", ".zarray")
_METADATA = (*_MARKS, ".zmetadata")


def is_zarr(path: Path) -> bool:
    """Whether a folder or zip file is a Zarr store."""
    if path.is_dir():
        return any((path / mark).is_file() for mark in _MARKS)
    return path.name.lower().endswith(".zarr.zip")


def zarr_leaves(path: Path, keys: Sequence[str] = ()) -> list[Leaf]:
    """
    Return the arrays of a store.

    Raises
    ------
    InvalidTableError
        If it cannot be read, or has no such key; the sentence names those near it.
    """
    root = open_store(path)
    try:
        all_leaves = list(_leaves_below(root, "", path))
    except InvalidTableError:
        raise
    except Exception as error:
        # Codecs, JSON, files: each has errors of its own.
        raise InvalidTableError(f"{path} cannot be read as Zarr: {_reason(error)}.") from None
    if not keys:
        selection = all_leaves
    else:
        selection = []
        for key in keys:
            name = key.strip("/")
            part = [
                leaf
                for leaf in all_leaves
                if leaf.name == name or leaf.name.startswith(f"{name}/") or not name
            ]
            if not part:
                names = [leaf.name for leaf in all_leaves]
                close = close_matches(name, names) or names[:8]
                raise InvalidTableError(
                    f"{path} has no key {key!r}; it has {', '.join(map(repr, close))}.", suggestions=close
                )
            selection += [leaf for leaf in part if leaf not in selection]
    if not selection:
        raise InvalidTableError(f"{path} holds no array.")
    return selection


def open_store(path: Path) -> Any:
    """
    Return the root of a store, which is a group or the only array.

    Raises
    ------
    InvalidTableError
        If it cannot be read, or zarr is not installed.
    """
    with extra("zarr", f"{path} is a Zarr store, which zarr reads"):
        import zarr
        from zarr.storage import ZipStore

    _check(path)
    try:
        return zarr.open(ZipStore(path, mode="r") if path.is_file() else path, mode="r")
    except Exception as error:
        raise InvalidTableError(f"{path} cannot be read as Zarr: {_reason(error)}.") from None


def _leaves_below(node: Any, prefix: str, path: Path) -> Iterator[Leaf]:
    if not hasattr(node, "members"):
        yield _leaf(node, prefix or path.name.partition(".")[0], path)
        return
    for name, child in sorted(node.members()):
        yield from _leaves_below(child, f"{prefix}/{name}" if prefix else name, path)


def _leaf(array: Any, name: str, path: Path) -> Leaf:
    attributes, axis = _attributes(array, f"{name!r} in {path}")

    def read() -> Any:
        try:
            values = array[...]
        except Exception as error:
            raise InvalidTableError(f"{name!r} in {path} cannot be read: {_reason(error)}.") from None
        return attributes.decode(np.asarray(values))

    shape = tuple(array.shape)
    stored_size = (
        path.stat().st_size
        if path.is_file()
        else sum(f.stat().st_size for f in path.rglob("*") if f.is_file())
    )
    check_size(array.nbytes, stored_size, f"{name!r} in {path}")
    return Leaf(name, shape, shape[0] if shape else None, read, attributes, axis)


def _attributes(array: Any, where: str) -> tuple[Attributes, str]:
    """Return what a store says about an array, and the name of its first dimension."""
    attributes = dict(array.attrs)
    dimensions = (
        attributes.get("_ARRAY_DIMENSIONS") or getattr(array.metadata, "dimension_names", None) or [None]
    )
    if "_ARRAY_DIMENSIONS" in attributes and array.metadata.zarr_format == 2 and array.fill_value is not None:
        # Where xarray keeps what stands for a missing value.
        attributes["_FillValue"] = array.fill_value
    for key in ("_FillValue", "missing_value"):
        if key in attributes:
            attributes[key] = _fill(attributes[key], array.dtype)
    return Attributes.of(attributes, where), str(dimensions[0] or "")


def _fill(value: Any, kind: Any) -> Any:
    """Return a value that JSON holds, as xarray writes it, as one of the array's type."""
    if isinstance(value, str) and kind.kind == "f":
        import base64

        value = np.frombuffer(base64.b64decode(value), "<f8")[0] if value != "NaN" else np.nan
    return kind.type(value) if kind.kind in "iuf" else value


def _check(path: Path) -> None:
    """Refuse a store that leads elsewhere, or whose codecs unpickle what they read."""
    import zipfile

    if path.is_dir():
        if any(part.is_symlink() for part in path.rglob("*")):
            raise InvalidTableError(f"{path} holds links to other places: write copies of what they lead to.")
        texts: Iterator[bytes] = (part.read_bytes() for part in path.rglob("*") if part.name in _METADATA)
    else:
        try:
            with zipfile.ZipFile(path) as file:
                metadata_files = [
                    item for item in file.infolist() if item.filename.rpartition("/")[2] in _METADATA
                ]
                if sum(item.file_size for item in metadata_files) > LARGEST_MANIFEST:
                    raise InvalidTableError(
                        f"The metadata of {path} is larger than {LARGEST_MANIFEST:,} bytes."
                    )
                texts = iter([file.read(item) for item in metadata_files])
        except zipfile.BadZipFile:
            raise InvalidTableError(f"{path} cannot be read as Zarr: it is not a zip file.") from None
    if any(b"pickle" in text.lower() for text in texts):
        raise InvalidTableError(f"{path} holds pickled objects, which are never loaded: write plain arrays.")


def _reason(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
