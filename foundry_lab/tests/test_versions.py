"""Versions against the data, and what changed between two of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab import errors
from foundry_lab.contracts.models import Column
from foundry_lab.datasets import row_digests
from foundry_lab.store.package_writer import PackageWriter
from foundry_lab.tables.row_hashes import row_hashes

pytestmark = pytest.mark.filterwarnings("ignore:The record of:foundry_lab.errors.FoundryWarning")

ROWS = [{"formula": formula, "gap": gap} for formula, gap in (("Ag", 0.0), ("GaN", 3.4), ("Si", 1.1))]
TRAIN = pa.Table.from_pylist(ROWS)
TEST = pa.table({"formula": ["C"], "gap": [5.5]})
BASE = {"train": TRAIN, "test": TEST}


def with_rows(*more: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist([*ROWS, *more])


def publish(splits: dict[str, pa.Table], version: str | None = None, **more: object) -> foundry.Dataset:
    return foundry.publish_dataset(splits, name="gaps", version=version, **more)  # type: ignore[arg-type]


# What is published after BASE, which part of the version that raises, and what the reason says.
AFTER: dict[str, tuple[dict[str, pa.Table], str, str]] = {
    "the same": (BASE, "patch", ""),
    "other order": ({"train": pa.Table.from_pylist(ROWS[::-1]), "test": TEST}, "patch", ""),
    "columns in another order": ({k: v.select(["gap", "formula"]) for k, v in BASE.items()}, "patch", ""),
    "a wider type": (
        {
            k: v.cast(pa.schema([("formula", pa.large_string()), ("gap", pa.float64())]))
            for k, v in BASE.items()
        },
        "patch",
        "",
    ),
    "a new row": (
        {"train": with_rows({"formula": "Ge", "gap": 0.67}), "test": TEST},
        "minor",
        "split 'train' has 1 new row",
    ),
    "the same row twice": ({"train": with_rows(ROWS[0]), "test": TEST}, "minor", "1 new row"),
    "a new split": ({**BASE, "holdout": TEST}, "minor", "there is a new split 'holdout'"),
    "a new column": (
        {k: v.append_column("source", pa.array(["x"] * len(v))) for k, v in BASE.items()},
        "minor",
        "there is a new column 'source'",
    ),
    "a row less": (
        {"train": TRAIN.slice(1), "test": TEST},
        "major",
        "1 of the 3 rows of split 'train' is gone or changed",
    ),
    "a value changed": (
        {"train": pa.Table.from_pylist([{"formula": "Ag", "gap": 0.1}, *ROWS[1:]]), "test": TEST},
        "major",
        "1 of the 3 rows",
    ),
    "a value gone": (
        {"train": pa.Table.from_pylist([{"formula": "Ag", "gap": None}, *ROWS[1:]]), "test": TEST},
        "major",
        "1 of the 3 rows",
    ),
    "a row moved": (
        {"train": TRAIN.slice(0, 2), "test": pa.concat_tables([TEST, TRAIN.slice(2)])},
        "major",
        "split 'train' is gone or changed",
    ),
    "values swapped between rows": (
        {"train": TRAIN.set_column(1, "gap", pa.array([3.4, 0.0, 1.1])), "test": TEST},
        "major",
        "2 of the 3 rows",
    ),
    "a split less": ({"train": TRAIN}, "major", "split 'test' is gone"),
    "a split named differently": ({"train": TRAIN, "valid": TEST}, "major", "split 'test' is gone"),
    "a column less": ({k: v.select(["gap"]) for k, v in BASE.items()}, "major", "column 'formula' is gone"),
    "a new column and a changed value": (
        {
            "train": pa.Table.from_pylist([{**row, "n": 1, "gap": row["gap"] or 9.0} for row in ROWS]),
            "test": TEST.append_column("n", pa.array([1])),
        },
        "major",
        "1 of the 3 rows",
    ),
}
NEXT = {"patch": "1.2.4", "minor": "1.3.0", "major": "2.0.0"}


@pytest.mark.parametrize("change", AFTER)
def test_the_next_version_follows_from_the_data(change: str, home: Path) -> None:
    publish(BASE, "1.2.3")
    splits, bump, reason = AFTER[change]
    found = publish(splits, "next", title="Gaps, once more")
    assert found.version == NEXT[bump]
    changes = found.changes("1.2.3")
    assert changes.bump == bump
    assert reason in ", ".join(changes.reasons)


@pytest.mark.parametrize("change", [name for name, (_, bump, _) in AFTER.items() if bump != "patch"])
def test_a_version_that_promises_too_much_is_refused(change: str, store: Path) -> None:
    publish(BASE, "1.2.3")
    splits, bump, reason = AFTER[change]
    for version in ("1.2.4", *(["1.3.0"] if bump == "major" else [])):
        with pytest.raises(errors.WrongVersionError) as caught:
            publish(splits, version)
        assert caught.value.suggestions == (NEXT[bump],)
        assert reason in str(caught.value)
        assert f"publish it as a {bump} version, such as {NEXT[bump]}" in str(caught.value)
    assert [path.name for path in (store / "datasets/gaps").iterdir()] == ["1.2.3"]
    assert publish(splits, NEXT[bump]).version == NEXT[bump]


def test_without_a_version_the_first_is_one_and_later_ones_follow() -> None:
    assert publish(BASE).version == "1.0.0"
    assert publish(BASE, title="Gaps").version == "1.0.1"
    assert publish(AFTER["a new row"][0]).version == "1.1.0"
    assert publish(BASE, title="Gaps again").version == "2.0.0"


def test_more_than_is_needed_may_be_raised_and_older_lines_go_on() -> None:
    publish(BASE, "1.0.0")
    assert publish(BASE, "2.0.0").version == "2.0.0"
    publish(AFTER["a row less"][0], "3.0.0")
    # Compared to 1.0.0, not to the newest.
    assert publish(BASE, "1.0.1").version == "1.0.1"
    with pytest.raises(errors.WrongVersionError, match=r"after 1\.0\.1"):
        publish(AFTER["a row less"][0], "1.0.2")


@pytest.mark.parametrize(
    ("values", "other"),
    [
        ([1, 0], [True, False]),
        ([True, False], [1, 0]),
        ([1.0, 0.0], [True, False]),
        ([[1], [0]], [[True], [False]]),
    ],
)
def test_truth_values_are_not_numbers(values: list[Any], other: list[Any]) -> None:
    publish({"train": pa.table({"metal": values})}, "1.0.0")
    with pytest.raises(errors.WrongVersionError, match="column 'metal' was of type"):
        publish({"train": pa.table({"metal": other})}, "1.0.1")
    assert publish({"train": pa.table({"metal": other})}).version == "2.0.0"


def test_another_unit_is_another_quantity_and_a_unit_for_none_is_not() -> None:
    publish(BASE, "1.0.0")
    assert publish(BASE, columns={"gap": "eV"}).version == "1.0.1"
    assert publish(BASE, columns={"gap": "electron_volt"}).version == "1.0.2"
    with pytest.raises(errors.WrongVersionError, match="column 'gap' was in electron_volt and is in meV"):
        publish(BASE, "1.1.0", columns={"gap": "meV"})


# A line through `a`: what its next version is published with, the part that it raises, and why.
LINES: dict[str, tuple[dict[str, Any], str, str]] = {
    "fitted again": ({"factor": 3.0}, "patch", ""),
    "another unit": ({"outputs": {"gap": "K"}}, "major", r"output 'gap' was in eV and is in K"),
    "another name": ({"outputs": {"energy": "eV"}}, "major", r"output 'gap' is gone"),
    "an input more": ({"inputs": ["a", "b"]}, "major", r"there is a new input 'b'"),
    "an output more": (
        {"twice": True, "outputs": {"gap": "eV", "error": "eV"}},
        "minor",
        r"new output 'error'",
    ),
}


def publish_line(
    version: str,
    factor: float = 2.0,
    inputs: Sequence[str] = ("a",),
    outputs: Mapping[str, str] = MappingProxyType({"gap": "eV"}),
    *,
    twice: bool = False,
) -> foundry.Model:
    from sklearn.linear_model import LinearRegression

    frame = pd.DataFrame({"a": [0.0, 1.0, 2.0, 4.0], "b": [1.0, 0.0, 5.0, 2.0]})[list(inputs)]
    target = frame["a"] * factor
    fitted = LinearRegression().fit(frame, np.stack([target, -target], axis=1) if twice else target)
    return foundry.publish_model(fitted, name="line", version=version, example=frame, outputs=dict(outputs))


@pytest.mark.parametrize("change", LINES)
def test_the_least_version_of_a_model_follows_from_its_signature(change: str, store: Path) -> None:
    more, part, reason = LINES[change]
    publish_line("1.0.0")
    versions = {"patch": "1.0.1", "minor": "1.1.0", "major": "2.0.0"}
    refused = list(versions)[: list(versions).index(part)]
    for each in refused:
        with pytest.raises(errors.WrongVersionError, match=reason) as caught:
            publish_line(versions[each], **more)
        assert caught.value.suggestions == (versions[part],)
        assert not (store / "models/line" / versions[each]).exists()
    # A model of another content is a minor version where nobody says otherwise.
    assert publish_line("next", **more).version == versions["minor" if part == "patch" else part]
    found = foundry.changes("line@1.0.0", "line")
    assert found.bump == ("minor" if part == "patch" else part)
    assert re.search(reason, repr(found))
    if part == "patch":
        assert publish_line("1.0.1", **more).version == "1.0.1"


def test_what_changed_names_schema_rows_and_statistics() -> None:
    columns: dict[str, Any] = {"formula": {"role": "id"}, "gap": {"unit": "eV", "description": "Band gap"}}
    publish(BASE, "1.0.0", columns=columns, title="Gaps")
    after = pa.Table.from_pylist([{"formula": "Ag", "gap": 0.2}, ROWS[1], {"formula": "Ge", "gap": 0.67}])
    new = publish(
        {"train": after, "extra": TEST},
        title="Band gaps",
        columns={**columns, "gap": {"unit": "eV", "role": "target"}},
    )
    assert new.version == "2.0.0"
    changes = foundry.changes("gaps@1.0.0", "gaps")
    train, test, extra = changes.splits
    assert (train.change, train.added_rows, train.removed_rows, train.changed_rows) == ("changed", 1, 1, 1)
    assert (test.change, test.rows_before) == ("removed", 1)
    assert (extra.change, extra.rows_after) == ("added", 1)
    fields = {(c.name, f.field_) for c in changes.columns for f in c.fields}
    assert fields == {("gap", "role"), ("gap", "description")}
    assert [(f.field_, f.before, f.after) for f in changes.metadata] == [("title", "Gaps", "Band gaps")]
    assert ("train", "gap", "min", 0.0, 0.2) in {
        (s.split, s.column, s.field_, s.before, s.after) for s in changes.statistics
    }
    assert changes.to_dict()["from"] == "gaps@1.0.0"
    for text in (repr(changes), changes._repr_html_()):
        assert "2 of the 3 rows of split" in text
        assert "1 added, 1 gone, 1 changed" in text
    same = new.changes("2.0.0")
    assert (same.bump, same.reasons, same.columns, same.statistics) == ("patch", [], [], [])
    with pytest.raises(errors.NotFoundError, match="has no version 7"):
        new.changes("7")


def test_the_command_says_what_changed_and_what_is_wrong(command: Callable[..., Any], tmp_path: Path) -> None:
    publish(BASE, "1.0.0")
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "train.csv").write_text("formula,gap\nAg,0\nGaN,3.4\n")
    (folder / "test.csv").write_text("formula,gap\nC,5.5\n")
    draft = {"name": "gaps", "version": "1.1.0"}
    (folder / "dataset.json").write_text(json.dumps(draft))
    refused = command("publish", folder, "--json")
    problem = json.loads(refused.stderr)
    assert (refused.returncode, problem["type"], problem["suggestions"]) == (1, "wrong-version", ["2.0.0"])
    (folder / "dataset.json").write_text(json.dumps({"name": "gaps", "version": "next"}))
    assert json.loads(command("publish", folder, "--json").stdout)["version"] == "2.0.0"
    (folder / "dataset.json").write_text(json.dumps({"name": "gaps"}))
    same = command("publish", folder)
    assert (
        same.stdout == "The dataset gaps@2.0.0 is there already and holds the same: nothing was published.\n"
    )
    assert json.loads(command("publish", folder, "--json").stdout)["unchanged"] is True
    (folder / "dataset.json").write_text(json.dumps({"name": "gaps", "title": "Gaps"}))
    assert json.loads(command("publish", folder, "--json").stdout)["version"] == "2.0.1"
    said = command("changes", "gaps@1.0.0", "gaps@2.0.0").stdout
    assert "is a major change: 1 of the 3 rows of split 'train' is gone or changed" in said
    assert "3 → 2 rows, 1 gone" in said
    found = json.loads(command("changes", "gaps@1.0.0", "gaps@2.0.0", "--json").stdout)
    assert (found["bump"], found["splits"][0]["removedRows"]) == ("major", 1)


@pytest.mark.parametrize(
    "array",
    [
        pa.array([1, 2, None, 4]),
        pa.array([1.5, float("nan"), None, -0.0]),
        pa.array(["a", "", None, "ä" * 1000]),
        pa.array([b"a", b"", None, b"\0"]),
        pa.array([[1, 2], [], None, [3, None]]),
        pa.array([[[1], []], [], None, [[2, 3]]], pa.list_(pa.list_(pa.int64()))),
        pa.array([{"x": 1, "y": "a"}, {"x": None, "y": ""}, None, {"x": 2, "y": "b"}]),
        pa.array(["a", "b", None, "a"]).dictionary_encode(),
        pa.array([True, False, None, True]),
        pa.array([1, 2, None, 3], pa.timestamp("us")),
        pa.array([None] * 4),
        pa.array([[("k", 1)], [], None, [("k", 2)]], pa.map_(pa.string(), pa.int64())),
        pa.FixedSizeListArray.from_arrays(pa.array(range(8)), 2),
    ],
    ids=lambda array: str(array.type),
)
def test_every_type_has_hashes_that_slices_and_order_do_not_change(array: pa.Array) -> None:
    table = pa.table({"x": array})
    whole = np.concatenate(list(row_hashes(table, ["x"])))
    assert len(whole) == len(array)
    for start in range(len(array)):
        part = np.concatenate(list(row_hashes(table.slice(start, 1), ["x"])))
        assert part[0] == whole[start]
    distinct = {json.dumps(value, default=str) for value in array.to_pylist()}
    assert len(set(whole.tolist())) == len(distinct)


def test_numbers_count_by_value_and_columns_by_name() -> None:
    def first(table: pa.Table) -> int:
        return int(next(row_hashes(table, table.schema.names))[0])

    one = first(pa.table({"x": pa.array([1], pa.int8())}))
    assert one == first(pa.table({"x": [1.0]})) == first(pa.table({"x": pa.array([1], pa.uint64())}))
    assert one != first(pa.table({"y": [1]}))
    assert first(pa.table({"x": ["1"]})) != one
    assert first(pa.table({"x": [1], "y": [2]})) == first(pa.table({"y": [2], "x": [1]}))
    assert first(pa.table({"x": [1], "y": [2]})) != first(pa.table({"x": [2], "y": [1]}))


def test_large_splits_are_sorted_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = pa.table({"x": np.arange(5000), "y": np.arange(5000) % 7})
    expected = np.sort(np.concatenate(list(row_hashes(table, ["x", "y"]))))
    monkeypatch.setattr(row_digests, "_SORTED_AT_ONCE", 300)
    columns = [Column(name=name, type="int64") for name in ("x", "y")]
    row_digests.write_row_digests({"train": table}, columns, PackageWriter(tmp_path))
    found = np.frombuffer((tmp_path / "rows/train.u64").read_bytes(), "<u8")
    assert (found == expected).all()
