"""What a subcommand says besides its result: notes, progress and problems, on the standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec

from ..errors import FoundryError
from ..problems import problem_of

Progress: TypeAlias = Callable[[str, int, int], None]

#: Seconds between two changes of the line.
_INTERVAL = 0.1


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


def progress_reporter(what: str, *, as_json: bool) -> Progress | None:
    """Return what says how far work is: JSON lines where they are asked for, a changing line on a terminal."""
    if as_json:
        return lambda step, done, total: _print_line(
            msgspec.json.encode({"step": step, "done": done, "total": total}).decode()
        )
    if not sys.stderr.isatty():
        return None
    last = 0.0

    def show(step: str, done: int, total: int) -> None:
        nonlocal last
        ended = done >= total
        if time.monotonic() - last < _INTERVAL and not ended:
            return
        last = time.monotonic()
        line = "" if ended else f"{what}: {step} {done:,} of {total:,} ({100 * done // total} %)"
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)

    return show


def _print_line(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
