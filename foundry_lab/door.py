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
from .expected_types import describe, fits, resolve

Called = TypeVar("Called", bound=Callable[..., Any])
Class = TypeVar("Class", bound=type)


def at_door(function: Called) -> Called:
    """Return a function whose arguments are checked, and whose errors begin where it is called."""
    call = _Call(function)

    @wraps(function)
    def door(*arguments: Any, **keywords: Any) -> Any:
        try:
            call.check(arguments, keywords)
            return function(*arguments, **keywords)
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


class _Call:
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
            name: resolve(parameter.annotation, self._function)
            for name, parameter in self._signature.parameters.items()
            if parameter.kind in named and parameter.annotation is not parameter.empty
        }

    def check(self, values: tuple[Any, ...], keywords: Mapping[str, Any]) -> None:
        """
        Compare arguments with the annotations.

        Raises
        ------
        WrongArgumentError
            Naming the argument, what it is, and what it is not.
        """
        name_of_function = self._function.__name__
        try:
            arguments = self._signature.bind(*values, **keywords).arguments
        except TypeError as error:
            names = ", ".join(name for name in self._signature.parameters if name != "self")
            raise WrongArgumentError(
                f"{name_of_function}: {error}; its arguments are {names or 'none'}."
            ) from None
        for name, value in arguments.items():
            kind = self._types.get(name)
            if (
                kind is not None
                and value is not self._signature.parameters[name].default
                and not fits(value, kind)
            ):
                raise WrongArgumentError(
                    f"{name_of_function}: {name} is {describe(kind)}, not {_text_of(value)}."
                )


def _text_of(value: object) -> str:
    is_plain = value is None or isinstance(value, str | int | float | bool | list | tuple | dict | set)
    text = repr(value) if is_plain else ""
    if not text or "\n" in text:
        return f"a {type(value).__name__}"
    return text if len(text) <= 60 else f"{text[:59]}…"
