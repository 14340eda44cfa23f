"""Hypothesis strategies of Arrow tables of every type, and their values as Python compares them."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st
from pyarrow import types

MOST_ROWS = 4
_EXACT = Context(prec=100)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_NAMES = st.text("abzAÄß中∂0_.'\"` $/[]{}(),;:%&?*#@!<>=+-\\", min_size=1, max_size=6)
_UNITS = ("s", "ms", "us", "ns")
_ZONES = (None, "UTC", "Europe/Berlin", "+05:30")
_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
PLAIN = [
    pa.null(),
    pa.bool_(),
    *(getattr(pa, f"{sign}int{bits}")() for sign in ("", "u") for bits in (8, 16, 32, 64)),
    pa.float16(),
    pa.float32(),
    pa.float64(),
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.binary(),
    pa.large_binary(),
    pa.binary_view(),
    pa.binary(3),
    pa.date32(),
    pa.date64(),
    pa.time32("s"),
    pa.time32("ms"),
    pa.time64("us"),
    pa.time64("ns"),
    *(pa.duration(unit) for unit in _UNITS),
    *(pa.timestamp(unit, zone) for unit in _UNITS for zone in _ZONES),
    pa.decimal32(9, 2),
    pa.decimal64(18, 0),
    pa.decimal128(38, 9),
    pa.decimal128(5, 5),
    pa.decimal256(76, 30),
]
_ODD = [
    pa.month_day_nano_interval(),
    pa.uuid(),
    pa.json_(),
    pa.bool8(),
    pa.run_end_encoded(pa.int32(), pa.string()),
    pa.decimal128(5, -2),
    pa.struct([]),
    pa.list_(pa.int8(), 0),
]
_CATEGORIES = [pa.string(), pa.int16(), pa.uint64(), pa.float64(), pa.date32(), pa.timestamp("s"), pa.bool_()]


def _nested(inner: st.SearchStrategy[pa.DataType]) -> st.SearchStrategy[pa.DataType]:
    keys = st.sampled_from([pa.string(), pa.int32()])
    return st.one_of(
        inner.map(pa.list_),
        inner.map(pa.large_list),
        inner.map(pa.list_view),
        st.tuples(inner, st.integers(1, 3)).map(lambda of: pa.list_(*of)),
        st.lists(inner, min_size=1, max_size=2).map(
            lambda of: pa.struct([(f"f.{i}", t) for i, t in enumerate(of)])
        ),
        st.tuples(keys, inner).map(lambda of: pa.map_(*of)),
    )


KINDS = st.one_of(
    st.sampled_from(PLAIN),
    st.sampled_from(_ODD),
    st.tuples(st.sampled_from(_CATEGORIES), st.booleans()).map(lambda of: pa.dictionary(pa.int8(), *of)),
    _nested(st.sampled_from(PLAIN)),
    _nested(_nested(st.sampled_from(PLAIN))),
)


@st.composite
def tables(draw: st.DrawFn, kinds: st.SearchStrategy[pa.DataType] = KINDS, columns: int = 3) -> pa.Table:
    """Tables of a few rows in one or two chunks."""
    names = draw(st.lists(_NAMES, min_size=1, max_size=columns, unique=True))
    rows = draw(st.integers(0, MOST_ROWS))
    table = pa.table([draw(arrays(draw(kinds), rows)) for _ in names], names=names)
    cut = draw(st.integers(0, rows))
    return pa.concat_tables([table.slice(0, cut), table.slice(cut)]) if draw(st.booleans()) else table


@st.composite
def arrays(draw: st.DrawFn, kind: pa.DataType, rows: int) -> pa.Array:
    """Arrays of a type, with missing values."""
    mask = (
        draw(st.lists(st.booleans(), min_size=rows, max_size=rows)) if draw(st.booleans()) else [False] * rows
    )
    if types.is_null(kind):
        return pa.nulls(rows)
    if isinstance(kind, pa.BaseExtensionType):
        return pa.ExtensionArray.from_storage(kind, draw(arrays(kind.storage_type, rows)))
    if types.is_run_end_encoded(kind):
        if not rows:
            return pa.RunEndEncodedArray.from_arrays(
                pa.array([], kind.run_end_type), pa.array([], kind.value_type)
            )
        ends = sorted({*draw(st.lists(st.integers(1, rows), max_size=2)), rows})
        return pa.RunEndEncodedArray.from_arrays(
            pa.array(ends, kind.run_end_type), draw(arrays(kind.value_type, len(ends)))
        )
    if types.is_dictionary(kind):
        words = draw(arrays(kind.value_type, draw(st.integers(1, 4))).map(lambda array: array.unique()))
        places = draw(st.lists(st.integers(0, len(words) - 1), min_size=rows, max_size=rows))
        indices = pa.array(
            [None if gone else place for gone, place in zip(mask, places, strict=True)], pa.int8()
        )
        return pa.DictionaryArray.from_arrays(indices, words, ordered=kind.ordered)
    if types.is_struct(kind):
        if not kind.num_fields:
            return pa.array([None if gone else {} for gone in mask], kind)
        parts = [draw(arrays(field.type, rows)) for field in kind]
        return pa.StructArray.from_arrays(parts, fields=list(kind), mask=pa.array(mask, pa.bool_()))
    if types.is_fixed_size_list(kind):
        items = draw(arrays(kind.value_type, rows * kind.list_size))
        if not kind.list_size:
            return pa.array([None if gone else [] for gone in mask], kind)
        return pa.FixedSizeListArray.from_arrays(items, type=kind, mask=pa.array(mask, pa.bool_()))
    if kind.num_fields:
        return draw(_lists(kind, mask))
    values = draw(st.lists(_items(kind), min_size=rows, max_size=rows))
    kept = [None if gone else value for gone, value in zip(mask, values, strict=True)]
    if types.is_temporal(kind) and not types.is_interval(kind):
        width = pa.int32() if kind.bit_width == 32 else pa.int64()
        return pa.array(kept, width).view(kind)
    return pa.array(kept, kind)


@st.composite
def _lists(draw: st.DrawFn, kind: pa.DataType, mask: list[bool]) -> pa.Array:
    lengths = [0 if gone else draw(st.integers(0, 2)) for gone in mask]
    offsets = [sum(lengths[:place]) for place in range(len(lengths) + 1)]
    gone = pa.array(mask, pa.bool_())
    if types.is_map(kind):
        size = offsets[-1]
        keys = draw(st.lists(_items(kind.key_type), min_size=size, max_size=size))
        items = draw(arrays(kind.item_type, size))
        return pa.MapArray.from_arrays(
            pa.array(offsets, pa.int32()), pa.array(keys, kind.key_type), items, mask=gone
        )
    items = draw(arrays(kind.value_type, offsets[-1]))
    if types.is_list_view(kind):
        return pa.ListViewArray.from_arrays(
            pa.array(offsets[:-1], pa.int32()), pa.array(lengths, pa.int32()), items, type=kind, mask=gone
        )
    if types.is_large_list(kind):
        return pa.LargeListArray.from_arrays(pa.array(offsets, pa.int64()), items, type=kind, mask=gone)
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), items, type=kind, mask=gone)


def _items(kind: pa.DataType) -> st.SearchStrategy[Any]:
    if types.is_boolean(kind):
        return st.booleans()
    if types.is_date64(kind):
        return st.integers(-(10**6), 10**6).map(lambda days: days * _DAY["ms"])
    if types.is_time(kind):
        return st.integers(0, _DAY[kind.unit] - 1)
    if types.is_date32(kind) or types.is_timestamp(kind) or types.is_duration(kind):
        bits = kind.bit_width - 1
        return st.integers(-(2**bits), 2**bits - 1) | st.integers(-(10**5), 10**5)
    if types.is_interval(kind):
        return st.builds(
            lambda months, days: pa.MonthDayNano([months, days, 1]), st.integers(0, 9), st.integers(0, 9)
        )
    if types.is_integer(kind):
        bits = kind.bit_width - types.is_signed_integer(kind)
        return st.integers(-(2**bits) if types.is_signed_integer(kind) else 0, 2**bits - 1)
    if types.is_floating(kind):
        return st.floats(width=kind.bit_width)
    if types.is_decimal(kind):
        most = 10**kind.precision
        return st.integers(1 - most, most - 1).map(lambda n: Decimal(n).scaleb(-kind.scale, _EXACT))
    if types.is_fixed_size_binary(kind):
        return st.binary(min_size=kind.byte_width, max_size=kind.byte_width)
    return st.binary(max_size=6) if "binary" in str(kind) else _TEXT


def values_of(column: pa.Array | pa.ChunkedArray) -> list[Any]:
    """
    Return the values of a column: the bits of floats, the numbers behind times.

    Two columns have the same values where these lists are equal, whatever holds them.
    """
    if isinstance(column, pa.ChunkedArray):
        return [value for chunk in column.chunks for value in values_of(chunk)]
    kind = column.type
    if isinstance(column, pa.ExtensionArray):
        return values_of(column.storage)
    if types.is_dictionary(kind):
        words = values_of(column.dictionary)
        return [None if place is None else words[place] for place in column.indices.to_pylist()]
    if types.is_floating(kind):
        width = kind.bit_width
        bits = column.view({16: pa.uint16(), 32: pa.uint32(), 64: pa.uint64()}[width]).to_pylist()
        # One NaN is as good as another.
        return ["NaN" if value != value else bit for value, bit in zip(column.to_pylist(), bits, strict=True)]
    if types.is_temporal(kind) and not types.is_interval(kind):
        return list(column.view(pa.int32() if kind.bit_width == 32 else pa.int64()).to_pylist())
    if types.is_struct(kind):
        parts = [values_of(part) for part in column.flatten()]
        rows = list(zip(*parts, strict=True)) if parts else [()] * len(column)
        return [
            row if there else None for row, there in zip(rows, column.is_valid().to_pylist(), strict=True)
        ]
    if kind.num_fields and not types.is_run_end_encoded(kind):
        return [None if not row.is_valid else values_of(row.values) for row in column]
    return list(column.to_pylist())


def type_of(kind: pa.DataType) -> str:
    """Return a type without the width of its offsets and indices, or how its values lie in memory."""
    text = re.sub(r"run_end_encoded<run_ends: int32, values: ([^>]*)>", r"\1", str(kind))
    text = re.sub(r", indices=u?int[0-9]+", "", text)
    return (
        re.sub(r"large_(?=string|binary|list)|_view| \('[^']*'\)", "", text)
        .replace("element: ", "item: ")
        .replace("<l: ", "<item: ")
        .replace("<: ", "<item: ")
    )
