"""Names of columns: what they may hold, and when two of them look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ..contracts.lookalikes import LOOKALIKES
from ..errors import InvalidTableError

MOST_COLUMNS = 20_000
_LONGEST = 500
_WORDS = re.compile(r"[^\W\d_]+")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+")


def check_count(count: int, where: str) -> None:
    """
    Refuse more columns than a reader could look at.

    Raises
    ------
    InvalidTableError
    """
    if count > MOST_COLUMNS:
        raise InvalidTableError(
            f"{where} has {count:,} columns; at most {MOST_COLUMNS:,} can be: keep values of one kind as one "
            "column of arrays."
        )


def check_column_names(names: Iterable[str], where: str) -> None:
    """
    Refuse names of columns that cannot be told apart, or that hide something.

    Raises
    ------
    InvalidTableError
        If there are too many, one is empty, too long or holds what is not seen, or two are or look the same.
    """
    all_names = list(names)
    check_count(len(all_names), where)
    fault = name_fault(all_names)
    if fault is not None:
        raise InvalidTableError(f"{where} has {fault[1]}.")


def name_fault(names: Sequence[str]) -> tuple[int, str] | None:
    """Return the place of the first name that cannot be told from others, and what it is; None without one."""
    names_by_looks: dict[str, str] = {}
    for index, name in enumerate(names):
        if not name:
            return index, "a column without a name; give each its own name"
        if len(name) > _LONGEST:
            return index, f"a column whose name has {len(name):,} characters; at most {_LONGEST} can be"
        hidden = next((mark for mark in name if _is_invisible(mark)), None)
        if hidden is not None:
            return (
                index,
                f"a column {name!a} with the character U+{ord(hidden):04X}, which nobody sees; remove it",
            )
        looks = skeleton(name)
        other = names_by_looks.get(looks)
        if other is not None:
            twice = f"a column {name!r} twice; give each its own name"
            return (
                index,
                twice
                if other == name
                else f"the columns {other!a} and {name!a}, which look the same; rename one",
            )
        names_by_looks[looks] = name
    return None


def skeleton(name: str) -> str:
    """Return what a name looks like: letters of other scripts as the Latin ones they are mistaken for."""
    text = unicodedata.normalize("NFKC", name)
    # A Greek word is one: 'α' beside 'a' are an angle and a length.
    return (
        text
        if text.isascii()
        else _WORDS.sub(lambda word: word[0] if _GREEK.fullmatch(word[0]) else _latin(word[0]), text)
    )


def _latin(word: str) -> str:
    return "".join(LOOKALIKES.get(mark, mark) for mark in word)


def has_invisible(text: str) -> bool:
    """Whether a text has characters that nobody sees."""
    return any(map(_is_invisible, text))


def _is_invisible(mark: str) -> bool:
    # Control and format characters (directions, joiners, zero widths), surrogates; tabs and line ends too.
    return unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Zl", "Zp")
