"""Annotations as the door reads them: whether a value fits one, and what it is in words."""

from __future__ import annotations

import os
import types
import typing
from collections.abc import Callable, Collection, Iterable, Mapping
from numbers import Integral, Real
from typing import Any, Literal, Union

_MOST_ITEMS = 100
_WORDS = {
    str: "a text",
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    type(None): "None",
    os.PathLike: "a path",
    bytes: "bytes",
}


class _Names(dict[str, Any]):
    """The names of an annotation; one that is imported for type checkers only is anything."""

    def __missing__(self, name: str) -> Any:
        if name in self["__builtins__"]:
            raise KeyError(name)
        return _Anything()


class _Anything:
    def __getattr__(self, name: str) -> Any:
        return self

    def __getitem__(self, key: object) -> Any:
        return self

    def __or__(self, other: object) -> Any:
        return self

    __ror__ = __or__


def resolve(annotation: Any, function: Callable[..., Any]) -> Any:
    """Return an annotation as a type; None where it says nothing that can be checked."""
    if isinstance(annotation, str):
        import builtins

        names = _Names(getattr(function, "__globals__", {}), __builtins__=vars(builtins))
        annotation = eval(annotation, {"__builtins__": vars(builtins)}, names)
    return None if annotation is Any or isinstance(annotation, _Anything | typing.TypeVar) else annotation


def _origin_of(kind: Any) -> Any:
    """Return a type without what is annotated to it, such as the documentation of a generated one."""
    return _origin_of(typing.get_args(kind)[0]) if typing.get_origin(kind) is typing.Annotated else kind


def fits(value: Any, kind: Any) -> bool:
    """Whether a value is what an annotation says; what cannot be told fits."""
    kind = _origin_of(kind)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any or isinstance(kind, _Anything | typing.TypeVar):
        return True
    if kind is None or kind is type(None):
        return value is None
    if origin in (Union, types.UnionType):
        return any(fits(value, one) for one in inner)
    if origin is Literal:
        # Which of the words it is, is said better by what knows them.
        return any(isinstance(value, type(one)) for one in inner)
    if kind is bool:
        return isinstance(value, bool) or type(value).__name__ == "bool_" or type(value).__name__ == "bool"
    if kind in (int, float):
        number = Integral if kind is int else Real
        return isinstance(value, number) and not isinstance(value, bool)
    if origin is None:
        return not isinstance(kind, type) or isinstance(value, kind)
    if not isinstance(origin, type):
        return True
    if issubclass(origin, Mapping):
        return isinstance(value, Mapping) and (
            len(inner) != 2
            or all(fits(key, inner[0]) and fits(item, inner[1]) for key, item in _first(value.items()))
        )
    if issubclass(origin, tuple):
        return isinstance(value, tuple) and (
            Ellipsis in inner or (len(value) == len(inner) and all(map(fits, value, inner)))
        )
    if issubclass(origin, Iterable):
        # Indexes and arrays of other libraries are sequences without being registered as such.
        is_collection = isinstance(value, Collection) or (
            hasattr(value, "__len__") and hasattr(value, "__iter__")
        )
        if isinstance(value, bytes | Mapping) or not is_collection:
            return False
        return len(inner) != 1 or all(fits(item, inner[0]) for item in _first(value))
    if getattr(origin, "__name__", "") == "Callable":
        return callable(value)
    return isinstance(value, origin)


def _first(items: Iterable[Any]) -> Iterable[Any]:
    from itertools import islice

    return islice(items, _MOST_ITEMS)


def describe(kind: Any) -> str:
    """Return what an annotation asks for, in words."""
    kind = _origin_of(kind)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (Union, types.UnionType):
        words = list(dict.fromkeys(describe(one) for one in inner))
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
    if origin is Literal:
        return ", ".join(map(repr, inner[:-1])) + (f" or {inner[-1]!r}" if len(inner) > 1 else repr(inner[0]))
    if kind in _WORDS or origin in _WORDS:
        return _WORDS[kind if kind in _WORDS else origin]
    if origin is None:
        return f"a {getattr(kind, '__name__', 'value')}"
    if getattr(origin, "__name__", "") == "Callable":
        return "a function"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"a mapping from {_several(inner[0])} to {_several(inner[1])}" if inner else "a mapping"
    if origin is tuple:
        return f"a tuple of {', '.join(describe(one) for one in inner)}"
    return f"a list of {_several(inner[0])}" if inner else "a list"


def _several(kind: Any) -> str:
    kind = _origin_of(kind)
    plural = {str: "texts", int: "whole numbers", float: "numbers"}
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind in plural:
        return plural[kind]
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_several(one) for one in inner))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return "mappings"
    return "values"
