"""Loading a dataset by its reference."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple, overload

from ..errors import InvalidNameError, NotFoundError
from ..references import as_path
from ..store.package import Package
from ..store.packages import find_by_name
from .dataset import Dataset
from .split import Split


class _Opened(NamedTuple):
    package: Package
    dataset: Dataset


#: A folder gives the same package, and so the same dataset, while its manifest is unchanged.
_local: dict[Path, _Opened] = {}


@overload
def load(reference: str | os.PathLike[str], *, split: None = None) -> Dataset: ...
@overload
def load(reference: str | os.PathLike[str], *, split: str) -> Split: ...
def load(reference: str | os.PathLike[str], *, split: str | None = None) -> Dataset | Split:
    """
    Return a dataset, or a split of it; its rows are read when they are asked for.

    Parameters
    ----------
    reference : str or path
        `name` (the newest version), `name@1.2.0`, `name@1` (the newest that begins so), a DOI, or the path of a
        folder that holds a package, published or in the original Foundry layout, such as './folder'.
    split : str, optional
        The name of a split, which is returned instead.

    Returns
    -------
    Dataset or Split
        A mapping of its splits, or the one that is named.

    Raises
    ------
    NotFoundError
        If there is none; the sentence names those near it.
    WithdrawnError
        If it was withdrawn and is not named with its whole version.
    InvalidNameError, InvalidManifestError, HubUnavailableError

    Warns
    -----
    FoundryWarning
        If it is deprecated, withdrawn, not accepted yet, or named differently now.

    Examples
    --------
    >>> train = foundry_lab.load("matbench-expt-gap@1.0.0")["train"].to_arrow()  # doctest: +SKIP
    """
    dataset = _dataset(reference)
    return dataset if split is None else dataset[split]


def _dataset(reference: str | os.PathLike[str]) -> Dataset:
    folder = as_path(reference)
    if folder is None:
        package = _find(os.fspath(reference))
    else:
        from .open_folder import open_folder

        package = open_folder(folder)
    if package.folder is None:
        return Dataset(package)
    cached = _local.get(package.folder)
    if cached is None or cached.package is not package:
        cached = _local[package.folder] = _Opened(package, Dataset(package))
    return cached.dataset


def _find(name: str) -> Package:
    try:
        return find_by_name("dataset", name)
    except (NotFoundError, InvalidNameError) as error:
        if name and Path(name).exists():
            raise NotFoundError(
                f"There is no dataset {name!r}, and there is a folder or file {name!r} here: write './{name}'."
            ) from None
        raise error from None
