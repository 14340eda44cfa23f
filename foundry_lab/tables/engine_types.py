"""What other engines can hold of Arrow's types: the rest is refused by the column's name, not rounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyarrow as pa
from pyarrow import types

from ..errors import InvalidTableError, warn

_THOUSAND = 1000


def check_polars(table: pa.Table) -> None:
    """
    Refuse columns that Polars has no type for.

    Raises
    ------
    InvalidTableError
        Naming the column.

    Warns
    -----
    FoundryWarning
        If categories are numbers or times, which Polars takes for plain ones.
    """
    _say_plain_categories(table, "Polars")
    for field in table.schema:
        if any(types.is_decimal256(part) or _has_offset(part) for part in _parts(field.type)):
            raise _refusal(field, "Polars")


def check_duckdb(table: pa.Table) -> None:
    """
    Refuse columns that DuckDB has no type for, and times of which it would cut the nanoseconds.

    Raises
    ------
    InvalidTableError
        Naming the column.

    Warns
    -----
    FoundryWarning
        If categories are numbers or times, which DuckDB takes for plain ones.
    """
    _say_plain_categories(table, "DuckDB")
    for field, column in zip(table.schema, table.columns, strict=True):
        parts = list(_parts(field.type))
        if any(types.is_decimal256(part) or types.is_float16(part) for part in parts):
            raise _refusal(field, "DuckDB")
        if _loses_nanoseconds(column, _is_cut_by_duckdb):
            raise _refusal(field, "DuckDB")


def loses_nanoseconds_in_python(column: pa.ChunkedArray) -> bool:
    """Whether times of day are of nanoseconds, which Python's times have not."""
    return _loses_nanoseconds(column, lambda kind: types.is_time64(kind) and kind.unit == "ns")


def ordered_words(table: pa.Table) -> dict[str, list[str]]:
    """Return the categories of text that have an order, in it, by column."""
    words = {}
    for field, column in zip(table.schema, table.columns, strict=True):
        kind = field.type
        if (
            types.is_dictionary(kind)
            and kind.ordered
            and types.is_string(kind.value_type)
            and column.num_chunks
        ):
            words[field.name] = column.unify_dictionaries().chunk(0).dictionary.to_pylist()
    return words


def quote_name(name: str) -> str:
    """Return a column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _say_plain_categories(table: pa.Table, engine: str) -> None:
    for field in table.schema:
        if types.is_dictionary(field.type) and not types.is_string(field.type.value_type):
            warn(f"{engine} has categories of text only: those of {field.name!r} are plain values.")


def _parts(kind: pa.DataType) -> Iterator[pa.DataType]:
    yield kind
    if types.is_dictionary(kind):
        yield from _parts(kind.value_type)
    for place in range(kind.num_fields):
        yield from _parts(kind.field(place).type)


def _has_offset(kind: pa.DataType) -> bool:
    return bool(types.is_timestamp(kind) and kind.tz and kind.tz[0] in "+-")


def _is_cut_by_duckdb(kind: pa.DataType) -> bool:
    zoned = types.is_timestamp(kind) and kind.tz is not None
    return bool((zoned or types.is_time64(kind) or types.is_duration(kind)) and kind.unit == "ns")


def _loses_nanoseconds(column: pa.ChunkedArray, is_cut: Callable[[pa.DataType], bool]) -> bool:
    kind = column.type
    nested = types.is_nested(kind) and any(map(is_cut, _parts(kind)))
    return nested or (is_cut(kind) and _has_nanoseconds(column))


def _has_nanoseconds(column: pa.ChunkedArray) -> bool:
    from pyarrow import compute

    counts = pa.chunked_array([chunk.view(pa.int64()) for chunk in column.chunks], pa.int64())
    microseconds = compute.multiply(compute.divide(counts, _THOUSAND), _THOUSAND)
    return bool(compute.any(compute.not_equal(counts, microseconds)).as_py())


def _refusal(field: pa.Field, engine: str) -> InvalidTableError:
    return InvalidTableError(
        f"Column {field.name!r} is of the type {field.type}, which {engine} does not hold exactly: leave it out, or "
        "take `to_arrow`."
    )
