"""Filters as Arrow expressions: the text, the tree of the contract, or an expression as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeAlias

from ..contracts.models import Comparison, Filter
from ..errors import InvalidFilterError
from .columns import check_columns
from .grammar import parse
from .literals import count, is_counted, is_text, number_literal, scalar
from .stored_bounds import bound_of_type, exact_scalar

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc

#: A text, the tree of the contract as a dict or Filter, or a `pyarrow.compute.Expression`.
FilterLike: TypeAlias = Any
#: A column and a condition: both Arrow expressions, or both arrays. Arrow's functions take either.
Values: TypeAlias = Any

# Neither a missing value nor NaN matches a comparison, not even a negated one: negations are pushed down
# to the comparisons, so that each of them can see to that.
_NEGATED = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<", "missing": "present"}
_NEGATED["present"] = "missing"


def expression(condition: FilterLike, schema: pa.Schema) -> pc.Expression:
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

    if isinstance(condition, pc.Expression):
        return condition
    result: pc.Expression = _compile(tree(condition), schema, pc.field, negated=False)
    return result


def matches(condition: Filter, batch: pa.RecordBatch) -> pa.Array:
    """
    Return which rows of a batch match a filter, as booleans of shape (rows,); null where a condition is null.

    It needs no more of Arrow than its functions: the engine that runs expressions takes 10 MB of memory.

    Raises
    ------
    InvalidFilterError, UnknownColumnError
        As `expression` does.
    """
    import pyarrow as pa

    result = _compile(condition, batch.schema, batch.column, negated=False)
    return pa.repeat(result, batch.num_rows) if isinstance(result, pa.Scalar) else result


def tree(condition: FilterLike) -> Filter:
    """Return a text or a dict as the tree of the contract."""
    if isinstance(condition, Filter):
        return condition
    if isinstance(condition, str):
        return parse(condition)
    if isinstance(condition, dict):
        import msgspec

        try:
            return msgspec.convert(_exact_numbers(condition), Filter)
        except msgspec.ValidationError as error:
            raise InvalidFilterError(f"The filter is not a tree of conditions: {error}.") from None
    raise InvalidFilterError(
        f"A filter is a text, a tree of conditions or a pyarrow expression, not {type(condition).__name__}."
    )


def _exact_numbers(node: object) -> object:
    """Return data with integers that doubles do not hold as the contract has them: as text."""
    if isinstance(node, dict):
        return {key: _exact_numbers(part) for key, part in node.items()}
    if isinstance(node, list):
        return [_exact_numbers(part) for part in node]
    if isinstance(node, int) and abs(node) > 2**53:
        return number_literal(str(node))
    return node


def columns_named(node: Filter) -> list[str]:
    """Return the columns that a condition names, each once."""
    own = [node.compare.column] if isinstance(node.compare, Comparison) else []
    parts = [*(node.all or []), *(node.any or []), *([node.not_] if _is_set(node.not_) else [])]
    return [*dict.fromkeys([*own, *(name for part in parts for name in columns_named(part))])]  # type: ignore[arg-type]


def matching(table: pa.Table, filter_: FilterLike, columns: Sequence[str] | None = None) -> pa.Table:
    """Return the rows of a table that match a filter, with at least these columns, or all."""
    import pyarrow as pa
    import pyarrow.compute as pc

    condition = expression(filter_, table.schema)
    if columns is not None and not isinstance(filter_, pc.Expression):
        table = table.select([*dict.fromkeys([*columns, *columns_named(tree(filter_))])])
    try:
        return table.filter(condition)
    except (pa.ArrowException, KeyError) as error:
        raise InvalidFilterError(f"The filter does not fit the table: {error}.") from None


def _compile(node: Filter, schema: pa.Schema, column: Callable[[str], Values], *, negated: bool) -> Values:
    import pyarrow as pa
    import pyarrow.compute as pc

    verbs = [name for name in ("all", "any", "not_", "compare") if _is_set(getattr(node, name))]
    if len(verbs) != 1:
        raise InvalidFilterError("A condition has exactly one of 'all', 'any', 'not' and 'compare'.")
    if verbs[0] == "not_":
        return _compile(node.not_, schema, column, negated=not negated)  # type: ignore[arg-type]
    if verbs[0] == "compare":
        return _comparison(node.compare, schema, column, negated)  # type: ignore[arg-type]
    parts = [_compile(part, schema, column, negated=negated) for part in getattr(node, verbs[0])]
    every = (verbs[0] == "all") != negated
    if not parts:
        return pc.scalar(every) if column is pc.field else pa.scalar(every)
    both = pc.and_kleene if every else pc.or_kleene
    # A balanced tree: Arrow walks expressions recursively, and a filter may have thousands of parts.
    while len(parts) > 1:
        pairs = [parts[i : i + 2] for i in range(0, len(parts), 2)]
        parts = [pair[0] if len(pair) == 1 else both(*pair) for pair in pairs]
    return parts[0]


def _is_set(value: object) -> bool:
    from msgspec import UNSET

    return value is not UNSET


def _comparison(
    node: Comparison, schema: pa.Schema, column_of: Callable[[str], Values], negated: bool
) -> Values:
    import pyarrow.compute as pc

    check_columns([node.column], schema.names)
    if schema.names.count(node.column) > 1:
        raise InvalidFilterError(f"The table has several columns {node.column!r}, so none can be filtered.")
    field, column = schema.field(node.column), column_of(node.column)
    op = _NEGATED.get(node.op, node.op) if negated else node.op
    if op in ("missing", "present"):
        return pc.is_null(column) if op == "missing" else pc.is_valid(column)
    if op in ("nan", "infinite"):
        return _not_finite(op, field, column, negated)
    if op in ("in", "between"):
        return _compare_to_values(node, field, column, negated)
    if op == "elements":
        return _elements(node, field, column, negated)
    if not _is_set(node.value) or node.value is None:
        raise InvalidFilterError(f"The comparison {op} of column {node.column!r} has no value.")
    if op == "contains":
        if not is_text(field.type) or not isinstance(node.value, str):
            raise InvalidFilterError(
                f"Column {node.column!r} holds {field.type}: only text is searched, for text."
            )
        result = pc.match_substring(_without_dictionary(column, field), node.value)
        return pc.invert(result) if negated else result
    return _compare(op, _without_dictionary(column, field), node.value, field)


def _not_finite(op: str, field: pa.Field, column: Values, negated: bool) -> Values:
    import pyarrow.compute as pc

    if not _may_be_nan(field):
        raise InvalidFilterError(
            f"Column {field.name!r} holds {field.type}, which has no NaN and no infinity; "
            "ask whether it `is missing`."
        )
    values = _without_dictionary(column, field)
    holds = pc.and_kleene(pc.is_valid(values), pc.is_nan(values) if op == "nan" else pc.is_inf(values))
    return pc.invert(holds) if negated else holds


def _compare(op: str, column: Values, value: object, field: pa.Field) -> Values:
    import pyarrow.compute as pc

    if is_counted(_value_type(field)):
        op, limit = bound_of_type(op, count(value, field), _value_type(field))
    else:
        column, (limit,) = _comparable(column, [scalar(value, field)], field)
    match op:
        case "==":
            return pc.equal(column, limit)
        case "!=":
            return _exclude_nan(pc.not_equal(column, limit), column, field)
        case "<":
            return pc.less(column, limit)
        case "<=":
            return pc.less_equal(column, limit)
        case ">":
            return pc.greater(column, limit)
    return pc.greater_equal(column, limit)


def _comparable(column: Values, values: list[pa.Scalar], field: pa.Field) -> tuple[Values, list[pa.Scalar]]:
    """Return a column and values in a type in which Arrow compares them."""
    import math

    import pyarrow as pa
    from pyarrow import types

    kind = _value_type(field)
    if not types.is_floating(kind):
        return column, [value.cast(kind) for value in values]
    # In the column's own precision, as NumPy compares: 0.1 finds the float 0.1.
    own = [value.cast(kind) for value in values]
    if any(math.isinf(value.as_py()) for value in own):
        # 1e300 is not infinity because a float has no room for it.
        return column.cast(pa.float64()), values
    if types.is_float16(kind):
        return column.cast(pa.float32()), [value.cast(pa.float32()) for value in own]
    return column, own


def _elements(node: Comparison, field: pa.Field, column: Values, negated: bool) -> Values:
    import pyarrow.compute as pc

    from ..kinds.formula import ELEMENTS

    symbols = node.values if isinstance(node.values, list) else []
    unknown = [symbol for symbol in symbols if symbol not in ELEMENTS]
    if not symbols or unknown:
        raise InvalidFilterError(
            f"{unknown[0]!r} is not an element; the filter of column {node.column!r} takes symbols such as 'Fe'."
            if unknown
            else f"The filter of column {node.column!r} names no element; give symbols such as 'Fe'."
        )
    if not is_text(field.type):
        raise InvalidFilterError(
            f"Column {node.column!r} holds {field.type}: elements are found in formulas, which are text."
        )
    column = _without_dictionary(column, field)
    # A symbol ends before anything but a small letter: 'C' is in 'CO2' and not in 'Co'.
    each = [pc.match_substring_regex(column, f"{symbol}(?:[^a-z]|$)") for symbol in symbols]
    result = reduce(pc.and_kleene, each)
    return pc.invert(result) if negated else result


def _compare_to_values(node: Comparison, field: pa.Field, column: Values, negated: bool) -> Values:
    import pyarrow.compute as pc

    if not isinstance(node.values, list):
        raise InvalidFilterError(f"The comparison '{node.op}' of column {node.column!r} has no values.")
    if any(value is None for value in node.values):
        raise InvalidFilterError(
            f"The values for column {node.column!r} hold a missing one; ask for missing values on their own."
        )
    column = _without_dictionary(column, field)
    if node.op == "between":
        if len(node.values) != 2:
            raise InvalidFilterError(
                f"'between' takes two values; column {node.column!r} has {len(node.values)}."
            )
        low, high = node.values
        if negated:
            return pc.or_kleene(_compare("<", column, low, field), _compare(">", column, high, field))
        return pc.and_kleene(_compare(">=", column, low, field), _compare("<=", column, high, field))
    column, values = _value_set(column, node.values, field)
    result = pc.is_in(column, value_set=values)
    if not negated:
        return result
    return pc.and_kleene(_exclude_nan(pc.invert(result), column, field), pc.is_valid(column))


def _value_set(column: Values, values: list[Any], field: pa.Field) -> tuple[Values, pa.Array]:
    import pyarrow as pa

    kind = _value_type(field)
    if is_counted(kind):
        # No value of the column can be equal to 1.5 or 300 among bytes.
        exact_values = [exact_scalar(count(value, field), kind) for value in values]
        return column, pa.array([value for value in exact_values if value is not None], kind)
    column, scalars = _comparable(column, [scalar(value, field) for value in values], field)
    return column, pa.array(scalars, scalars[0].type if scalars else kind)


def _exclude_nan(condition: Values, column: Values, field: pa.Field) -> Values:
    import pyarrow.compute as pc

    if not _may_be_nan(field):
        return condition
    return pc.and_kleene(condition, pc.invert(pc.is_nan(column)))


def _may_be_nan(field: pa.Field) -> bool:
    from pyarrow import types

    return bool(types.is_floating(_value_type(field)))


def _value_type(field: pa.Field) -> pa.DataType:
    from pyarrow import types

    return field.type.value_type if types.is_dictionary(field.type) else field.type


def _without_dictionary(column: Values, field: pa.Field) -> Values:
    """Return the column without its dictionary encoding, which few functions know."""
    from pyarrow import types

    return column.cast(field.type.value_type) if types.is_dictionary(field.type) else column
