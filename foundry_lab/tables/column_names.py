"""Names of columns: what they may hold, and when two of them look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

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
    listed = list(names)
    check_count(len(listed), where)
    seen: dict[str, str] = {}
    for name in listed:
        if not name:
            raise InvalidTableError(f"{where} has a column without a name; give each its own name.")
        if len(name) > _LONGEST:
            raise InvalidTableError(
                f"{where} has a column whose name has {len(name):,} characters; at most {_LONGEST} can be."
            )
        hidden = next((mark for mark in name if _is_invisible(mark)), None)
        if hidden is not None:
            raise InvalidTableError(
                f"{where} has a column {name!a} with the character U+{ord(hidden):04X}, which nobody sees; remove it."
            )
        looks = skeleton(name)
        other = seen.setdefault(looks, name)
        if looks in seen and other is not name and other != name:
            raise InvalidTableError(
                f"{where} has the columns {other!a} and {name!a}, which look the same; rename one."
            )
    if len(set(listed)) != len(listed):
        repeated = next(name for index, name in enumerate(listed) if listed.index(name) != index)
        raise InvalidTableError(f"{where} has a column {repeated!r} twice; give each its own name.")


def skeleton(name: str) -> str:
    """Return what a name looks like: letters of other scripts as the Latin ones that they are mistaken for."""
    text = unicodedata.normalize("NFKC", name)
    # A Greek word is one: 'α' beside 'a' are an angle and a length.
    return (
        text
        if text.isascii()
        else _WORDS.sub(lambda word: word[0] if _GREEK.fullmatch(word[0]) else _latin(word[0]), text)
    )


def _latin(word: str) -> str:
    return "".join(_lookalike(mark) for mark in word)


def _lookalike(mark: str) -> str:
    if mark.isascii():
        return mark
    from confusable_homoglyphs import confusables

    found = confusables.is_confusable(mark, greedy=True, preferred_aliases=["latin"])
    for item in found or []:
        for homoglyph in item["homoglyphs"]:
            if str(homoglyph["c"]).isascii():
                return str(homoglyph["c"])
    return mark


def _is_invisible(mark: str) -> bool:
    # Control and format characters (directions, joiners, zero widths), surrogates; tabs and line ends too.
    return unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Zl", "Zp")
