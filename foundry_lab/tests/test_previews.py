from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert

import foundry_lab as foundry
from foundry_lab.contracts.models import CountsRequest, FindRequest, PageRequest, PlotRequest
from foundry_lab.errors import InvalidFilterError
from foundry_lab.tables.pages import TableView
from foundry_lab.widgets.html import table_html
from foundry_lab.widgets.type_words import WORDS

ROWS = 60_000
RNG = np.random.default_rng(5)


@pytest.fixture(scope="module")
def table() -> pa.Table:
    gap = RNG.gamma(2, 1.5, ROWS)
    gap[::9] = np.nan
    whole = pa.table(
        {
            "gap": pa.array(gap, from_pandas=False),
            "energy": 2 * gap + RNG.normal(0, 0.1, ROWS),
            "phase": pa.array(RNG.choice(["cubic", "hexagonal"], ROWS)),
            "note": pa.array([None if i % 5 == 0 else f"Note {i}" for i in range(ROWS)]),
        }
    )
    return pa.concat_tables([whole.slice(0, 1000), whole.slice(1000)])


def test_counts_under_a_filter_are_those_of_the_filtered_rows(table: pa.Table) -> None:
    view = {"filter": {"compare": {"column": "phase", "op": "==", "value": "cubic"}}}
    edges = np.linspace(0, 12, 41).tolist()
    shown = TableView(table)
    found = shown.counts(convert({"id": 1, "column": "gap", "edges": edges, "view": view}, CountsRequest))
    cubic = table.filter(pc.field("phase") == "cubic")
    values = cubic["gap"].to_numpy()
    assert found.counts == np.histogram(values[np.isfinite(values)], edges)[0].tolist()
    # NaN is a value that lies in no bin.
    assert (found.rows, found.missing) == (cubic.num_rows, cubic["gap"].null_count)
    named = convert(
        {"id": 2, "column": "phase", "values": ["hexagonal", "cubic", "none"], "view": view}, CountsRequest
    )
    assert shown.counts(named).counts == [0, cubic.num_rows, 0]


def test_find_goes_round_a_sorted_view_in_both_directions(table: pa.Table) -> None:
    shown = TableView(table)
    view = {"sort": [{"column": "gap", "descending": True}]}
    order = shown.page(convert({"id": 0, "offset": 0, "limit": 10_000, "view": view}, PageRequest))
    rows = pa.ipc.open_stream(order[1]).read_all()["note"].to_pylist()
    matching = [place for place, note in enumerate(rows) if note and "note 1234" in note.lower()]
    first = shown.find(convert({"id": 1, "text": "note 1234", "from": 0, "view": view}, FindRequest))
    assert first.matches == sum(1 for note in table["note"].to_pylist() if note and "Note 1234" in note)
    assert first.row == matching[0]
    assert first.columns == ["note"]
    assert first.place == 0
    before = shown.find(
        convert({"id": 2, "text": "note 1234", "from": 0, "backwards": True, "view": view}, FindRequest)
    )
    assert before.place == first.matches - 1
    none = shown.find(convert({"id": 3, "text": "nowhere", "from": 0}, FindRequest))
    assert none.matches == 0
    assert not isinstance(none.row, int)


def test_a_megabyte_in_a_cell_is_cut_in_a_page_and_whole_when_asked_for() -> None:
    shown = TableView(pa.table({"text": ["é" * 1_000_000] * 3, "n": [1, 2, 3]}))
    head, page = shown.page(convert({"id": 1, "offset": 0, "limit": 100}, PageRequest))
    assert head.cut == ["text"]
    assert len(page) < 50_000
    _, whole = shown.page(convert({"id": 1, "offset": 1, "limit": 1, "full": True}, PageRequest))
    assert pa.ipc.open_stream(whole).read_all()["text"][0].as_py() == "é" * 1_000_000


def test_plots_draw_points_density_boxes_and_correlations(table: pa.Table) -> None:
    shown = TableView(table)
    finite = int(np.isfinite(table["gap"].to_numpy()).sum())

    def ask(**request: object) -> tuple[Any, pa.Table | None]:
        answer, points = shown.plot(convert({"id": 1, **request}, PlotRequest))
        return answer, pa.ipc.open_stream(points).read_all() if points else None

    density, points = ask(kind="scatter", columns=["gap", "energy"])
    assert points is None
    assert sum(sum(row) for row in density.density.counts) == finite
    few = {"filter": {"compare": {"column": "gap", "op": ">", "value": 6}}}
    answer, points = ask(kind="scatter", columns=["gap", "energy"], by="phase", view=few)
    assert points is not None
    assert points.num_rows == answer.rows == answer.of
    assert min(points["gap"].to_pylist()) > 6
    boxes, _ = ask(kind="box", columns=["gap"], by="phase")
    box = {one.name: one for one in boxes.boxes}["cubic"]
    own = table.filter(pc.field("phase") == "cubic")["gap"].to_numpy()
    assert box.median == pytest.approx(np.nanmedian(own))
    matrix, _ = ask(kind="correlation", columns=["gap", "energy"])
    both = [table[name].to_numpy() for name in ("gap", "energy")]
    there = np.isfinite(both[0])
    expected = np.corrcoef(both[0][there], both[1][there])[0, 1]
    assert matrix.correlation[0][1] == pytest.approx(expected)
    lines, points = ask(kind="parallel", columns=["gap", "energy"])
    assert points is not None
    assert points.num_rows == 1000
    assert lines.of == ROWS
    with pytest.raises(InvalidFilterError, match="only numbers are plotted"):
        ask(kind="scatter", columns=["gap", "note"])


def test_a_saved_output_draws_distributions_without_a_kernel() -> None:
    shown = foundry.preview(pa.table({"<gap>": [1.0, 2.0, None], "text": ["a", "b", "b"]}), title="<gaps>")
    html = shown._repr_mimebundle_()["text/html"]
    assert "<svg" in html
    assert "33 % missing" in html
    assert "2 unique" in html
    assert "3 rows × 2 columns" in html
    assert "&lt;gap&gt;" in html
    assert "<gap>" not in html


def test_the_tables_of_a_notebook_are_listed_without_its_other_variables() -> None:
    import pandas as pd
    import polars as pl

    from foundry_lab.widgets.variables import NotebookTables

    class Odd:
        @property
        def shape(self) -> None:
            raise RuntimeError("not asked")

    known = {
        "t": pa.table({"a": [1, 2]}),
        "f": pd.DataFrame({"a": [1], "b": [2]}),
        "p": pl.DataFrame({"a": [1]}),
    }
    listed = NotebookTables({**known, "n": 3, "odd": Odd(), "_hidden": known["t"]})._repr_mimebundle_()
    found = [(one["name"], one["kind"], one["rows"], one["columns"]) for one in listed["application/json"]]
    assert found == [("t", "Arrow table", 2, 1), ("f", "pandas frame", 1, 2), ("p", "Polars frame", 1, 1)]
    assert all(one["bytes"] > 0 for one in listed["application/json"])


def test_duckdb_relations_are_listed_and_none_is_run_for_its_rows() -> None:
    import duckdb

    from foundry_lab.widgets.variables import NotebookTables

    runs: list[int] = []

    def seen(number: int) -> int:
        runs.append(number)
        return number

    connection = duckdb.connect()
    connection.create_function("seen", seen, [duckdb.sqltype("INT")], duckdb.sqltype("INT"))
    connection.sql("create table stored as select 1 as a, 2 as b")
    closed = duckdb.connect()
    gone = closed.sql("create table t as select 1 as a") or closed.table("t")
    closed.close()
    known = {
        "query": connection.sql("select seen(3) as n"),
        "stored": connection.table("stored"),
        "gone": gone,
    }
    listed = NotebookTables(known)._repr_mimebundle_()["application/json"]
    assert listed == [
        {"name": "query", "kind": "DuckDB relation", "rows": None, "columns": 1, "bytes": None},
        {"name": "stored", "kind": "DuckDB relation", "rows": 1, "columns": 2, "bytes": None},
    ]
    assert runs == []
    assert foundry.preview(known["query"]).table["n"].to_pylist() == [3]
    assert runs == [3]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_a_saved_table_draws_floats_so_that_their_digits_can_be_had(values: list[float]) -> None:
    html = str(
        foundry.preview(pa.table({"x": pa.array(values, pa.float64())}))._repr_mimebundle_()["text/html"]
    )
    cells = re.findall(r'<td[^>]*>(?:<span title="([^"]+)">)?([^<]+)', html)
    assert [float(whole or short) for whole, short in cells] == values
    assert [
        short
        for value, (_, short) in zip(values, cells, strict=True)
        if value.is_integer() and abs(value) < 2**53
    ] == [f"{value:.0f}" for value in values if value.is_integer() and abs(value) < 2**53]


def test_a_saved_table_tells_ids_and_times_in_floats_apart() -> None:
    table = pa.table({"id": [9876543210.0, 9876543211.0], "time": [1700000000.25, 1700000000.75]})
    html = str(foundry.preview(table)._repr_mimebundle_()["text/html"])
    assert re.findall(r"<td[^>]*>([^<]+)", html) == [
        "9876543210",
        "1700000000.25",
        "9876543211",
        "1700000000.75",
    ]


def test_a_saved_table_has_the_words_and_sides_of_the_live_one() -> None:
    source = (Path(__file__).parents[2] / "src/components/table/column-type.ts").read_text()
    assert [(pattern, word) for pattern, word in re.findall(r'\[/(.+)/, "(.+)"\],', source)] == [*WORDS]
    html = table_html(pa.table({"name": ["Ag", None, "Au"], "gap": [1.5, 2.0, None]}), "gaps")
    assert re.findall(r'<td style="text-align:(left|right)">', html)[:2] == ["left", "right"]
    assert re.findall(r"<small>(text|number)</small>", html) == ["text", "number"]
    assert html.count("33 % missing") == 2
