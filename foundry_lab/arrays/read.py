"""HDF5, netCDF and Zarr files as tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from .rows import Rows, Say, to_rows


def read_arrays(
    path: Path, keys: Sequence[str] = (), with_role: Collection[str] = (), say: Say | None = None
) -> Rows:
    """
    Return a file's table and the arrays that do not belong to its rows; `say` is told what their attributes decide.

    Raises
    ------
    InvalidTableError
        Naming the file and the key.
    """
    from .zarr_store import is_zarr, zarr_leaves

    if is_zarr(path):
        return to_rows(zarr_leaves(path, keys), path, with_role, say)
    from .netcdf3 import is_netcdf3, netcdf3_leaves

    if is_netcdf3(path):
        return to_rows(netcdf3_leaves(path, keys), path, with_role, say)
    from .hdf5 import hdf5_leaves

    return to_rows(hdf5_leaves(path, keys), path, with_role, say)
