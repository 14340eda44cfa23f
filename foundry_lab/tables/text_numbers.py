"""Texts as numbers that lose no digit: int64, float64, uint64 or decimal128."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

INTEGER = r"-?(?:0|[1-9][0-9]*)"
#: As numbers are written: no leading zeros, no plus; `1.50`, `.5`, `5.` and `1e-3` are.
NUMBER = r"-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
#: As a hash may be written, too.
BARE_EXPONENT = r"^-?[0-9]+[eE][0-9]+$"
_FIXED = rf"{INTEGER}(?:\.[0-9]+)?"
#: A double keeps so many digits whatever they are.
_SAFE_DIGITS = 15
_MOST_DIGITS = 38
_EXPONENT = np.frombuffer(b"eE", np.uint8)
_POINT, _MINUS, _PLUS, _ZERO, _NINE = b".-+09"


def numbers(texts: pa.ChunkedArray, *, may_be_ids: bool = False) -> pa.ChunkedArray | None:
    """
    Return texts as numbers of the smallest type that keeps every digit; None where one is not a number.

    Parameters
    ----------
    texts : pyarrow.ChunkedArray
    may_be_ids : bool, optional
        Whether `12e3` beside whole numbers is an id rather than a number.
    """
    parts = [_bytes(chunk) for chunk in texts.chunks]
    if any(_has_leading_zero(data, starts, ends) for data, starts, ends in parts):
        return None
    if not any(bool((data == _POINT).any() or (data > _NINE).any()) for data, _, _ in parts):
        has_digits_only = all(bool(((data >= _ZERO) | (data == _MINUS)).all()) for data, _, _ in parts)
        return _integers(texts, has_digits_only=has_digits_only)
    result = _doubles(texts, parts, may_be_ids=may_be_ids)
    return _decimals(texts) if result is None else result


def _bytes(chunk: pa.StringArray) -> tuple[Any, Any, Any]:
    """Return a chunk's bytes, and where each text begins and ends in them; missing ones are empty."""
    if chunk.null_count and pc.sum(pc.binary_length(chunk)).as_py() != _length(chunk):
        # What became missing may still lie there.
        chunk = pc.fill_null(chunk, "")
    _, offsets, data = chunk.buffers()
    if not len(chunk) or data is None:
        empty = np.zeros(0, np.int32)
        return np.zeros(0, np.uint8), empty, empty
    bounds = np.frombuffer(offsets, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    return (
        np.frombuffer(data, np.uint8)[bounds[0] : bounds[-1]],
        bounds[:-1] - bounds[0],
        bounds[1:] - bounds[0],
    )


def _length(chunk: pa.StringArray) -> int:
    bounds = np.frombuffer(chunk.buffers()[1], np.int32)
    return int(bounds[chunk.offset + len(chunk)] - bounds[chunk.offset])


def _has_leading_zero(data: Any, starts: Any, ends: Any) -> bool:
    """Whether a text begins with a plus, or with a zero that another digit follows."""
    is_filled = ends > starts
    at, left = starts[is_filled], (ends - starts)[is_filled]
    first = data[at]
    if (first == _PLUS).any():
        return True
    minus = first == _MINUS
    at, left = at + minus, left - minus
    at = at[left > 1]
    after = data[at + 1]
    return bool(((data[at] == _ZERO) & (after >= _ZERO) & (after <= _NINE)).any())


def _integers(texts: pa.ChunkedArray, *, has_digits_only: bool) -> pa.ChunkedArray | None:
    """Return texts as integers; `has_digits_only` ones have digits and a minus only, and come back unless they are '-0'."""
    for kind in (pa.int64(), pa.uint64()):
        integers = _cast(texts, kind)
        if integers is None:
            continue
        if has_digits_only:
            odd = pc.and_(pc.equal(integers, pa.scalar(0, kind)), pc.not_equal(pc.binary_length(texts), 1))
            if not pc.any(odd).as_py():
                return integers
        elif round_trips(integers, texts):
            return integers
    return _decimals(texts)


def round_trips(values: pa.ChunkedArray, texts: pa.ChunkedArray) -> bool:
    """Whether values, written back, are the texts."""
    return bool(pc.all(pc.equal(values.cast(pa.string()), texts)).as_py() is not False)


def _cast(texts: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray | None:
    try:
        return texts.cast(kind)
    except pa.ArrowInvalid:
        return None


def _doubles(
    texts: pa.ChunkedArray, parts: list[tuple[Any, Any, Any]], *, may_be_ids: bool
) -> pa.ChunkedArray | None:
    doubles = _cast(texts, pa.float64())
    if doubles is None:
        return None
    marks = [data[data > _NINE] for data, _, _ in parts]
    letters = any(map(len, marks))
    # The cast knows 'InF' and 'nan', too.
    if not all(np.isin(mark, _EXPONENT).all() for mark in marks):
        return None
    pointed = any(bool((data == _POINT).any()) for data, _, _ in parts)
    if letters and may_be_ids and not pointed and _are_ids(texts):
        return None
    longest = max((int((ends - starts).max(initial=0)) for _, starts, ends in parts), default=0)
    if longest <= _SAFE_DIGITS and not letters:
        return doubles
    unsure = pc.greater(pc.binary_length(texts), _SAFE_DIGITS)
    if letters:
        # Beyond what a double reaches, and below.
        size = pc.abs(doubles)
        edge = pc.or_(pc.less(size, 2.3e-308), pc.is_inf(doubles))
        unsure = pc.or_(unsure, edge)
    unsure = pc.and_(unsure, pc.not_equal(doubles.cast(pa.string()), texts))
    if not pc.any(unsure).as_py():
        return doubles
    pairs = zip(texts.filter(unsure).to_pylist(), doubles.filter(unsure).to_pylist(), strict=True)
    return doubles if all(keeps_digits(text, value) for text, value in pairs) else None


def _are_ids(texts: pa.ChunkedArray) -> bool:
    has_bare_exponent = pc.any(pc.match_substring_regex(texts, BARE_EXPONENT)).as_py()
    return bool(has_bare_exponent) and not pc.any(pc.match_substring_regex(texts, "[eE][+-]")).as_py()


def keeps_digits(text: str, value: float) -> bool:
    """Whether a double, written with as many digits as a text has, is the number of that text."""
    if repr(value) == text:
        return True
    if not math.isfinite(value):
        return False
    exact = Decimal(text)
    if Decimal(repr(value)) == exact:
        return True
    digits = max(len(exact.as_tuple().digits), 1)
    return digits > _SAFE_DIGITS and Decimal(f"{value:.{digits - 1}e}") == exact


def _decimals(texts: pa.ChunkedArray) -> pa.ChunkedArray | None:
    if not pc.all(pc.match_substring_regex(texts, f"^(?:{_FIXED})$")).as_py():
        return None
    parts = pc.struct_field(pc.extract_regex(texts, r"^-?(?P<whole>[0-9]+)(?:\.(?P<part>[0-9]+))?$"), [0])
    length = pc.max(pc.binary_length(parts)).as_py()
    point = pc.find_substring(texts, ".")
    decimals = pc.if_else(
        pc.less(point, 0), 0, pc.subtract(pc.subtract(pc.binary_length(texts).cast(pa.int32()), point), 1)
    )
    scale = pc.max(decimals).as_py()
    if pc.any(pc.equal(texts, "-0")).as_py() or length + scale > _MOST_DIGITS:
        return None
    return _cast(texts, pa.decimal128(length + scale, scale))
