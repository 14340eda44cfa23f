"""HDF5 and Zarr files as tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from .rows import to_rows


def read_arrays(
    path: Path, keys: Sequence[str] = (), with_role: Collection[str] = ()
) -> tuple[pa.Table, dict[str, Any]]:
    """
    Return a file's table and the arrays that do not belong to its rows.

    Raises
    ------
    InvalidTableError
        Naming the file and the key.
    """
    from .zarr_store import is_zarr, zarr_leaves

    if is_zarr(path):
        return to_rows(zarr_leaves(path, keys), path, with_role)
    from .hdf5 import hdf5_leaves

    return to_rows(hdf5_leaves(path, keys), path, with_role)
