"""Attributes and dimensions of arrays in HDF5 files, netCDF's among them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .attributes import Attributes

if TYPE_CHECKING:
    import h5py

_BARE = b"This is a netCDF dimension but not a netCDF variable"


def attributes_of(dataset: h5py.Dataset, name: str, path: Path) -> Attributes:
    """Return what a file says about an array."""
    import h5py

    values: dict[str, Any] = {}
    for key in dataset.attrs:
        try:
            values[key] = dataset.attrs[key]
        except (OSError, TypeError, ValueError, RuntimeError):
            # Of a type that h5py does not read, such as what other programs write for themselves.
            continue
    if dataset.ndim > 1 and h5py.check_enum_dtype(dataset.dtype):
        values["names of its enumeration"] = None
    return Attributes.of(values, f"{name!r} in {path}")


def axis_of(dataset: h5py.Dataset) -> str:
    """Return the path of the scale of an array's first dimension; empty where it has none."""
    if dataset.is_scale:
        return str(dataset.name)
    if not dataset.ndim or "DIMENSION_LIST" not in dataset.attrs:
        return ""
    scales = dataset.dims[0]
    return str(scales[0].name) if len(scales) else ""


def is_bare_dimension(dataset: h5py.Dataset) -> bool:
    """Whether an array only stands for a dimension of netCDF, whose values mean nothing."""
    name = dataset.attrs.get("NAME", b"") if dataset.is_scale else b""
    return bytes(name).startswith(_BARE) if isinstance(name, bytes) else str(name).encode().startswith(_BARE)
