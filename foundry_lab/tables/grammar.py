"""The text of a filter, such as "gap > 0 and formula != 'Ag'", as a tree of conditions."""

from __future__ import annotations

import ast
import re

from ..contracts.models import Comparison, ComparisonOperator, Filter, Scalar
from ..errors import InvalidFilterError
from .literals import number_literal

_LONGEST = 20_000
_TOKEN = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`((?:[^`]|``)*)`")
_COMPARE: dict[type[ast.cmpop], ComparisonOperator] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_STATES: dict[str, tuple[ComparisonOperator, bool]] = {
    "missing": ("missing", True),
    "present": ("missing", False),
    "nan": ("nan", True),
    "infinite": ("infinite", True),
}
_FLIPPED: dict[ComparisonOperator, ComparisonOperator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def parse(text: str) -> Filter:
    """
    Read a filter written with Python's comparison and boolean operators.

    Column names that are no Python names stand in backticks; a backtick in one is written twice.
    ``formula.has_elements('Fe', 'O')`` holds for formulas that name each of these elements, ``gap is missing``
    for nulls, ``gap is nan`` and ``gap is infinite`` for what their names say.

    Raises
    ------
    InvalidFilterError
        If the text is not such a filter; the sentence says at which part.
    """
    if len(text) > _LONGEST:
        raise InvalidFilterError(f"The filter is {len(text)} characters long; at most {_LONGEST} are read.")
    if not text.strip():
        raise InvalidFilterError("The filter is empty; write for example \"gap > 0 and formula != 'Ag'\".")
    placeholders: dict[str, str] = {}
    source = _TOKEN.sub(lambda match: _name_quoted(match, placeholders), text.strip())
    try:
        tree = ast.parse(source, mode="eval")
        return _Reader(source, placeholders).condition(tree.body)
    except (SyntaxError, ValueError) as error:
        if isinstance(error, InvalidFilterError):
            raise
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        raise InvalidFilterError(
            f"The filter {_abbreviate(text)} cannot be read ({reason}); "
            "write for example \"gap > 0 and formula != 'Ag'\", with odd column names in backticks."
        ) from None
    except (RecursionError, MemoryError):
        raise InvalidFilterError(f"The filter {_abbreviate(text)} is nested too deeply.") from None


def _name_quoted(match: re.Match[str], placeholders: dict[str, str]) -> str:
    if match[1] is None:
        return match[0]
    placeholder = f"_column_{len(placeholders)}_"
    while placeholder in match.string:
        placeholder = f"_{placeholder}"
    placeholders[placeholder] = match[1].replace("``", "`")
    return placeholder


def _abbreviate(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:79]}…")


class _Reader:
    def __init__(self, source: str, placeholders: dict[str, str]) -> None:
        self.source = source
        self.placeholders = placeholders

    def condition(self, node: ast.expr) -> Filter:
        match node:
            case ast.BoolOp(op=ast.And()):
                return Filter(all=[self.condition(part) for part in node.values])
            case ast.BoolOp(op=ast.Or()):
                return Filter(any=[self.condition(part) for part in node.values])
            case ast.BinOp(op=ast.BitAnd()):
                return Filter(all=[self.condition(node.left), self.condition(node.right)])
            case ast.BinOp(op=ast.BitOr()):
                return Filter(any=[self.condition(node.left), self.condition(node.right)])
            case ast.UnaryOp(op=ast.Not() | ast.Invert()):
                return Filter(not_=self.condition(node.operand))
            case ast.Compare():
                match node:
                    case ast.Compare(
                        left=low, ops=[ast.LtE(), ast.LtE()], comparators=[ast.Name() as column, high]
                    ) if not isinstance(low, ast.Name) and not isinstance(high, ast.Name):
                        bounds = [self.value(low), self.value(high)]
                        between = Comparison(column=self.column(column), op="between", values=bounds)
                        return Filter(compare=between)
                terms = [node.left, *node.comparators]
                pairs = [
                    self.comparison(terms[index], operator, terms[index + 1])
                    for index, operator in enumerate(node.ops)
                ]
                return pairs[0] if len(pairs) == 1 else Filter(all=pairs)
            case ast.Name():
                return Filter(compare=Comparison(column=self.column(node), op="==", value=True))
            case ast.Call(func=ast.Attribute(value=ast.Name() as column, attr="has_elements"), keywords=[]):
                symbols = [self.value(argument) for argument in node.args]
                return Filter(compare=Comparison(column=self.column(column), op="elements", values=symbols))
        raise self.error_at(node, "is not a comparison")

    def comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Filter:
        if isinstance(operator, ast.In | ast.NotIn):
            membership = self.membership(left, right)
            return membership if isinstance(operator, ast.In) else Filter(not_=membership)
        if isinstance(operator, ast.Is | ast.IsNot):
            return self.state(left, right, negated=isinstance(operator, ast.IsNot))
        op = _COMPARE[type(operator)]
        if isinstance(left, ast.Name) and isinstance(right, ast.Name):
            raise self.error_at(right, "is another column: a filter compares a column with a value")
        if isinstance(right, ast.Name):
            left, right, op = right, left, _FLIPPED.get(op, op)
        if not isinstance(left, ast.Name):
            raise self.error_at(left, "is not a column name")
        column, value = self.column(left), self.value(right)
        if value is None:
            if op not in ("==", "!="):
                raise self.error_at(right, f"cannot stand beside {op}")
            return Filter(compare=Comparison(column=column, op="missing" if op == "==" else "present"))
        return Filter(compare=Comparison(column=column, op=op, value=value))

    def state(self, left: ast.expr, right: ast.expr, *, negated: bool) -> Filter:
        match right:
            case ast.Constant(value=None):
                word = "missing"
            case ast.Name(id=word) if word in _STATES:
                pass
            case _:
                raise self.error_at(
                    right, "cannot stand after `is`; there stands missing, present, nan or infinite"
                )
        if not isinstance(left, ast.Name):
            raise self.error_at(left, "is not a column name")
        op, holds = _STATES[word]
        holds = holds != negated
        if op == "missing":
            return Filter(compare=Comparison(column=self.column(left), op="missing" if holds else "present"))
        inner = Filter(compare=Comparison(column=self.column(left), op=op))
        return inner if holds else Filter(not_=inner)

    def membership(self, left: ast.expr, right: ast.expr) -> Filter:
        if isinstance(right, ast.Name):
            return Filter(
                compare=Comparison(column=self.column(right), op="contains", value=self.value(left))
            )
        if not isinstance(left, ast.Name):
            raise self.error_at(left, "is not a column name")
        if not isinstance(right, ast.List | ast.Tuple | ast.Set):
            raise self.error_at(right, "is not a list of values")
        values = [self.value(item) for item in right.elts]
        return Filter(compare=Comparison(column=self.column(left), op="in", values=values))

    def column(self, node: ast.Name) -> str:
        # The parser normalises identifiers (micro becomes mu); the column is called what was written.
        text = ast.get_source_segment(self.source, node) or node.id
        return self.placeholders.get(text, text)

    def value(self, node: ast.expr) -> Scalar:
        match node:
            case ast.Constant(value=bool() | str() | None as value):
                return value
            case ast.Constant(value=int() | float()):
                return self.number(node, "")
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float()) as number):
                return self.number(number, "-")
            case ast.UnaryOp(op=ast.UAdd(), operand=ast.Constant(value=int() | float()) as number):
                return self.number(number, "")
        raise self.error_at(node, "is not a value (a number, a text in quotes, True, False or None)")

    def number(self, node: ast.Constant, sign: str) -> Scalar:
        if isinstance(node.value, int):
            return number_literal(f"{sign}{node.value}")
        text = (ast.get_source_segment(self.source, node) or "").replace("_", "").lower()
        number = text if text[0] != "." else f"0{text}"
        return number_literal(sign + re.sub(r"\.(?!\d)", "", number))

    def error_at(self, node: ast.expr, reason: str) -> InvalidFilterError:
        segment = ast.get_source_segment(self.source, node) or ""
        for placeholder, name in self.placeholders.items():
            segment = segment.replace(placeholder, f"`{name}`")
        return InvalidFilterError(f"In the filter, {_abbreviate(segment)} {reason}.")
