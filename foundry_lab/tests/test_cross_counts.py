from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from msgspec import convert

from foundry_lab.contracts.models import CountsRequest, CrossCountsRequest
from foundry_lab.errors import InvalidFilterError
from foundry_lab.tables.pages import TableView
from foundry_lab.tables.row_bits import PIECE

ROWS = 2 * PIECE + 77
RNG = np.random.default_rng(5)
DAY = 86_400_000


def column(kind: str) -> pa.Array:
    gone = RNG.random(ROWS) < 0.1
    if kind == "day":
        days = [
            datetime.date(2020, 1, 1) + datetime.timedelta(int(day)) for day in RNG.integers(0, 400, ROWS)
        ]
        return pa.array([None if lost else day for day, lost in zip(days, gone, strict=True)])
    if kind == "whole":
        return pa.array(RNG.integers(-20, 20, ROWS), mask=gone)
    if kind == "text":
        return pa.array(np.array(["Cu", "Fe", "O"], dtype=object)[RNG.integers(0, 3, ROWS)], mask=gone)
    values = RNG.normal(size=ROWS)
    values[::31], values[7], values[9] = np.nan, np.inf, -np.inf
    return pa.array(values, mask=gone)


TABLE = pa.table({kind: column(kind) for kind in ("real", "other", "day", "whole", "text")})
BOUNDS: dict[str, tuple[list[float], list[float]]] = {
    "real": ([-3.001, -1.5, 0.0, 1.2], [-3.0, -1.499, 0.0, 1.201]),
    "whole": ([-20, -5, 0, 7], [-20, -5, 0, 8]),
    "day": ([day * DAY for day in (18262, 18300, 18400)], [day * DAY for day in (18263, 18301, 18400)]),
}
ASKED: list[dict[str, Any]] = [
    {"column": "other", "edges": np.linspace(-2, 2, 11).tolist()},
    {"column": "whole", "edges": np.linspace(-20, 20, 6).tolist()},
    {"column": "text", "values": ["O", "Cu"]},
]
FILTER = {"filter": {"compare": {"column": "text", "op": "!=", "value": "Fe"}}}


@pytest.mark.parametrize("along", BOUNDS)
@pytest.mark.parametrize("view", [None, FILTER])
def test_each_ranges_counts_are_sums_of_the_parts(along: str, view: dict[str, Any] | None) -> None:
    shown = TableView(TABLE)
    first, last = BOUNDS[along]
    asked = [{**one, **({"view": view} if view else {})} for one in ASKED]
    request = {"id": 1, "along": along, "from": first, "to": last, "columns": asked}
    found = shown.cross_counts(convert(request, CrossCountsRequest)).columns
    for i in range(len(first)):
        for j in range(i, len(first)):
            bounds: list[float] | list[str] = [first[i], last[j]]
            if along == "day":
                bounds = [
                    str(datetime.date(1970, 1, 1) + datetime.timedelta(bound // DAY))
                    for bound in (first[i], last[j])
                ]
            compared = {"compare": {"column": along, "op": "between", "values": bounds}}
            whole = {"all": [compared, view["filter"]]} if view else compared
            for one, crossed in zip(ASKED, found, strict=True):
                counted = shown.counts(convert({"id": 2, **one, "view": {"filter": whole}}, CountsRequest))
                parts = slice(2 * i + 1, 2 * j + 2)
                table = np.reshape(crossed.counts, (len(crossed.rows), -1))
                assert sum(crossed.rows[parts]) == counted.rows
                assert sum(crossed.missing[parts]) == counted.missing
                assert table[parts].sum(axis=0).tolist() == counted.counts


def test_text_cannot_be_cut_into_ranges() -> None:
    request = {"id": 1, "along": "text", "from": [0], "to": [1], "columns": []}
    with pytest.raises(InvalidFilterError, match="'text' cannot be cut"):
        TableView(TABLE).cross_counts(convert(request, CrossCountsRequest))
