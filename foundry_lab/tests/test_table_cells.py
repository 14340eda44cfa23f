from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import foundry_lab as foundry
from foundry_lab.errors import FoundryError, InvalidFilterError, UnknownColumnError

MAKE = {
    "Arrow": 'import pyarrow as pa\nframe = pa.table({"metal": METALS, "gap": GAPS})',
    "pandas": 'import pandas as pd\nframe = pd.DataFrame({"metal": METALS, "gap": GAPS})',
    "Polars": 'import polars as pl\nframe = pl.DataFrame({"metal": METALS, "gap": GAPS})',
    "DuckDB": 'import duckdb, pyarrow as pa\nheld = pa.table({"metal": METALS, "gap": GAPS})\n'
    'frame = duckdb.sql("select * from held")',
}
ROWS = 'METALS = ["Fe", "Cu", None, "Al", "Zn"]\nGAPS = [1.0, None, 3.0, 4.0, 2.5]\n'


@pytest.fixture
def shell() -> Iterator[Any]:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    run(shell, "import foundry_lab as foundry")
    yield shell
    InteractiveShell.clear_instance()


def run(shell: Any, source: str) -> Any:
    found = shell.run_cell(source, store_history=True)
    found.raise_error()
    return found.result


@pytest.mark.parametrize("kind", MAKE)
def test_cells_take_of_every_kind_of_table_what_the_preview_shows(shell: Any, kind: str) -> None:
    run(shell, ROWS + MAKE[kind])
    shown = run(
        shell, 'foundry.preview(frame, filter="gap > 1", sort=[("gap", "descending")], sample=2, seed=1)'
    )
    assert shown.description["expression"] == shown.description["title"] == "frame"
    assert shown.selection["view"]["sample"] == {"rows": 2, "seed": 1}

    # As the preview's cells are written: see src/core/cell-source.ts.
    chosen = 'foundry.table(frame).filter("gap > 1").sample(2, seed=1).sort("gap", descending=True)'
    arrow = run(shell, f"{chosen}.to_arrow()")
    pandas = run(shell, f'{chosen}.select(["gap"]).to_pandas()')
    import msgspec

    from foundry_lab.contracts.models import PageRequest
    from foundry_lab.tables.pages import TableView

    request = msgspec.convert(
        {"id": 1, "offset": 0, "limit": 9, "view": shown.selection["view"]}, PageRequest
    )
    rows = pa.ipc.open_stream(TableView(shown.table).page(request)[1]).read_all()
    assert arrow["gap"].to_pylist() == rows["gap"].to_pylist() == pandas["gap"].tolist()
    assert arrow["metal"].to_pylist() == rows["metal"].to_pylist()
    assert len(arrow) == 2
    whole = run(shell, "foundry.table(frame).to_arrow()")
    assert whole["metal"].to_pylist() == ["Fe", "Cu", None, "Al", "Zn"]
    with pytest.raises(UnknownColumnError):
        run(shell, 'foundry.preview(frame, columns=["gas"])')
    with pytest.raises(InvalidFilterError):
        run(shell, "foundry.preview(frame, filter=\"gap > 'a'\")")


@pytest.mark.parametrize(
    ("source", "expression"),
    [
        ("foundry.preview(frame)", "frame"),
        ("shown = foundry.preview(table=frame)\nshown", "frame"),
        ("foundry.preview(frame[frame.gap > 2],\n    title='wide')", "frame[frame.gap > 2]"),
        ("foundry.preview((other := frame.head(2)))", "other"),
        ("def show(given):\n    return foundry.preview(given)\nshow(frame)", "frame"),
        ("def show(given):\n    return foundry.preview(given.head(1))\nshow(frame)", None),
        ("foundry.preview(pd.DataFrame({'a': range(3), 'b': [" + "'x', " * 90 + "][:3]}))", None),
        ("foundry.preview(*[frame])", "frame"),
        ("foundry.preview(frame, truth=frame.assign(predicted=1))", None),
    ],
)
def test_a_preview_knows_the_text_that_gives_its_table(
    shell: Any,
    source: str,
    expression: str | None,
) -> None:
    run(shell, ROWS + MAKE["pandas"])
    assert run(shell, source).description.get("expression") == expression


def test_a_preview_outside_a_notebook_has_no_such_text() -> None:
    table = pa.table({"a": [1]})
    assert "expression" not in foundry.preview(table).description


def test_a_table_shown_by_default_is_called_as_its_variable(shell: Any) -> None:
    from foundry_lab.datasets.default_display import _preview_bundle

    run(shell, ROWS + MAKE["pandas"])
    bundle = _preview_bundle(shell.user_ns["frame"])
    assert bundle is not None
    assert ">frame" in bundle["text/html"]


def test_columns_of_one_name_are_taken_by_the_names_that_are_shown() -> None:
    pd = pytest.importorskip("pandas")
    rows = foundry.table(pd.DataFrame([[1, 2]], columns=["a", "a"])).to_arrow(["a (2)"])
    assert rows.to_pydict() == {"a (2)": [2]}
    with pytest.raises(FoundryError, match="before"):
        foundry.preview(pa.table({"a": [1]}), filter=pc.field("a") > 0)


def test_predictions_are_taken_with_the_truth_beside_them(examples: Any) -> None:
    predictions = foundry.model("solubility-forest").predict(foundry.load("solubility")["test"])
    rows = foundry.table(predictions).to_arrow(filter="error > 0")
    assert 0 < len(rows) < len(predictions)
    assert repr(foundry.table(predictions)).startswith("<Table: ")
