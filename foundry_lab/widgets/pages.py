"""Pages and histograms of the table that a widget shows now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ..contracts.models import (
    CountsRequest,
    CountsResponse,
    CrossCountsRequest,
    FindRequest,
    GroupsRequest,
    HistogramRequest,
    HistogramResponse,
    PageRequest,
    PlotRequest,
    SaveRequest,
)
from ..errors import FoundryError
from .messages import Answer, Handler, Message, read
from .saves import Saves

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
        self._saves = Saves()

    @property
    def handlers(self) -> dict[str, Handler]:
        """What answers a message of each type."""
        return {
            "page": self._page,
            # Rows that are counted with, while others are looked at.
            "rows": self._page,
            "histogram": self._histogram,
            "counts": self._counts,
            "cross-counts": self._cross_counts,
            "find": self._find,
            "plot": self._plot,
            "groups": self._groups,
            "save": self._save,
        }

    def first(self, answer: Answer) -> None:
        """Send the first rows."""
        self._send_page(PageRequest(id=answer.id, offset=0, limit=FIRST_ROWS), answer)

    def _page(self, message: Message, answer: Answer) -> None:
        self._send_page(read(PageRequest, message.get("request")), answer)

    def _send_page(self, request: PageRequest, answer: Answer) -> None:
        response, rows = self._require_view().page(request)
        answer.send({"type": "page", "response": msgspec.to_builtins(response)}, [rows])

    def _histogram(self, message: Message, answer: Answer) -> None:
        request: HistogramRequest = read(HistogramRequest, message.get("request"))
        response = HistogramResponse(id=request.id, summary=self._require_view().histogram(request))
        answer.send({"type": "histogram", "response": msgspec.to_builtins(response)})

    def _counts(self, message: Message, answer: Answer) -> None:
        requests: list[CountsRequest] = read(list[CountsRequest], message.get("requests"))
        answers: list[CountsResponse | None] = []
        problem: Exception | None = None
        for request in requests:
            # Each step of a brush asks anew: what was waiting for a step before is not counted any more.
            if not answer.is_wanted:
                return
            try:
                answers.append(CountsResponse(id=request.id, counts=self._require_view().counts(request)))
            except Exception as error:
                problem = error
                answers.append(None)
        if problem is not None and not any(answers):
            raise problem
        answer.send({"type": "counts", "id": answer.id, "responses": msgspec.to_builtins(answers)})

    def _cross_counts(self, message: Message, answer: Answer) -> None:
        response = self._require_view().cross_counts(read(CrossCountsRequest, message.get("request")))
        answer.send({"type": "cross-counts", "response": msgspec.to_builtins(response)})

    def _find(self, message: Message, answer: Answer) -> None:
        response = self._require_view().find(read(FindRequest, message.get("request")))
        answer.send({"type": "find", "response": msgspec.to_builtins(response)})

    def _plot(self, message: Message, answer: Answer) -> None:
        response, points = self._require_view().plot(read(PlotRequest, message.get("request")))
        content = {"type": "plot", "response": msgspec.to_builtins(response)}
        answer.send(content, [] if points is None else [points])

    def _groups(self, message: Message, answer: Answer) -> None:
        response, rows = self._require_view().groups(read(GroupsRequest, message.get("request")))
        answer.send({"type": "groups", "response": msgspec.to_builtins(response)}, [rows])

    def _save(self, message: Message, answer: Answer) -> None:
        self._saves.send(self._require_view(), read(SaveRequest, message.get("request")), answer)

    def _require_view(self) -> TableView:
        if self.view is None:
            raise FoundryError("There is no table yet; run the model first.")
        return self.view
