"""Metrics as expressions of y (truth) and p (prediction), such as `sqrt(mean((y - p) ** 2))`."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from ...errors import InvalidManifestError
from .rows import Numbers, Rows

_EACH: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {"abs": np.abs, "sqrt": np.sqrt, "exp": np.exp, "log": np.log, "log10": np.log10}
)
_ALL: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {"mean": np.mean, "median": np.median, "max": np.max, "min": np.min, "sum": np.sum}
)
_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = MappingProxyType(
    {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.Div: np.true_divide,
        ast.Pow: np.float_power,
    }
)
_LONGEST = 500
_DEEPEST = 50


def compile_expression(text: str, name: str) -> Callable[[Rows], float | None]:
    """
    Return the metric that an expression stands for.

    Raises
    ------
    InvalidManifestError
        If it holds anything but numbers, y, p, `+ - * / **`, parentheses and the functions of this module, or
        gives a number for each row.
    """
    if len(text) > _LONGEST:
        raise _wrong(name, f"it is longer than {_LONGEST} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _wrong(name, "it cannot be read") from None
    _check(tree, name, 0)

    def measure(rows: Rows) -> float | None:
        assert isinstance(rows, Numbers)
        if len(rows) == 0:
            return None
        with np.errstate(all="ignore"):
            value = float(_value(tree, rows))
        return value if np.isfinite(value) else None

    probe = Numbers(np.array([1.0, 2.0]), np.array([1.0, 2.0]))
    with np.errstate(all="ignore"):
        if np.ndim(_value(tree, probe)) != 0:
            raise InvalidManifestError(
                f"The metric {name!r} gives a number for each row: put mean(...) or another of {', '.join(_ALL)} around it."
            )
    return measure


def _check(node: ast.expr, name: str, depth: int) -> None:
    if depth > _DEEPEST:
        raise _wrong(name, f"it is nested deeper than {_DEEPEST}")
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return
        case ast.Name(id="y" | "p"):
            return
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            _check(inner, name, depth + 1)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            _check(left, name, depth + 1)
            _check(right, name, depth + 1)
        case ast.Call(func=ast.Name(id=word), args=[inner], keywords=[]) if word in _EACH or word in _ALL:
            _check(inner, name, depth + 1)
        case _:
            raise _wrong(
                name, f"{ast.unparse(node)!r} is not known; there are y, p, {', '.join([*_EACH, *_ALL])}"
            )


def _value(node: ast.expr, rows: Numbers) -> Any:
    match node:
        case ast.Constant(value=value):
            return float(value)  # type: ignore[arg-type]
        case ast.Name(id=word):
            return rows.truth if word == "y" else rows.predicted
        case ast.UnaryOp(operand=inner):
            return -_value(inner, rows)
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left, rows), _value(right, rows))
        case ast.Call(func=ast.Name(id=word), args=[inner]):
            return (_EACH.get(word) or _ALL[word])(_value(inner, rows))
    raise AssertionError(node)


def _wrong(name: str, reason: str) -> InvalidManifestError:
    return InvalidManifestError(f"The expression of the metric {name!r} is wrong: {reason}.")
