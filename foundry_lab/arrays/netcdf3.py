"""Classic netCDF files as named arrays, read by xarray and SciPy (the extra `netcdf`); those of netCDF-4 are HDF5."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InvalidTableError, close_matches
from ..extras import extra
from .attributes import Attributes
from .leaf import Leaf, check_size

_MAGIC = (b"CDF\x01", b"CDF\x02", b"CDF\x05")


def is_netcdf3(path: Path) -> bool:
    """Whether a file is one of the classic formats."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) in _MAGIC


def netcdf3_leaves(path: Path, keys: Sequence[str] = ()) -> list[Leaf]:
    """
    Return the variables of a file.

    Raises
    ------
    InvalidTableError
        If it cannot be read, has no such variable, or xarray is not installed.
    """
    file = open_store(path)
    names = [str(name) for name in file.variables]
    selection = [key.strip("/") for key in keys] or names
    for key in selection:
        if key not in names:
            close = close_matches(key, names) or names[:8]
            raise InvalidTableError(
                f"{path} has no key {key!r}; it has {', '.join(map(repr, close))}.", suggestions=close
            )
    if not selection:
        raise InvalidTableError(f"{path} holds no array.")
    return [_leaf(file.variables[key], key, path) for key in selection]


def open_store(path: Path) -> Any:
    """
    Return a file as a dataset of xarray, nothing decoded.

    Raises
    ------
    InvalidTableError
        If it cannot be read, or xarray is not installed.
    """
    with extra("netcdf", f"{path} is a netCDF file, which xarray reads"):
        import scipy  # noqa: F401
        import xarray
    try:
        return xarray.open_dataset(
            path,
            engine="scipy",
            mask_and_scale=False,
            decode_times=False,
            decode_coords=False,
            decode_timedelta=False,
            concat_characters=True,
        )
    except Exception as error:
        # A damaged file fails wherever its reader stands.
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        raise InvalidTableError(f"{path} cannot be read as netCDF: {reason}.") from None


def _leaf(variable: Any, name: str, path: Path) -> Leaf:
    check_size(variable.nbytes, path.stat().st_size, f"{name!r} in {path}")
    attributes = Attributes.of(variable.attrs, f"{name!r} in {path}")
    axis = str(variable.dims[0]) if variable.dims else ""
    rows = variable.shape[0] if variable.dims else None
    return Leaf(name, tuple(variable.shape), rows, partial(_read, variable, attributes), attributes, axis)


def _read(variable: Any, attributes: Attributes) -> Any:
    return attributes.decode(np.asarray(variable.values))
