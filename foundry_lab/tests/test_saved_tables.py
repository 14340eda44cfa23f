"""What is shown, saved as a file: pyarrow and pandas read the values back."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import foundry_lab as foundry
from foundry_lab.contracts.models import SaveRequest, Sort, View
from foundry_lab.errors import FoundryError, InvalidTableError
from foundry_lab.tables.file_parts import FileFormat
from foundry_lab.tables.grammar import parse
from foundry_lab.tables.pages import TableView
from foundry_lab.tables.parquet_types import with_exact_types
from foundry_lab.widgets.saves import Saves

from .arrow_tables import tables, type_of, values_of


def read_back(content: bytes, format: FileFormat) -> pa.Table:
    return pq.read_table(io.BytesIO(content)) if format == "parquet" else pa.ipc.open_file(content).read_all()


def saved(view: TableView, format: FileFormat, *of: Any) -> tuple[bytes, str]:
    parts = view.file_parts(format, *of)
    written = [*parts]
    assert [rows for rows, _ in written] == sorted(rows for rows, _ in written)
    assert written[-1][0] == parts.total
    return b"".join(part for _, part in written), parts.note


@settings(deadline=None, max_examples=250, derandomize=True)
@given(tables(), st.sampled_from(["parquet", "arrow"]))
def test_any_table_comes_back_in_its_types_or_a_sentence_names_the_column(
    table: pa.Table, format: FileFormat
) -> None:
    view = TableView(table)
    try:
        content, note = saved(view, format)
    except InvalidTableError as error:
        refused = str(error)
    else:
        refused = ""
    if refused:
        assert format == "arrow" or any(repr(name) in refused for name in view.table.column_names), refused
        return
    back = read_back(content, format)
    assert back.column_names == view.table.column_names
    # pyarrow reads what Parquet has no types for in others; they stand beside it.
    exact = with_exact_types(back, pq.read_metadata(io.BytesIO(content))) if format == "parquet" else back
    for name in exact.column_names:
        assert values_of(exact[name]) == values_of(view.table[name]), name
    for field, before in zip(exact.schema, view.table.schema, strict=True):
        assert type_of(field.type) == type_of(before.type) or repr(field.name) in note, field


@pytest.mark.parametrize("format", ["parquet", "arrow"])
def test_filter_order_and_columns_are_those_shown_over_many_parts(format: FileFormat) -> None:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"n": rng.integers(0, 2**63 - 1, 300_000), "x": rng.normal(size=300_000)})
    frame["word"] = pd.Categorical(rng.choice(["b", "a", "=1"], 300_000))
    view = View(filter=parse("x > 0 or word == '=1'"), sort=[Sort(column="x", descending=True)])
    content, note = saved(TableView(pa.Table.from_pandas(frame)), format, view, ["word", "x", "n"])
    back = read_back(content, format)
    right = frame[(frame.x > 0) | (frame.word == "=1")].sort_values("x", ascending=False, kind="stable")
    pd.testing.assert_frame_equal(back.to_pandas(), right[["word", "x", "n"]].reset_index(drop=True))
    assert note == ""


@pytest.mark.parametrize("format", ["parquet", "arrow"])
def test_units_roles_and_a_frames_own_types_are_kept(format: FileFormat) -> None:
    frame = pd.DataFrame(
        {
            "id": pd.array([2**62 + 1, None], "Int64"),
            "day": pd.Series(["2024-05-01", None], dtype="datetime64[ns]"),
        }
    )
    widget = foundry.preview(frame, title="t")
    view = widget._pages.view
    assert view is not None
    pd.testing.assert_frame_equal(read_back(saved(view, format)[0], format).to_pandas(), frame)
    field = pa.field("gap", pa.float64(), metadata={"unit": "eV", "role": "target"})
    content, _ = saved(TableView(pa.table([[1.5]], schema=pa.schema([field]))), format)
    back = read_back(content, format)
    assert back.schema.field("gap").metadata[b"unit"] == b"eV"


class Sent:
    """Takes what a handler sends."""

    def __init__(self) -> None:
        self.parts: list[tuple[dict[str, Any], bytes]] = []

    def send(self, content: dict[str, Any], buffers: Any = ()) -> None:
        self.parts.append((content["response"], buffers[0]))


def test_a_file_comes_in_parts_and_one_that_was_given_up_says_so() -> None:
    saves, view = Saves(), TableView(pa.table({"x": np.arange(500_000)}))
    sent: Any = Sent()

    def ask(key: int, *, begins: bool = False) -> dict[str, Any]:
        saves.send(view, SaveRequest(id=1, key=key, format="arrow", begins=begins), sent)
        return sent.parts[-1][0]  # type: ignore[no-any-return]

    assert ask(1, begins=True) == {"id": 1, "rows": 1 << 17, "of": 500_000, "whole": False}
    for other in range(2, 6):
        ask(other, begins=True)
    with pytest.raises(FoundryError, match="save it again"):
        ask(1)
    del sent.parts[:-1]
    while not ask(5)["whole"]:
        pass
    assert read_back(b"".join(part for _, part in sent.parts), "arrow").equals(view.table)
