"""What a model was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import UNSET

from ...datasets.dataset import Dataset
from ...datasets.load import load
from ...datasets.split import Split
from ...errors import FoundryError, InvalidManifestError, UnknownSplitError

Meanings = dict[str, dict[str, Any]]


def training(references: Any, names: Sequence[str]) -> tuple[list[dict[str, Any]], Meanings]:
    """
    Return datasets, versions, splits and columns that a model was trained on, and what these columns mean.

    Parameters
    ----------
    references : str, Split, Dataset, mapping, or a sequence of them
        A text is `name@version`, or `name@version/split`; without a split, 'train' where there is one, or the only one.
    names : sequence of str
        The model's columns, for those that are not listed.

    Raises
    ------
    NotFoundError, UnknownSplitError
        If there is no such dataset or split.
    InvalidManifestError
        If a split is not named, and there are several without a 'train'.
    """
    if references is None:
        return [], {}
    items = [references] if isinstance(references, str | Split | Dataset | Mapping) else list(references)
    entries: list[dict[str, Any]] = []
    meanings: Meanings = {}
    for item in items:
        entry, dataset = _entry(item)
        if dataset is not None:
            columns_by_name = {column.name: column for column in dataset.columns}
            if "columns" not in entry:
                names_in_use = [name for name in columns_by_name if name in names]
                if names_in_use:
                    entry["columns"] = names_in_use
            for name, column in columns_by_name.items():
                meaning = {key: getattr(column, key) for key in ("unit", "description", "role")}
                meanings.setdefault(name, {k: v for k, v in meaning.items() if v and v is not UNSET})
        entries.append(entry)
    return entries, meanings


def _entry(item: Any) -> tuple[dict[str, Any], Dataset | None]:
    if isinstance(item, Split):
        name, _, version = item.reference.partition("@")
        return {"dataset": name, "version": version, "split": item.name}, _or_none(item.reference)
    if isinstance(item, Mapping):
        entry = dict(item)
        reference = "@".join(filter(None, (str(entry.get("dataset", "")), entry.get("version"))))
        if {"dataset", "version", "split"} <= set(entry):
            # A whole one may name a dataset of another store.
            return entry, _or_none(reference)
        dataset = load(reference)
        return {**entry, "version": dataset.version, "split": entry.get("split") or _split(dataset)}, dataset
    if isinstance(item, Dataset):
        return {"dataset": item.name, "version": item.version, "split": _split(item)}, item
    if not isinstance(item, str):
        raise InvalidManifestError(
            "`trained_on` is a dataset's reference, such as 'solubility@1.0.0', a split, or a mapping with "
            "`dataset`, `version`, `split` and `columns`."
        )
    reference, _, split = item.replace("#", "/").partition("/")
    dataset = load(reference)
    if split and split not in dataset:
        raise UnknownSplitError(
            f"{dataset.reference} has no split {split!r}; there are {', '.join(dataset)}."
        )
    split_name = split or _split(dataset)
    return {"dataset": dataset.name, "version": dataset.version, "split": split_name}, dataset


def _or_none(reference: str) -> Dataset | None:
    try:
        return load(reference)
    except FoundryError:
        return None


def _split(dataset: Dataset) -> str:
    names = list(dataset)
    if "train" in names:
        return "train"
    if len(names) == 1:
        return names[0]
    raise InvalidManifestError(
        f"{dataset.reference} has the splits {', '.join(names)}: name the one that the model was trained on, "
        f"such as '{dataset.reference}/{names[0]}'."
    )
