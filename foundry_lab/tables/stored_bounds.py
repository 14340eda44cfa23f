"""Comparisons with any exact number, as comparisons with a value that a column's type can store."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def bound_of_type(op: str, value: Fraction | float, kind: pa.DataType) -> tuple[str, pa.Scalar]:
    """
    Return the comparison that the same values of a type meet, with a value of that type.

    Arrow compares an integer with 1.5 as doubles, and refuses integers that doubles do not hold exactly,
    as row numbers, hashes and identifiers often are; it compares none with a number beyond its type.

    Parameters
    ----------
    op : str
        One of ==, !=, <, <=, > and >=.
    value : fractions.Fraction, or an infinite float
        In the unit that the type counts in.
    kind : pyarrow.DataType
        A type of integers, decimals, days, times or durations.
    """
    low, high = _range(kind)
    below, equal = op in ("<", "<="), op in ("==", "!=")
    in_range = low <= value <= high
    is_integer = in_range and math.floor(value) == value
    if not in_range or (equal and not is_integer):
        every = op == "!=" if equal else value > high if below else value < low
        return (">=" if every else "<"), _scalar(low, kind)
    if not is_integer:
        op = "<=" if below else ">"
    return op, _scalar(math.floor(value), kind)


def exact_scalar(value: Fraction | float, kind: pa.DataType) -> pa.Scalar | None:
    """Return a value as a scalar of a type; None where the type cannot hold it."""
    low, high = _range(kind)
    return _scalar(int(value), kind) if low <= value <= high and math.floor(value) == value else None


def _range(kind: pa.DataType) -> tuple[int, int]:
    from pyarrow import types

    if types.is_decimal(kind):
        return 1 - 10**kind.precision, 10**kind.precision - 1
    bits = kind.bit_width
    return (0, 2**bits - 1) if types.is_unsigned_integer(kind) else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def _scalar(count: int, kind: pa.DataType) -> pa.Scalar:
    import pyarrow as pa
    from pyarrow import types

    if types.is_decimal(kind):
        digits = tuple(int(digit) for digit in str(abs(count)))
        return pa.scalar(Decimal((int(count < 0), digits, -kind.scale)), kind)
    if types.is_integer(kind):
        return pa.scalar(count, kind)
    return pa.scalar(count, pa.int32() if kind.bit_width == 32 else pa.int64()).cast(kind)
