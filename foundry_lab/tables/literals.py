"""The values of a filter as scalars of the column that they are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import InvalidFilterError

if TYPE_CHECKING:
    import pyarrow as pa


def scalar(value: object, field: pa.Field) -> pa.Scalar:
    """
    Return a value as a scalar that compares with a column.

    Raises
    ------
    InvalidFilterError
        If the value's type does not fit the column's.
    """
    import pyarrow as pa
    from pyarrow import types

    kind = field.type.value_type if types.is_dictionary(field.type) else field.type
    try:
        if types.is_boolean(kind):
            if isinstance(value, bool):
                return pa.scalar(value, kind)
        elif _is_number(kind):
            if isinstance(value, int | float) and not isinstance(value, bool):
                return _number(value, kind)
        elif _is_text(kind):
            if isinstance(value, str):
                return pa.scalar(value, kind)
        elif types.is_temporal(kind):
            if isinstance(value, str):
                return _moment(value, kind)
        elif types.is_binary(kind) and isinstance(value, str):
            return pa.scalar(value.encode(), kind)
    except (pa.ArrowException, OverflowError, ValueError):
        pass
    raise InvalidFilterError(f"{value!r} cannot be compared with column {field.name!r}, which holds {kind}.")


def is_text(kind: pa.DataType) -> bool:
    """Whether a type holds text, dictionary-encoded or not."""
    from pyarrow import types

    return bool(_is_text(kind.value_type if types.is_dictionary(kind) else kind))


def _is_text(kind: pa.DataType) -> bool:
    from pyarrow import types

    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_number(kind: pa.DataType) -> bool:
    from pyarrow import types

    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind))


def _number(value: float, kind: pa.DataType) -> pa.Scalar:
    import pyarrow as pa
    from pyarrow import types

    if types.is_integer(kind):
        # JSON knows no integers: 3.0 from a widget means 3, which the column can be asked for exactly.
        whole: Any = int(value) if isinstance(value, float) and value.is_integer() else value
        try:
            return pa.scalar(whole, kind if isinstance(whole, int) else None)
        except (pa.ArrowInvalid, OverflowError):
            # Rounded to a double it might be equal to a value of the column.
            return pa.scalar(float("inf") if whole > 0 else float("-inf"))
    if types.is_decimal(kind):
        from decimal import Decimal

        return pa.scalar(Decimal(str(value)))
    # In the column's own precision, as NumPy compares: 0.1 finds the float 0.1.
    return pa.scalar(float(value)).cast(kind)


def _moment(value: str, kind: pa.DataType) -> pa.Scalar:
    import pyarrow as pa
    from pyarrow import types

    text = pa.scalar(value.strip().removesuffix("Z"))
    if types.is_timestamp(kind):
        return text.cast(pa.timestamp(kind.unit)).cast(kind) if kind.tz is None else _zoned(value, kind)
    return text.cast(kind)


def _zoned(value: str, kind: pa.DataType) -> pa.Scalar:
    from datetime import UTC, datetime

    import pyarrow as pa

    moment = datetime.fromisoformat(value.strip())
    return pa.scalar(moment if moment.tzinfo else moment.replace(tzinfo=UTC), kind)
