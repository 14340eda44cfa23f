"""
The model widget: choose a model and a table, run it, read what it predicts.

`run(models, data, load_model, load_table)` makes the widget. `models` are choices `{"reference", "title"}`; `data` are
choices `{"label", "rows"}` with `reference` and `split` for a split of a dataset or `variable` for a table of the
notebook. `load_model(reference)` returns a `Predictor`; `load_table(choice)` returns the
choice's Arrow table. Both are called on a worker thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets
import traitlets

from ..errors import FoundryError, NotFoundError, SignatureMismatchError
from ..tables.failing_rows import predict_rows
from ..tables.pages import TableView
from .describe import describe
from .html import table_html
from .messages import MODULE_NAME, MODULE_VERSION, Answer, Message, Messages
from .pages import Pages
from .result_table import result_table, unit_of
from .run_state import Part, Predictor, failures_to_json, missing_inputs, progress

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_BATCH_ROWS = 16_384
_LEAST_BATCH_ROWS = 256
_BATCHES = 50
_SECONDS_BETWEEN_NEWS = 0.05


def run(
    models: Sequence[Mapping[str, str]],
    data: Sequence[Mapping[str, Any]],
    load_model: Callable[[str], Predictor],
    load_table: Callable[[Mapping[str, Any]], pa.Table],
    *,
    model: str | None = None,
    choice: str | None = None,
) -> RunWidget:
    """
    Return a widget that runs a model.

    Parameters
    ----------
    models : sequence of mapping
        Each with `reference` (`name@version`) and `title`.
    data : sequence of mapping
        Each with `label` (no two alike) and `rows`, and with `reference` and `split`, or `variable`.
    load_model : callable
        Gets a reference; returns a `Predictor`.
    load_table : callable
        Gets one of `data`; returns its Arrow table.
    model : str, optional
        The reference that is chosen at first; the first one by default.
    choice : str, optional
        The label that is chosen at first; the first one by default.
    """
    return RunWidget(models, data, load_model, load_table, model=model, choice=choice)


class RunWidget(ipywidgets.DOMWidget):  # type: ignore[misc]  # ipywidgets has no types
    """
    A model's run in a notebook's output; `result` is the table of the last run.

    Make one with `run`.
    """

    _model_module = traitlets.Unicode(MODULE_NAME).tag(sync=True)
    _model_module_version = traitlets.Unicode(MODULE_VERSION).tag(sync=True)
    _model_name = traitlets.Unicode("RunModel").tag(sync=True)
    _view_module = traitlets.Unicode(MODULE_NAME).tag(sync=True)
    _view_module_version = traitlets.Unicode(MODULE_VERSION).tag(sync=True)
    _view_name = traitlets.Unicode("RunView").tag(sync=True)
    models = traitlets.List(traitlets.Dict()).tag(sync=True)
    model = traitlets.Unicode().tag(sync=True)
    datasets = traitlets.List(traitlets.Dict()).tag(sync=True)
    data = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        models: Sequence[Mapping[str, str]],
        data: Sequence[Mapping[str, Any]],
        load_model: Callable[[str], Predictor],
        load_table: Callable[[Mapping[str, Any]], pa.Table],
        *,
        model: str | None = None,
        choice: str | None = None,
    ) -> None:
        self._load_model = load_model
        self._load_table = load_table
        self._pages = Pages()
        self._stops: dict[int, threading.Event] = {}
        self._part: Part | None = None
        super().__init__(
            models=[dict(one) for one in models],
            model=model or (models[0]["reference"] if models else ""),
            datasets=[dict(one) for one in data],
            data=choice or (data[0]["label"] if data else ""),
        )
        self._messages = Messages(
            self,
            {**self._pages.handlers, "run": self._start, "check": self._check},
            superseding=frozenset({"page", "check"}),
            long=frozenset({"run"}),
            at_once={"stop": self._stop},
        )

    @property
    def result(self) -> pa.Table | None:
        """Inputs, truth, predictions and errors of the last run; None before the first."""
        return self._pages.view.table if self._pages.view else None

    def _start(self, message: Message, answer: Answer) -> None:
        choice = self._choice(message)
        stop = self._stops[answer.id] = threading.Event()
        try:
            resume = message.get("resume") is True
            self._predict(str(message.get("model")), choice, _mapping(message), answer, stop, resume=resume)
        finally:
            self._stops.pop(answer.id, None)

    def _stop(self, request: int) -> None:
        stop = self._stops.get(request)
        if stop:
            stop.set()

    def _choice(self, message: Message) -> Mapping[str, Any]:
        label = message.get("data")
        choice = next((one for one in self.datasets if one["label"] == label), None)
        if choice is None:
            raise NotFoundError(f"There is no table {label!r} here; run this cell again.")
        mapping: Mapping[str, Any] = choice
        return mapping

    def _check(self, message: Message, answer: Answer) -> None:
        """Say whether the model runs on the data, and what there is to map where it does not."""
        table = self._load_table(self._choice(message))
        predictor = self._load_model(str(message.get("model")))
        mapping = _mapping(message)
        how = predictor.check(table, columns=mapping)
        columns = [
            {"name": field.name, "type": str(field.type), "unit": unit_of(field) or ""}
            for field in table.schema
        ]
        conversions = {name: list(units) for name, units in how.converted.items()}
        answer.send(
            {
                "type": "check",
                "id": answer.id,
                "inputs": predictor.input_columns,
                "columns": columns,
                "mapping": how.columns,
                "converted": conversions,
                "problems": how.problems,
            }
        )

    def _predict(
        self,
        reference: str,
        choice: Mapping[str, Any],
        mapping: dict[str, str],
        answer: Answer,
        stop: threading.Event,
        *,
        resume: bool,
    ) -> None:
        import pyarrow as pa

        start = time.perf_counter()
        predictor = self._load_model(reference)
        key = (reference, str(choice["label"]), tuple(sorted(mapping.items())))
        part = self._part if resume and self._part and self._part.key == key else None
        if part is None:
            table = self._load_table(choice)
            how = predictor.check(table, columns=mapping)
            if how.problems:
                raise SignatureMismatchError(how.problems[0])
            part = self._part = Part(key, table, list(dict.fromkeys(how.columns.values())), [], {})
        total, before = part.table.num_rows, part.done
        schema = predictor.output_schema(part.table.schema)
        answer.send(progress(answer.id, part, 0.0))
        running, last_news = time.perf_counter(), 0.0

        def predict(rows: pa.Table) -> pa.Table:
            return pa.Table.from_batches(
                predictor.predict_batches(rows, max(1, rows.num_rows), columns=mapping), schema
            )

        def failed(row: int, reason: str) -> None:
            part.failures[before + row] = reason

        for batch in predict_rows(predict, part.table.slice(before), batch_rows(total), failed):
            part.batches.append(batch)
            part.done += batch.num_rows
            now = time.perf_counter()
            if now - last_news >= _SECONDS_BETWEEN_NEWS:
                last_news = now
                answer.send(progress(answer.id, part, (part.done - before) / max(now - running, 1e-9)))
            if stop.is_set():
                break
        if not part.batches:
            raise FoundryError(f"{choice['label']} has no rows; choose another table.")
        predictions = pa.concat_tables(part.batches)
        rows_so_far = part.table.slice(0, part.done)
        failures = {**missing_inputs(rows_so_far, part.columns), **part.failures}
        result = result_table(rows_so_far, predictions, reference, failures, part.columns)
        self._pages.view = TableView(result)
        title = f"{reference} on {choice['label']}"
        answer.send(
            {
                "type": "finished",
                "id": answer.id,
                "description": describe(result, title=title),
                "seconds": time.perf_counter() - start,
                "stopped": part.done < total,
                "done": part.done,
                "total": total,
                "failed": len(failures),
                "failures": failures_to_json(failures),
            }
        )

    def __repr__(self) -> str:
        return f"<Run of {self.model or 'no model'} on {self.data or 'no table'}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs) or {}
        result = self.result
        if result is not None:
            bundle["text/html"] = table_html(result, f"{self.model} on {self.data}")
        return bundle


def batch_rows(rows: int) -> int:
    """Return rows given to a model at once: enough to be quick, few enough to be told of."""
    return max(_LEAST_BATCH_ROWS, min(_MOST_BATCH_ROWS, -(-rows // _BATCHES)))


def _mapping(message: Message) -> dict[str, str]:
    columns = message.get("columns")
    pairs = columns.items() if isinstance(columns, Mapping) else ()
    return {str(name): str(column) for name, column in pairs if name != column}
