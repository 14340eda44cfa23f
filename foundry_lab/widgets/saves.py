"""Files of what is shown, sent part by part as the browser asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ..contracts.models import SaveRequest, SaveResponse
from ..errors import FoundryError
from ..tables.file_parts import FileParts
from ..tables.pages import TableView
from .messages import Answer

#: Files that are being written for one widget: more than these are given up, the oldest first.
_MOST = 4


class Saves:
    """The files that browsers are fetching from one widget."""

    def __init__(self) -> None:
        self._files: dict[int, tuple[FileParts, Iterator[tuple[int, bytes]]]] = {}

    def send(self, view: TableView, request: SaveRequest, answer: Answer) -> None:
        """
        Send the next part of a file.

        Raises
        ------
        UnknownColumnError, InvalidFilterError, InvalidTableError
            If the view does not fit the table, or a column the file.
        FoundryError
            If the file was given up.
        """
        if request.begins is True:
            parts = view.file_parts(request.format, request.view, request.columns)
            self._files[request.key] = parts, iter(parts)
            while len(self._files) > _MOST:
                self._files.pop(next(iter(self._files)))
        if request.key not in self._files:
            raise FoundryError("This file was given up; save it again.")
        parts, rest = self._files[request.key]
        piece = next(rest, None)
        rows, part = (parts.total, b"") if piece is None else piece
        if piece is None:
            del self._files[request.key]
        head = SaveResponse(id=request.id, rows=rows, of=parts.total, whole=piece is None)
        if parts.note:
            head.note = parts.note
        answer.send({"type": "save", "response": msgspec.to_builtins(head)}, [part])
