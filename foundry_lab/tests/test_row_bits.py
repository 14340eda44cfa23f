from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from msgspec import convert

from foundry_lab.contracts.models import CountsRequest, PageRequest
from foundry_lab.tables.pages import TableView
from foundry_lab.tables.row_bits import PIECE, RowBits
from foundry_lab.tables.statistics import column_statistics

RNG = np.random.default_rng(11)


@pytest.mark.parametrize("rows", [0, 1, 7, PIECE, PIECE + 1, 3 * PIECE + 13])
def test_the_nth_chosen_row_is_found_without_the_others(rows: int) -> None:
    mask = RNG.random(rows) < 0.3
    cuts = np.sort(RNG.integers(0, rows + 1, 5))
    bits = RowBits(np.split(mask, cuts))
    numbers = np.flatnonzero(mask)
    assert len(bits) == numbers.size
    assert bits.numbers().tolist() == numbers.tolist()
    for offset in (0, 1, numbers.size // 2, max(0, numbers.size - 3), numbers.size, numbers.size + 9):
        assert bits.numbers(offset, 50).tolist() == numbers[offset : offset + 50].tolist()
    assert bits.slice(rows // 3, rows).tolist() == mask[rows // 3 :].tolist()


def test_a_filtered_page_counts_and_statistics_are_those_of_the_whole_column() -> None:
    rows = 2 * PIECE + 5
    values = RNG.normal(size=rows)
    values[::11] = np.nan
    values[5] = np.inf
    table = pa.table({"x": values, "n": pa.array([None if i % 7 == 0 else i % 3 for i in range(rows)])})
    shown = TableView(table)
    view = {"filter": {"compare": {"column": "x", "op": ">", "value": 0.5}}}
    head, page = shown.page(convert({"id": 1, "offset": 20_000, "limit": 100, "view": view}, PageRequest))
    chosen = np.flatnonzero(values > 0.5)
    assert head.total == chosen.size
    assert pa.ipc.open_stream(page).read_all()["x"].to_pylist() == values[chosen[20_000:20_100]].tolist()
    edges = np.linspace(-5, 5, 41).tolist()
    counted = shown.counts(convert({"id": 2, "column": "x", "edges": edges, "view": view}, CountsRequest))
    inside = values[(values > 0.5) & np.isfinite(values)]
    assert sum(counted.counts) == inside.size
    assert counted.counts == np.histogram(inside, edges)[0].tolist()
    one = column_statistics("x", table["x"])
    finite = values[np.isfinite(values)]
    assert (one.min, one.max) == (finite.min(), finite.max())
    assert one.mean == pytest.approx(finite.mean())
    assert one.std == pytest.approx(finite.std(ddof=1))
    assert one.histogram.counts == np.histogram(finite, 40)[0].tolist()  # type: ignore[union-attr]
    assert one.histogram.edges == np.histogram(finite, 40)[1].tolist()  # type: ignore[union-attr]
