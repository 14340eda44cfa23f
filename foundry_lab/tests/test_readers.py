"""Files as tables: the corpus of texts with their right tables, and the rule over all texts."""

from __future__ import annotations

import contextlib
import datetime
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundry_lab.contracts.models import ColumnDraft, ReadOptions
from foundry_lab.datasets.read_content import read_content
from foundry_lab.errors import FoundryError
from foundry_lab.tables.reading import Reading
from foundry_lab.tables.text_rule import column_of_texts

CORPUS = Path(__file__).parents[2] / "conformance" / "tables" / "csv.json"
CASES = {case["name"]: case for case in json.loads(CORPUS.read_text("utf-8"))} if CORPUS.is_file() else {}


@pytest.mark.parametrize("name", CASES)
def test_a_text_has_its_table(name: str, tmp_path: Path) -> None:
    case: dict[str, Any] = CASES[name]
    path = tmp_path / "data.csv"
    path.write_bytes(case["text"].encode(case.get("encoding", "utf-8")))
    columns = msgspec.convert(case.get("columns", []), list[ColumnDraft])
    options = msgspec.convert(case.get("read", {}), ReadOptions)
    if "refused" in case:
        with pytest.raises(FoundryError, match=case["refused"]):
            read_content(path, columns=columns, read=options)
        return
    content = read_content(path, columns=columns, read=options)
    shown = {
        field.name: {
            "type": str(field.type),
            "values": [
                None if value is None else str(value) for value in content.table[field.name].to_pylist()
            ],
        }
        for field in content.table.schema
    }
    assert shown == case["table"]
    sentences = [guess.detail for guess in content.reading.guesses]
    for part in case.get("guesses", []):
        assert any(part in sentence for sentence in sentences), sentences


def test_units_below_the_names_are_the_columns_units(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("f,T,E\n-,[K],(eV)\nFe,1,2.5\n")
    schema = read_content(path).table.schema
    assert [(schema.field(name).metadata or {}).get(b"unit") for name in ("f", "T", "E")] == [
        None,
        b"K",
        b"eV",
    ]


identifiers = st.one_of(
    st.from_regex(r"[0-9]{1,25}", fullmatch=True),
    st.from_regex(r"[+-]?[0-9]{1,6}([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"0[xX][0-9a-fA-F]{1,8}", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?", fullmatch=True),
    st.from_regex(r"mp-[0-9]{1,6}", fullmatch=True),
)
numbers = st.one_of(
    st.integers(-(2**70), 2**70).map(str),
    st.floats().map(repr),
    st.floats(allow_nan=False).map(lambda value: f"{value:.18e}"),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(lambda value: f"{value:.3f}"),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.from_regex(r"-?[0-9]{0,20}\.[0-9]{0,20}", fullmatch=True),
)
dates = st.one_of(
    st.dates().map(str),
    st.datetimes().map(lambda value: value.isoformat()),
    st.datetimes().map(lambda value: f"{value.isoformat(' ')}Z"),
    st.from_regex(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", fullmatch=True),
)
words = st.sampled_from(["NaN", "NA", "null", "inf", "InF", "true", "False", "x", "", " 1", "None"])
texts = st.one_of(
    *(st.lists(part, min_size=1, max_size=6) for part in (identifiers, numbers, dates)),
    st.lists(st.one_of(identifiers, numbers, dates, words), min_size=1, max_size=6),
    st.lists(st.one_of(numbers, words), min_size=1, max_size=6),
)
MISSING = {"", "NA", "N/A", "n/a", "NaN", "nan", "-nan", "NULL", "null", "None", "#N/A", "<NA>"}


def comes_back(text: str, value: object) -> bool:
    """Whether a value, written with the digits of a text, is that text, by Python's own arithmetic."""
    bare = text.strip(" ")
    if isinstance(value, bool):
        return bare.lower() == str(value).lower()
    if isinstance(value, int):
        return bare == str(value)
    if isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            return bare.lower().lstrip("-+") in ("inf", "infinity") and bare.startswith("-") == (value < 0)
        if re.match(r"\+|-?0[0-9]", bare):
            return False
        exact = Decimal(bare)
        digits = len(exact.as_tuple().digits)
        return Decimal(repr(value)) == exact or Decimal(f"{value:.{max(digits, 1) - 1}e}") == exact
    if isinstance(value, Decimal):
        return Decimal(bare) == value and not re.match(r"\+|-?0[0-9]", bare)
    if isinstance(value, datetime.datetime):
        return datetime.datetime.fromisoformat(bare) == value
    return isinstance(value, datetime.date) and bare == str(value)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_a_text_becomes_what_writes_it_back(values: list[str]) -> None:
    reading = Reading()
    column = pa.chunked_array([pa.array([value or None for value in values], pa.string())])
    read = column_of_texts(column, "c", reading)
    for text, value in zip(values, read.to_pylist(), strict=True):
        if value is None:
            assert text in MISSING
            assert not text or any("missing" in guess.detail for guess in reading.guesses)
        else:
            assert value == text if isinstance(value, str) else comes_back(text, value)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(identifiers, numbers, dates), min_size=1, max_size=6))
def test_an_id_stays_text(values: list[str]) -> None:
    column = pa.chunked_array([pa.array(values, pa.string())])
    for draft in (
        ColumnDraft(name="c", role="id"),
        ColumnDraft(name="c", kind="formula"),
        ColumnDraft(name="c", kind="smiles"),
    ):
        assert column_of_texts(column, "c", Reading.of([draft])).to_pylist() == values


def workbook(path: Path, rows: list[list[Any]], hidden: list[list[Any]] | None = None) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if hidden is not None:
        sheet.title = "lookup"
        sheet.sheet_state = "hidden"
        for row in hidden:
            sheet.append(row)
        sheet = book.create_sheet("data")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def table_of(path: Path, **read: Any) -> dict[str, list[Any]]:
    content = read_content(path, read=msgspec.convert(read, ReadOptions))
    return dict(content.table.to_pydict())


@pytest.mark.parametrize("dimension", ["A1", "A1:B2"])
def test_a_workbook_is_read_whole_whatever_its_dimension_says(tmp_path: Path, dimension: str) -> None:
    import zipfile

    made = workbook(tmp_path / "made.xlsx", [["a", "b", "c"], [1, 2, 3], [4, 5, 6]])
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data, count = re.subn(
                    rb'<dimension ref="[^"]*"', f'<dimension ref="{dimension}"'.encode(), data
                )
                assert count == 1
            new.writestr(name, data)
    assert table_of(path) == {"a": [1, 4], "b": [2, 5], "c": [3, 6]}


def test_formulas_without_stored_values_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["a", "b"], [1, "=A2*2"], [2, "=A3*2"]])
    with pytest.raises(FoundryError, match=r"formulas without stored values in the sheet 'Sheet' .B2, B3."):
        read_content(path)


def test_a_date_beside_a_number_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["a"], [datetime.datetime(2026, 1, 1)], [5]])
    with pytest.raises(FoundryError, match=r"'a' .* a date and time in row 1, a number in row 2"):
        read_content(path)
    text = read_content(path, columns=[ColumnDraft(name="a", type="string")]).table
    assert text["a"].to_pylist() == ["2026-01-01 00:00:00", "5"]


def test_the_visible_sheet_is_read_and_others_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["a"], [1]], hidden=[["key"], ["x"]])
    content = read_content(path)
    assert content.table.to_pydict() == {"a": [1]}
    assert any("'lookup' (hidden)" in guess.detail for guess in content.reading.guesses)
    assert table_of(path, sheet="lookup") == {"key": ["x"]}
    with pytest.raises(FoundryError, match="does not have a sheet 'other'"):
        table_of(path, sheet="other")


def test_only_errors_of_excel_are_missing(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = workbook(tmp_path / "a.xlsx", [["a", "b"], ["#12!", "x"], ["#A?", "y"], ["007", "z"]])
    book = load_workbook(path)
    book.active["B3"] = "#DIV/0!"
    book.active["B3"].data_type = "e"
    book.save(path)
    content = read_content(path)
    assert content.table.to_pydict() == {"a": ["#12!", "#A?", "007"], "b": ["x", None, "z"]}
    assert any("#DIV/0!" in guess.detail for guess in content.reading.guesses)


IDS = ["mp-1", "mp-2"]
JSON = {
    "split with ids": ('{"columns":["gap"],"index":["mp-1","mp-2"],"data":[[1],[2]]}', {"index": IDS, "gap": [1, 2]}),
    "split with a count": ('{"columns":["gap"],"index":[0,1],"data":[[1],[2]]}', {"gap": [1, 2]}),
    "tight": (
        '{"columns":["gap"],"index":[["a",1],["b",2]],"data":[[1],[2]],"index_names":["k",null],"column_names":[null]}',
        {"k": ["a", "b"], "index": [1, 2], "gap": [1, 2]},
    ),
    "columns with ids": (
        '{"gap":{"mp-1":1,"mp-2":2},"metal":{"mp-1":true,"mp-2":false}}',
        {"index": IDS, "gap": [1, 2], "metal": [True, False]},
    ),
    "columns with a count": ('{"gap":{"0":1,"1":2}}', {"gap": [1, 2]}),
    "objects by id": ('{"mp-1":{"gap":1},"mp-2":{"gap":2}}', {"index": IDS, "gap": [1, 2]}),
    "objects by number": ('{"7":{"gap":1},"9":{"gap":2}}', {"index": ["7", "9"], "gap": [1, 2]}),
    "Infinity": ('[{"a":Infinity},{"a":1.5},{"a":-Infinity}]', {"a": [float("inf"), 1.5, float("-inf")]}),
    "uint64": ('[{"a":18446744073709551615}]', {"a": [18446744073709551615]}),
    "23 digits": ('[{"a":12345678901234567890123}]', {"a": [Decimal("12345678901234567890123")]}),
    "compositions": (
        '{"c":{"Fe":2,"O":3}}\n{"c":{"Na":1,"Cl":1.5}}',
        {"c": [[("Fe", 2.0), ("O", 3.0)], [("Na", 1.0), ("Cl", 1.5)]]},
    ),
    "objects of the same keys": ('[{"c":{"x":1}},{"c":{"x":2}}]', {"c": [{"x": 1}, {"x": 2}]}),
    "objects of differing kinds": ('[{"c":{"x":1}},{"c":{"y":"b"}}]', {"c": ['{"x": 1}', '{"y": "b"}']}),
    "texts that look like numbers": ('[{"a":"007"},{"a":"1e5"}]', {"a": ["007", "1e5"]}),
    "digits beyond a double": ('[{"a":0.1234567890123456789}]', {"a": [Decimal("0.1234567890123456789")]}),
}  # fmt: skip


@pytest.mark.parametrize("name", JSON)
def test_json_has_its_table(name: str, tmp_path: Path) -> None:
    text, table = JSON[name]
    path = tmp_path / "data.json"
    path.write_text(text)
    assert read_content(path).table.to_pydict() == table


def test_nan_in_json_is_not_a_number(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text('{"a": NaN, "f": "NaN"}\n{"a": 1, "f": "InF"}\n')
    table = read_content(path).table
    assert str(table.to_pydict()) == "{'a': [nan, 1.0], 'f': ['NaN', 'InF']}"


def test_properties_of_molecules_are_text_unless_their_type_is_stated(tmp_path: Path) -> None:
    chem = pytest.importorskip("rdkit.Chem")
    path = tmp_path / "molecules.sdf"
    with chem.SDWriter(str(path)) as writer:
        for code in ("007", "0x1F", "12345678901234567890123"):
            molecule = chem.MolFromSmiles("C")
            molecule.SetProp("code", code)
            molecule.SetProp("mass", "16.04")
            writer.write(molecule)
    table = read_content(path, columns=[ColumnDraft(name="mass", type="float64")]).table
    assert table["code"].to_pylist() == ["007", "0x1F", "12345678901234567890123"]
    assert table["mass"].to_pylist() == [16.04] * 3


@pytest.mark.parametrize("name", ["a.extxyz", "a.cif", "POSCAR", "a.arff", "a.nc", "a.xls", "a.zip", "a.foo"])
def test_an_unknown_format_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("x,y\ndata\nC 0 0 0\n")
    with pytest.raises(FoundryError, match=r"is not (a|CIF)|cannot be read as POSCAR"):
        read_content(tmp_path / name)


def test_smiles_files_have_no_line_of_names(tmp_path: Path) -> None:
    (tmp_path / "a.smi").write_text("C methane\nCC\n")
    assert table_of(tmp_path / "a.smi") == {"smiles": ["C", "CC"], "name": ["methane", None]}


def test_npz_is_read(tmp_path: Path) -> None:
    import numpy as np

    np.savez(tmp_path / "a.npz", x=np.arange(6.0).reshape(2, 3), y=np.array([1, 2]))
    content = read_content(tmp_path / "a.npz")
    assert content.table["y"].to_pylist() == [1, 2]
    assert content.shapes == {"x": [3]}


def test_ids_and_formulas_are_not_paths_and_others_are_if_all_are(tmp_path: Path) -> None:
    for name in ("Si", "mp-149", "a.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "t.csv").write_text("formula,id,file,some\nSi,mp-149,a.txt,a.txt\nSi,mp-149,a.txt,b.txt\n")
    columns = [ColumnDraft(name="formula", kind="formula"), ColumnDraft(name="id", role="id")]
    content = read_content(tmp_path / "t.csv", columns=columns)
    assert content.path_columns == ["file"]
    assert content.table["formula"].to_pylist() == ["Si", "Si"]
    assert content.table["some"].to_pylist() == ["a.txt", "b.txt"]
    assert [guess.column for guess in content.reading.guesses] == ["file", "some"]


def test_publishing_says_what_was_understood(store: Path, tmp_path: Path) -> None:
    import foundry_lab

    path = tmp_path / "data.csv"
    path.write_text("id,T,grade\n007,1;NA\n".replace(";", ",") + "012,2.50,low\n")
    with pytest.warns(foundry_lab.errors.FoundryWarning):
        dataset = foundry_lab.publish_dataset(
            {"train": path},
            name="understood",
            columns={
                "T": {"unit": "K", "role": "target"},
                "grade": {"type": "category", "categories": ["low", "NA"]},
            },
        )
    assert dataset.understood is not None
    (split,) = dataset.understood
    column = split.columns[1]
    assert (column.type, column.unit, column.role, column.written, column.stored) == (
        "double",
        "K",
        "target",
        ["1", "2.50"],
        ["1.0", "2.5"],
    )
    assert split.columns[0].guesses[0].otherwise == 'columns={"id": {"type": "int64"}}'
    assert "begins with a zero" in repr(dataset)
    assert "2.50" in dataset._repr_html_()
    table = foundry_lab.load("understood")["train"].to_arrow()
    assert table["id"].to_pylist() == ["007", "012"]
    grades = table.schema.field("grade").type
    assert pa.types.is_dictionary(grades)
    assert grades.ordered
    assert table["grade"].chunk(0).dictionary.to_pylist() == ["low", "NA"]


def test_a_check_says_what_was_understood(tmp_path: Path) -> None:
    from foundry_lab.checks.folder import check_folder
    from foundry_lab.checks.report import report_html, report_text

    (tmp_path / "train.csv").write_text("id;gap\n007;1,5\n008;2,25\n")
    record = {"name": "a", "columns": [{"name": "gap", "unit": "eV"}], "read": {"decimal": ","}}
    (tmp_path / "dataset.json").write_text(json.dumps(record))
    report = check_folder(tmp_path)
    assert report.ok
    assert report.understood
    columns = {column.name: column for column in report.understood[0].columns}
    assert columns["gap"].written == ["1,5", "2,25"]
    assert columns["gap"].stored == ["1.5", "2.25"]
    for text in (report_text(report), report_html(report)):
        assert "begins with a zero" in text
        assert "2,25" in text
    (tmp_path / "dataset.json").write_text(json.dumps({**record, "read": {"decimals": ","}}))
    assert not check_folder(tmp_path).ok
    (tmp_path / "dataset.json").write_text(
        json.dumps({**record, "columns": [{"name": "id", "type": "int8"}]})
    )
    assert check_folder(tmp_path).ok
    (tmp_path / "train.csv").write_text("id;gap\n007;1,5\n400;2,25\n")
    assert "train.csv: Row 2 of" in report_text(check_folder(tmp_path))


def test_a_table_is_read_as_is_said(tmp_path: Path) -> None:
    import foundry_lab

    path = tmp_path / "data.csv"
    path.write_text("a;b\n1,250;1\n")
    rows = foundry_lab.table(path, columns={"b": {"type": "string"}}, read={"decimal": ","})
    assert rows.to_arrow().to_pydict() == {"a": [1.25], "b": ["1"]}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet="a1.,;|\t \"'#-\n\r0eNé", max_size=60),
    st.fixed_dictionaries(
        {},
        optional={
            "header": st.sampled_from([True, False, 1, 2, 9]),
            "separator": st.sampled_from([",", ";", "blanks"]),
            "decimal": st.sampled_from([",", "."]),
            "comment": st.just("#"),
            "units_row": st.booleans(),
        },
    ),
)
def test_any_text_is_a_table_or_refused_in_words(tmp_path: Path, text: str, read: dict[str, Any]) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(text.encode())
    with contextlib.suppress(FoundryError):
        table_of(path, **read)


@pytest.mark.parametrize(
    "last", ["00.5", "-01", "+1.5", "0x1F", "InF", "x", "1.5e999", "1e-999", "10:30", "1,5"]
)
def test_a_text_far_down_keeps_its_column_text(last: str) -> None:
    values = [*(f"{number}.5" for number in range(5000)), last]
    reading = Reading()
    read = column_of_texts(pa.chunked_array([pa.array(values)]), "c", reading)
    assert read.to_pylist() == values
    assert reading.guesses
