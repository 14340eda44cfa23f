"""
The publish form: which table is which split, what the columns mean, what is wrong, and how the card will look.

`publish_widget(tables, splits, form)` makes the widget; `form` reads, checks and publishes, on worker threads.
`published` is the reference of what was published.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Protocol

import ipywidgets
import traitlets

from ..errors import FoundryError
from .messages import MODULE_NAME, MODULE_VERSION, Answer, Message, Messages

#: Splits as the form has them: `name`, and `from`, a variable or a path.
Splits = Sequence[Mapping[str, str]]


class Form(Protocol):
    """What reads, checks and publishes tables."""

    def propose(self, splits: Splits, read: Mapping[str, Any]) -> dict[str, Any]:
        """Return the `draft` that the splits suggest, read with these options, and the `types` of their columns."""
        ...

    def check(self, draft: Mapping[str, Any], splits: Splits) -> dict[str, Any]:
        """Return the `findings` on a draft, what was `understood`, and the `manifest` that it would make."""
        ...

    def publish(
        self, draft: Mapping[str, Any], splits: Splits, progress: Callable[[str, int, int], None]
    ) -> Published:
        """Publish, and return what is there."""
        ...


class Published(Protocol):
    """A version that is there; `unchanged` where it was before, holding the same."""

    unchanged: bool

    @property
    def reference(self) -> str:
        """Its `name@version`."""
        ...


class StoppedError(FoundryError):
    """A publication that was cancelled."""


def publish_widget(tables: Sequence[Mapping[str, Any]], splits: Splits, form: Form) -> PublishWidget:
    """
    Return a widget that publishes tables.

    Parameters
    ----------
    tables : sequence of mapping
        The notebook's tables: `variable`, `rows` and `columns`.
    splits : sequence of mapping
        What is chosen at first: `name`, and `from`, a variable or a path.
    form : Form
        What reads, checks and publishes; called on worker threads.
    """
    return PublishWidget(tables, splits, form)


class PublishWidget(ipywidgets.DOMWidget):  # type: ignore[misc]  # ipywidgets has no types
    """
    A publish form in a notebook's output; `published` is the reference of what was published.

    Make one with `publish_widget`.
    """

    _model_module = traitlets.Unicode(MODULE_NAME).tag(sync=True)
    _model_module_version = traitlets.Unicode(MODULE_VERSION).tag(sync=True)
    _model_name = traitlets.Unicode("PublishModel").tag(sync=True)
    _view_module = traitlets.Unicode(MODULE_NAME).tag(sync=True)
    _view_module_version = traitlets.Unicode(MODULE_VERSION).tag(sync=True)
    _view_name = traitlets.Unicode("PublishView").tag(sync=True)
    tables = traitlets.List(traitlets.Dict()).tag(sync=True)
    splits = traitlets.List(traitlets.Dict()).tag(sync=True)
    published = traitlets.Unicode(help="Reference of what was published; empty before.").tag(sync=True)

    def __init__(self, tables: Sequence[Mapping[str, Any]], splits: Splits, form: Form) -> None:
        self._form = form
        self._stops: dict[int, threading.Event] = {}
        super().__init__(tables=[dict(one) for one in tables], splits=[dict(one) for one in splits])
        self._messages = Messages(
            self,
            {"propose": self._propose, "check": self._check, "publish": self._publish},
            superseding=frozenset({"propose", "check"}),
            long=frozenset({"publish"}),
            at_once={"stop": self._stop},
        )

    def _propose(self, message: Message, answer: Answer) -> None:
        answer.send(
            {"type": "proposal", "id": answer.id, **self._form.propose(_splits(message), _read(message))}
        )

    def _check(self, message: Message, answer: Answer) -> None:
        checked = self._form.check(_draft(message), _splits(message))
        answer.send({"type": "checked", "id": answer.id, **checked})

    def _publish(self, message: Message, answer: Answer) -> None:
        stop = self._stops[answer.id] = threading.Event()

        def progress(step: str, done: int, total: int) -> None:
            if stop.is_set():
                raise StoppedError("The publication was cancelled; nothing was published.")
            answer.send({"type": "progress", "id": answer.id, "step": step, "done": done, "total": total})

        try:
            published = self._form.publish(_draft(message), _splits(message), progress)
        finally:
            self._stops.pop(answer.id, None)
        self.published = published.reference
        told = {"reference": published.reference, "unchanged": published.unchanged}
        answer.send({"type": "published", "id": answer.id, **told})

    def _stop(self, request: int) -> None:
        stop = self._stops.get(request)
        if stop:
            stop.set()

    def __repr__(self) -> str:
        return f"<Publish form: {self.published or 'nothing published yet'}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs) or {}
        said = f"Published {self.published}." if self.published else "Nothing was published."
        bundle["text/html"] = f"<div>{escape(said)}</div>"
        return bundle


def _splits(message: Message) -> Splits:
    splits = message.get("splits")
    if not isinstance(splits, list) or not all(
        isinstance(one, dict) and isinstance(one.get("name"), str) and isinstance(one.get("from"), str)
        for one in splits
    ):
        raise FoundryError("The form's splits cannot be read; run this cell again.")
    return splits


def _read(message: Message) -> Mapping[str, Any]:
    options = message.get("read")
    return options if isinstance(options, dict) else {}


def _draft(message: Message) -> Mapping[str, Any]:
    draft = message.get("draft")
    if not isinstance(draft, dict):
        raise FoundryError("The form's record cannot be read; run this cell again.")
    return draft
