"""Splits in the shapes that foundry-ml's `get_as_dict` gives."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..datasets.dataset import Dataset
from ..datasets.forms import check_one_type
from ..datasets.split import Split
from ..errors import UnknownSplitError, close_matches
from ..extras import extra
from ..mdf.blocks import data_type


def load_as_dict(dataset: Dataset, split: str | None, *, as_hdf5: bool = False) -> dict[str, Any]:
    """
    Return the splits by label: pairs of an input and a target frame or, for arrays, dicts of dicts by key.

    Parameters
    ----------
    dataset : Dataset
    split : str or None
        Only this one; all by default.
    as_hdf5 : bool, optional
        Whether arrays are datasets of an HDF5 file, which is in memory only.

    Raises
    ------
    UnknownSplitError
        If there is no such split.
    """
    if split is not None and split not in dataset:
        near = close_matches(split, dataset.splits) or dataset.splits
        raise UnknownSplitError(
            f"{dataset.reference} has no split {split!r}; its splits are {', '.join(map(repr, dataset.splits))}.",
            suggestions=near,
        )
    labels = dataset.splits if split is None else [split]
    form = _arrays if data_type(dataset.manifest) == "hdf5" else _frames
    parts_by_label = {label: form(dataset[label]) for label in labels}
    return _in_hdf5(parts_by_label) if as_hdf5 and form is _arrays else parts_by_label


def by_role(split: Split, role: str) -> list[str]:
    """Return the columns of a role; without any role at all, every column is an input."""
    names = [column.name for column in split.columns if column.role == role]
    if not names and role == "input" and not any(column.role for column in split.columns):
        return split.columns.names
    return names


def _frames(split: Split) -> tuple[Any, Any]:
    frame = split.to_pandas()
    for column in split.columns:
        if column.path:
            frame[column.name] = [None if path is None else str(path) for path in split.files(column.name)]
    return frame[by_role(split, "input")], frame[by_role(split, "target")]


def _arrays(split: Split) -> dict[str, dict[str, Any]]:
    values = split.to_dict()
    arrays_by_role: dict[str, dict[str, Any]] = {"input": {}, "target": {}}
    for role, part in arrays_by_role.items():
        names = by_role(split, role)
        columns_with_role = [
            entry.name
            for entry in split.package.manifest.arrays or []
            if entry.split == split.name and entry.role == role
        ]
        part.update({name: values[name] for name in [*names, *columns_with_role]})
    return arrays_by_role


def _in_hdf5(parts_by_label: dict[str, Any]) -> dict[str, Any]:
    with extra("hdf5", "Data as HDF5 is asked for, which h5py holds"):
        import h5py

    file = h5py.File("in-memory.h5", "w", driver="core", backing_store=False)
    for label, roles in parts_by_label.items():
        for role, keys in roles.items():
            for key, values in keys.items():
                path = f"{label}/{role}/{key}"
                text = values.dtype.kind == "O" and all(isinstance(item, str) for item in values)
                keys[key] = file.create_dataset(
                    path, data=values, dtype=h5py.string_dtype() if text else None
                )
    return parts_by_label


def inputs_and_targets(dataset: Dataset, split: str | None) -> tuple[list[Any], list[Any]]:
    """Return a list of one array for each input, and one for each target; of the first split by default."""
    label = split if split is not None else dataset.splits[0]
    data = load_as_dict(dataset, label)[label]
    parts = (
        (data["input"], data["target"])
        if isinstance(data, dict)
        else ({name: frame[name].to_numpy() for name in frame} for frame in data)
    )
    inputs, targets = ({name: np.asarray(values) for name, values in part.items()} for part in parts)
    for part in (inputs, targets):
        check_one_type(list(part.values()), list(part), "`get_as_dict`")
    return list(inputs.values()), list(targets.values())
