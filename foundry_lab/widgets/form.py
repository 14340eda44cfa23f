"""
A form in a notebook's output that publishes: proposals, checks, and a publication with progress that can be cancelled.

Forms are `FormWidget`s with their own `_propose`, `_check` and `_commit`, which run on worker threads; `published` is the
reference of what was published.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from html import escape
from typing import Any, Protocol

import ipywidgets
import traitlets

from ..errors import FoundryError
from ..progress import Progress
from .messages import MODULE_NAME, MODULE_VERSION, Answer, Message, Messages


class Published(Protocol):
    """A version that is there; `unchanged` where it was before, holding the same."""

    unchanged: bool

    @property
    def reference(self) -> str:
        """Its `name@version`."""
        ...


class StoppedError(FoundryError):
    """A publication that was cancelled."""


class FormWidget(ipywidgets.DOMWidget):  # type: ignore[misc]  # ipywidgets has no types
    """A form in a notebook's output; `published` is the reference of what was published."""

    _model_module = traitlets.Unicode(MODULE_NAME).tag(sync=True)
    _model_module_version = traitlets.Unicode(MODULE_VERSION).tag(sync=True)
    _view_module = traitlets.Unicode(MODULE_NAME).tag(sync=True)
    _view_module_version = traitlets.Unicode(MODULE_VERSION).tag(sync=True)
    published = traitlets.Unicode(help="Reference of what was published; empty before.").tag(sync=True)
    #: What texts call it.
    title = "Form"

    def __init__(self, **traits: Any) -> None:
        self._stops: dict[int, threading.Event] = {}
        super().__init__(**traits)
        self._messages = Messages(
            self,
            {"propose": self._answer_proposal, "check": self._answer_check, "publish": self._publish},
            superseding=frozenset({"propose", "check"}),
            long=frozenset({"publish"}),
            at_once={"stop": self._stop},
        )

    def _propose(self, message: Message) -> dict[str, Any]:
        """Return the `draft` that is proposed, and what else the form shows beside it."""
        raise NotImplementedError

    def _check(self, message: Message) -> dict[str, Any]:
        """Return the `findings` on a draft, and what it would make."""
        raise NotImplementedError

    def _commit(self, message: Message, progress: Progress) -> Published:
        """Publish, and return what is there."""
        raise NotImplementedError

    def _answer_proposal(self, message: Message, answer: Answer) -> None:
        answer.send({"type": "proposal", "id": answer.id, **self._propose(message)})

    def _answer_check(self, message: Message, answer: Answer) -> None:
        answer.send({"type": "checked", "id": answer.id, **self._check(message)})

    def _publish(self, message: Message, answer: Answer) -> None:
        stop = self._stops[answer.id] = threading.Event()

        def progress(step: str, done: int, total: int) -> None:
            if stop.is_set():
                raise StoppedError("The publication was cancelled; nothing was published.")
            answer.send({"type": "progress", "id": answer.id, "step": step, "done": done, "total": total})

        try:
            result = self._commit(message, progress)
        finally:
            self._stops.pop(answer.id, None)
        self.published = result.reference
        record = {"reference": result.reference, "unchanged": result.unchanged}
        answer.send({"type": "published", "id": answer.id, **record})

    def _stop(self, request: int) -> None:
        stop = self._stops.get(request)
        if stop:
            stop.set()

    def __repr__(self) -> str:
        return f"<{self.title}: {self.published or 'nothing published yet'}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs) or {}
        sentence = f"Published {self.published}." if self.published else "Nothing was published."
        bundle["text/html"] = f"<div>{escape(sentence)}</div>"
        return bundle


def draft_of(message: Message) -> Mapping[str, Any]:
    """Return the draft that a message is about."""
    draft = message.get("draft")
    if not isinstance(draft, dict):
        raise FoundryError("The form's record cannot be read; run this cell again.")
    return draft
