"""Kinds of Python's values: what may stand in one column."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import PurePath
from typing import Any
from uuid import UUID

import numpy as np

TRUTH = "a truth value"
NUMBER = "a number"
COMPLEX = "a complex number"
TEXT = "text"
BYTES = "bytes"
PATH = "a path"
IDENTIFIER = "a UUID"
MOMENT = "a date and time"
DATE = "a date"
TIME = "a time"
DURATION = "a duration"
OBJECT = "an object"
LIST = "a list"
ARRAY = "an array"

_KINDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((bool, np.bool_), TRUTH),
    ((int, float, Decimal, np.integer, np.float16, np.float32), NUMBER),
    ((complex, np.complexfloating), COMPLEX),
    ((str,), TEXT),
    ((bytes, bytearray, memoryview), BYTES),
    ((PurePath,), PATH),
    ((UUID,), IDENTIFIER),
    ((datetime.datetime,), MOMENT),
    ((datetime.date,), DATE),
    ((datetime.time,), TIME),
    ((datetime.timedelta,), DURATION),
    ((Mapping,), OBJECT),
    ((list, tuple), LIST),
)


_PLAIN = {type(None), bool, int, float, str, bytes, dict, list}


def kinds_of(values: Iterable[Any], rows: Iterable[int]) -> dict[str, int]:
    """
    Return the kinds of values, each with the first row that holds it; missing values have none.

    Parameters
    ----------
    values : iterable
        As `plain_value` gives them.
    rows : iterable of int
        The number of each value's row.
    """
    kinds: dict[str, int] = {}
    of_type: dict[type, str] = {}
    for value, row in zip(values, rows, strict=False):
        if value is None:
            continue
        kind = of_type.get(type(value))
        if kind is None:
            kind = _kind(value)
            # A kind is told from the type, except for times, which have a zone or none, and arrays.
            if not isinstance(value, datetime.datetime | datetime.time | np.ndarray):
                of_type[type(value)] = kind
        kinds.setdefault(kind, row)
    return kinds


def plain_value(value: Any) -> Any:
    """Return a value of NumPy or pandas as Python's own, where that holds all of it; None for a missing one."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, np.datetime64 | np.timedelta64):
        return _plain_time(value)
    if isinstance(value, np.generic) and not isinstance(value, np.longdouble | np.clongdouble):
        return value.item()
    return None if type(value).__name__ in ("NAType", "NaTType") else value


def _plain_time(value: np.datetime64 | np.timedelta64) -> Any:
    import pandas as pd

    if np.isnat(value):
        return None
    value_in_python = value.item()
    if isinstance(value_in_python, int):
        # Python has no nanoseconds; pandas has, and some dates are beyond both.
        return pd.Timestamp(value) if isinstance(value, np.datetime64) else pd.Timedelta(value)
    return value_in_python


def _kind(value: object) -> str:
    if isinstance(value, np.ndarray):
        return LIST if value.ndim == 1 else ARRAY
    kind = next((kind for types, kind in _KINDS if isinstance(value, types)), "")
    if isinstance(value, datetime.datetime | datetime.time) and value.tzinfo is not None:
        return f"{kind} in the zone {value.tzinfo}"
    return kind or f"a value of the type {type(value).__name__}"
