"""Making the folds of a benchmark from ids, a number, a split's name or a splitter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from ..datasets.dataset import Dataset
from ..errors import InvalidNameError, InvalidTableError
from .data import id_texts, missing_row
from .folds import Folds, as_id
from .named_splitters import splitter_of
from .splitters import KFold, Splitter

_FOLD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


def make_folds(
    splitter: Any,
    data: Dataset,
    ids: list[str],
    target: pa.ChunkedArray,
    inputs: list[str],
) -> Folds:
    """
    Return folds from ids, a number, a split's name or a splitter.

    Raises
    ------
    InvalidTableError
        If a row is not in the dataset, twice in a fold, or both for training and testing.
    InvalidNameError
        If a fold's name is not written as it should be.
    """
    places = {row: place for place, row in enumerate(ids)}
    if isinstance(splitter, int) and not isinstance(splitter, bool):
        splitter = KFold(splitter)
    if isinstance(splitter, Mapping) and isinstance(splitter.get("method"), str):
        splitter = splitter_of(splitter)
    if isinstance(splitter, str):
        folds = _split(splitter, data, ids)
    elif isinstance(splitter, Splitter):
        folds = splitter.folds(data, ids, target, inputs)
    elif isinstance(splitter, Mapping) and splitter:
        folds = Folds({}, splitter={"method": "given"})
        for name, rows in splitter.items():
            parts = rows if isinstance(rows, Mapping) else {"test": rows}
            if set(parts) - {"train", "test"} or "test" not in parts:
                raise InvalidTableError(
                    f"The fold {name!r} has {sorted(parts)}; a fold has 'test' and, if need be, 'train'."
                )
            folds.test[name] = _texts(parts["test"], name)
            if "train" in parts:
                folds.train[name] = _texts(parts["train"], name)
    else:
        raise InvalidTableError(
            "`folds` maps names to test ids, or is a number of folds, a split's name or a splitter."
        )
    for name, test in folds.test.items():
        _check(name, test, folds.train.get(name), places, data.reference)
    return folds


def _split(name: str, data: Dataset, ids: list[str]) -> Folds:
    """Return the one fold whose test rows are a split; the other splits come before or after it in the same order."""
    start = 0
    for split in data:
        if split == name:
            return Folds({name: ids[start : start + len(data[split])]}, splitter={"method": "split"})
        start += len(data[split])
    data[name]
    raise AssertionError


def _texts(rows: Any, fold: str) -> list[str]:
    if isinstance(rows, str | bytes) or not isinstance(rows, Iterable):
        raise InvalidTableError(f"The rows of the fold {fold!r} are a list of ids.")
    if isinstance(rows, pa.Array | pa.ChunkedArray):
        return id_texts(
            rows if isinstance(rows, pa.ChunkedArray) else pa.chunked_array([rows]), f"the fold {fold!r}"
        )
    return [as_id(row, fold) for row in rows]


def _check(name: Any, test: list[str], train: list[str] | None, places: dict[str, int], where: str) -> None:
    if not isinstance(name, str) or not _FOLD.fullmatch(name):
        raise InvalidNameError(
            f"{name!r} is not a fold's name: use letters, digits, '_', '.' and '-', such as 'fold_0'."
        )
    if not test:
        raise InvalidTableError(f"The fold {name!r} has no test rows.")
    for rows in (test, train or []):
        rows_so_far: set[str] = set()
        for row in rows:
            if row not in places:
                raise missing_row(row, places, where)
            if row in rows_so_far:
                raise InvalidTableError(f"The row {row!r} is in the fold {name!r} twice.")
            rows_so_far.add(row)
    both = set(test) & set(train or [])
    if both:
        raise InvalidTableError(
            f"The row {min(both)!r} is both for training and for testing in the fold {name!r}."
        )
