"""Pages and histograms of the table that a widget shows now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ..contracts.models import HistogramRequest, HistogramResponse, PageRequest
from ..errors import FoundryError
from .messages import Answer, Handler, Message, read

if TYPE_CHECKING:
    from ..tables.pages import TableView

#: Rows that are sent before they are asked for: what the table component asks for first.
FIRST_ROWS = 100


class Pages:
    """
    Answers page and histogram requests.

    Parameters
    ----------
    view : TableView, optional
        The table shown now.
    """

    def __init__(self, view: TableView | None = None) -> None:
        self.view = view

    @property
    def handlers(self) -> dict[str, Handler]:
        """What answers a message of each type."""
        return {"page": self._page, "histogram": self._histogram}

    def first(self, answer: Answer) -> None:
        """Send the first rows."""
        self._send_page(PageRequest(id=answer.id, offset=0, limit=FIRST_ROWS), answer)

    def _page(self, message: Message, answer: Answer) -> None:
        self._send_page(read(PageRequest, message.get("request")), answer)

    def _send_page(self, request: PageRequest, answer: Answer) -> None:
        response, rows = self._shown().page(request)
        answer.send({"type": "page", "response": msgspec.to_builtins(response)}, [rows])

    def _histogram(self, message: Message, answer: Answer) -> None:
        request: HistogramRequest = read(HistogramRequest, message.get("request"))
        response = HistogramResponse(id=request.id, summary=self._shown().histogram(request))
        answer.send({"type": "histogram", "response": msgspec.to_builtins(response)})

    def _shown(self) -> TableView:
        if self.view is None:
            raise FoundryError("There is no table yet; run the model first.")
        return self.view
