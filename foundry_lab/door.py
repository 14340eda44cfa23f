"""
The public door: what a call is given is compared with the annotations of what is called.

A wrong call ends in one sentence at the caller's line, and a mistake that a person can correct without frames of ours.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cached_property, wraps
from typing import Any, TypeVar

from .errors import FoundryError, WrongArgumentError
from .expected_types import described, fits, resolved

Called = TypeVar("Called", bound=Callable[..., Any])
Class = TypeVar("Class", bound=type)


def at_door(function: Called) -> Called:
    """Return a function whose arguments are checked, and whose errors begin where it is called."""
    asked = _Asked(function)

    @wraps(function)
    def door(*given: Any, **named: Any) -> Any:
        try:
            asked.check(given, named)
            return function(*given, **named)
        except FoundryError as error:
            raise error.with_traceback(None)  # noqa: B904

    return door  # type: ignore[return-value]


def with_doors(cls: Class) -> Class:
    """Return a class whose public methods are called through the door."""
    for name, member in list(vars(cls).items()):
        if (
            inspect.isfunction(member)
            and not name.startswith("_")
            and not inspect.isgeneratorfunction(member)
        ):
            setattr(cls, name, at_door(member))
    return cls


class _Asked:
    """What a function takes, read from its signature when it is first called."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    @cached_property
    def _signature(self) -> inspect.Signature:
        return inspect.signature(self._function)

    @cached_property
    def _types(self) -> dict[str, Any]:
        named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
        return {
            name: resolved(parameter.annotation, self._function)
            for name, parameter in self._signature.parameters.items()
            if parameter.kind in named and parameter.annotation is not parameter.empty
        }

    def check(self, given: tuple[Any, ...], named: Mapping[str, Any]) -> None:
        """
        Compare arguments with the annotations.

        Raises
        ------
        WrongArgumentError
            Naming the argument, what it is, and what it is not.
        """
        called = self._function.__name__
        try:
            arguments = self._signature.bind(*given, **named).arguments
        except TypeError as error:
            known = ", ".join(name for name in self._signature.parameters if name != "self")
            raise WrongArgumentError(f"{called}: {error}; its arguments are {known or 'none'}.") from None
        for name, value in arguments.items():
            kind = self._types.get(name)
            if (
                kind is not None
                and value is not self._signature.parameters[name].default
                and not fits(value, kind)
            ):
                raise WrongArgumentError(f"{called}: {name} is {described(kind)}, not {_shown(value)}.")


def _shown(value: object) -> str:
    plain = value is None or isinstance(value, str | int | float | bool | list | tuple | dict | set)
    text = repr(value) if plain else ""
    if not text or "\n" in text:
        return f"a {type(value).__name__}"
    return text if len(text) <= 60 else f"{text[:59]}…"
