"""Splits of one dataset: the same columns, and for each a type that keeps every value of all splits."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
from pyarrow import types

from ..errors import InvalidTableError
from ..tables.column_names import check_column_names
from ..tables.columns import listing
from ..tables.reading import Reading


def align_splits(
    tables: Mapping[str, pa.Table], readings: Mapping[str, Reading] | None = None
) -> dict[str, pa.Table]:
    """
    Return the splits with the same columns in the same order and of the same types.

    Parameters
    ----------
    tables : mapping of str to pyarrow.Table
    readings : mapping of str to Reading, optional
        Where it is noted which columns take a type of the other splits.

    Raises
    ------
    InvalidTableError
        If they have other columns, or types of which none keeps every value of each.
    """
    (first_name, first), *others = tables.items()
    names = first.schema.names
    if not names:
        raise InvalidTableError(f"Split {first_name!r} has no columns.")
    check_column_names(names, f"Split {first_name!r}")
    names_of_first = set(names)
    for name, table in others:
        here = set(table.schema.names)
        missing = [column for column in names if column not in here]
        more = [column for column in table.schema.names if column not in names_of_first]
        if missing or more or len(table.schema.names) != len(names):
            difference = (
                f"no column {missing[0]!r}" if missing else f"a further column {(more or names)[0]!r}"
            )
            raise InvalidTableError(
                f"Split {name!r} has {difference}: all splits need the columns of split {first_name!r}, "
                f"where {listing(names)}"
            )
    aligned = {name: table.select(names) for name, table in tables.items()}
    for place, column in enumerate(names):
        columns_by_split = {name: table.column(place) for name, table in aligned.items()}
        kind = _common_type(column, {name: values.type for name, values in columns_by_split.items()})
        for name, values in columns_by_split.items():
            if values.type.equals(kind):
                continue
            if not _survives(values, kind):
                raise _differ(column, {other: part.type for other, part in columns_by_split.items()})
            field = aligned[name].schema.field(place).with_type(kind)
            aligned[name] = aligned[name].set_column(place, field, values.cast(kind))
            if readings and name in readings:
                readings[name].guess(
                    f"{column!r} is {kind}, which keeps the values of every split: here it was {values.type}.",
                    f'columns={{"{column}": {{"type": "{values.type}"}}}}',
                    column,
                )
    return aligned


def _common_type(column: str, kinds: Mapping[str, pa.DataType]) -> pa.DataType:
    distinct = list(dict.fromkeys(kinds.values()))
    if len(distinct) == 1:
        return distinct[0]
    typed_kinds = [kind for kind in distinct if not types.is_null(kind)]
    # Arrow would make bytes of text beside bytes, and a number of text categories beside text.
    families = {_family(kind) for kind in typed_kinds}
    if len(families) > 1:
        raise _differ(column, kinds)
    try:
        schemas = [pa.schema([pa.field("column", kind)]) for kind in typed_kinds]
        return pa.unify_schemas(schemas, promote_options="permissive").field(0).type
    except (pa.ArrowException, ValueError):
        raise _differ(column, kinds) from None


def _family(kind: pa.DataType) -> str:
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        return "number"
    if types.is_temporal(kind):
        zone = f" in {kind.tz}" if types.is_timestamp(kind) and kind.tz else ""
        return f"{str(kind).partition('[')[0].rstrip('0123456789')}{zone}"
    if types.is_string(kind) or types.is_large_string(kind):
        return "text"
    if types.is_nested(kind):
        return "nested"
    return str(kind)


def _survives(values: pa.ChunkedArray, kind: pa.DataType) -> bool:
    """Whether every value can be told from what it becomes."""
    if types.is_null(values.type):
        return True
    try:
        back = values.cast(kind).cast(values.type)
    except pa.ArrowException:
        return False
    return types.is_floating(values.type) or bool(back.equals(values))


def _differ(column: str, kinds: Mapping[str, pa.DataType]) -> InvalidTableError:
    types = ", ".join(f"{kind} in {name!r}" for name, kind in kinds.items())
    return InvalidTableError(
        f"Column {column!r} has different types in the splits ({types}); give it one type."
    )
