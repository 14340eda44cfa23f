"""Streams of record batches: read batch by batch, and with the rows and types that they have."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pytest
from pyarrow import compute

import foundry_lab as foundry
from foundry_lab.tables import streams

pytestmark = pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")

MEGABYTE = 1 << 20
ROWS, BATCHES = 50_000, 128


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read streams as if 1 MB were too much."""
    monkeypatch.setattr(streams, "LARGE", MEGABYTE)


class Stream:
    def __init__(self, reader: pa.RecordBatchReader) -> None:
        self.__arrow_c_stream__ = reader.__arrow_c_stream__


READERS: dict[str, Callable[[pa.RecordBatchReader], Any]] = {
    "reader": lambda reader: reader,
    "scanner": lambda reader: ds.Scanner.from_batches(reader),
    "__arrow_c_stream__": Stream,
}


@pytest.mark.parametrize("form", READERS)
def test_a_stream_is_never_in_memory_as_a_whole(form: str, cache: Path) -> None:
    held: list[int] = []

    def batches() -> Iterator[pa.RecordBatch]:
        for number in range(BATCHES):
            held.append(pa.total_allocated_bytes())
            # Arrow's own memory, which it counts.
            x = compute.add(pa.array(np.arange(ROWS)), number * ROWS)
            yield pa.record_batch({"x": x, "y": compute.cast(x, pa.float64())})

    reader = pa.RecordBatchReader.from_batches(pa.schema({"x": pa.int64(), "y": pa.float64()}), batches())
    table = foundry.table(READERS[form](reader)).to_arrow()
    # Of 102 MB; how far a scanner reads ahead is its own affair.
    assert form == "scanner" or max(held) - held[0] < 40 * MEGABYTE
    assert table["x"].to_numpy().tolist() == list(range(BATCHES * ROWS))
    # Its file has no name.
    assert not list(cache.glob("tmp*"))


def odd(number: int) -> pa.RecordBatch:
    rows = 2_000
    words = pa.array([f"{number}-{place}" for place in range(3)])
    columns = {
        "categories of its own": pa.DictionaryArray.from_arrays(pa.array([0, 2, None] * rows), words),
        "views": pa.array(["a", None, "ä" * 20] * rows, pa.string_view()),
        "large": pa.array([b"\0", None, b""] * rows, pa.large_binary()),
        "uuid": pa.array([uuid.UUID(int=number).bytes, None, bytes(16)] * rows, pa.uuid()),
        "nested": pa.array([[{"a": number}], None, []] * rows, pa.large_list(pa.struct({"a": pa.int8()}))),
        "time": pa.array([number, None, -1] * rows, pa.timestamp("ns", "Europe/Berlin")),
        "tensor": pa.FixedShapeTensorArray.from_numpy_ndarray(np.arange(rows * 12.0).reshape(rows * 3, 2, 2)),
    }
    return pa.record_batch(columns)


def test_what_a_large_stream_holds_is_published_as_a_table_is() -> None:
    table = pa.Table.from_batches([odd(number) for number in range(8)])
    assert table.nbytes > 4 * MEGABYTE
    streamed = foundry.publish_dataset({"train": table.to_reader()}, name="streamed")
    whole = foundry.publish_dataset({"train": table}, name="whole")
    one, other = (dataset["train"].to_arrow() for dataset in (streamed, whole))
    assert one.schema.types == other.schema.types
    assert one.replace_schema_metadata(None).equals(other.replace_schema_metadata(None))
    assert one["views"].to_pylist() == table["views"].to_pylist()
    assert repr(streamed.understood) == repr(whole.understood)
    assert "'uuid' is of the type arrow.uuid" in repr(streamed.understood)


def test_a_relation_is_a_stream() -> None:
    relation = duckdb.sql("select i, i::varchar as text from range(200000) as numbers(i) order by i desc")
    table = foundry.table(relation).to_arrow()
    assert table["i"].to_pylist() == list(range(199_999, -1, -1))
    assert table.schema.types == [pa.int64(), pa.string()]
