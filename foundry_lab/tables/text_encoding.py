"""The encoding of a text file."""

from __future__ import annotations

import codecs
from pathlib import Path

from ..errors import InvalidTableError
from .reading import Reading

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def encoding_of(path: Path, head: bytes, reading: Reading) -> str:
    """Return Python's name of a text's encoding: the one that is said, that of its byte order mark, or UTF-8."""
    option = reading.options.encoding
    if option:
        try:
            return codecs.lookup(option).name
        except LookupError:
            raise InvalidTableError(
                f"The encoding {option!r} is not known: give one such as 'utf-8', 'latin-1', 'cp1252' or 'shift-jis'."
            ) from None
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)
    if marked is None and b"\0" in head[:4096]:
        raise InvalidTableError(f"{path} is not text: it holds zero bytes.")
    return marked or "utf-8"


def wrong_encoding(head: bytes, path: Path, encoding: str = "utf-8") -> str:
    """Return the sentence on a text that is not in an encoding, with the line where that is seen."""
    if encoding != "utf-8":
        return f'{path} is not text in {encoding}: say its encoding, such as read={{"encoding": "latin-1"}}.'
    place = f"{path}"
    try:
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError as error:
        line = head.count(b"\n", 0, error.start) + 1
        place = f"Line {line} of {path}"
    return (
        f"{place} is not text in UTF-8: save the file in UTF-8, or say its encoding, such as "
        'read={"encoding": "latin-1"}.'
    )
