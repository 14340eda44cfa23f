"""What both commands take: data by name or file, consent, and limits."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ...arguments import Parser, positive
from ...datasets.load import load
from ...errors import FoundryError, NotFoundError, UnknownSplitError
from ...references import check_name
from ...tables.read import READABLE
from ..described import DEFAULT_LIMITS
from ..model import Trust

_GIB = 1024**3


def add_limits(parser: Parser) -> None:
    """Add the flags of consent and limits."""
    trust = parser.add_mutually_exclusive_group()
    trust.add_argument("--trust", action="store_true")
    trust.add_argument("--trust-pickle", action="store_true")
    parser.add_argument("--timeout", type=positive, default=DEFAULT_LIMITS.seconds)
    parser.add_argument("--memory", type=positive, default=DEFAULT_LIMITS.memory / _GIB)


def limits_of(given: argparse.Namespace) -> dict[str, Any]:
    """Return consent and limits as `model` and `publish_model` take them."""
    trust: Trust = "pickle" if given.trust_pickle else given.trust
    return {"trust": trust, "timeout": given.timeout, "memory": int(given.memory * _GIB)}


def data_of(text: str) -> Any:
    """
    Return the path of a file, or a split that is named as `name@version/split`.

    Raises
    ------
    NotFoundError, UnknownSplitError
        If there is neither.
    """
    path = Path(text).expanduser()
    if path.exists():
        return path
    reference, _, name = text.partition("/")
    if path.suffix.lower() in READABLE or not _is_name(reference.partition("@")[0]):
        raise NotFoundError(f"There is no file {text}.")
    dataset = load(reference)
    if not name and len(dataset) > 1:
        raise UnknownSplitError(
            f"{dataset.reference} has the splits {', '.join(dataset)}: name one, "
            f"such as {dataset.reference}/{next(iter(dataset))}."
        )
    if name and name not in dataset:
        raise UnknownSplitError(f"{dataset.reference} has no split {name!r}; there are {', '.join(dataset)}.")
    return dataset[name or next(iter(dataset))]


def _is_name(text: str) -> bool:
    try:
        check_name(text)
    except FoundryError:
        return False
    return True
