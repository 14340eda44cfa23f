"""Values of Python as Arrow columns: nothing is rounded, and kinds are not mixed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, chain
from typing import Any

import numpy as np
import pyarrow as pa

from ..errors import InvalidTableError
from .reading import Reading, UnfitColumnError, words_of
from .shown_text import column_or_text
from .value_kinds import (
    ARRAY,
    BYTES,
    COMPLEX,
    DATE,
    DURATION,
    IDENTIFIER,
    LIST,
    MOMENT,
    NUMBER,
    OBJECT,
    PATH,
    TEXT,
    TIME,
    TRUTH,
    kinds_of,
    plain_value,
)

_MOST_DIGITS = 38
_NESTED = {LIST, OBJECT, ARRAY}
_AS_TEXT = "give the bytes of each"
_REFUSED = {
    COMPLEX: "give their real and imaginary parts as two columns",
    TIME: "give their times of one zone, without it, or dates and times",
}


def column_of_values(values: Iterable[Any], name: str, reading: Reading, first_row: int = 1) -> pa.Array:
    """
    Return values as a column.

    UUIDs and paths become their text; objects of differing keys maps; arrays of one shape tensors.

    Parameters
    ----------
    values : iterable
    name : str
        The column's.
    reading : Reading
        What is said about the source.
    first_row : int, optional
        The number that sentences give the first value.

    Raises
    ------
    InvalidTableError
        Naming the rows of values of different kinds, or the first value that no column can hold.
    """
    plain_values = list(map(plain_value, values))
    reading.show(name, plain_values)
    return column_or_text(
        lambda: _Column(name, reading).of(plain_values, range(first_row, first_row + len(plain_values))),
        plain_values,
        name,
        reading,
    )


class _Column:
    """Makes the arrays of one column, those of the lists and objects in it too."""

    def __init__(self, name: str, reading: Reading) -> None:
        self.name = name
        self.reading = reading

    def of(self, values: Sequence[Any], rows: Sequence[int]) -> pa.Array:
        """Return the values, which stand in these rows, as an array."""
        kinds = kinds_of(values, rows)
        if len(kinds) > 1 and (words := self.reading.missing(self.name)):
            values = [None if isinstance(value, str) and value in words else value for value in values]
            kinds = kinds_of(values, rows)
        if len(kinds) > 1:
            return self._mixed(values, kinds)
        kind = next(iter(kinds), "")
        make = self._maker(kind, kinds)
        try:
            return make(values, rows)
        except (pa.ArrowException, ArithmeticError, TypeError, ValueError) as error:
            if isinstance(error, InvalidTableError):
                raise
            row = self._first_wrong(values, rows, make)
            raise UnfitColumnError(
                self.name,
                self.reading.where,
                f"has a value in row {row} that no column can hold",
                words_of(error),
            ) from None

    def _maker(
        self, kind: str, kinds: Mapping[str, int]
    ) -> Callable[[Sequence[Any], Sequence[int]], pa.Array]:
        if kind == NUMBER:
            return self._numbers
        if kind == OBJECT:
            return self._objects
        if kind == LIST:
            return self._lists
        if kind == ARRAY:
            return self._arrays
        if kind in (PATH, IDENTIFIER):
            what = "paths" if kind == PATH else "UUIDs"
            self.reading.guess(f"{self.name!r} holds {what}, which are kept as text.", _AS_TEXT, self.name)
            return self._texts
        if kind.startswith(MOMENT):
            return lambda values, _: _of_times(values, pa.timestamp)
        if kind == DURATION:
            return lambda values, _: _of_times(values, lambda unit, _: pa.duration(unit))
        if kind in ("", TRUTH, TEXT, BYTES, DATE, TIME):
            return lambda values, _: pa.array(values)
        advice = _REFUSED.get(COMPLEX if kind == COMPLEX else TIME if kind.startswith(TIME) else "")
        raise UnfitColumnError(
            self.name,
            self.reading.where,
            f"holds {kind} in row {kinds[kind]}",
            advice or "give its parts as columns, or its text",
        )

    def _mixed(self, values: Sequence[Any], kinds: Mapping[str, int]) -> pa.Array:
        draft = self.reading.drafts.get(self.name)
        is_flat = not _NESTED & kinds.keys()
        if is_flat and (self.reading.is_text(self.name) or (draft is not None and draft.type == "string")):
            return pa.array([None if value is None else str(value) for value in values], pa.string())
        (first, row), (second, other), *_ = kinds.items()
        text = f', or say columns={{"{self.name}": {{"type": "string"}}}} to keep text' if is_flat else ""
        raise UnfitColumnError(
            self.name,
            self.reading.where,
            f"mixes {first} in row {row}, {second} in row {other}",
            f"give it one kind{text}",
        )

    def _numbers(self, values: Sequence[Any], rows: Sequence[int]) -> pa.Array:
        if any(isinstance(value, Decimal) for value in values):
            return pa.array([None if value is None else Decimal(str(value)) for value in values])
        if any(isinstance(value, float) for value in values):
            for row, value in zip(rows, values, strict=True):
                if isinstance(value, int) and abs(value) > 2**53 and int(float(value)) != value:
                    raise UnfitColumnError(
                        self.name,
                        self.reading.where,
                        f"has {value} in row {row}, which a column with decimals would round",
                        f'say columns={{"{self.name}": {{"type": "string"}}}}',
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
        self.reading.guess(
            f"{self.name!r} is text: its numbers have more digits than a number keeps.",
            f'columns={{"{self.name}": {{"type": "float64"}}}}',
            self.name,
        )
        return self._texts(values, rows)

    def _texts(self, values: Sequence[Any], rows: Sequence[int]) -> pa.Array:
        return pa.array([None if value is None else str(value) for value in values], pa.string())

    def _lists(self, values: Sequence[Any], rows: Sequence[int]) -> pa.Array:
        types = {str(getattr(value, "dtype", "object")) for value in values if value is not None}
        if len(types) == 1 and np.dtype(types.pop()).kind in "biuf":
            return pa.array(values)
        lengths = [0 if value is None else len(value) for value in values]
        items = list(map(plain_value, chain.from_iterable(value for value in values if value is not None)))
        where = [row for row, length in zip(rows, lengths, strict=True) for _ in range(length)]
        offsets = pa.array([0, *accumulate(lengths)], pa.int32())
        return pa.ListArray.from_arrays(offsets, self.of(items, where), mask=_mask(values))

    def _arrays(self, values: Sequence[Any], rows: Sequence[int]) -> pa.Array:
        from ..arrays.tensors import column_of_arrays

        return column_of_arrays(values, self.name)

    def _objects(self, values: Sequence[Any], rows: Sequence[int]) -> pa.Array:
        """Return objects of the same keys as structs, of differing keys as maps; where a map cannot be, as JSON."""
        objects = [value for value in values if value is not None]
        keys = objects[0].keys()
        if (
            keys
            and all(value.keys() == keys for value in objects)
            and all(isinstance(key, str) for key in keys)
        ):
            columns = [
                self.of([None if value is None else plain_value(value[key]) for value in values], rows)
                for key in keys
            ]
            return pa.StructArray.from_arrays(columns, list(keys), mask=_mask(values))
        items = [plain_value(item) for value in objects for item in value.values()]
        where = [row for row, value in zip(rows, values, strict=True) for _ in value or ()]
        kinds = kinds_of(items, where).keys()
        if len(kinds) <= 1 and not kinds & _NESTED:
            offsets = pa.array(
                [0, *accumulate(0 if value is None else len(value) for value in values)], pa.int32()
            )
            names = [plain_value(key) for value in objects for key in value]
            return pa.MapArray.from_arrays(
                offsets,
                self.of(names, where) if names else pa.array([], pa.string()),
                self.of(items, where) if kinds else pa.nulls(len(items), pa.string()),
                mask=_mask(values),
            )
        if not all(isinstance(key, str) for value in objects for key in value):
            raise UnfitColumnError(
                self.name,
                self.reading.where,
                "holds objects of differing keys that are not text, with values of several kinds",
                "give their parts as columns",
            )
        self.reading.guess(
            f"{self.name!r} holds objects of differing keys and kinds of values, which are kept as JSON.",
            f'columns={{"{self.name}": {{"type": "string"}}}}',
            self.name,
        )
        return pa.array(
            [None if value is None else json.dumps(value, ensure_ascii=False) for value in values]
        )

    def _first_wrong(
        self,
        values: Sequence[Any],
        rows: Sequence[int],
        make: Callable[[Sequence[Any], Sequence[int]], pa.Array],
    ) -> int:
        for value, row in zip(values, rows, strict=True):
            try:
                make([value], [row])
            except Exception:
                return row
        return rows[0]


def _of_times(values: Sequence[Any], kind: Callable[[str, str | None], pa.DataType]) -> pa.Array:
    array = pa.array(values)
    # pyarrow takes microseconds for pandas' own times, which have nanoseconds.
    if any(getattr(value, "nanosecond", 0) or getattr(value, "nanoseconds", 0) for value in values):
        return pa.array(values, kind("ns", getattr(array.type, "tz", None)))
    return array


def _mask(values: Sequence[Any]) -> pa.Array | None:
    missing = [value is None for value in values]
    return pa.array(missing) if any(missing) else None
