"""Columns that Arrow or a browser cannot hold, as the texts that a person reads instead: of tables that are shown only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pyarrow as pa
from pyarrow import types

from .reading import Reading, UnfitColumnError, words_of
from .values import python_values, text_of

#: What is said of one column each; the rest are counted.
_MOST_SAID = 3


def column_or_text(
    make: Callable[[], pa.Array], values: Iterable[Any], name: str, reading: Reading
) -> pa.Array:
    """
    Return the column that `make` makes; of a table for show, the texts of its values where it raises.

    Parameters
    ----------
    make : callable
    values : iterable
        The column's values; None where one is missing.
    name : str
        The column's.
    reading : Reading
        Where it is noted.
    """
    try:
        return make()
    except Exception as error:
        if not reading.is_for_show:
            raise
        fault = (
            error.fault if isinstance(error, UnfitColumnError) else f"cannot be a column ({words_of(error)})"
        )
    return texts(values, name, fault, reading)


def texts(values: Iterable[Any], name: str, fault: str, reading: Reading) -> pa.Array:
    """Return the texts of values as a column, and note why it is one; missing values stay missing."""
    reading.texts[name] = fault
    return pa.array([None if value is None else text_of(value) for value in values], pa.string())


def with_shown_types(table: pa.Table, reading: Reading) -> pa.Table:
    """Return a table in which columns of types that no browser draws are text, and are noted."""
    for index, field in enumerate(table.schema):
        if not _is_drawn(field.type):
            fault = f"is of the type {getattr(field.type, 'extension_name', field.type)}"
            column = texts(_objects(table.column(index)), field.name, fault, reading)
            table = table.set_column(index, field.with_type(column.type), column)
    return table


def note_of_texts(reading: Reading) -> str | None:
    """Return the sentence that names the columns that are shown as text, and why; None where none is."""
    if not reading.texts:
        return None
    reasons = [f"{name!r}, which {fault}" for name, fault in reading.texts.items()]
    more = len(reasons) - _MOST_SAID
    tail = f"; and {more} more" if more > 0 else ""
    return f"Shown as text: {'; '.join(reasons[:_MOST_SAID])}{tail}."


def _objects(column: pa.ChunkedArray) -> list[Any]:
    if not isinstance(column.type, pa.BaseExtensionType):
        return python_values(column)
    values = column.to_pandas()
    return [None if missing else value for value, missing in zip(values, values.isna(), strict=True)]


def _is_drawn(kind: pa.DataType) -> bool:
    if isinstance(kind, pa.BaseExtensionType):
        # The numbers below a period or an interval of pandas mean nothing on their own.
        return not kind.extension_name.startswith("pandas.") and _is_drawn(kind.storage_type)
    if types.is_dictionary(kind):
        return not types.is_nested(kind.value_type) and _is_drawn(kind.value_type)
    return all(_is_drawn(kind.field(place).type) for place in range(kind.num_fields))
