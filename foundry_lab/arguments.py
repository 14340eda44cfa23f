"""How the commands that Python carries out read their arguments."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from .errors import FoundryError


class Parser(argparse.ArgumentParser):
    """A parser whose refusals are one sentence; the help of every command is printed by Node."""

    def __init__(self, prog: str, **options: Any) -> None:
        # A flag is written out, as Node's help has it.
        super().__init__(prog, **{"add_help": False, "allow_abbrev": False, **options})

    def error(self, message: str) -> None:  # type: ignore[override]
        """Raise what is wrong as a sentence."""
        raise FoundryError(f"{message[:1].upper()}{message[1:]} (--help shows how to call it).")


def whole_number(least: int, most: int | None = None) -> Callable[[str], int]:
    """Return what reads a whole number within bounds, both included."""

    def read(text: str) -> int:
        bounds = f"from {least:,}" if most is None else f"from {least:,} to {most:,}"
        if not text.isascii() or not text.isdigit() or int(text) < least or (most and int(text) > most):
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number {bounds}")
        return int(text)

    return read


def positive(text: str) -> float:
    """
    Return a number above 0.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is none.
    """
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return value


def named(what: str) -> Callable[[str], tuple[str, str]]:
    """Return what reads `NAME=VALUE`; `what` is how a sentence shows it."""

    def read(text: str) -> tuple[str, str]:
        name, equals, value = text.partition("=")
        if not name.strip() or not equals or not value.strip():
            raise argparse.ArgumentTypeError(f"{text!r} is not written as {what}")
        return name.strip(), value.strip()

    return read
