"""The values of a filter as the values that a column stores: exact, to the last digit and nanosecond."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING

from ..contracts.models import ExactNumber
from ..errors import InvalidFilterError
from .calendar_text import duration_of, moment_of, time_of_day

if TYPE_CHECKING:
    import pyarrow as pa

_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_DAY = 86_400
#: A filter comes from outside: 1e999999999 would be a number of as many digits.
_LARGEST_EXPONENT = 6_000
_LONGEST = 400


def is_text(kind: pa.DataType) -> bool:
    """Whether a type holds text, dictionary-encoded or not."""
    from pyarrow import types

    value_type = kind.value_type if types.is_dictionary(kind) else kind
    return bool(
        types.is_string(value_type) or types.is_large_string(value_type) or types.is_string_view(value_type)
    )


def is_counted(kind: pa.DataType) -> bool:
    """Whether a type stores whole numbers of a unit: integers, decimals, days, times and durations."""
    from pyarrow import types

    return bool(types.is_integer(kind) or types.is_decimal(kind) or types.is_temporal(kind))


def count(value: object, field: pa.Field) -> Fraction | float:
    """
    Return a value as an exact number of the unit that a column counts in: cents, days, nanoseconds.

    Infinity, which Python's data can hold, stays a float.

    Raises
    ------
    InvalidFilterError
        If the value does not fit the column's type.
    """
    from pyarrow import types

    kind = field.type.value_type if types.is_dictionary(field.type) else field.type
    if (types.is_integer(kind) or types.is_decimal(kind)) and isinstance(value, float) and math.isinf(value):
        return value
    exact: Fraction | None = None
    if types.is_integer(kind) or types.is_decimal(kind):
        number = _exact(value)
        exact = None if number is None else number * 10 ** getattr(kind, "scale", 0)
    elif isinstance(value, str):
        exact = _temporal(value.strip(), kind)
    if exact is None:
        raise _type_error(value, field, kind)
    return exact


def scalar(value: object, field: pa.Field) -> pa.Scalar:
    """
    Return a value as a scalar that compares with a column of truth values, floats, text or bytes.

    Raises
    ------
    InvalidFilterError
        If the value does not fit the column's type.
    """
    import pyarrow as pa
    from pyarrow import types

    kind = field.type.value_type if types.is_dictionary(field.type) else field.type
    if types.is_boolean(kind) and isinstance(value, bool):
        return pa.scalar(value, kind)
    if types.is_floating(kind) and isinstance(value, float) and math.isinf(value):
        return pa.scalar(value)
    if types.is_floating(kind) and (number := _exact(value)) is not None:
        try:
            return pa.scalar(float(number))
        except OverflowError:
            raise InvalidFilterError(
                f"{_literal_text(value)} is larger than column {field.name!r} holds, which is {kind}; "
                f"`{field.name} is infinite` asks for infinity."
            ) from None
    if is_text(kind) and isinstance(value, str):
        return pa.scalar(value, kind)
    if _is_bytes(kind) and isinstance(value, str):
        return pa.scalar(value.encode(), pa.binary())
    raise _type_error(value, field, kind)


def _is_bytes(kind: pa.DataType) -> bool:
    from pyarrow import types

    return bool(types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind))


def number_literal(text: str) -> float | ExactNumber:
    """Return a number as trees hold it: as a number where a double holds its text exactly, else as its text."""
    if len(text) > _LONGEST:
        raise InvalidFilterError(f"A number is at most {_LONGEST} characters long.")
    try:
        number = Decimal(text)
    except InvalidOperation:
        # An exponent of more digits than Python reckons with.
        return ExactNumber(number=text)
    if abs(number.adjusted()) <= _LARGEST_EXPONENT:
        nearest = float(text)
        if Decimal(repr(nearest)) == number:
            return int(nearest) if nearest.is_integer() and abs(nearest) <= 2**53 else nearest
    return ExactNumber(number=text)


def _exact(value: object) -> Fraction | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, float):
        # The number that was written: 0.1, not the double next to it.
        number = Decimal(repr(value))
    elif isinstance(value, ExactNumber) and re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d{1,9})?", value.number):
        number = Decimal(value.number)
    else:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None
    return Fraction(number)


def _temporal(text: str, kind: pa.DataType) -> Fraction | None:
    from pyarrow import types

    if types.is_duration(kind):
        seconds = duration_of(text)
    elif types.is_time(kind):
        seconds = time_of_day(text)
    else:
        moment = moment_of(text)
        if moment is None:
            return None
        if types.is_date(kind):
            if moment.has_time:
                return None
            return moment.seconds / _DAY if types.is_date32(kind) else moment.seconds * 1000
        if not types.is_timestamp(kind) or (moment.has_zone and kind.tz is None):
            return None
        seconds = moment.seconds
    return None if seconds is None else seconds * _SECOND[kind.unit]


def _literal_text(value: object) -> str:
    if isinstance(value, ExactNumber):
        return value.number if len(value.number) <= 80 else f"{value.number[:79]}…"
    return repr(value)


def _type_error(value: object, field: pa.Field, kind: pa.DataType) -> InvalidFilterError:
    return InvalidFilterError(
        f"{_literal_text(value)} cannot be compared with column {field.name!r}, which holds {kind}{_example(kind)}."
    )


def _example(kind: pa.DataType) -> str:
    from pyarrow import types

    if types.is_date(kind):
        return "; write a day as '2024-05-01'"
    if types.is_timestamp(kind):
        return f"; write a time as '2024-05-01 12:30:00{'' if kind.tz is None else 'Z'}'"
    if types.is_time(kind):
        return "; write a time of day as '12:30:00'"
    return "; write a duration as '1.5 s'" if types.is_duration(kind) else ""
