from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from foundry_lab.contracts.models import HistogramRequest, PageRequest, PageResponse
from foundry_lab.errors import InvalidFilterError, UnknownColumnError
from foundry_lab.tables.pages import TableView

RNG = np.random.default_rng(7)
ROWS = 5000


@pytest.fixture(scope="module")
def table() -> pa.Table:
    values = RNG.normal(size=ROWS)
    values[::7] = np.nan
    pieces = pa.table(
        {
            "id": pa.array(np.arange(ROWS)),
            "value": pa.array(values).filter(pa.array([True] * ROWS)),
            "whole": pa.array([None if i % 11 == 0 else int(i) % 50 for i in range(ROWS)], pa.int32()),
            "text": pa.array([None if i % 13 == 0 else f"t{i % 97:02}" for i in range(ROWS)]),
            'odd "name"': pa.array([i % 3 == 0 for i in range(ROWS)]),
        }
    )
    # Several chunks, as a table read from a file has.
    return pa.concat_tables([pieces.slice(start, 1234) for start in range(0, ROWS, 1234)])


@pytest.fixture(scope="module")
def frame(table: pa.Table) -> pd.DataFrame:
    found: pd.DataFrame = table.to_pandas()
    return found


def ask(shown: TableView, **request: object) -> tuple[PageResponse, pa.Table]:
    head, body = shown.page(msgspec.convert({"id": 3, **request}, PageRequest))
    return head, pa.ipc.open_stream(body).read_all()


@pytest.mark.parametrize("offset", [0, 1230, 4990, 5000, 9000])
def test_a_plain_page_is_a_slice(table: pa.Table, offset: int) -> None:
    head, rows = ask(TableView(table), offset=offset, limit=40)
    expected = table.slice(offset, 40)
    assert rows.to_pandas().equals(expected.to_pandas())
    assert (head.id, head.offset, head.rows, head.total, head.of) == (3, offset, len(expected), ROWS, ROWS)


def test_chosen_columns_in_their_order(table: pa.Table) -> None:
    _, rows = ask(TableView(table), offset=10, limit=2, columns=["text", "id"])
    assert rows.equals(table.select(["text", "id"]).slice(10, 2))
    assert ask(TableView(table), offset=0, limit=5, columns=[])[1].num_columns == 0


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", ["value", "whole", "text", 'odd "name"'])
def test_sorted_pages_are_as_pandas_sorts(
    table: pa.Table, frame: pd.DataFrame, column: str, descending: bool
) -> None:
    expected = frame.sort_values(column, ascending=not descending, kind="stable", na_position="last")
    view = TableView(table)
    for offset in (0, 2500, ROWS - 20):
        head, rows = ask(
            view, offset=offset, limit=20, view={"sort": [{"column": column, "descending": descending}]}
        )
        assert rows.column("id").to_pylist() == expected["id"].iloc[offset : offset + 20].tolist()
        assert head.total == ROWS


def test_sort_by_several_and_filter(table: pa.Table, frame: pd.DataFrame) -> None:
    view = {
        "filter": {"compare": {"column": "value", "op": ">", "value": 0.5}},
        "sort": [{"column": "text"}, {"column": "value", "descending": True}],
    }
    expected = frame[frame["value"] > 0.5].sort_values(
        ["text", "value"], ascending=[True, False], kind="stable", na_position="last"
    )
    head, rows = ask(TableView(table), offset=100, limit=30, view=view, columns=["id"])
    assert rows.column("id").to_pylist() == expected["id"].iloc[100:130].tolist()
    assert (head.total, head.of) == (len(expected), ROWS)


def test_filter_keeps_the_order(table: pa.Table, frame: pd.DataFrame) -> None:
    view = {"filter": {"compare": {"column": "text", "op": "contains", "value": "5"}}}
    expected = frame[frame["text"].str.contains("5", na=False)]
    head, rows = ask(TableView(table), offset=0, limit=10_000, view=view)
    assert rows.column("id").to_pylist() == expected["id"].tolist()
    assert head.numbers == expected.index.tolist()
    assert head.rows == head.total == len(expected)


def test_nothing_matches(table: pa.Table) -> None:
    view = {"filter": {"any": []}, "sort": [{"column": "value"}]}
    head, rows = ask(TableView(table), offset=0, limit=10, view=view)
    assert (head.total, rows.num_rows, rows.schema.names) == (0, 0, table.schema.names)


def test_unknown_columns_are_named(table: pa.Table) -> None:
    view = TableView(table)
    for request in (
        {"columns": ["nope"]},
        {"view": {"sort": [{"column": "nope"}]}},
        {"view": {"filter": {"compare": {"column": "nope", "op": "missing"}}}},
    ):
        with pytest.raises(UnknownColumnError, match="'nope'"):
            ask(view, offset=0, limit=1, **request)
    with pytest.raises(UnknownColumnError, match="'nope'"):
        view.histogram(HistogramRequest(id=1, column="nope"))
    with pytest.raises(InvalidFilterError):
        ask(view, offset=0, limit=1, view={"filter": {"compare": {"column": "text", "op": ">", "value": 1}}})


@pytest.mark.parametrize("view", [None, {"filter": {"compare": {"column": "id", "op": "<", "value": 1000}}}])
def test_histogram_is_as_numpy_counts(
    table: pa.Table, frame: pd.DataFrame, view: dict[str, Any] | None
) -> None:
    request = msgspec.convert(
        {"id": 1, "column": "value", "bins": 17, **({"view": view} if view else {})}, HistogramRequest
    )
    found = TableView(table).histogram(request)
    column = frame["value"] if view is None else frame["value"][frame["id"] < 1000]
    counts, edges = np.histogram(column.dropna(), 17)
    nan = found.nan or 0
    assert (found.count - nan, found.missing + nan) == (column.count(), column.isna().sum())
    assert found.histogram.counts == counts.tolist()  # type: ignore[union-attr]
    assert found.histogram.edges == pytest.approx(edges.tolist())  # type: ignore[union-attr]
    assert (found.min, found.max) == (column.min(), column.max())
    assert (found.mean, found.std) == pytest.approx((column.mean(), column.std()))


KINDS: dict[str, Callable[[], pa.Array]] = {
    "null": lambda: pa.nulls(3),
    "int8": lambda: pa.array([1, None, -3], pa.int8()),
    "uint64": lambda: pa.array([2**64 - 1, None, 0], pa.uint64()),
    "half": lambda: pa.array([np.float16(1.5), None, np.float16(2)], pa.float16()),
    "infinite": lambda: pa.array([float("inf"), float("nan"), 1.0]),
    "huge": lambda: pa.array([1.7e308, -1.7e308, 1.0]),
    "decimal": lambda: pa.array([Decimal("1.10"), None, Decimal("-2.25")]),
    "bool": lambda: pa.array([True, None, False]),
    "string": lambda: pa.array(["<b>", None, "µ"]),
    "large_string": lambda: pa.array(["a", None, "b"], pa.large_string()),
    "string_view": lambda: pa.array(["a", None, "b"], pa.string_view()),
    "binary": lambda: pa.array([b"\0", None, b"x"]),
    "dictionary": lambda: pa.array(["a", None, "a"]).dictionary_encode(),
    "date32": lambda: pa.array([date(2020, 1, 1), None, date(1960, 1, 1)]),
    "date64": lambda: pa.array([date(2020, 1, 1), None, date(1960, 1, 1)], pa.date64()),
    "time": lambda: pa.array([time(1, 2, 3), None, time(4)]),
    "time32": lambda: pa.array([time(1, 2, 3), None, time(4)], pa.time32("s")),
    "timestamp": lambda: pa.array([datetime(2020, 1, 1), None, datetime(1960, 1, 1)], pa.timestamp("ns")),
    "zoned": lambda: pa.array(
        [datetime(2020, 1, 1), None, datetime(1960, 1, 1)], pa.timestamp("s", "Europe/Paris")
    ),
    "duration": lambda: pa.array([timedelta(seconds=1), None, timedelta(days=2)]),
    "list": lambda: pa.array([[1, 2], None, []]),
    "fixed_list": lambda: pa.array([[1, 2], None, [3, 4]], pa.list_(pa.int32(), 2)),
    "struct": lambda: pa.array([{"a": 1}, None, {"a": 2}]),
    "map": lambda: pa.array([[("a", 1)], None, []], pa.map_(pa.string(), pa.int64())),
    "list_of_text": lambda: pa.array([["a"], None, [None]]),
    "run_ends": lambda: pa.RunEndEncodedArray.from_arrays(
        pa.array([1, 2, 3], pa.int32()), pa.array([1.0, None, 2.0])
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_can_be_shown_sorted_and_counted(kind: str) -> None:
    array = KINDS[kind]()
    view = TableView(pa.table({"n": [0, 1, 2], "x": array}))
    _, rows = ask(view, offset=0, limit=3)
    assert str(rows.column("x").to_pylist()) == str(array.to_pylist())
    _, rows = ask(view, offset=0, limit=3, view={"sort": [{"column": "x", "descending": True}]})
    assert sorted(rows.column("n").to_pylist()) == [0, 1, 2]
    assert rows.column("n").to_pylist()[-1] == (2 if kind == "null" else 1)
    summary = view.histogram(HistogramRequest(id=1, column="x"))
    missing = sum(value is None for value in array.to_pylist())
    assert (summary.count, summary.missing) == (3 - missing, missing)
    # Infinity is not JSON; it must not come out as null.
    assert b"null" not in msgspec.json.encode(summary).replace(b'"null"', b"")


def test_a_page_does_not_carry_a_whole_dictionary() -> None:
    column = pa.array([f"value {i}" for i in range(100_000)]).dictionary_encode()
    _, body = TableView(pa.table({"x": column})).page(PageRequest(id=1, offset=50_000, limit=10))
    assert len(body) < 2000


def test_threads_agree(table: pa.Table) -> None:
    view = TableView(table)
    found: list[list[int]] = []

    def work(column: str) -> None:
        _, rows = ask(view, offset=0, limit=50, view={"sort": [{"column": column}]})
        found.append(rows.column("id").to_pylist())

    threads = [threading.Thread(target=work, args=("value",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(ids == found[0] for ids in found)
