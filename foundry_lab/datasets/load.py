"""Loading a dataset by its reference."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from ..references import as_path
from ..store.package import Package
from ..store.packages import find_by_name
from .dataset import Dataset


class _Opened(NamedTuple):
    package: Package
    dataset: Dataset


#: A folder gives the same package, and so the same dataset, while its manifest is unchanged.
_local: dict[Path, _Opened] = {}


def load(reference: str | os.PathLike[str]) -> Dataset:
    """
    Return a dataset; its rows are read when a split is asked for them.

    Parameters
    ----------
    reference : str or path
        `name` (the newest version), `name@1.2.0`, `name@1` (the newest that begins so), a DOI, or the path of a
        folder that holds a package, published or in the original Foundry layout.

    Returns
    -------
    Dataset
        A mapping of its splits.

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
    folder = as_path(reference)
    if folder is None:
        package = find_by_name("dataset", os.fspath(reference))
    else:
        from .open_folder import open_folder

        package = open_folder(folder)
    if package.folder is None:
        return Dataset(package)
    known = _local.get(package.folder)
    if known is None or known.package is not package:
        known = _local[package.folder] = _Opened(package, Dataset(package))
    return known.dataset
