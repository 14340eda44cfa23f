"""Reading what a split holds: frames, files of tables and of arrays, folders of files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..contracts.models import ColumnDraft, ReadOptions
from ..errors import InvalidTableError
from ..tables.parquet_types import storable
from ..tables.plain_types import with_plain_types
from ..tables.read import file_format, read_table
from ..tables.reading import Reading
from .content import Content
from .files import gather, index_of

_ARRAY_FORMATS = ("hdf5", "zarr", "netcdf")


def read_content(
    source: Any,
    where: str = "The table",
    *,
    expected: Sequence[str] = (),
    keys: Sequence[str] = (),
    groups: Sequence[str] = (),
    base: Path | None = None,
    columns: Iterable[ColumnDraft] = (),
    read: ReadOptions | None = None,
    on_wrong_file: Callable[[int, InvalidTableError], None] | None = None,
) -> Content:
    """
    Read a frame, a file of a table or of arrays, or a folder of files.

    Parameters
    ----------
    source : table, frame, mapping of arrays or path
    where : str, optional
        What sentences call it.
    expected : sequence of str, optional
        Names of columns, where they are known.
    keys : sequence of str, optional
        Which arrays of an HDF5 or Zarr file.
    groups : sequence of str, optional
        Where several splits lie in such a file: their groups, this one's first.
    base : Path, optional
        The folder that paths in columns start from; the file's own by default.
    columns : iterable of ColumnDraft, optional
        What is said about columns: their types, missing values and kinds; `path` tells those of paths.
    read : ReadOptions, optional
        How a file is read.
    on_wrong_file : callable, optional
        Told the row of each path that names no file, and why, instead of an error for the first.

    Raises
    ------
    NotFoundError, InvalidTableError
        Naming the file, and the row or key.
    """
    from ..arrays.tensor_lists import names_of_dimensions, tensors_as_lists

    columns = list(columns)
    reading = Reading.of(columns, read)
    arrays: dict[str, Any] = {}
    meanings: dict[str, dict[str, str]] = {}
    if isinstance(source, str | os.PathLike):
        path = Path(source).expanduser()
        if path.suffix.lower() == ".npz" and path.is_file():
            return read_content(_npz(path), str(path), columns=columns)
        base = base or (path if path.is_dir() else path.parent)
        if is_array_file(path):
            from ..arrays.read import read_arrays

            with_role = [column.name for column in columns if column.role]
            table, arrays, meanings = read_arrays(path, keys, with_role, reading.guess, groups)
        elif path.is_dir():
            table, base = index_of(path, expected, reading)
        else:
            table = read_table(path, where, expected, reading)
    elif _are_arrays(source):
        from ..arrays.leaf import Leaf
        from ..arrays.rows import to_rows

        leaves = [_leaf(str(name), value, Leaf) for name, value in source.items()]
        with_role = [column.name for column in columns if column.role]
        table, arrays, _ = to_rows(leaves, where, with_role, reading.guess)
    else:
        table = read_table(source, where, expected, reading, tensors=True)
    for name, dimensions in names_of_dimensions(table).items():
        reading.guess(
            f"The names of the dimensions of {name!r} ({', '.join(dimensions)}) are not kept.",
            f'columns={{"{name}": {{"description": ...}}}}',
            name,
        )
    table, shapes = tensors_as_lists(table)
    content = Content(
        storable(with_plain_types(table), where, reading), shapes, arrays, meanings, reading=reading
    )
    if base is not None:
        gather(content, base, columns, where, on_wrong_file)
    return content


def _are_arrays(source: Any) -> bool:
    """Whether a source is arrays by name of which some may not be one value a row."""
    if not isinstance(source, Mapping) or not source:
        return False
    ranks = [_ndim(value) for value in source.values()]
    return min(ranks) > 0 and max(ranks) > 1


def _npz(path: Path) -> dict[str, Any]:
    import zipfile

    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as arrays:
            return dict(arrays)
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        raise InvalidTableError(f"{path} cannot be read as NumPy arrays: {str(error).rstrip('.')}.") from None


def is_array_file(path: Path) -> bool:
    """Whether a path is a file or folder of named arrays: HDF5, netCDF or Zarr."""
    from ..arrays.zarr_store import is_zarr

    if is_zarr(path):
        return True
    return path.is_file() and file_format(path) in _ARRAY_FORMATS


def _ndim(value: Any) -> int:
    # NumPy, PyTorch and JAX arrays all have it; lists and Arrow arrays do not.
    return int(getattr(value, "ndim", 0))


def _leaf(name: str, value: Any, make: Any) -> Any:
    import numpy as np

    # What a mask hides is missing, not data.
    array = value if isinstance(value, np.ma.MaskedArray) else np.asarray(value)
    return make(name, array.shape, len(array), lambda: array)
