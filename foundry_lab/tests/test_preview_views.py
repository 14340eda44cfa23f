"""What a preview's view asks for beyond a page of the table: rows at random, elements, an order."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape as html_escape

import numpy as np
import pyarrow as pa
import pytest
from msgspec import convert

import foundry_lab as foundry
from foundry_lab.contracts.models import CountsRequest, PageRequest
from foundry_lab.errors import FoundryError, InvalidFilterError, UnknownColumnError
from foundry_lab.tables.filters import matching
from foundry_lab.tables.pages import TableView
from foundry_lab.tables.sampling import sample_rows

TABLE = pa.table({"n": range(1000), "half": [i % 2 for i in range(1000)]})
FORMULAS = pa.table({"formula": ["CO2", "Co", "CaCO3", "Fe2O3", "SiC", "Si", None], "my formula": ["C"] * 7})


def shown(view: Mapping[str, object]) -> list[int]:
    _, stream = TableView(TABLE).page(
        convert({"id": 1, "offset": 0, "limit": 1000, "view": view}, PageRequest)
    )
    return pa.ipc.open_stream(stream).read_all()["n"].to_pylist()  # type: ignore[no-any-return]


def test_a_sample_is_drawn_from_what_the_filter_leaves_and_then_sorted() -> None:
    even = {"compare": {"column": "half", "op": "==", "value": 0}}
    rows = shown({"filter": even, "sample": {"rows": 50, "seed": 3}})
    assert rows == sorted(set(rows))
    assert len(rows) == 50
    assert all(row % 2 == 0 for row in rows)
    assert rows == sample_rows(matching(TABLE, "half == 0"), 50, 3)["n"].to_pylist()
    sort = [{"column": "n", "descending": True}]
    assert shown({"filter": even, "sample": {"rows": 50, "seed": 3}, "sort": sort}) == rows[::-1]
    assert shown({"filter": even, "sample": {"rows": 50, "seed": 4}}) != rows
    assert shown({"sample": {"rows": 5000}}) == list(range(1000))


def test_headers_count_the_sample() -> None:
    view: dict[str, object] = {"sample": {"rows": 50, "seed": 3}}
    request = {"id": 1, "column": "n", "edges": np.linspace(0, 1000, 11).tolist(), "view": view}
    counts = TableView(TABLE).counts(convert(request, CountsRequest))
    assert counts.rows == 50
    assert counts.counts == np.histogram(shown(view), np.linspace(0, 1000, 11))[0].tolist()


@pytest.mark.parametrize(("sample", "seed"), [(0, 0), (-1, 0), (1.5, 0), (True, 0), (3, -1)])
def test_a_sample_that_is_none_is_refused(sample: object, seed: int) -> None:
    with pytest.raises(FoundryError, match="is a whole number of at least"):
        sample_rows(TABLE, sample, seed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("formula.has_elements('C')", ["CO2", "CaCO3", "SiC"]),
        ("formula.has_elements('C', 'O')", ["CO2", "CaCO3"]),
        ("formula.has_elements('Co')", ["Co"]),
        ("not formula.has_elements('O')", ["Co", "SiC", "Si"]),
        ("`my formula`.has_elements('C') and formula.has_elements('Fe')", ["Fe2O3"]),
    ],
)
def test_formulas_are_found_by_their_elements(text: str, found: list[str]) -> None:
    assert matching(FORMULAS, text)["formula"].to_pylist() == found


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("formula.has_elements('Xx')", "'Xx' is not an element"),
        ("formula.has_elements()", "names no element"),
        ("formula.delete('C')", "is not a comparison"),
    ],
)
def test_what_names_no_element_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(InvalidFilterError, match=sentence):
        matching(FORMULAS, text)


def test_numbers_have_no_elements() -> None:
    with pytest.raises(InvalidFilterError, match="elements are found in formulas"):
        matching(TABLE, "n.has_elements('C')")


def test_a_split_is_loaded_and_previewed_as_it_is_asked_for() -> None:
    table = pa.table({"formula": [f"Fe{n}O" for n in range(2, 22)], "gap": [n / 10 for n in range(20)]})
    foundry.publish_dataset({"train": table}, name="gaps", title="Gaps")
    split = foundry.load("gaps")["train"]
    table = split.to_arrow(sample=3, seed=1)
    assert table.num_rows == 3
    assert split.to_pandas(sample=3, seed=1).equals(table.to_pandas())
    widget = split.preview(sort=[("gap", "descending")], sample=3, seed=1)
    assert widget.selection["view"] == {
        "sample": {"rows": 3, "seed": 1},
        "sort": [{"column": "gap", "descending": True}],
    }
    with pytest.raises(FoundryError, match="sort is a list of pairs"):
        split.preview(sort=[("gap", "down")])
    with pytest.raises(UnknownColumnError):
        split.preview(sort=[("nothing", "ascending")])


@pytest.mark.parametrize(
    ("kind", "count", "shown"),
    [
        (pa.date32(), 2**31 - 1, "2147483647 days since 1970-01-01"),
        (pa.timestamp("us"), 2**62, f"{2**62} us since 1970-01-01"),
        (pa.duration("s"), 2**62, f"{2**62} s"),
        (pa.timestamp("s", "Nowhere/Land"), 0, "1970-01-01 00:00:00 UTC, in the zone 'Nowhere/Land'"),
    ],
)
def test_a_time_that_python_does_not_reach_leaves_the_table_there(
    kind: pa.DataType, count: int, shown: str
) -> None:
    whole = pa.int32() if kind.bit_width == 32 else pa.int64()
    far = pa.array([count, None], whole).cast(kind)
    html = foundry.preview(pa.table({"far": far, "n": [1, 2]}))._repr_mimebundle_()["text/html"]
    assert html_escape(shown) in html
