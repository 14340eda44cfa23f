"""Values that Python's readers give, as Arrow columns: nothing is rounded, and kinds are not mixed."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import isnan
from typing import Any

import numpy as np
import pyarrow as pa

from ..errors import InvalidTableError
from .reading import Reading

_KINDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((bool,), "a truth value"),
    ((int, float, Decimal), "a number"),
    ((str,), "text"),
    ((datetime.datetime,), "a date and time"),
    ((datetime.date,), "a date"),
    ((datetime.time,), "a time"),
    ((datetime.timedelta,), "a duration"),
    ((dict,), "an object"),
    ((list, tuple), "a list"),
)
_MOST_DIGITS = 38


def column_of_values(values: Sequence[Any], name: str, reading: Reading, first_row: int = 1) -> pa.Array:
    """
    Return values as a column.

    Parameters
    ----------
    values : sequence
    name : str
        The column's.
    reading : Reading
        What is said about the source.
    first_row : int, optional
        The number that sentences give the first value.

    Raises
    ------
    InvalidTableError
        Naming the rows of values of different kinds.
    """
    words = reading.missing(name) or []
    values = [None if isinstance(value, str) and value in words else value for value in values]
    reading.show(name, values)
    kinds: dict[str, int] = {}
    for row, value in enumerate(values, start=first_row):
        if value is not None:
            kinds.setdefault(_kind(value), row)
    if len(kinds) > 1:
        return _mixed_values(values, name, kinds, reading)
    kind = next(iter(kinds), "")
    try:
        if kind == "a number":
            return _numbers(values, name, reading, first_row)
        if kind == "an object":
            return _objects(values, name, reading)
        return pa.array(values)
    except (pa.ArrowException, OverflowError) as error:
        raise InvalidTableError(
            f"Column {name!r} of {reading.where} mixes kinds of values: {str(error).strip().rstrip('.')}."
        ) from None


def check_one_kind(values: Iterable[Any], name: str, where: str) -> None:
    """
    Refuse a column whose objects are of several kinds, of which Arrow would make one without a word.

    Raises
    ------
    InvalidTableError
        Naming a row of each of two kinds, the first row being 1.
    """
    kinds: dict[str, int] = {}
    # A kind is told from the type, except for times, which have a zone or none.
    of_type: dict[type, str] = {}
    for row, value in enumerate(values, start=1):
        kind = of_type.get(type(value))
        if kind is None:
            kind = "" if _is_missing(value) else _kind(value)
            if not isinstance(value, float | datetime.datetime | datetime.time):
                of_type[type(value)] = kind
        if kind:
            kinds.setdefault(kind, row)
            if len(kinds) > 1:
                (first, one), (second, other) = kinds.items()
                raise InvalidTableError(
                    f"Column {name!r} of {where} mixes kinds of values: {first} in row {one}, {second} in row {other}; "
                    "give it one kind."
                )


def _is_missing(value: object) -> bool:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and isnan(value)


def _kind(value: object) -> str:
    if isinstance(value, np.generic):
        value = value.item()
    kind = next((kind for types, kind in _KINDS if isinstance(value, types)), type(value).__name__)
    if isinstance(value, datetime.datetime | datetime.time) and value.tzinfo is not None:
        return f"{kind} with a zone"
    return kind


def _mixed_values(values: Sequence[Any], name: str, kinds: dict[str, int], reading: Reading) -> pa.Array:
    draft = reading.drafts.get(name)
    plain = not {"an object", "a list"} & kinds.keys()
    if plain and (reading.is_text(name) or (draft is not None and draft.type == "string")):
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    (first, row), (second, other), *_ = kinds.items()
    hint = f'; say columns={{"{name}": {{"type": "string"}}}} to keep text' if plain else ""
    raise InvalidTableError(
        f"Column {name!r} of {reading.where} mixes kinds of values: {first} in row {row}, {second} in row {other}{hint}."
    )


def _numbers(values: Sequence[Any], name: str, reading: Reading, first_row: int) -> pa.Array:
    whole = all(value is None or isinstance(value, int) for value in values)
    if any(isinstance(value, Decimal) for value in values):
        values = [None if value is None else Decimal(str(value)) for value in values]
        return pa.array(values)
    if not whole:
        for row, value in enumerate(values, start=first_row):
            if isinstance(value, int) and abs(value) > 2**53 and int(float(value)) != value:
                raise InvalidTableError(
                    f"Row {row} of column {name!r} of {reading.where} has {value}, which a column with decimals "
                    f'would round: say columns={{"{name}": {{"type": "string"}}}}.'
                )
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    for kind in (pa.int64(), pa.uint64()):
        try:
            return pa.array(values, kind)
        except (OverflowError, pa.ArrowException):
            continue
    digits = max(len(str(abs(value))) for value in values if value is not None)
    if digits <= _MOST_DIGITS:
        return pa.array(
            [None if value is None else Decimal(value) for value in values], pa.decimal128(digits, 0)
        )
    reading.guess(
        f"{name!r} is text: its numbers have more digits than a number keeps.",
        f'columns={{"{name}": {{"type": "float64"}}}}',
        name,
    )
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def _objects(values: Sequence[Any], name: str, reading: Reading) -> pa.Array:
    """Return objects of the same keys as structs, of differing keys as maps; where a map cannot be, as JSON."""
    objects = [value for value in values if value is not None]
    if all(value.keys() == objects[0].keys() for value in objects) and objects[0]:
        return pa.array(values)
    inner = [item for value in objects for item in value.values()]
    kinds = {_kind(item) for item in inner if item is not None}
    if len(kinds) <= 1 and not kinds & {"an object", "a list"}:
        items = _numbers(inner, name, reading, 1) if kinds == {"a number"} else pa.array(inner)
        kind = pa.map_(pa.string(), items.type if inner else pa.string())
        number = (lambda item: item) if not pa.types.is_floating(items.type) else float
        return pa.array(
            [
                None
                if value is None
                else [(key, None if item is None else number(item)) for key, item in value.items()]
                for value in values
            ],
            kind,
        )
    reading.guess(
        f"{name!r} holds objects of differing keys and kinds of values, which are kept as JSON.",
        f'columns={{"{name}": {{"type": "string"}}}}',
        name,
    )
    return pa.array([None if value is None else json.dumps(value, ensure_ascii=False) for value in values])
