"""HDF5, netCDF and Zarr files as tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import InvalidTableError
from .file_attributes import attribute_notes
from .leaf import Leaf
from .rows import Rows, to_rows
from .tensors import Say


def read_arrays(
    path: Path,
    keys: Sequence[str] = (),
    with_role: Collection[str] = (),
    say: Say | None = None,
    groups: Sequence[str] = (),
) -> Rows:
    """
    Return a file's table and the arrays that do not belong to its rows.

    Parameters
    ----------
    path : Path
    keys : sequence of str, optional
        Paths of arrays or groups; all by default.
    with_role : collection of str, optional
        The names of the inputs and targets.
    say : callable, optional
        Told what the arrays' attributes decide.
    groups : sequence of str, optional
        Where several splits lie in the file: their groups, the one that is read first. Its name is no part of the
        arrays' names then, and arrays of no group, which the splits share, have no rows.

    Raises
    ------
    InvalidTableError
        Naming the file and the key.
    """
    leaves = _leaves(path, keys)
    if say:
        for detail, alternative in attribute_notes(path, [leaf.name for leaf in leaves]):
            say(detail, alternative, "")
    return to_rows(_of_group(leaves, path, groups, with_role) if groups else leaves, path, with_role, say)


def _leaves(path: Path, keys: Sequence[str]) -> list[Leaf]:
    from .zarr_store import is_zarr, zarr_leaves

    if is_zarr(path):
        return zarr_leaves(path, keys)
    from .netcdf3 import is_netcdf3, netcdf3_leaves

    if is_netcdf3(path):
        return netcdf3_leaves(path, keys)
    from .hdf5 import hdf5_leaves

    return hdf5_leaves(path, keys)


def _of_group(
    leaves: Sequence[Leaf], path: Path, groups: Sequence[str], with_role: Collection[str]
) -> list[Leaf]:
    group = f"{groups[0]}/"
    own = [replace(leaf, name=leaf.name[len(group) :]) for leaf in leaves if leaf.name.startswith(group)]
    if not own:
        raise InvalidTableError(
            f"{path} is the file of the splits {', '.join(map(repr, sorted(groups)))}, and no array in it begins with "
            f"{group!r}: put the arrays of each split into a group of its name, or write a file for each."
        )
    shared = [leaf for leaf in leaves if not leaf.name.startswith(tuple(f"{other}/" for other in groups))]
    whose = next((leaf.name for leaf in shared if leaf.name in with_role), None)
    if whose is not None:
        raise InvalidTableError(
            f"{path} is the file of several splits, and nothing says whose rows those of {whose!r} are: put the arrays "
            "of each split into a group of its name, or write a file for each."
        )
    return [*own, *(replace(leaf, rows=None) for leaf in shared)]
