"""Filters as Arrow expressions: the text, the tree of the contract, or an expression as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from ..contracts.models import Comparison, Filter
from ..errors import InvalidFilterError
from .columns import check_columns
from .grammar import parse
from .literals import is_text, scalar

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc

#: A text, the tree of the contract as a dict or Filter, or a `pyarrow.compute.Expression`.
FilterLike: TypeAlias = Any

# A missing value (null or NaN) matches no comparison, not even a negated one: negations are pushed down
# to the comparisons, so that each of them can see to that.
_NEGATED = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<", "missing": "present"}
_NEGATED["present"] = "missing"


def expression(given: FilterLike, schema: pa.Schema) -> pc.Expression:
    """
    Return a filter as an Arrow expression on tables of a schema.

    Raises
    ------
    InvalidFilterError
        If the filter cannot be read, or compares a column with a value of another kind.
    UnknownColumnError
        If it names a column that the schema does not have.
    """
    import pyarrow.compute as pc

    if isinstance(given, pc.Expression):
        return given
    return _compile(tree(given), schema, negated=False)


def tree(given: FilterLike) -> Filter:
    """Return a text or a dict as the tree of the contract."""
    if isinstance(given, Filter):
        return given
    if isinstance(given, str):
        return parse(given)
    if isinstance(given, dict):
        import msgspec

        try:
            return msgspec.convert(given, Filter)
        except msgspec.ValidationError as error:
            raise InvalidFilterError(f"The filter is not a tree of conditions: {error}.") from None
    raise InvalidFilterError(
        f"A filter is a text, a tree of conditions or a pyarrow expression, not {type(given).__name__}."
    )


def columns_named(node: Filter) -> list[str]:
    """Return the columns that a condition names, each once."""
    own = [node.compare.column] if isinstance(node.compare, Comparison) else []
    parts = [*(node.all or []), *(node.any or []), *([node.not_] if _given(node.not_) else [])]
    return [*dict.fromkeys([*own, *(name for part in parts for name in columns_named(part))])]  # type: ignore[arg-type]


def matching(table: pa.Table, given: FilterLike) -> pa.Table:
    """Return the rows of a table that match a filter."""
    import pyarrow as pa

    condition = expression(given, table.schema)
    try:
        return table.filter(condition)
    except (pa.ArrowException, KeyError) as error:
        raise InvalidFilterError(f"The filter does not fit the table: {error}.") from None


def _compile(node: Filter, schema: pa.Schema, *, negated: bool) -> pc.Expression:
    import pyarrow.compute as pc

    given = [name for name in ("all", "any", "not_", "compare") if _given(getattr(node, name))]
    if len(given) != 1:
        raise InvalidFilterError("A condition has exactly one of 'all', 'any', 'not' and 'compare'.")
    if given[0] == "not_":
        return _compile(node.not_, schema, negated=not negated)  # type: ignore[arg-type]
    if given[0] == "compare":
        return _comparison(node.compare, schema, negated)  # type: ignore[arg-type]
    parts = [_compile(part, schema, negated=negated) for part in getattr(node, given[0])]
    every = (given[0] == "all") != negated
    if not parts:
        return pc.scalar(every)
    # A balanced tree: Arrow walks expressions recursively, and a filter may have thousands of parts.
    while len(parts) > 1:
        pairs = [parts[i : i + 2] for i in range(0, len(parts), 2)]
        parts = [
            pair[0] if len(pair) == 1 else pair[0] & pair[1] if every else pair[0] | pair[1] for pair in pairs
        ]
    return parts[0]


def _given(value: object) -> bool:
    from msgspec import UNSET

    return value is not UNSET


def _comparison(node: Comparison, schema: pa.Schema, negated: bool) -> pc.Expression:
    import pyarrow.compute as pc

    check_columns([node.column], schema.names)
    if schema.names.count(node.column) > 1:
        raise InvalidFilterError(f"The table has several columns {node.column!r}, so none can be filtered.")
    field, column = schema.field(node.column), pc.field(node.column)
    op = _NEGATED.get(node.op, node.op) if negated else node.op
    if op in ("missing", "present"):
        missing = column.is_null(nan_is_null=_may_be_nan(field))
        return missing if op == "missing" else ~missing
    if op in ("in", "between"):
        return _several(node, field, column, negated)
    if op == "elements":
        return _elements(node, field, column, negated)
    if not _given(node.value) or node.value is None:
        raise InvalidFilterError(f"The comparison {op} of column {node.column!r} has no value.")
    if op == "contains":
        if not is_text(field.type) or not isinstance(node.value, str):
            raise InvalidFilterError(
                f"Column {node.column!r} holds {field.type}: only text is searched, for text."
            )
        found = pc.match_substring(_plain(column, field), node.value)
        return ~found if negated else found
    value = scalar(node.value, field)
    column = _plain(column, field)
    match op:
        case "==":
            return column == value
        case "!=":
            return _present(column != value, column, field)
        case "<":
            return column < value
        case "<=":
            return column <= value
        case ">":
            return column > value
    return column >= value


def _elements(node: Comparison, field: pa.Field, column: pc.Expression, negated: bool) -> pc.Expression:
    import pyarrow.compute as pc

    from ..kinds.formula import ELEMENTS

    symbols = node.values if isinstance(node.values, list) else []
    unknown = [symbol for symbol in symbols if symbol not in ELEMENTS]
    if not symbols or unknown:
        raise InvalidFilterError(
            f"{unknown[0]!r} is no element; the filter of column {node.column!r} takes symbols such as 'Fe'."
            if unknown
            else f"The filter of column {node.column!r} names no element; give symbols such as 'Fe'."
        )
    if not is_text(field.type):
        raise InvalidFilterError(
            f"Column {node.column!r} holds {field.type}: elements are found in formulas, which are text."
        )
    column = _plain(column, field)
    found = pc.scalar(True)
    for symbol in symbols:
        # A symbol ends before anything but a small letter: 'C' is in 'CO2' and not in 'Co'.
        found = found & pc.match_substring_regex(column, f"{symbol}(?:[^a-z]|$)")
    return ~found if negated else found


def _several(node: Comparison, field: pa.Field, column: pc.Expression, negated: bool) -> pc.Expression:
    if not isinstance(node.values, list):
        raise InvalidFilterError(f"The comparison '{node.op}' of column {node.column!r} has no values.")
    if any(value is None for value in node.values):
        raise InvalidFilterError(
            f"The values for column {node.column!r} hold a missing one; ask for missing values on their own."
        )
    values = [scalar(value, field) for value in node.values]
    column = _plain(column, field)
    if node.op == "between":
        if len(values) != 2:
            raise InvalidFilterError(f"'between' takes two values; column {node.column!r} has {len(values)}.")
        low, high = values
        return (column < low) | (column > high) if negated else (column >= low) & (column <= high)
    inside = column.isin(_one_type(values, field))
    return _present(~inside, column, field) & ~column.is_null() if negated else inside


def _one_type(values: list[pa.Scalar], field: pa.Field) -> pa.Array:
    import pyarrow as pa

    kind = _value_type(field)
    fitting = []
    for value in values:
        try:
            fitting.append(value.cast(kind))
        except pa.ArrowInvalid:
            # 1.5 or 300 among bytes: no value of the column can be equal to it.
            continue
    return pa.array(fitting, kind)


def _present(condition: pc.Expression, column: pc.Expression, field: pa.Field) -> pc.Expression:
    return condition & ~column.is_null(nan_is_null=True) if _may_be_nan(field) else condition


def _may_be_nan(field: pa.Field) -> bool:
    from pyarrow import types

    return bool(types.is_floating(_value_type(field)))


def _value_type(field: pa.Field) -> pa.DataType:
    from pyarrow import types

    return field.type.value_type if types.is_dictionary(field.type) else field.type


def _plain(column: pc.Expression, field: pa.Field) -> pc.Expression:
    """Return the column without its dictionary encoding, which few functions know."""
    from pyarrow import types

    return column.cast(field.type.value_type) if types.is_dictionary(field.type) else column
