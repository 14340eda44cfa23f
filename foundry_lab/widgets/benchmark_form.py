"""
The benchmark form: what of a dataset is predicted, on which rows, how it is scored, and the leaderboard that comes of it.

`BenchmarkFormWidget(dataset, datasets, form)` makes it; `form` proposes, checks and publishes, on worker threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import traitlets

from ..errors import FoundryError
from ..progress import Progress
from .form import FormWidget, Published, draft_of
from .messages import Message


class Form(Protocol):
    """What proposes, checks and publishes benchmarks."""

    def propose(self, dataset: str, target: Sequence[str] | None) -> dict[str, Any]:
        """Return the `draft` of a benchmark on a dataset, with this target if any, and the `choices` that there are."""
        ...

    def check(self, draft: Mapping[str, Any]) -> dict[str, Any]:
        """Return the `findings` on a draft, the `code` that it stands for, and the `manifest` that it would make."""
        ...

    def publish(self, draft: Mapping[str, Any], progress: Progress) -> Published:
        """Publish, and return what is there."""
        ...


class BenchmarkFormWidget(FormWidget):
    """A form in a notebook's output that makes a benchmark; `published` is the reference of what was published."""

    _model_name = traitlets.Unicode("BenchmarkFormModel").tag(sync=True)
    _view_name = traitlets.Unicode("BenchmarkFormView").tag(sync=True)
    dataset = traitlets.Unicode(help="What is chosen at first; empty where nothing is.").tag(sync=True)
    datasets = traitlets.List(traitlets.Unicode()).tag(sync=True)
    title = "Benchmark form"

    def __init__(self, dataset: str, datasets: Sequence[str], form: Form) -> None:
        self._form = form
        super().__init__(dataset=dataset, datasets=list(datasets))

    def _propose(self, message: Message) -> dict[str, Any]:
        dataset, target = message.get("dataset"), message.get("target")
        if not isinstance(dataset, str) or not (target is None or isinstance(target, list)):
            raise FoundryError("The form's dataset cannot be read; run this cell again.")
        return self._form.propose(dataset, target)

    def _check(self, message: Message) -> dict[str, Any]:
        return self._form.check(draft_of(message))

    def _commit(self, message: Message, progress: Progress) -> Published:
        return self._form.publish(draft_of(message), progress)
