"""A form that is asked as the browser does."""

from __future__ import annotations

import threading
from typing import Any


class AskedForm:
    def __init__(self, widget: Any) -> None:
        self.widget = widget
        self.answers: list[dict[str, Any]] = []
        self.answered = threading.Event()
        self.widget.send = self._receive

    def _receive(self, content: dict[str, Any], buffers: Any = None) -> None:
        if content["type"] != "progress":
            self.answers.append(content)
            self.answered.set()

    def request(self, kind: str, **message: Any) -> dict[str, Any]:
        self.answered.clear()
        self.widget._messages.receive({"type": kind, "id": 1, **message})
        assert self.answered.wait(60)
        return self.answers[-1]
