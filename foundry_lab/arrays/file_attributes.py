"""What a file of arrays says of itself and of its groups, which no column holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .attributes import Attributes

_SHOWN = 6
_LONGEST = 80


def attribute_notes(path: Path, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """
    Yield a sentence for the file and for each group that says something, with the words that keep it.

    Parameters
    ----------
    path : Path
    names : iterable of str
        The arrays that are read of it.
    """
    parents = {
        "/".join(parts[:depth]) for name in names if (parts := name.split("/")) for depth in range(len(parts))
    }
    for place, values in _of_groups(path, sorted(parents)):
        attributes = Attributes.of(values, str(path)).values
        if not attributes:
            continue
        text = ", ".join(f"{key}={_short(value)}" for key, value in list(attributes.items())[:_SHOWN])
        more = f" and {len(attributes) - _SHOWN} more" if len(attributes) > _SHOWN else ""
        where = f"{place!r} in {path}" if place else str(path)
        yield (
            f"{where} says of itself what no column holds: {text}{more}.",
            "title=..., description=..., url=...",
        )


def _of_groups(path: Path, groups: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    from . import netcdf3, zarr_store

    if netcdf3.is_netcdf3(path):
        yield "", netcdf3.open_store(path).attrs
        return
    if zarr_store.is_zarr(path):
        root = zarr_store.open_store(path)
        # An only array has attributes of its own.
        if hasattr(root, "members"):
            yield from ((group, dict((root[group] if group else root).attrs)) for group in groups)
        return
    import h5py

    from .pandas_frames import is_frame

    with h5py.File(path, "r") as file:
        for group in groups:
            node = file.get(group) if group else file
            if isinstance(node, h5py.Group) and not is_frame(node):
                yield group, _readable(node)


def _readable(node: Any) -> dict[str, Any]:
    values = {}
    for key in node.attrs:
        try:
            values[key] = node.attrs[key]
        except (OSError, TypeError, ValueError, RuntimeError):
            # Of a type that h5py does not read.
            values[key] = "?"
    return values


def _short(value: Any) -> str:
    text = repr(value.tolist() if hasattr(value, "tolist") else value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
