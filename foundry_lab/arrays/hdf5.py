"""HDF5 files as named arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InvalidTableError, close_matches
from ..extras import extra
from . import spill
from .enumerations import categories
from .hdf5_attributes import attributes_of, axis_of, is_bare_dimension
from .leaf import Leaf, check_size
from .pandas_frames import frame_leaves, is_frame

if TYPE_CHECKING:
    import h5py

    from .attributes import Attributes

_DEEPEST = 32


def hdf5_leaves(path: Path, keys: Sequence[str] = ()) -> list[Leaf]:
    """
    Return the arrays of a file.

    Parameters
    ----------
    path : Path
    keys : sequence of str, optional
        Paths of arrays or groups; all by default. A group of arrays with one item each, or a frame that
        pandas wrote, may be named too.

    Raises
    ------
    InvalidTableError
        If it cannot be read, or has no such key; the sentence names those near it.
    """
    with extra("hdf5", f"{path} is an HDF5 file, which h5py reads"):
        import h5py

    # Arrays are read after this returns: the file is open as long as they are there.
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        raise InvalidTableError(f"{path} cannot be read as HDF5: {_reason(error)}.") from None
    leaves: list[Leaf] = []
    visited_ids: set[Any] = set()
    if not keys:
        leaves += _without_frame(list(_leaves_below(file, "", path, visited_ids, 0)), file)
    for key in keys:
        leaves += _leaves_at(file, key, path, visited_ids, keys)
    if not leaves:
        raise InvalidTableError(f"{path} holds no array.")
    return leaves


def _without_frame(leaves: list[Leaf], file: h5py.File) -> list[Leaf]:
    """Return a file's only frame with the names of its columns alone."""
    prefix = leaves[0].name.rpartition("/")[0] if leaves else ""
    if (
        not prefix
        or not all(leaf.name.rpartition("/")[0] == prefix for leaf in leaves)
        or not is_frame(file.get(prefix))
    ):
        return leaves
    return [replace(leaf, name=leaf.name.removeprefix(f"{prefix}/")) for leaf in leaves]


def _leaves_at(
    file: h5py.File, key: str, path: Path, visited_ids: set[Any], keys: Sequence[str]
) -> list[Leaf]:
    import h5py

    name = key.strip("/")
    if not name:
        return list(_leaves_below(file, "", path, visited_ids, 0))
    node: Any = file
    walked = ""
    for part in name.split("/"):
        walked = f"{walked}/{part}" if walked else part
        node = _child(node, part, walked, path) if isinstance(node, h5py.Group) and part in node else None
        if node is None:
            names = sorted(_names(file))
            close = close_matches(name, names)
            there = close or names[:8]
            hint = (
                f"; did you mean {' or '.join(map(repr, there))}?"
                if close
                else f"; it has {', '.join(map(repr, there))}."
            )
            raise InvalidTableError(f"{path} has no key {key!r}{hint}", suggestions=there)
    if isinstance(node, h5py.Dataset):
        return _leaves(node, name, path)
    if is_frame(node):
        return frame_leaves(node, name, path)
    items = _items(node, name, path)
    return items if items is not None else list(_leaves_below(node, name, path, visited_ids, 0))


def _leaves_below(
    group: h5py.Group, prefix: str, path: Path, visited_ids: set[Any], depth: int
) -> Iterator[Leaf]:
    import h5py

    if depth > _DEEPEST or group.id in visited_ids:
        raise InvalidTableError(
            f"{path} has groups that hold themselves, or more than {_DEEPEST} levels, at {prefix!r}."
        )
    if is_frame(group):
        yield from frame_leaves(group, prefix, path)
        return
    visited_ids.add(group.id)
    for part in group:
        name = f"{prefix}/{part}" if prefix else part
        node = _child(group, part, name, path)
        if isinstance(node, h5py.Dataset):
            yield from _leaves(node, name, path)
        elif isinstance(node, h5py.Group):
            yield from _leaves_below(node, name, path, visited_ids, depth + 1)
    visited_ids.discard(group.id)


def _child(group: h5py.Group, part: str, name: str, path: Path) -> Any:
    import h5py

    link = group.get(part, getlink=True)
    if isinstance(link, h5py.ExternalLink):
        raise InvalidTableError(f"{name!r} in {path} is a link to another file: write a copy of its data.")
    try:
        return group[part]
    except (KeyError, OSError, RuntimeError):
        reason = (
            f"is a link to {link.path!r}, which is not there"
            if isinstance(link, h5py.SoftLink)
            else "is damaged"
        )
        raise InvalidTableError(f"{name!r} in {path} {reason}.") from None


def _leaves(dataset: h5py.Dataset, name: str, path: Path) -> list[Leaf]:
    if dataset.is_virtual or dataset.external:
        raise InvalidTableError(f"{name!r} in {path} lies in another file: write a copy of its data.")
    if dataset.shape is None or is_bare_dimension(dataset):
        return []
    check_size(dataset.size * dataset.dtype.itemsize, path.stat().st_size, f"{name!r} in {path}")
    if dataset.dtype.names:
        return [_field(dataset, field, f"{name}/{field}", path) for field in dataset.dtype.names]
    rows = dataset.shape[0] if dataset.shape else None
    attributes = attributes_of(dataset, name, path)
    return [
        Leaf(
            name,
            tuple(dataset.shape),
            rows,
            lambda: read_dataset(dataset, name, path, attributes=attributes),
            attributes,
            axis_of(dataset),
        )
    ]


def _field(dataset: h5py.Dataset, field: str, name: str, path: Path) -> Leaf:
    shape = (*dataset.shape, *dataset.dtype[field].shape)
    return Leaf(name, shape, shape[0] if shape else None, lambda: read_dataset(dataset, name, path, field))


def read_dataset(
    dataset: h5py.Dataset,
    name: str,
    path: Path,
    field: str | None = None,
    attributes: Attributes | None = None,
    *,
    masked: bool = True,
) -> Any:
    """
    Return the values of an array as its attributes say; text as Python strings, enumerations as categories.

    Raises
    ------
    InvalidTableError
        If they are damaged, or of a kind that no table holds.
    """
    import h5py

    kind = dataset.dtype if field is None else dataset.dtype[field]
    if h5py.check_ref_dtype(kind) is not None or kind.kind == "V":
        raise InvalidTableError(
            f"{name!r} in {path} holds references or opaque bytes, which no table can hold."
        )

    def of_piece(piece: Any) -> Any:
        values = piece if field is None else piece[field]
        return values if attributes is None else attributes.decode(values, masked=False)

    try:
        if h5py.check_string_dtype(kind) is not None and field is None:
            return dataset.asstr("utf-8", "strict")[()]
        if dataset.ndim > 0 and dataset.size * dataset.dtype.itemsize > spill.LARGE and not kind.hasobject:
            return spill.spill(dataset, of_piece)
        values = dataset[()]
    except UnicodeDecodeError:
        raise InvalidTableError(f"{name!r} in {path} is not text in UTF-8.") from None
    except (OSError, RuntimeError) as error:
        raise InvalidTableError(f"{name!r} in {path} cannot be read: {_reason(error)}.") from None
    values = values if field is None else values[field]
    names = h5py.check_enum_dtype(kind)
    if names and values.ndim == 1:
        return categories(values, names, f"{name!r} in {path}")
    return values if attributes is None else attributes.decode(np.asarray(values), masked=masked)


def _items(group: h5py.Group, name: str, path: Path) -> list[Leaf] | None:
    """Return a group whose arrays are numbered items as one array of a row each; None where it is none."""
    import h5py

    children = {part: _child(group, part, f"{name}/{part}", path) for part in group}
    numbered = all(any(mark.isdigit() for mark in part) for part in children)
    if (
        len(children) < 2
        or not numbered
        or not all(isinstance(child, h5py.Dataset) for child in children.values())
    ):
        return None
    if len({child.dtype for child in children.values()}) > 1 or any(c.dtype.names for c in children.values()):
        return None
    names = sorted(children, key=_natural)
    total = sum(child.size * child.dtype.itemsize for child in children.values())
    check_size(total, path.stat().st_size, f"{name!r} in {path}")
    shapes = {child.shape for child in children.values()}
    uniform = len(shapes) == 1

    def read() -> Any:
        parts = [
            read_dataset(
                child,
                f"{name}/{part}",
                path,
                attributes=attributes_of(child, f"{name}/{part}", path),
                masked=False,
            )
            for part, child in ((part, children[part]) for part in names)
        ]
        return np.stack(parts) if uniform else parts

    shape = (len(names), *next(iter(shapes))) if uniform else None
    return [Leaf(name, shape, len(names), read, attributes_of(children[names[0]], name, path))]


def _names(file: h5py.File) -> list[str]:
    names: list[str] = []
    # Hard links and groups only: a broken link stops nothing here.
    file.visit(names.append)
    return names[:10_000]


def _natural(text: str) -> list[tuple[int, int | str]]:
    import re

    return [(0, int(part)) if part.isdigit() else (1, part) for part in re.split(r"(\d+)", text) if part]


def _reason(error: BaseException) -> str:
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return text.rstrip(".")
