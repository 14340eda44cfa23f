"""What a subcommand says besides its result: notes, progress and problems, on the standard error."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from ..errors import FoundryError
from ..problems import problem_of


def print_json(value: Any, *, indent: int = 0) -> None:
    """Print a value as one JSON document; with an indent of 0 on one line."""
    text = msgspec.json.encode(value)
    print((msgspec.json.format(text, indent=indent) if indent else text).decode(), flush=True)


def note(text: str, *, as_json: bool) -> None:
    """Say what a reader should know besides the result."""
    _print_line(msgspec.json.encode({"note": text}).decode() if as_json else f"Note: {text}")


def report(error: FoundryError, *, as_json: bool) -> None:
    """Say what is wrong: one sentence, or the problem as JSON."""
    if not as_json:
        _print_line(str(error))
        return
    _print_line(msgspec.json.encode(problem_of(error)).decode())


def progress_line(step: str, done: int, total: int) -> None:
    """Say how far work is, as a line of JSON."""
    _print_line(msgspec.json.encode({"step": step, "done": done, "total": total}).decode())


def _print_line(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
