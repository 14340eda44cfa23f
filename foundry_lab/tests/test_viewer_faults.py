"""What other table viewers get wrong, by the reports of the people who use them, and what changes under a viewer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from msgspec import convert

import foundry_lab as foundry
from foundry_lab.contracts.models import FindRequest, HistogramRequest, PageRequest
from foundry_lab.errors import FoundryError, InvalidTableError
from foundry_lab.tables.origin import COMPARED
from foundry_lab.tables.pages import TableView


def first_rows(table: pa.Table, **request: object) -> tuple[Any, pa.Table, int]:
    head, page = TableView(table).page(convert({"id": 1, "offset": 0, "limit": 100, **request}, PageRequest))
    return head, pa.ipc.open_stream(page).read_all(), len(page)


def test_a_filter_for_or_against_missing_values_never_empties_the_table() -> None:
    # ipydatagrid 434: a filter on NaN empties the grid.
    table = pa.table({"x": pa.array([1.0, float("nan"), None, 4.0], from_pandas=False)})
    for op, total in (("missing", 1), ("present", 3), ("nan", 1)):
        head, _, _ = first_rows(table, view={"filter": {"compare": {"column": "x", "op": op}}})
        assert (head.total, head.of) == (total, 4)
    head, _, _ = first_rows(
        table, view={"filter": {"not": {"compare": {"column": "x", "op": ">", "value": 2}}}}
    )
    assert head.total == 1


def test_a_missing_time_is_one_missing_cell() -> None:
    # ipydatagrid 522: one NaT keeps the widget from being built.
    import pandas as pd

    frame = pd.DataFrame({"day": pd.to_datetime(["2020-01-01", "NaT", "2020-03-01"])})
    shown = foundry.preview(frame)
    assert shown.table["day"].null_count == 1
    assert shown.table["day"].to_pylist()[0] == dt.datetime(2020, 1, 1)


def test_binary_and_huge_cells_never_cross_whole_unasked() -> None:
    # Hugging Face dataset-viewer 3052, 1957 and 2215: binary cells freeze it, huge cells break its pages.
    table = pa.table(
        {
            "file": [b"\x00" * 5_000_000] * 4,
            "text": ["x" * 1_000_000] * 4,
            "list": [list(range(100_000))] * 4,
        }
    )
    head, _, size = first_rows(table)
    assert set(head.cut) == {"file", "text", "list"}
    assert size < 100_000


def test_a_hundred_thousand_columns_are_shown_a_few_at_a_time() -> None:
    # Hugging Face dataset-viewer 731: a table of 103,630 columns breaks everything.
    column = pa.array([1.0, 2.0])
    table = pa.Table.from_arrays([column] * 103_630, [f"c{i}" for i in range(103_630)])
    shown = foundry.preview(table)
    assert len(shown.description["columns"]) == 103_630
    _, rows, size = first_rows(table, columns=["c103629", "c0"])
    assert rows.column_names == ["c103629", "c0"]
    assert size < 5_000


def test_views_of_text_and_bytes_are_plain_at_the_kernels_door() -> None:
    # quak 41: string and binary views are not accepted everywhere.
    table = pa.table(
        {"t": pa.array(["a", None], pa.string_view()), "b": pa.array([b"1", b""], pa.binary_view())}
    )
    head, rows, _ = first_rows(table, view={"filter": {"compare": {"column": "t", "op": "==", "value": "a"}}})
    assert head.total == 1
    assert rows.schema.types == [pa.string(), pa.binary()]


def test_text_that_is_no_utf8_is_shown_searched_and_counted() -> None:
    broken = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.py_buffer(np.array([0, 3, 5], np.int32)), pa.py_buffer(b"a\xffbok")]
    )
    table = pa.table({"text": broken, "n": [1, 2]})
    head, rows, _ = first_rows(table)
    assert head.rows == 2
    assert rows["n"].to_pylist() == [1, 2]
    assert rows["text"].chunk(0).buffers()[2].to_pybytes() == b"a\xffbok"
    found = foundry.preview(table)
    assert found._pages.view is not None
    assert found._pages.view.histogram(convert({"id": 1, "column": "text"}, HistogramRequest)).unique == 2
    assert "a\ufffdb" in found._repr_mimebundle_()["text/html"]
    nested = pa.ListArray.from_arrays([0, 1, 2], broken)
    assert "not UTF-8" in foundry.preview(pa.table({"n": nested}))._repr_mimebundle_()["text/html"]
    answer = TableView(table).find(convert({"id": 1, "text": "ok", "from": 0}, FindRequest))
    assert (answer.matches, answer.row) == (1, 1)


def test_columns_of_one_name_are_told_apart_and_said_to_be() -> None:
    import pandas as pd

    frame = pd.DataFrame([[1, "x", 2.5]], columns=["a", "b", "a"])
    shown = foundry.preview(frame)
    assert shown.table.to_pylist() == [{"a": 1, "b": "x", "a (2)": 2.5}]
    assert shown.description["note"] == "Several columns are called 'a': one of them is shown as 'a (2)'."
    arrow = foundry.preview(
        pa.Table.from_arrays([pa.array([1]), pa.array([2]), pa.array([3])], ["", "n", "n"])
    )
    assert arrow.table.column_names == ["unnamed", "n", "n (2)"]
    assert "A column without a name is shown as 'unnamed'" in arrow.description["note"]
    assert "note" not in foundry.preview(pa.table({"a": [1]})).description


def test_a_frame_that_changes_while_it_is_shown_is_said_to_and_read_again() -> None:
    import pandas as pd
    import polars as pl

    numbers = pd.DataFrame({"a": np.arange(50.0), "b": ["x"] * 50})
    polars = pl.DataFrame({"a": [1, 2, 3]})
    for frame, change in (
        (numbers, lambda: numbers.__setitem__("a", numbers["a"] + 1)),
        (numbers, lambda: numbers.drop(index=0, inplace=True)),
        (polars, lambda: polars.insert_column(0, pl.Series("new", [7, 8, 9]))),
    ):
        shown = foundry.preview(frame)
        shown.check()
        assert not shown.changed
        change()
        shown.check()
        assert shown.changed
        sent: list[Any] = []
        shown.send = lambda content, buffers=(), sent=sent: sent.append(content)
        shown._messages.receive({"type": "again", "id": 5})
        for future in [*shown._messages._futures.values()]:
            future.result(30)
        assert sent[-1]["type"] == "description"
        assert not shown.changed
        assert shown.table.num_rows == len(frame)
        # Numbers of rows that do not just count them any more say which rows they were.
        index = ["index"] if isinstance(frame, pd.DataFrame) and frame.index[0] != 0 else []
        assert shown.table.column_names == [*index, *(str(name) for name in frame.columns)]


def test_a_duckdb_table_that_is_altered_leaves_the_rows_and_is_read_again() -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT range AS a FROM range(3)")
        relation = connection.table("t")
        shown = foundry.preview(relation)
        connection.execute("ALTER TABLE t ADD COLUMN b INTEGER")
        shown.check()
        assert shown.changed
        assert shown.table.to_pylist() == [{"a": 0}, {"a": 1}, {"a": 2}]
        assert shown._origin is not None
        assert shown._origin.read().column_names == ["a", "b"]
        # A query would have to run again to tell: it is not.
        query = connection.sql("SELECT a + 1 AS a FROM t")
        other = foundry.preview(query)
        connection.execute("INSERT INTO t VALUES (9, 9)")
        other.check()
        assert not other.changed


def test_a_frame_that_is_gone_is_a_sentence() -> None:
    import pandas as pd

    frame = pd.DataFrame({"a": ["x"]})
    shown = foundry.preview(frame)
    assert shown.description["again"] is True
    del frame
    assert shown._origin is not None
    assert not shown._origin.has_changed()
    with pytest.raises(InvalidTableError, match="run this cell again"):
        shown._origin.read()


def test_comparing_a_large_frame_looks_at_some_rows_only() -> None:
    import pandas as pd

    frame = pd.DataFrame({"a": np.arange(50 * COMPARED)})
    shown = foundry.preview(frame)
    frame.loc[0, "a"] = -1
    shown.check()
    assert shown.changed


def test_a_page_is_in_types_that_a_browser_reads() -> None:
    table = pa.table(
        {"list": pa.array([[4, 5]], pa.large_list(pa.int32())), "text": pa.array(["a"], pa.large_string())}
    )
    _, rows, _ = first_rows(table)
    assert rows.schema.types == [pa.list_(pa.int32()), pa.string()]


def test_what_is_selected_after_a_sort_carries_the_numbers_of_its_rows() -> None:
    # ipydatagrid 213: after a sort in the browser, a selection in Python refers to the unsorted data.
    table = pa.table({"id": np.arange(6), "x": [3.0, float("nan"), None, 1.0, 2.0, 9.0]})
    shown = foundry.preview(table)
    assert shown.to_arrow()["id"].to_pylist() == table["id"].to_pylist()
    assert shown.row_numbers().tolist() == [0, 1, 2, 3, 4, 5]
    assert shown.to_arrow(selected=True).shape == (0, 0)
    shown.selection = {
        "view": {"sort": [{"column": "x", "descending": True}]},
        "pinned": ["x"],
        "summaries": "counts",
    }
    shown.selected = {"rows": [0, 1], "columns": ["x"]}
    assert shown.row_numbers(selected=True).tolist() == [5, 0]
    assert shown.to_arrow(selected=True).to_pydict() == {"x": [9.0, 3.0]}
    assert shown.to_pandas(selected=True).index.tolist() == [5, 0]
    shown.selected = {"rows": [-1, 2**70], "columns": ["no"]}
    with pytest.raises(FoundryError, match="reload the page"):
        shown.to_arrow(selected=True)


def test_what_is_shown_comes_back_as_a_frame_filtered_and_with_the_chosen_columns() -> None:
    # buckaroo 446 and mosaic 449: the frame out of the rendered view, and its state, in Python.
    import pandas as pd

    frame = pd.DataFrame(
        {"a": range(5), "b": list("vwxyz"), "day": pd.to_datetime(["2020-01-01", "NaT", *["2020-01-03"] * 3])}
    )
    shown = foundry.preview(frame)
    compare = {"column": "a", "op": ">", "value": 0}
    shown.selection = {
        "columns": ["day", "b"],
        "view": {"filter": {"compare": compare}, "sample": {"rows": 3, "seed": 1}},
    }
    back = shown.to_pandas()
    assert list(back.columns) == ["day", "b"]
    assert len(back) == 3
    assert [frame["b"][row] for row in back.index] == back["b"].tolist()
    assert sorted(back.index) == back.index.tolist()


def test_a_table_says_all_its_rows_and_that_only_the_first_are_in_the_saved_output() -> None:
    # itables 305: the full count of a table that the kernel serves, and a quiet word where only a part is shown.
    table = pa.table({"n": np.arange(2_000_000)})
    shown = foundry.preview(table)
    assert shown.description["rows"] == 2_000_000
    html = shown._repr_mimebundle_()["text/html"]
    assert "2,000,000 rows × 1 columns · the first 10 rows are shown" in html
    assert "<svg" not in html
    assert html.count("<tr>") == 11


def test_headers_can_be_told_to_count_nothing() -> None:
    # marimo 3132: people want counts without histograms.
    table = pa.table({"n": [1, 2]})
    assert foundry.preview(table, summaries="counts").selection == {"summaries": "counts"}
    assert foundry.preview(table).selection == {}
    with pytest.raises(FoundryError, match="summaries is one of 'distributions', 'counts', 'nothing'"):
        foundry.preview(table, summaries="none")  # type: ignore[arg-type]
