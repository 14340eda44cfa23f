# ruff: noqa: D103, E501
"""
Write schema/vectors: filters as text and tree, with the rows that DuckDB selects for each, and the table they are asked of.

A vector is a text of the filter language, its tree under the contract, and the same condition in SQL. DuckDB knows no half
floats and rounds nanoseconds of zones, times and durations: it is asked of the same values as floats and integers, with
NaN as NULL, as no comparison holds for NaN.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

FOLDER = Path(__file__).parent.parent / "schema" / "vectors"
NAN, INF = float("nan"), float("inf")
NS = 10**9
DAY = 86_400
# 2024-05-01T12:30:00Z
NOON = 1_714_566_600


def column(values: list[Any], kind: pa.DataType) -> pa.Array:
    return pa.array(values, kind)


def counts(values: list[int | None], kind: pa.DataType) -> pa.Array:
    return pa.array(values, pa.int32() if kind.bit_width == 32 else pa.int64()).cast(kind)


FLOATS = [0.0, 0.1, None, NAN, INF, -INF, -1.5, 2.5]
TABLE = pa.table(
    {
        "id": column(list(range(8)), pa.int32()),
        "i8": column([0, 1, -128, 127, None, 5, -1, 2], pa.int8()),
        "i16": column([0, 1, -32768, 32767, None, 5, -1, 2], pa.int16()),
        "i32": column([0, 1, -(2**31), 2**31 - 1, None, 5, -1, 2], pa.int32()),
        "i64": column([2**53, 2**53 + 1, -(2**63), 2**63 - 1, None, 2**53 + 2, -(2**53) - 1, 0], pa.int64()),
        "u8": column([0, 1, 255, 254, None, 5, 6, 2], pa.uint8()),
        "u16": column([0, 1, 65535, 65534, None, 5, 6, 2], pa.uint16()),
        "u32": column([0, 1, 2**32 - 1, 2**32 - 2, None, 5, 6, 2], pa.uint32()),
        "u64": column([0, 2**53 + 1, 2**64 - 1, 2**64 - 2, None, 2**63, 2**63 + 1, 2], pa.uint64()),
        "f16": pa.array(
            np.array([0 if x is None else x for x in FLOATS], np.float16), mask=np.arange(8) == 2
        ),
        "f32": column(FLOATS, pa.float32()),
        "f64": column(FLOATS, pa.float64()),
        "price": column(
            [
                None if x is None else Decimal(x)
                for x in [
                    "0.10",
                    "1.00",
                    "-2.55",
                    "123456789012345678.91",
                    None,
                    "123456789012345678.90",
                    "2.10",
                    "0.01",
                ]
            ],
            pa.decimal128(20, 2),
        ),
        "fine": column(
            [
                None if x is None else Decimal(x)
                for x in ["0.1000000000", "0.1000000001", "-1.5", "1e27", None, "2", "3", "4"]
            ],
            pa.decimal128(38, 10),
        ),
        "metal": column([True, False, None, True, False, True, False, None], pa.bool_()),
        "formula": column(["Ag", "AgCl", "Fe2O3", "CO2", None, "Co", "it's", 'say "x"'], pa.string()),
        "note": column(["", "a\nb", "😀", "\uffee", None, "Zoë", "\\", "zoe"], pa.large_string()),
        "phase": column(["x", "y", "x", None, "z", "y", "x", "z"], pa.string()).dictionary_encode(),
        "raw": column([b"ab", b"abc", b"\x00", None, b"", b"b", b"ab", b"c"], pa.binary()),
        "day": counts([0, 19_844, 19_845, -1, None, -719_528, 2_932_897, 19_843], pa.date32()),
        "day_ms": counts(
            [None if d is None else d * DAY * 1000 for d in [0, 19_844, 19_845, -1, None, 1, 2, 19_843]],
            pa.date64(),
        ),
        "at_s": counts([0, 45_000, 45_001, 86_399, None, 1, 2, 3], pa.time32("s")),
        "at_ms": counts([0, 45_000_500, 45_000_501, 86_399_999, None, 1, 2, 3], pa.time32("ms")),
        "at_us": counts([0, 45_000_000_001, 45_000_000_002, 1, None, 5, 6, 7], pa.time64("us")),
        "at_ns": counts([0, 45_000 * NS + 1, 45_000 * NS + 2, 1, None, 5, 6, 7], pa.time64("ns")),
        "when_s": counts([0, NOON, NOON + 1, -1, None, 1, 2, 3], pa.timestamp("s")),
        "when_ms": counts(
            [0, NOON * 1000 + 1, NOON * 1000 + 2, -1, None, NOON * 1000, 2, 3], pa.timestamp("ms")
        ),
        "when_us": counts(
            [0, NOON * 10**6 + 1, NOON * 10**6 + 2, -1, None, NOON * 10**6, 2, 3], pa.timestamp("us")
        ),
        "when_ns": counts([0, NOON * NS + 1, NOON * NS + 2, -1, None, NOON * NS, 2, 3], pa.timestamp("ns")),
        "utc": counts(
            [0, NOON * NS + 123_456_789, NOON * NS + 123_456_788, -1, None, NOON * NS + 123_456_000, 2, 3],
            pa.timestamp("ns", "UTC"),
        ),
        "berlin": counts(
            [0, NOON * 10**6, NOON * 10**6 + 1, -1, None, NOON * 10**6 - 7_200_000_000, 2, 3],
            pa.timestamp("us", "Europe/Berlin"),
        ),
        "took_s": counts([0, 90, -90, 91, None, 1, 2, 3], pa.duration("s")),
        "took_ms": counts([0, 1500, -1500, 1501, None, 1, 2, 3], pa.duration("ms")),
        "took_us": counts([0, 1500, -1500, 1501, None, 1, 2, 3], pa.duration("us")),
        "took_ns": counts([0, 2**53 + 1, -1500, 2**53, None, 1, 2, 3], pa.duration("ns")),
        "parts": column([[1], [], None, [1, 2], [3], [4], [5], [6]], pa.list_(pa.int64())),
        "record": column([{"a": 1}] * 4 + [None] + [{"a": 2}] * 3, pa.struct([("a", pa.int64())])),
        "odd `name` (MPa)": column([1, 2, 3, 4, None, 6, 7, 8], pa.int16()),
        "and": column([1, 2, 3, 4, None, 6, 7, 8], pa.int16()),
        "µ": column([1, 2, 3, 4, None, 6, 7, 8], pa.int16()),
    }
)


def truth() -> pa.Table:
    """Return the table as DuckDB holds it without loss."""
    found: dict[str, pa.Array] = {}
    for name, chunked in zip(TABLE.column_names, TABLE.columns, strict=True):
        values, kind = chunked.combine_chunks(), chunked.type
        if pa.types.is_floating(kind):
            numbers = values.cast(pa.float32() if kind.bit_width == 16 else kind)
            doubles = np.array([NAN if x is None else x for x in numbers.to_pylist()])
            valid = np.array([x is not None for x in numbers.to_pylist()])
            found[f"{name}_null"] = pa.array(~valid)
            found[f"{name}_nan"] = pa.array(np.isnan(doubles) & valid)
            found[f"{name}_inf"] = pa.array(np.isinf(doubles))
            found[name] = pa.array(
                [None if x is None or x != x else x for x in numbers.to_pylist()], numbers.type
            )
        elif pa.types.is_time(kind):
            found[name] = values.cast(pa.int32() if kind.bit_width == 32 else pa.int64()).cast(pa.int64())
        elif pa.types.is_duration(kind):
            found[name] = values.cast(pa.int64())
        elif pa.types.is_timestamp(kind) and kind.tz:
            found[name] = values.cast(pa.int64()).cast(pa.timestamp(kind.unit))
        else:
            found[name] = values
    return pa.table(found)


Tree = dict[str, Any]


def c(column: str, op: str, value: Any = None) -> Tree:
    """Return a comparison; a list is its values."""
    given = {} if value is None else {"values": value} if isinstance(value, list) else {"value": value}
    return {"compare": {"column": column, "op": op, **given}}


def big(number: str) -> Tree:
    return {"number": number}


def both(*parts: Tree) -> Tree:
    return {"all": list(parts)}


def either(*parts: Tree) -> Tree:
    return {"any": list(parts)}


def no(part: Tree) -> Tree:
    return {"not": part}


FE_O = "regexp_matches(formula, 'Fe([^a-z]|$)') and regexp_matches(formula, 'O([^a-z]|$)')"
VECTORS: list[tuple[str, Tree, str]] = [
    # How conditions join.
    ("i8 > 0", c("i8", ">", 0), "i8 > 0"),
    ("i8 > 0 and metal == True", both(c("i8", ">", 0), c("metal", "==", True)), "i8 > 0 and metal"),
    ("i8 < 0 or i8 > 5", either(c("i8", "<", 0), c("i8", ">", 5)), "i8 < 0 or i8 > 5"),
    (
        "i8 < 0 or i8 > 1 and metal",
        either(c("i8", "<", 0), both(c("i8", ">", 1), c("metal", "==", True))),
        "i8 < 0 or i8 > 1 and metal",
    ),
    (
        "(i8 < 0 or i8 > 1) and not metal",
        both(either(c("i8", "<", 0), c("i8", ">", 1)), no(c("metal", "==", True))),
        "(i8 < 0 or i8 > 1) and not metal",
    ),
    ("not i8 > 0", no(c("i8", ">", 0)), "not i8 > 0"),
    (
        "not (i8 > 0 and formula == 'Ag')",
        no(both(c("i8", ">", 0), c("formula", "==", "Ag"))),
        "not (i8 > 0 and formula = 'Ag')",
    ),
    ("not not i8 > 0", no(no(c("i8", ">", 0))), "i8 > 0"),
    (
        "(i8 > 0) & ~(formula == 'AgCl') | (i8 == 0)",
        either(both(c("i8", ">", 0), no(c("formula", "==", "AgCl"))), c("i8", "==", 0)),
        "i8 > 0 and not formula = 'AgCl' or i8 = 0",
    ),
    ("metal", c("metal", "==", True), "metal"),
    ("not metal", no(c("metal", "==", True)), "not metal"),
    ("metal != False", c("metal", "!=", False), "metal <> false"),
    ("metal in [True]", c("metal", "in", [True]), "metal in (true)"),
    ("0 < i8", c("i8", ">", 0), "i8 > 0"),
    ("0 <= i8 <= 5", c("i8", "between", [0, 5]), "i8 between 0 and 5"),
    ("not 0 <= i8 <= 5", no(c("i8", "between", [0, 5])), "i8 not between 0 and 5"),
    ("0 < i8 <= 5", both(c("i8", ">", 0), c("i8", "<=", 5)), "i8 > 0 and i8 <= 5"),
    ("5 >= i8 > 0", both(c("i8", "<=", 5), c("i8", ">", 0)), "i8 > 0 and i8 <= 5"),
    ("i8 in [1, 2.5, 300]", c("i8", "in", [1, 2.5, 300]), "i8 = 1"),
    ("i8 in (1, 2)", c("i8", "in", [1, 2]), "i8 in (1, 2)"),
    ("i8 not in [1, 300]", no(c("i8", "in", [1, 300])), "i8 not in (1, 300)"),
    ("i8 in []", c("i8", "in", []), "false"),
    # What is missing.
    ("i8 is missing", c("i8", "missing"), "i8 is null"),
    ("i8 is None", c("i8", "missing"), "i8 is null"),
    ("i8 == None", c("i8", "missing"), "i8 is null"),
    ("i8 is not missing", c("i8", "present"), "i8 is not null"),
    ("i8 is present", c("i8", "present"), "i8 is not null"),
    ("not i8 is missing", no(c("i8", "missing")), "i8 is not null"),
    ("formula is missing", c("formula", "missing"), "formula is null"),
    ("parts is missing", c("parts", "missing"), "parts is null"),
    ("record is not missing", c("record", "present"), "record is not null"),
    ("f64 is missing", c("f64", "missing"), "f64_null"),
    ("f64 is nan", c("f64", "nan"), "f64_nan"),
    ("f64 is not nan", no(c("f64", "nan")), "not f64_nan"),
    ("f64 is missing and f64 is not nan", both(c("f64", "missing"), no(c("f64", "nan"))), "f64_null and not f64_nan"),
    ("f64 is infinite", c("f64", "infinite"), "f64_inf"),
    ("f64 is not infinite", no(c("f64", "infinite")), "not f64_inf"),
    ("f32 is nan or f32 is infinite", either(c("f32", "nan"), c("f32", "infinite")), "f32_nan or f32_inf"),
    ("f16 is nan", c("f16", "nan"), "f16_nan"),
    ("f16 is infinite", c("f16", "infinite"), "f16_inf"),
    # Integers to the last digit, and beyond what a type holds.
    ("i64 == 9007199254740993", c("i64", "==", big("9007199254740993")), "i64 = 9007199254740993"),
    ("i64 == 9007199254740992", c("i64", "==", 9007199254740992), "i64 = 9007199254740992"),
    ("i64 > 9007199254740992", c("i64", ">", 9007199254740992), "i64 > 9007199254740992"),
    ("i64 == -9007199254740993", c("i64", "==", big("-9007199254740993")), "i64 = -9007199254740993"),
    ("i64 >= 9223372036854775807", c("i64", ">=", big("9223372036854775807")), "i64 >= 9223372036854775807"),
    ("i64 in [9007199254740993, 0]", c("i64", "in", [big("9007199254740993"), 0]), "i64 in (9007199254740993, 0)"),
    ("i64 < 9007199254740992.5", c("i64", "<", big("9007199254740992.5")), "i64 <= 9007199254740992"),
    ("i64 < 1e30", c("i64", "<", 1e30), "i64 is not null"),
    ("u64 == 18446744073709551615", c("u64", "==", big("18446744073709551615")), "u64 = 18446744073709551615"),
    ("u64 > 9223372036854775808", c("u64", ">", big("9223372036854775808")), "u64 > 9223372036854775808"),
    ("u64 != 9007199254740993", c("u64", "!=", big("9007199254740993")), "u64 <> 9007199254740993"),
    ("u64 > -1", c("u64", ">", -1), "u64 is not null"),
    ("i8 < 200", c("i8", "<", 200), "i8 is not null"),
    ("i8 == 1.5", c("i8", "==", 1.5), "false"),
    ("i8 != 1.5", c("i8", "!=", 1.5), "i8 is not null"),
    ("i8 > 1.5", c("i8", ">", 1.5), "i8 > 1"),
    ("i8 == 1.0", c("i8", "==", 1), "i8 = 1"),
    ("i8 == 1_0_0 or i8 == +5", either(c("i8", "==", 100), c("i8", "==", 5)), "i8 = 5"),
    ("i16 == -32768", c("i16", "==", -32768), "i16 = -32768"),
    ("i32 == 2147483647", c("i32", "==", 2147483647), "i32 = 2147483647"),
    ("u8 >= 254", c("u8", ">=", 254), "u8 >= 254"),
    ("u16 == 65535", c("u16", "==", 65535), "u16 = 65535"),
    ("u32 == 4294967295", c("u32", "==", 4294967295), "u32 = 4294967295"),
    ("u32 == 0xffffffff", c("u32", "==", 4294967295), "u32 = 4294967295"),
    # Floats in the column's own precision.
    ("f64 == 0.1", c("f64", "==", 0.1), "f64 = 0.1::double"),
    ("f32 == 0.1", c("f32", "==", 0.1), "f32 = 0.1::float"),
    ("f64 != 0.1", c("f64", "!=", 0.1), "f64 <> 0.1::double"),
    ("f32 != .1", c("f32", "!=", 0.1), "f32 <> 0.1::float"),
    ("f16 == 0.1", c("f16", "==", 0.1), f"f16 = {float(np.float16(0.1))!r}::float"),
    ("f16 in [0.1, 2.5]", c("f16", "in", [0.1, 2.5]), f"f16 in ({float(np.float16(0.1))!r}::float, 2.5::float)"),
    ("f64 > -1e-3", c("f64", ">", -0.001), "f64 > -0.001"),
    ("f64 >= 2.5", c("f64", ">=", 2.5), "f64 >= 2.5"),
    ("f64 < 0", c("f64", "<", 0), "f64 < 0"),
    ("not f64 < 0", no(c("f64", "<", 0)), "not f64 < 0"),
    ("f64 == 0", c("f64", "==", 0), "f64 = 0"),
    ("f64 not in [0, 2.5]", no(c("f64", "in", [0, 2.5])), "f64 not in (0, 2.5)"),
    ("f32 == 1e300", c("f32", "==", 1e300), "false"),
    ("f32 < 1e300", c("f32", "<", 1e300), "f32 < 1e300::double"),
    ("f32 > 1e300", c("f32", ">", 1e300), "f32 > 1e300::double"),
    # Decimals.
    ("price == 0.1", c("price", "==", 0.1), "price = 0.1::decimal(20,2)"),
    (
        "price == 123456789012345678.91",
        c("price", "==", big("123456789012345678.91")),
        "price = '123456789012345678.91'::decimal(20,2)",
    ),
    (
        "price > 123456789012345678.905",
        c("price", ">", big("123456789012345678.905")),
        "price >= '123456789012345678.91'::decimal(20,2)",
    ),
    ("price <= -2.55", c("price", "<=", -2.55), "price <= -2.55::decimal(20,2)"),
    ("price != 2.1", c("price", "!=", 2.1), "price <> 2.1::decimal(20,2)"),
    ("price == 2.105", c("price", "==", 2.105), "false"),
    ("price < 1e25", c("price", "<", 1e25), "price is not null"),
    ("fine == 0.1000000001", c("fine", "==", 0.1000000001), "fine = 0.1000000001::decimal(38,10)"),
    ("fine in [0.1, 2]", c("fine", "in", [0.1, 2]), "fine in (0.1::decimal(38,10), 2)"),
    ("fine >= 1e27", c("fine", ">=", 1e27), "fine >= '1000000000000000000000000000'::decimal(38,10)"),
    # Text.
    ("formula == 'Ag'", c("formula", "==", "Ag"), "formula = 'Ag'"),
    ('formula == "it\'s"', c("formula", "==", "it's"), "formula = 'it''s'"),
    ("formula == 'say \"x\"'", c("formula", "==", 'say "x"'), "formula = 'say \"x\"'"),
    ("'Ag' in formula", c("formula", "contains", "Ag"), "contains(formula, 'Ag')"),
    ("'ag' in formula", c("formula", "contains", "ag"), "contains(formula, 'ag')"),
    ("'Ag' not in formula", no(c("formula", "contains", "Ag")), "not contains(formula, 'Ag')"),
    ("formula.has_elements('Fe', 'O')", c("formula", "elements", ["Fe", "O"]), FE_O),
    ("formula.has_elements('C')", c("formula", "elements", ["C"]), "regexp_matches(formula, 'C([^a-z]|$)')"),
    (
        "not formula.has_elements('C')",
        no(c("formula", "elements", ["C"])),
        "not regexp_matches(formula, 'C([^a-z]|$)')",
    ),
    ("formula in ['Ag', 'Co']", c("formula", "in", ["Ag", "Co"]), "formula in ('Ag', 'Co')"),
    ("formula > 'Co'", c("formula", ">", "Co"), "formula > 'Co'"),
    ("note == ''", c("note", "==", ""), "note = ''"),
    ("note == 'a\\nb'", c("note", "==", "a\nb"), "note = 'a' || chr(10) || 'b'"),
    ("note == '\\\\'", c("note", "==", "\\"), "note = '\\'"),
    ("note > '\\uff00'", c("note", ">", "\uff00"), "note > chr(65280)"),
    ("'\\U0001f600' in note", c("note", "contains", "😀"), "contains(note, '😀')"),
    ("note == 'Zo\\xeb'", c("note", "==", "Zoë"), "note = 'Zoë'"),
    ("note < 'a'", c("note", "<", "a"), "note < 'a'"),
    ("phase == 'x'", c("phase", "==", "x"), "phase = 'x'"),
    ("phase != 'x'", c("phase", "!=", "x"), "phase <> 'x'"),
    ("phase in ['y', 'z']", c("phase", "in", ["y", "z"]), "phase in ('y', 'z')"),
    ("'z' in phase", c("phase", "contains", "z"), "contains(phase::varchar, 'z')"),
    ("phase is missing", c("phase", "missing"), "phase is null"),
    ("raw == 'ab'", c("raw", "==", "ab"), "raw = 'ab'::blob"),
    ("raw > 'ab'", c("raw", ">", "ab"), "raw > 'ab'::blob"),
    # Days, times, points in time, durations.
    ("day == '2024-05-01'", c("day", "==", "2024-05-01"), "day = '2024-05-01'::date - interval 0 day"),
    ("day < '1970-01-01'", c("day", "<", "1970-01-01"), "day < '1970-01-01'::date"),
    ("day > '9999-12-31'", c("day", ">", "9999-12-31"), "day > '9999-12-31'::date"),
    ("day in ['2024-05-01', '2024-05-02']", c("day", "in", ["2024-05-01", "2024-05-02"]), "day in ('2024-05-01'::date, '2024-05-02'::date)"),
    ("day_ms >= '2024-05-01'", c("day_ms", ">=", "2024-05-01"), "day_ms::date >= '2024-05-01'::date"),
    ("at_s == '12:30:00'", c("at_s", "==", "12:30:00"), "at_s = 45000"),
    ("at_s > '12:30:00.5'", c("at_s", ">", "12:30:00.5"), "at_s > 45000"),
    ("at_ms == '12:30:00.5'", c("at_ms", "==", "12:30:00.5"), "at_ms = 45000500"),
    ("at_us == '12:30:00.000001'", c("at_us", "==", "12:30:00.000001"), "at_us = 45000000001"),
    ("at_ns > '12:30:00.000000001'", c("at_ns", ">", "12:30:00.000000001"), "at_ns > 45000000000001"),
    ("at_ns < '12:30'", c("at_ns", "<", "12:30"), "at_ns < 45000000000000"),
    ("when_s >= '2024-05-01'", c("when_s", ">=", "2024-05-01"), "when_s >= '2024-05-01'::timestamp"),
    ("when_s == '2024-05-01 12:30:00'", c("when_s", "==", "2024-05-01 12:30:00"), "when_s = '2024-05-01 12:30:00'::timestamp"),
    ("when_s < '2024-05-01T12:30:00.5'", c("when_s", "<", "2024-05-01T12:30:00.5"), "when_s <= '2024-05-01 12:30:00'::timestamp"),
    ("when_ms == '2024-05-01T12:30:00.001'", c("when_ms", "==", "2024-05-01T12:30:00.001"), "when_ms = '2024-05-01 12:30:00.001'::timestamp"),
    ("when_us > '2024-05-01T12:30:00.000001'", c("when_us", ">", "2024-05-01T12:30:00.000001"), "when_us > '2024-05-01 12:30:00.000001'::timestamp"),
    ("when_ns == '2024-05-01T12:30:00.000000001'", c("when_ns", "==", "2024-05-01T12:30:00.000000001"), "when_ns = '2024-05-01 12:30:00.000000001'::timestamp_ns"),
    ("when_ns < '1970-01-01'", c("when_ns", "<", "1970-01-01"), "when_ns < '1970-01-01'::timestamp_ns"),
    ("utc == '2024-05-01T12:30:00.123456789Z'", c("utc", "==", "2024-05-01T12:30:00.123456789Z"), "utc = '2024-05-01 12:30:00.123456789'::timestamp_ns"),
    ("utc >= '2024-05-01T14:30:00.123456788+02:00'", c("utc", ">=", "2024-05-01T14:30:00.123456788+02:00"), "utc >= '2024-05-01 12:30:00.123456788'::timestamp_ns"),
    ("utc == '2024-05-01 12:30:00.123456 UTC'", c("utc", "==", "2024-05-01 12:30:00.123456 UTC"), "utc = '2024-05-01 12:30:00.123456'::timestamp_ns"),
    ("berlin == '2024-05-01T14:30:00+02:00'", c("berlin", "==", "2024-05-01T14:30:00+02:00"), "berlin = '2024-05-01 12:30:00'::timestamp"),
    ("berlin > '2024-05-01T12:30:00'", c("berlin", ">", "2024-05-01T12:30:00"), "berlin > '2024-05-01 12:30:00'::timestamp"),
    ("took_s == '90 s'", c("took_s", "==", "90 s"), "took_s = 90"),
    ("took_s > '90500 ms'", c("took_s", ">", "90500 ms"), "took_s > 90"),
    ("took_ms == '1.5 s'", c("took_ms", "==", "1.5 s"), "took_ms = 1500"),
    ("took_us < '-1 ms'", c("took_us", "<", "-1 ms"), "took_us < -1000"),
    ("took_ns == '9007199254740993 ns'", c("took_ns", "==", "9007199254740993 ns"), "took_ns = 9007199254740993"),
    ("took_ns in ['1 ns', '2 ns']", c("took_ns", "in", ["1 ns", "2 ns"]), "took_ns in (1, 2)"),
    # Names.
    ("`odd ``name`` (MPa)` > 6", c("odd `name` (MPa)", ">", 6), '"odd `name` (MPa)" > 6'),
    ("`and` > 6", c("and", ">", 6), '"and" > 6'),
    ("µ > 6", c("µ", ">", 6), '"µ" > 6'),
    ("formula == '`µ` and or'", c("formula", "==", "`µ` and or"), "false"),
]  # fmt: skip

# The reader refuses these: they are not filters.
UNREADABLE = [
    "", "i8", "i8 >", "i8 = 1", "i8 > 1 i8 < 2", "formula == 'Ag", "formula contains Ag", "i8 between 1 and 2",
    "formula == Ag", "i8 > i16", "i8 is 5", "i8 + 1 > 2", "i8 > 007", "i8 > 1j", "formula == b'Ag'", "f(i8)", "i8 < None",
    "formula.has_elements", "i8 in 5", "1 > 0", "i8 > 0\nor True", "[i8 > 0]", "(i8 > 0", "i8 > 0)",
    "lambda: i8", f"i8 > {'9' * 401}", f"i8 > 0x{'f' * 390}", "i8 > 0 if metal else i8 < 0", "formula == f'Ag'", "i8 <> 1", "not",
]  # fmt: skip
# These are filters, and refused on this table.
UNFIT = [
    "gpa > 0", "i8 == 'x'", "formula == 5", "formula > 9007199254740993", "metal == 1", "i8 == True", "f64 > 1e400",
    "i8 is nan", "formula is infinite", "'a' in i8", "5 in formula", "day == '2024-02-30'", "day == '2024-05-01T12:00'",
    "when_s > '2024-05-01T12:30:00Z'", "when_s > 2024", "utc > 'yesterday'", "at_s == '25:00:00'", "took_s == 90",
    "took_s == '90'", "parts == 1", "record == 'a'", "formula.has_elements('Xx')", "formula.has_elements()",
    "i8.has_elements('Fe')", "i8 in [1, None]", "i8 == 1e999999", "i8 == 1e99999999999999999999999",
]  # fmt: skip


def main() -> None:
    connection = duckdb.connect()
    connection.register("asked", truth())
    vectors = []
    for text, tree, condition in VECTORS:
        found = connection.sql(f"select id from asked where {condition} order by id").fetchall()
        vectors.append({"text": text, "tree": tree, "rows": [row for (row,) in found]})
    UNREADABLE.remove("i8")
    FOLDER.mkdir(exist_ok=True)
    pq.write_table(TABLE, FOLDER / "filters.parquet", row_group_size=3)
    feather.write_feather(TABLE, FOLDER / "filters.arrow", compression="uncompressed")
    text = json.dumps(
        {"filters": vectors, "unreadable": UNREADABLE, "unfit": [*UNFIT, "i8"]}, ensure_ascii=False, indent=1
    )
    (FOLDER / "filters.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
