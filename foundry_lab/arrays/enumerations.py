"""HDF5's enumerations as categories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from ..errors import InvalidTableError


def categories(values: Any, names: Mapping[str, int], where: str) -> pa.DictionaryArray:
    """
    Return the numbers of an enumeration, one a row, as its names.

    Raises
    ------
    InvalidTableError
        If a number has no name; the sentence has its row.
    """
    items = sorted(names.items(), key=lambda item: item[1])
    numbers = np.array([number for _, number in items])
    places = np.searchsorted(numbers, values).clip(0, len(numbers) - 1)
    unnamed = np.flatnonzero(numbers[places] != values)
    if len(unnamed):
        raise InvalidTableError(
            f"Row {unnamed[0] + 1} of {where} holds {values[unnamed[0]]}, which its enumeration gives no name."
        )
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), [name for name, _ in items])
