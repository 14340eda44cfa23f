"""Folds of a benchmark: ids of rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..errors import InvalidTableError


@dataclass
class Folds:
    """
    Ids by fold.

    Attributes
    ----------
    test : dict of str to list of str
    train : dict of str to list of str
        Only where not every other row of the dataset is for training.
    splitter : dict or None
        How they were made.
    """

    test: dict[str, list[str]]
    train: dict[str, list[str]] = field(default_factory=dict)
    splitter: dict[str, Any] | None = None


#: Whole numbers up to it have a float of their own.
_EXACT = 2**53


def as_id(row: Any, fold: str) -> str:
    """
    Return an id as text.

    Raises
    ------
    InvalidTableError
        If it is neither text nor a whole number, which a float may be where it is exact.
    """
    if isinstance(row, str):
        return row
    if isinstance(row, int | np.integer) and not isinstance(row, bool):
        return str(int(row))
    if isinstance(row, float | np.floating) and row.is_integer() and abs(float(row)) <= _EXACT:
        return str(int(row))
    raise InvalidTableError(f"{row!r} in the fold {fold!r} is not an id: ids are text or whole numbers.")
