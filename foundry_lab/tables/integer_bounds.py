"""Comparisons of integer columns with any number, as comparisons with an integer that the column can hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def within(op: str, value: float, kind: pa.DataType) -> tuple[str, pa.Scalar]:
    """
    Return the comparison that the same values of an integer type meet, with a value of that type.

    Arrow compares an integer with 1.5 as doubles, and refuses integers that doubles do not hold exactly,
    as row numbers, hashes and identifiers often are; it compares none with a number beyond its type.
    """
    import pyarrow as pa
    from pyarrow import types

    bits = kind.bit_width
    low, high = (
        (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if types.is_signed_integer(kind) else (0, 2**bits - 1)
    )
    below, equal = op in ("<", "<="), op in ("==", "!=")
    inside = low <= value <= high
    whole = inside and math.floor(value) == value
    if not inside or (equal and not whole):
        every = op == "!=" if equal else value > high if below else value < low
        return (">=" if every else "<"), pa.scalar(low, kind)
    if not whole:
        op = "<=" if below else ">"
    return op, pa.scalar(math.floor(value), kind)
