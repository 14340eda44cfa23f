"""The publish form's kernel half: what was understood of a file, and what its publisher states instead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import msgspec
import pyarrow as pa
import pytest

import foundry_lab as foundry

from .asked_form import AskedForm


class Form(AskedForm):
    def __init__(self, data: Any) -> None:
        super().__init__(foundry.publish_form(data))

    def ask(self, kind: str, draft: dict[str, Any], read: dict[str, Any] | None = None) -> dict[str, Any]:
        return self.request(kind, draft=draft, splits=list(self.widget.splits), read=read or {})


@pytest.fixture
def codes(tmp_path: Path) -> Path:
    path = tmp_path / "codes.csv"
    path.write_text("code,gap\n007,1.50\n012,\n")
    return path


@pytest.fixture
def form(codes: Path) -> Iterator[Form]:
    shown = Form(str(codes))
    yield shown
    shown.widget.close()


def columns(checked: dict[str, Any]) -> dict[str, dict[str, Any]]:
    (split,) = checked["understood"]
    return {column["name"]: column for column in split["columns"]}


def test_shows_what_is_stored_beside_what_is_written_and_how_to_decide_otherwise(form: Form) -> None:
    proposal = form.ask("propose", {})
    checked = form.ask("check", proposal["draft"])
    code, gap = columns(checked)["code"], columns(checked)["gap"]
    assert (code["type"], code["written"], code["stored"]) == ("string", ["007", "012"], ["007", "012"])
    assert [guess["otherwise"] for guess in code["guesses"]] == ['columns={"code": {"type": "int64"}}']
    assert (gap["type"], gap["missing"], gap["written"]) == ("double", 1, ["1.50", None])
    assert gap["stored"] == ["1.5", None]


def test_says_the_same_as_publishing_does(form: Form, codes: Path) -> None:
    draft = {"name": "codes", "columns": [{"name": "gap", "unit": "eV", "role": "target"}]}
    checked = form.ask("check", draft)
    with pytest.warns(foundry.FoundryWarning):
        dataset = foundry.publish_dataset(
            {"train": str(codes)}, name="codes-2", columns={"gap": {"unit": "eV", "role": "target"}}
        )
    assert checked["understood"] == msgspec.to_builtins(list(dataset.understood or ()))


def test_says_of_a_version_that_holds_the_same_that_it_is_there(form: Form) -> None:
    draft = {"name": "codes", "version": "1.0.0", "columns": [{"name": "code", "type": "int64"}]}
    assert [form.ask("publish", draft)["unchanged"] for _ in range(2)] == [False, True]
    (finding,) = (one for one in form.ask("check", draft)["findings"] if one["pointer"] == "/version")
    assert finding["severity"] == "warning"
    assert "unless it holds the same" in finding["detail"]


def test_shows_of_each_split_in_one_file_its_own_rows(tmp_path: Path) -> None:
    path = tmp_path / "both.h5"
    with h5py.File(path, "w") as file:
        file["train/x"], file["test/x"], file["grid"] = [1.0, 2.0], [3.0], [0.0, 1.0, 2.0]
    form = Form({"train": str(path), "test": str(path)})
    proposal = form.ask("propose", {})
    assert [column["name"] for column in proposal["types"]] == ["x"]
    checked = form.ask("check", {**proposal["draft"], "name": "both"})
    stored = {split["split"]: split["columns"][0]["stored"] for split in checked["understood"]}
    assert stored == {"train": ["1.0", "2.0"], "test": ["3.0"]}
    form.widget.close()


def test_publishes_the_type_that_is_stated(form: Form) -> None:
    draft = {"name": "codes", "version": "1.0.0", "columns": [{"name": "code", "type": "int64"}]}
    checked = form.ask("check", draft)
    assert columns(checked)["code"]["stored"] == ["7", "12"]
    assert columns(checked)["code"]["guesses"] == []
    assert form.ask("publish", draft)["reference"] == "codes@1.0.0"
    table = foundry.load("codes")["train"].to_arrow()
    assert table.schema.field("code").type == pa.int64()
    assert table["code"].to_pylist() == [7, 12]


def test_keeps_the_order_of_categories_that_are_stated(form: Form) -> None:
    said = {"name": "code", "type": "category", "categories": ["012", "007"]}
    draft = {"name": "codes", "version": "1.0.0", "columns": [said]}
    form.ask("publish", draft)
    column = foundry.load("codes")["train"].to_arrow()["code"].combine_chunks()
    assert (column.type.ordered, column.dictionary.to_pylist()) == (True, ["012", "007"])


def test_names_the_row_that_does_not_fit_at_its_column(form: Form) -> None:
    draft = {"name": "codes", "columns": [{"name": "gap"}, {"name": "code", "type": "date32"}]}
    (finding,) = form.ask("check", draft)["findings"]
    assert finding["pointer"] == "/columns/1"
    assert "Row 1" in finding["detail"]
    assert "'007'" in finding["detail"]


def test_reads_a_file_as_is_stated(tmp_path: Path) -> None:
    path = tmp_path / "measured.txt"
    path.write_bytes("a|b\n1,5|ä\n2,25|ö\n".encode("latin-1"))
    form = Form(str(path))
    read = {"separator": "|", "decimal": ",", "encoding": "latin-1"}
    proposal = form.ask("propose", {}, read)
    assert [column["name"] for column in proposal["types"]] == ["a", "b"]
    checked = form.ask("check", {**proposal["draft"], "name": "measured", "read": read})
    assert columns(checked)["a"]["stored"] == ["1.5", "2.25"]
    assert columns(checked)["b"]["stored"] == ["ä", "ö"]
    assert checked["manifest"]["name"] == "measured"
    reference = form.ask("publish", {"name": "measured", "version": "1.0.0", "read": read})["reference"]
    assert foundry.load(reference)["train"].to_arrow()["a"].to_pylist() == [1.5, 2.25]
    form.widget.close()


@pytest.mark.parametrize("name", ["My Gaps!", "test set", "", "ä", "x" * 101])
def test_refuses_a_name_of_a_split_at_its_field_with_the_sentence_of_publishing(
    form: Form, codes: Path, name: str
) -> None:
    form.widget.splits = [{"name": name, "from": str(codes)}]
    findings = form.ask("check", {"name": "codes"})["findings"]
    with pytest.raises(foundry.errors.InvalidNameError) as refused:
        foundry.publish_dataset({name: codes}, name="codes", title="Codes")
    assert [fault["detail"] for fault in findings if fault["pointer"] == "/splits/0/name"] == [
        str(refused.value)
    ]


@pytest.mark.parametrize(("name", "said"), [("train", "Two splits"), ("Train", "differ in case only")])
def test_refuses_splits_of_one_name(form: Form, codes: Path, name: str, said: str) -> None:
    form.widget.splits = [{"name": "train", "from": str(codes)}, {"name": name, "from": str(codes)}]
    answer = form.ask("check", {"name": "codes"})
    (fault,) = (one for one in answer["findings"] if one["severity"] == "error")
    assert fault["pointer"] == "/splits/1/name"
    assert said in fault["detail"]
    assert "manifest" not in answer
