"""
The leaderboard in a notebook's output.

`BoardWidget(reference, answer, summary)` makes it. `answer(method, arguments)` answers what the browser asks, the methods
of `LeaderboardSource` and `EntrySource` in `src/core/sources.ts` without the benchmark, with contract structs or plain data;
it is called on worker threads. `summary()` is the HTML of a saved notebook.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets
import traitlets

from .calls import Answers, answering
from .messages import MODULE_NAME, MODULE_VERSION, Handler, Messages

_METHODS = frozenset({"benchmark", "leaderboard", "predictions", "foldRows"})


class BoardWidget(ipywidgets.DOMWidget):  # type: ignore[misc]  # ipywidgets has no types
    """A benchmark's leaderboard in a notebook's output."""

    _model_module = traitlets.Unicode(MODULE_NAME).tag(sync=True)
    _model_module_version = traitlets.Unicode(MODULE_VERSION).tag(sync=True)
    _model_name = traitlets.Unicode("BoardModel").tag(sync=True)
    _view_module = traitlets.Unicode(MODULE_NAME).tag(sync=True)
    _view_module_version = traitlets.Unicode(MODULE_VERSION).tag(sync=True)
    _view_name = traitlets.Unicode("BoardView").tag(sync=True)
    benchmark = traitlets.Unicode(help="`name@version`.").tag(sync=True)

    def __init__(self, reference: str, answer: Answers, summary: Callable[[], str]) -> None:
        self._answer = answer
        self._summary = summary
        super().__init__(benchmark=reference)
        self._messages = Messages(self, self._handlers)

    @property
    def _handlers(self) -> dict[str, Handler]:
        return {"call": answering("leaderboard", _METHODS, self._answer)}

    def __repr__(self) -> str:
        return f"<Leaderboard of {self.benchmark}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs) or {}
        bundle["text/html"] = self._summary()
        return bundle
