"""Text files as they stand."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from ..errors import InvalidTableError
from .reading import Reading
from .text_encoding import wrong_encoding


def read_text(path: Path, reading: Reading) -> str:
    """
    Return the text of a file, compressed or not, with its own line ends; a byte order mark is no part of it.

    Raises
    ------
    InvalidTableError
        If it is not text in the encoding that is said, UTF-8 by default.
    """
    encoding = reading.options.encoding or "utf-8"
    try:
        with pa.input_stream(str(path), compression="detect") as stream:
            data = bytes(stream.read())
    except OSError as error:
        raise InvalidTableError(f"{path} cannot be unpacked: {str(error).rstrip('.')}.") from None
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        raise InvalidTableError(wrong_encoding(data, path, str(encoding))) from None
