"""A form that publishes a benchmark: dataset, folds, target, metrics, rules, baselines; and the code that does the same."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from ..datasets.dataset import Dataset
from ..datasets.load import load
from ..errors import FoundryError
from .baselines import BASELINES
from .benchmark import Benchmark
from .manifest_metrics import metric_definitions
from .material_labels import STRATEGIES

_NUMBER, _COLUMN, _SPLIT = "number", "column", "split"
#: Kinds of folds: what they are called, what the form asks for, and the argument that makes them.
_FOLDS: dict[str, tuple[tuple[str, ...], Callable[[int, str | None], Any]]] = {
    "k-fold, shuffled": ((_NUMBER,), lambda n, _: n),
    "nested k-fold": ((_NUMBER,), lambda n, _: {"method": "nested k-fold", "outer": n, "inner": n}),
    "a split is the test set": ((_SPLIT,), lambda _, split: split),
}


def _method(method: str, **more: Any) -> tuple[tuple[str, ...], Callable[[int, str | None], Any]]:
    return (_COLUMN, _NUMBER), lambda n, column: {"method": method, **more, "column": column, "n": n}


_FOLDS |= {f"by {method}": _method(method) for method in ("group", "time", "scaffold")}
_FOLDS |= {f"MatFold: {by}": _method("matfold", by=by) for by in STRATEGIES}


def benchmark_form(dataset: str | Dataset | None = None) -> Any:
    """
    Return a form that makes a benchmark.

    Parameters
    ----------
    dataset : str or Dataset, optional
        What it is on; chosen in the form when absent.

    Returns
    -------
    ipywidgets.VBox
        Its `benchmark` is what was published, or None.

    Raises
    ------
    NotFoundError
        If there is no such dataset.
    """
    return _Form(dataset).box


class _Form:
    def __init__(self, dataset: str | Dataset | None) -> None:
        import ipywidgets as w

        def field(kind: Any, *given: Any, **more: Any) -> Any:
            return kind(
                *given,
                style={"description_width": "130px"},
                # Each its own, as some are hidden.
                layout=w.Layout(width="min(100%, 560px)"),
                **more,
            )

        self._data: Dataset | None = None
        self._metrics = metric_definitions()
        self.dataset = field(w.Combobox, description="Dataset", placeholder="name or name@version")
        self.name = field(w.Text, description="Name", placeholder="lower case letters, digits, hyphens")
        self.title = field(w.Text, description="Title")
        self.id = field(w.Dropdown, description="Row ids")
        self.target = field(w.SelectMultiple, description="Predict", rows=4)
        self.inputs = field(w.SelectMultiple, description="From", rows=6)
        self.folds = field(w.Dropdown, options=list(_FOLDS), description="Folds")
        self.column = field(w.Dropdown, description="Column")
        self.split = field(w.Dropdown, description="Test split")
        self.number = field(w.BoundedIntText, 5, min=0, max=1000, description="Number of folds")
        self.hidden = field(
            w.Text, description="Hidden rows", placeholder="a file of test rows that only the hub gets"
        )
        self.metrics = field(w.SelectMultiple, description="Metrics", rows=6)
        self.own = field(w.Text, description="Own metric", placeholder="name = expression of y and p")
        self.baselines = field(
            w.SelectMultiple, options=BASELINES, value=("dummy",), rows=3, description="Baselines"
        )
        self.deadline = field(w.Text, description="Open until", placeholder="2027-01-31")
        self.per_day = field(w.BoundedIntText, 0, min=0, max=100_000, description="Entries a day")
        self.entrants = field(w.Text, description="Only for", placeholder="names, with commas between")
        self.extra = field(w.Text, description="Other data", placeholder="what may be used besides")
        self.publish = w.Button(description="Publish", button_style="primary", disabled=True)
        self.code = field(w.Textarea, description="As code", rows=8, disabled=True)
        self.said = w.HTML()
        heads = [w.HTML(f"<b>{text}</b>") for text in ("Task", "Folds", "Scores", "Rules")]
        self.box = w.VBox(
            [
                *(self.dataset, self.name, self.title, heads[0], self.id, self.target, self.inputs),
                *(heads[1], self.folds, self.column, self.split, self.number, self.hidden),
                *(heads[2], self.metrics, self.own, self.baselines),
                *(heads[3], self.deadline, self.per_day, self.entrants, self.extra),
                *(self.code, self.publish, self.said),
            ]
        )
        # The extension's style sheet knows forms of ours by it.
        self.box.add_class("foundry-form")
        self.box.benchmark = None
        self.box.form = self
        self.dataset.observe(self._choose, "value")
        for changed in (self.folds, self.target):
            changed.observe(self._adapt, "value")
        for changed in self._fields():
            changed.observe(self._show_code, "value")
        self.publish.on_click(self._publish)
        if dataset is None:
            self.dataset.options = _names()
        else:
            self.dataset.value = dataset if isinstance(dataset, str) else dataset.reference
        self._adapt()

    def _fields(self) -> list[Any]:
        return [
            *(
                self.dataset,
                self.name,
                self.title,
                self.id,
                self.target,
                self.inputs,
                self.folds,
                self.column,
            ),
            *(
                self.split,
                self.number,
                self.hidden,
                self.metrics,
                self.own,
                self.baselines,
                self.deadline,
                self.per_day,
            ),
            *(self.entrants, self.extra),
        ]

    def _choose(self, _: Any) -> None:
        try:
            data = load(self.dataset.value)
            columns = list(data.columns)
        except FoundryError as error:
            self._data = None
            self.publish.disabled = True
            self._show_error(error)
            return
        self._data = data
        self.said.value = ""
        names = [column.name for column in columns]
        self.id.options = names
        self.target.options = names
        self.inputs.options = names
        self.column.options = names
        self.split.options = list(data)
        roles = {role: [c.name for c in columns if c.role == role] for role in ("id", "target", "input")}
        self.id.value = roles["id"][0] if roles["id"] else (names[0] if names else None)
        self.target.value = tuple(roles["target"][:1])
        self.inputs.value = tuple(roles["input"])
        self.name.value = self.name.value or f"{data.name}-benchmark"
        if "test" in self.split.options:
            self.split.value = "test"
        self.publish.disabled = False
        self._adapt()

    def _adapt(self, _: Any = None) -> None:
        asked = _FOLDS[self.folds.value][0]
        for what, field in ((_COLUMN, self.column), (_SPLIT, self.split), (_NUMBER, self.number)):
            field.layout.display = None if what in asked else "none"
        task = self._task()
        fitting = [name for name, metric in self._metrics.items() if metric.task == task]
        if list(self.metrics.options) != fitting:
            self.metrics.options = fitting
            self.metrics.value = tuple(fitting[:2])
        self._show_code()

    def _task(self) -> str:
        if self._data is None or not self.target.value:
            return "regression"
        column = self._data.columns[self.target.value[0]]
        words = str(column.type).startswith(("string", "large_string", "bool", "dictionary"))
        return "classification" if words or column.classes else "regression"

    def _arguments(self) -> dict[str, Any]:
        """Return the arguments of `publish_benchmark` that were given."""
        target: list[str] = list(self.target.value)
        metrics: list[Any] = list(self.metrics.value)
        name, equals, expression = self.own.value.partition("=")
        if equals:
            metrics.append({"name": name.strip(), "expression": expression.strip()})
        asked, folds = _FOLDS[self.folds.value]
        # Rows that only the hub gets are the test set.
        hidden = self.hidden.value.strip()
        given = {
            "name": self.name.value.strip(),
            "title": self.title.value.strip(),
            "dataset": self._data.reference if self._data else self.dataset.value,
            "id": self.id.value,
            "target": target[0] if len(target) == 1 else target,
            "inputs": list(self.inputs.value),
            "hidden_rows": hidden,
            "folds": None
            if hidden
            else folds(self.number.value, self.split.value if _SPLIT in asked else self.column.value),
            "metrics": metrics,
            "baselines": list(self.baselines.value),
            "deadline": self.deadline.value.strip(),
            "submissions_per_day": self.per_day.value,
            "entrants": [text.strip() for text in self.entrants.value.split(",") if text.strip()],
            "extra_data": self.extra.value.strip(),
        }
        return {word: value for word, value in given.items() if value or word in ("name", "target")}

    def _show_code(self, _: Any = None) -> None:
        lines = "".join(f"    {word}={value!r},\n" for word, value in self._arguments().items())
        self.code.value = f"import foundry_lab as foundry\n\nfoundry.publish_benchmark(\n{lines})"

    def _publish(self, _: Any) -> None:
        from .publish_benchmark import publish_benchmark

        self.publish.disabled = True
        self.said.value = "<div role='status'>Publishing…</div>"
        try:
            found = publish_benchmark(**self._arguments())
        except FoundryError as error:
            self._show_error(error)
        else:
            self.box.benchmark = found
            board = found.leaderboard()._repr_html_()
            self.said.value = f"<div role='status'>{_told(found)}</div>{board}"
        self.publish.disabled = False

    def _show_error(self, error: FoundryError) -> None:
        look = "border-left:3px solid #d32f2f;padding:4px 8px"
        self.said.value = f"<div role='alert' style='{look}'>{escape(str(error))}</div>"


def _told(published: Benchmark) -> str:
    reference = escape(published.reference)
    if published.unchanged:
        return f"{reference} is there already and holds the same."
    return f"Published {reference}."


def _names() -> list[str]:
    from ..hub.running import ensure_hub

    return ensure_hub().names("datasets")
