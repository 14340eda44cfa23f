"""The model widget's kernel half: mapping, failures by row, stopping and going on, comparing with the truth."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.widgets.run import RunWidget, run

ROWS = 1000
X = np.linspace(0, 1, ROWS)


def metres(name: str, unit: str, values: Any) -> pa.Table:
    return pa.table(
        [pa.array(values)], schema=pa.schema([pa.field(name, pa.float64(), metadata={"unit": unit})])
    )


@pytest.fixture
def model() -> foundry_lab.Model:
    from sklearn.linear_model import LinearRegression

    fitted = LinearRegression().fit(X[:, None].astype("float32"), 2 * X)
    return foundry_lab.publish_model(
        fitted, name="double", example=metres("x", "m", X[:5]), inputs={"x": "m"}, outputs={"y": "m"}
    )


class Spoken:
    """A widget whose messages are kept, and which is asked as the browser does."""

    def __init__(self, tables: dict[str, pa.Table], open_model: Any = foundry_lab.model) -> None:
        data = [{"label": name, "variable": name, "rows": table.num_rows} for name, table in tables.items()]
        models = [{"reference": "double@1.0.0", "title": "Double"}]
        self.widget: RunWidget = run(models, data, open_model, lambda choice: tables[choice["label"]])
        self.said: list[dict[str, Any]] = []
        self.ended = threading.Event()
        self.widget.send = self._hear
        self.on_progress: Any = lambda message: None

    def _hear(self, content: dict[str, Any], buffers: Any = None) -> None:
        self.said.append(content)
        if content["type"] == "progress":
            self.on_progress(content)
        elif content["type"] in ("finished", "check", "problem"):
            self.ended.set()

    def ask(self, kind: str, data: str = "t", **more: Any) -> dict[str, Any]:
        self.ended.clear()
        self.tell(kind, model="double@1.0.0", data=data, **more)
        assert self.ended.wait(60)
        return self.said[-1]

    def tell(self, kind: str, **more: Any) -> None:
        self.widget._messages.receive({"type": kind, "id": 1, **more})


@pytest.mark.parametrize(
    ("table", "columns", "problem"),
    [
        (metres("x", "m", X), {}, None),
        (metres("x", "cm", X), {}, None),
        (metres("length", "m", X), {}, "takes the column 'x', which the table lacks"),
        (metres("length", "cm", X), {"x": "length"}, None),
        (metres("x", "eV", X), {}, "in m, and the table has it in eV, which cannot be converted"),
    ],
)
def test_says_how_the_inputs_come_out_of_the_columns(
    model: foundry_lab.Model, table: pa.Table, columns: dict[str, str], problem: str | None
) -> None:
    said = Spoken({"t": table}).ask("check", columns=columns)
    assert said["inputs"] == [{"name": "x", "unit": "m", "datatype": "FP64"}]
    name = table.column_names[0]
    assert [column["name"] for column in said["columns"]] == [name]
    if problem:
        assert problem in said["problems"][0]
    else:
        assert said["problems"] == []
        assert said["mapping"] == {"x": name}
        unit = table.schema.field(0).metadata[b"unit"].decode()
        assert said["converted"] == ({"x": ["cm", "m"]} if unit == "cm" else {})


def test_runs_on_mapped_columns_in_other_units_and_compares_with_the_truth(model: foundry_lab.Model) -> None:
    table = metres("length", "cm", 100 * X).append_column("y", pa.array(np.where(X == 1, 5, 2 * X)))
    spoken = Spoken({"t": table})
    said = spoken.ask("run", columns={"x": "length"})
    assert said["type"] == "finished", said
    assert (said["done"], said["total"], said["failed"], said["stopped"]) == (ROWS, ROWS, 0, False)
    result = spoken.widget.result
    assert result is not None
    assert result.column_names == ["length", "predicted y", "y", "error"]
    assert result["error"][-1].as_py() == pytest.approx(-3, abs=1e-5)


class Brittle:
    """The model, on which rows fail that hold 13, as those of a function do that checks its arguments."""

    def __init__(self, model: foundry_lab.Model, bad: set[float]) -> None:
        self._model = model
        self._bad = bad
        self.input_columns, self.check, self.output_schema = (
            model.input_columns,
            model.check,
            model.output_schema,
        )

    def predict_batches(self, table: pa.Table, batch_rows: int = 4096, *, columns: Any = None) -> Any:
        values = set(table.column(0).to_pylist())
        if values & self._bad:
            raise errors.ModelRunError(f"{sorted(values & self._bad)[0]} cannot be doubled.")
        return self._model.predict_batches(table, batch_rows, columns=columns)


def test_rows_that_fail_keep_their_reason_and_the_others_are_not_lost(model: foundry_lab.Model) -> None:
    values = [None if row == 7 else -1.0 if row in (300, 999) else float(row) for row in range(ROWS)]
    spoken = Spoken({"t": metres("x", "m", values)}, lambda _reference: Brittle(model, {-1.0}))
    said = spoken.ask("run")
    assert said["type"] == "finished", said
    assert said["failures"] == [
        {"row": 7, "reason": "x is missing."},
        {"row": 300, "reason": "-1.0 cannot be doubled."},
        {"row": 999, "reason": "-1.0 cannot be doubled."},
    ]
    result = spoken.widget.result
    assert result is not None
    assert result["predicted y"].null_count == 3
    assert result["predicted y"][998].as_py() == pytest.approx(2 * 998, rel=1e-5)
    assert result["failure"][300].as_py() == "-1.0 cannot be doubled."
    assert result["failure"].null_count == ROWS - 3


def test_a_model_that_fails_on_every_row_says_why_at_once(model: foundry_lab.Model) -> None:
    spoken = Spoken({"t": metres("x", "m", [-1.0] * ROWS)}, lambda _reference: Brittle(model, {-1.0}))
    said = spoken.ask("run")
    assert said["type"] == "problem"
    assert said["problem"]["detail"] == "-1.0 cannot be doubled."


def test_a_stopped_run_goes_on_where_it_was(model: foundry_lab.Model) -> None:
    calls: list[int] = []

    class Counted(Brittle):
        def predict_batches(self, table: pa.Table, batch_rows: int = 4096, *, columns: Any = None) -> Any:
            calls.append(table.num_rows)
            return super().predict_batches(table, batch_rows, columns=columns)

    spoken = Spoken({"t": metres("x", "m", X)}, lambda _reference: Counted(model, set()))
    spoken.on_progress = lambda _message: spoken.tell("stop")
    said = spoken.ask("run")
    assert said["stopped"] is True
    assert said["done"] == sum(calls) < ROWS
    spoken.on_progress = lambda _message: None
    assert spoken.ask("run", resume=True)["done"] == ROWS
    assert sum(calls) == ROWS
    assert spoken.widget.result is not None
    assert spoken.widget.result["predicted y"].to_numpy() == pytest.approx(2 * X, abs=1e-5)
