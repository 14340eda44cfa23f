from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab.errors import FoundryError, InvalidTableError


def test_predictions_stand_beside_the_truth_that_they_name(examples: Path) -> None:
    split = foundry.load("solubility")["test"]
    predictions = foundry.model("solubility-forest").predict(split)
    shown = foundry.preview(predictions)
    names = shown.table.column_names
    assert "error" in names
    predicted = next(name for name in names if name.startswith("predicted "))
    truth = predicted.removeprefix("predicted ")
    error = shown.table["error"].to_numpy()
    assert error == pytest.approx(
        shown.table[predicted].to_numpy() - shown.table[truth].to_numpy(), nan_ok=True
    )
    assert "solubility-forest" in shown.description["title"]
    # Predictions for other rows name no truth, and are shown as they are.
    assert foundry.preview(predictions.slice(0, 5)).table.column_names == predictions.column_names
    given = foundry.preview(predictions.slice(0, 5), truth=split.to_arrow().slice(0, 5))
    assert "error" in given.table.column_names
    with pytest.raises(InvalidTableError, match=r"5 predictions and [\d,]+ rows"):
        foundry.preview(predictions.slice(0, 5), truth=split)
    with pytest.raises(InvalidTableError, match="no column that is predicted"):
        foundry.preview(predictions, truth=split.to_arrow().select([0]))


class Run:
    """A run whose batches come when they are let go."""

    rows = 6
    schema = pa.schema([("n", pa.int64())])

    def __init__(self, ends: BaseException | None = None) -> None:
        self.go, self.ends, self.ended = threading.Semaphore(0), ends, False

    def done(self) -> bool:
        return self.ended

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for start in (0, 3):
            self.go.acquire()
            if start and self.ends:
                raise self.ends
            yield pa.record_batch({"n": range(start, start + 3)})
        self.ended = True


def follow(run: Run) -> tuple[Any, list[tuple[int, str]]]:
    widget = foundry.preview(run, title="run")
    news: list[tuple[int, str]] = []
    came = threading.Condition()

    def told(change: Any) -> None:
        with came:
            news.append((change["new"]["rows"], change["new"]["note"]))
            came.notify_all()

    widget.observe(told, "description")
    for count in (1, 2):
        run.go.release()
        with came:
            assert came.wait_for(lambda count=count: len(news) >= count, 20)  # type: ignore[misc]
    return widget, news


def test_the_result_of_a_run_grows_in_the_preview() -> None:
    widget, news = follow(Run())
    assert news == [(3, "3 of 6 rows so far; the run goes on."), (6, "")]
    assert widget.table["n"].to_pylist() == [*range(6)]


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        (CancelledError(), "The run was cancelled after 3 of 6 rows."),
        (FoundryError("Row 4 is bad."), "The run has failed (Row 4 is bad) after 3 of 6 rows."),
    ],
)
def test_a_run_that_ends_early_says_so_and_keeps_its_rows(ends: BaseException, sentence: str) -> None:
    widget, news = follow(Run(ends))
    assert news[-1] == (3, sentence)
    assert widget.table.num_rows == 3


def test_a_mapped_model_is_such_a_run(examples: Path) -> None:
    run = foundry.model("solubility-forest").map(foundry.load("solubility")["test"], batch_rows=20)
    widget = foundry.preview(run)
    expected = run.result(60)
    thread = next((one for one in threading.enumerate() if one.name == "foundry-growing"), None)
    if thread is not None:
        thread.join(30)
    assert widget.table.equals(expected.cast(widget.table.schema))


def test_every_table_is_shown_in_the_preview_by_request_and_no_longer() -> None:
    from IPython.core.interactiveshell import InteractiveShell

    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    shell = InteractiveShell.instance()
    view = "application/vnd.jupyter.widget-view+json"
    tables = [pd.DataFrame({"a": [1]}), pl.DataFrame({"a": [1]}), pa.table({"a": [1]})]

    def shown(value: Any) -> dict[str, Any]:
        assert shell.display_formatter is not None
        found: dict[str, Any] = shell.display_formatter.format(value)[0]  # type: ignore[no-untyped-call]
        return found

    try:
        assert [view in shown(one) for one in tables] == [False] * 3
        foundry.enable_default_display()
        assert [view in shown(one) for one in tables] == [True] * 3
        assert "<table" in shown(tables[0])["text/html"]
        assert shown(tables[0])["text/plain"] == repr(tables[0])
        odd = pd.DataFrame({"a": [object(), 1]})
        assert view in shown(odd)
        assert "object object" in shown(odd)["text/html"]
        foundry.disable_default_display()
        assert [view in shown(one) for one in tables] == [False] * 3
    finally:
        InteractiveShell.clear_instance()


def test_there_is_no_default_display_outside_a_notebook() -> None:
    with pytest.raises(FoundryError, match="not a notebook"):
        foundry.enable_default_display()


def test_a_duckdb_relation_is_a_table() -> None:
    import duckdb

    assert foundry.preview(duckdb.sql("select 3 as n")).table["n"].to_pylist() == [3]


def test_a_saved_notebook_exported_as_html_shows_schema_counts_rows_and_distributions() -> None:
    nbformat = pytest.importorskip("nbformat")
    exporters = pytest.importorskip("nbconvert.exporters", reason="nbconvert is not installed")
    field = pa.field("gap", pa.float64(), metadata={"unit": "eV", "role": "target"})
    schema = pa.schema([("formula", pa.string()), field])
    table = pa.table([[f"M{i}" for i in range(300)], [i / 7 for i in range(299)] + [None]], schema=schema)
    bundle = foundry.preview(table, title="measured")._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=bundle)
    cell = nbformat.v4.new_code_cell("foundry.preview(table)", outputs=[output])
    page, _ = exporters.HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    shown = page.partition("<strong>measured</strong>")[2]
    for text in (
        "300 rows × 2 columns",
        "gap (eV)",
        "number · target",
        "M9",
        "&lt; 1 % missing",
        "<svg",
        "300 unique",
    ):
        assert text in shown, text
    assert "M10<" not in shown
