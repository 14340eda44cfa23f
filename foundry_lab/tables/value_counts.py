"""How often each value of a column occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .literals import is_text

if TYPE_CHECKING:
    import pyarrow as pa


def is_countable(kind: pa.DataType) -> bool:
    """Whether a type's values are counted one by one: texts, and true and false."""
    from pyarrow import types

    return bool(types.is_boolean(kind) or is_text(kind))


def value_counts(column: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """Return the different values of a column, missing ones left out, and how often each occurs."""
    import pyarrow as pa
    from pyarrow import compute, types

    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if types.is_string_view(column.type):
        column = column.cast(pa.large_string())
    counts = compute.value_counts(column.drop_null())
    return counts.field(0), counts.field(1)
