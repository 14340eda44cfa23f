"""
The publish form: which table is which split, what the columns mean, what is wrong, and how the card will look.

`publish_widget(tables, splits, form)` makes the widget; `form` reads, checks and publishes, on worker threads.
`published` is the reference of what was published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import traitlets

from ..errors import FoundryError
from ..progress import Progress
from .form import FormWidget, Published, draft_of
from .messages import Message

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

    def publish(self, draft: Mapping[str, Any], splits: Splits, progress: Progress) -> Published:
        """Publish, and return what is there."""
        ...


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


class PublishWidget(FormWidget):
    """
    A publish form in a notebook's output; `published` is the reference of what was published.

    Make one with `publish_widget`.
    """

    _model_name = traitlets.Unicode("PublishModel").tag(sync=True)
    _view_name = traitlets.Unicode("PublishView").tag(sync=True)
    tables = traitlets.List(traitlets.Dict()).tag(sync=True)
    splits = traitlets.List(traitlets.Dict()).tag(sync=True)
    title = "Publish form"

    def __init__(self, tables: Sequence[Mapping[str, Any]], splits: Splits, form: Form) -> None:
        self._form = form
        super().__init__(tables=[dict(one) for one in tables], splits=[dict(one) for one in splits])

    def _propose(self, message: Message) -> dict[str, Any]:
        return self._form.propose(_splits(message), _read(message))

    def _check(self, message: Message) -> dict[str, Any]:
        return self._form.check(draft_of(message), _splits(message))

    def _commit(self, message: Message, progress: Progress) -> Published:
        return self._form.publish(draft_of(message), _splits(message), progress)


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
