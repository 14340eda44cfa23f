"""How much each test row of a benchmark weighs in its scores."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import pyarrow as pa

from ..datasets.dataset import Dataset
from ..errors import InvalidTableError
from .data import column_with_role
from .folds import Folds


def weight_column(data: Dataset, choice: str | Literal[False] | None) -> str | None:
    """
    Return the column that is given, or the only one with the role 'weight'; None where there is none.

    Raises
    ------
    UnknownColumnError
        If there is no such column, or several have the role.
    """
    if choice is False or (choice is None and all(column.role != "weight" for column in data.columns)):
        return None
    return column_with_role(data, "weight", choice, "weight")


def weights_of(
    folds: Folds, column: str | None, table: pa.Table, ids: Sequence[str]
) -> dict[str, list[float]] | None:
    """
    Return the weights of each fold's test rows.

    Raises
    ------
    InvalidTableError
        If one is not a number above 0.
    """
    if column is None:
        return None
    weight_by_id = dict(zip(ids, table[column].to_pylist(), strict=True))
    for fold, test in folds.test.items():
        for row in test:
            weight = weight_by_id[row]
            if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight < math.inf:
                raise InvalidTableError(
                    f"The weight of the test row {row!r} of {fold!r} in the column {column!r} is {weight!r}, but must be "
                    "a number above 0: leave out rows that are not to count, or give `weight=False`."
                )
    return {fold: [float(weight_by_id[row]) for row in test] for fold, test in folds.test.items()}
