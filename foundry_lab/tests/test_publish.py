from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pytest

import foundry_lab as foundry
from foundry_lab import errors

FRAME = pd.DataFrame(
    {
        "formula": ["Ag", None, "NaN", "NA", 'it\'s, "quoted"'],
        "gap": [0.0, 1.5, np.nan, 2.5, -1.0],
        "count": [1, 2, 3, 4, 5],
        "metal": [True, False, True, False, True],
    }
)
TABLE = pa.table(
    {
        "formula": pa.array(["Ag", None, "NaN", "NA", 'it\'s, "quoted"']),
        "gap": pa.array([0.0, 1.5, None, 2.5, -1.0]),
        "count": pa.array([1, 2, 3, 4, 5]),
        "metal": pa.array([True, False, True, False, True]),
    }
)
RECORDS = TABLE.to_pylist()


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def excel(path: Path) -> Path:
    FRAME.to_excel(path, index=False)
    return path


def arrow(path: Path, stream: bool) -> Path:
    with pa.OSFile(str(path), "wb") as sink:
        writer = pa.ipc.new_stream(sink, TABLE.schema) if stream else pa.ipc.new_file(sink, TABLE.schema)
        with writer:
            writer.write_table(TABLE)
    return path


def parquet(path: Path) -> Path:
    pq.write_table(TABLE, path)
    return path


def feathered(path: Path) -> Path:
    feather.write_feather(TABLE, path)
    return path


CSV = FRAME.to_csv(index=False)
SOURCES: dict[str, Callable[[Path], object]] = {
    "arrow": lambda _: TABLE,
    "large arrow": lambda _: TABLE.cast(
        pa.schema(
            [
                ("formula", pa.large_string()),
                ("gap", pa.float64()),
                ("count", pa.int64()),
                ("metal", pa.bool_()),
            ]
        )
    ),
    "reader": lambda _: TABLE.to_reader(2),
    "batch": lambda _: TABLE.to_batches()[0],
    "pandas": lambda _: FRAME,
    "polars": lambda _: pl.from_arrow(TABLE),
    "dict": lambda _: TABLE.to_pydict(),
    "csv": lambda folder: written(folder / "data.csv", CSV),
    "csv.gz": lambda folder: written(folder / "data.csv.gz", gzip.compress(CSV.encode())),
    "csv with a mark": lambda folder: written(folder / "data.csv", "\ufeff" + CSV),
    "tsv": lambda folder: written(folder / "data.tsv", FRAME.to_csv(index=False, sep="\t")),
    "csv of semicolons": lambda folder: str(written(folder / "data.csv", FRAME.to_csv(index=False, sep=";"))),
    "jsonl": lambda folder: written(folder / "data.jsonl", "\n".join(map(json.dumps, RECORDS))),
    "jsonl.gz": lambda folder: written(
        folder / "data.jsonl.gz", gzip.compress("\n".join(map(json.dumps, RECORDS)).encode())
    ),
    "json of records": lambda folder: written(folder / "data.json", json.dumps(RECORDS)),
    "json of columns": lambda folder: written(folder / "data.json", FRAME.to_json(orient="columns")),
    "json of rows": lambda folder: written(folder / "data.json", FRAME.to_json(orient="index")),
    "json of parts": lambda folder: written(folder / "data.json", FRAME.to_json(orient="split")),
    "json of lists": lambda folder: written(folder / "data.json", json.dumps(TABLE.to_pydict())),
    "excel": lambda folder: excel(folder / "data.xlsx"),
    "parquet": lambda folder: parquet(folder / "data.parquet"),
    "parquet of another name": lambda folder: parquet(folder / "data.bin"),
    "arrow file": lambda folder: arrow(folder / "data.arrow", stream=False),
    "arrow stream": lambda folder: arrow(folder / "data.arrows", stream=True),
    "feather": lambda folder: feathered(folder / "data.feather"),
}


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
@pytest.mark.parametrize("kind", SOURCES)
def test_what_is_published_is_what_is_loaded(kind: str, tmp_path: Path) -> None:
    from foundry_lab.datasets.deliver import read_splits
    from foundry_lab.datasets.draft import read_draft
    from foundry_lab.datasets.prepare import prepare
    from foundry_lab.store.package_writer import PackageWriter

    draft = read_draft({"name": "round-trip", "columns": [{"name": "gap", "unit": "eV", "role": "target"}]})
    target = tmp_path / "package"
    target.mkdir()
    manifest = prepare(draft, read_splits(draft, {"train": SOURCES[kind](tmp_path)}), PackageWriter(target))
    found = pq.read_table(target / "data/train.parquet")
    assert found.to_pylist() == RECORDS
    assert [str(field.type) for field in found.schema] == ["string", "double", "int64", "bool"]
    assert manifest["columns"][1] == {"name": "gap", "type": "double", "unit": "eV", "role": "target"}
    statistics = json.loads((target / "statistics.json").read_text())["splits"][0]
    assert statistics["rows"] == 5
    assert [column["missing"] for column in statistics["columns"]] == [1, 1, 0, 0]


def test_a_full_record_is_published_without_a_word(store: Path, recwarn: pytest.WarningsRecorder) -> None:
    steps: list[tuple[str, int, int]] = []
    dataset = foundry.publish_dataset(
        {"train": FRAME, "test": TABLE.slice(0, 2)},
        name="gaps",
        version="1.2.0",
        title="Gaps",
        description="Measured.",
        license="CC-BY-4.0",
        authors=["Ada", {"name": "Marie", "orcid": "0000-0002-1825-0097"}],
        citations=[{"text": "Ada, 2020.", "doi": "10.1234/5"}, "Marie, 2021."],
        columns={"gap": {"unit": "eV", "role": "target", "description": "Band gap"}, "count": "1"},
        keywords=["gap"],
        domains=["materials"],
        tasks=["regression"],
        doi="10.1234/abc",
        url="https://example.org",
        source="A laboratory.",
        progress=lambda *step: steps.append(step),
    )
    assert not [warning for warning in recwarn if issubclass(warning.category, foundry.FoundryWarning)]
    assert dataset.reference == "gaps@1.2.0"
    assert (dataset.splits, dataset.title, dataset.license) == (["train", "test"], "Gaps", "CC-BY-4.0")
    assert dataset.authors == ["Ada", "Marie"]
    assert dataset.citation == "Ada, 2020. https://doi.org/10.1234/5\nMarie, 2021."
    assert dataset["train"].to_arrow().to_pylist() == RECORDS
    assert dataset["test"].to_arrow().to_pylist() == RECORDS[:2]
    assert dataset["train"].to_arrow().schema.field("gap").metadata == {
        b"unit": b"eV", b"role": b"target", b"description": b"Band gap",
    }  # fmt: skip
    assert dataset["train"].to_pandas().attrs["foundry"]["units"] == {"gap": "eV", "count": "1"}
    assert {step for step, _, _ in steps} >= {"read", "write"}
    folder = store / "datasets/gaps/1.2.0"
    assert {path.name for path in folder.iterdir()} == {
        "README.md",
        "croissant.json",
        "data",
        "dataset.json",
        "rows",
        "rows.json",
        "statistics.json",
    }
    parquet_file = pq.ParquetFile(folder / "data/train.parquet")
    assert parquet_file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert parquet_file.metadata.row_group(0).column(0).has_offset_index
    # Who gets nothing but the file still reads its units.
    assert parquet_file.schema_arrow.field("gap").metadata[b"unit"] == b"eV"


def test_a_thin_record_is_named_in_one_sentence() -> None:
    with pytest.warns(foundry.FoundryWarning) as caught:
        foundry.publish_dataset({"train": FRAME}, name="thin", license="MIT", authors="Ada")
    assert [str(warning.message) for warning in caught] == [
        "The record of thin@1.0.0 has no title, description and citations; readers will look for that."
    ]
    assert caught[0].filename == __file__


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_types_come_back() -> None:
    odd = pa.table(
        {
            "int8": pa.array([1, None], pa.int8()),
            "uint64": pa.array([2**64 - 1, None], pa.uint64()),
            "half": pa.array([np.float16(1.5), None], pa.float16()),
            "decimal": pa.array([Decimal("1.10"), None]),
            "date": pa.array([datetime(2020, 1, 1).date(), None]),
            "moment": pa.array([datetime(2020, 1, 1), None], pa.timestamp("ns", "UTC")),
            "list": pa.array([[1.0, None], None]),
            "fixed": pa.array([[1, 2], None], pa.list_(pa.int32(), 2)),
            "struct": pa.array([{"a": 1, "b": "x"}, None]),
            "class": pa.array(["x", None]).dictionary_encode(),
            "binary": pa.array([b"\0", None]),
            "nothing": pa.nulls(2),
        }
    )
    found = foundry.publish_dataset({"all": odd}, name="odd-types")["all"].to_arrow()
    assert found.to_pylist() == odd.to_pylist()
    # Parquet calls the items of a list 'element'.
    kinds = [str(field.type).replace("item", "element") for field in odd.schema]
    assert [str(field.type) for field in found.schema] == kinds
    assert [column.type for column in foundry.load("odd-types").columns] == kinds
    many = pa.table({"class": pa.array([f"{i % 7}" for i in range(300_000)]).dictionary_encode()})
    again = foundry.publish_dataset({"all": many}, name="many-classes")["all"].to_arrow()
    assert again.column("class").cast(pa.string()).equals(many.column("class").cast(pa.string()))


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_pandas_types_and_units_come_back() -> None:
    frame = pd.DataFrame({"n": pd.array([1, None], "Int64"), "c": pd.Categorical(["a", "b"])})
    frame.attrs["foundry"] = {"units": {"n": "eV"}}
    dataset = foundry.publish_dataset({"train": frame}, name="pandas-types")
    assert dataset.columns["n"].unit == "eV"
    back = dataset["train"].to_pandas()
    assert (str(back.dtypes["n"]), str(back.dtypes["c"])) == ("Int64", "category")
    named = frame.set_index(pd.Index(["x", "y"], name="label"))
    assert foundry.publish_dataset({"train": named}, name="indexed").columns.names == ["label", "n", "c"]


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_splits_share_their_types() -> None:
    dataset = foundry.publish_dataset(
        {"train": {"x": [1.5], "y": ["a"]}, "test": {"y": [None], "x": [2]}}, name="shared-types"
    )
    assert dataset["test"].to_arrow().to_pylist() == [{"x": 2.0, "y": None}]
    assert str(dataset["test"].to_arrow().schema.field("x").type) == "double"


WRONG: dict[str, tuple[Callable[[Path], object], type[errors.FoundryError], str]] = {
    "no splits": (lambda _: {}, errors.InvalidTableError, "mapping"),
    "a list": (lambda _: [FRAME], errors.WrongArgumentError, "mapping"),
    "a bad split name": (lambda _: {"../train": FRAME}, errors.InvalidNameError, "split's name"),
    "a missing file": (lambda folder: {"train": folder / "none.csv"}, errors.NotFoundError, "none.csv"),
    "an empty folder": (lambda folder: {"train": folder}, errors.InvalidTableError, "holds no file"),
    "an array": (lambda _: {"train": np.zeros(3)}, errors.InvalidTableError, "Split 'train' is a"),
    "other columns": (
        lambda _: {"train": {"x": [1]}, "test": {"y": [1]}}, errors.InvalidTableError, "Split 'test' has no column 'x'",
    ),
    "more columns": (
        lambda _: {"train": {"x": [1]}, "test": {"x": [1], "y": [1]}}, errors.InvalidTableError, "further column 'y'",
    ),
    "other types": (
        lambda _: {"train": {"x": [1]}, "test": {"x": ["a"]}}, errors.InvalidTableError, "Column 'x' has different types",
    ),
    "mixed values": (lambda _: {"train": pd.DataFrame({"x": [1, "a"]})}, errors.InvalidTableError, "Column 'x'"),
    "columns twice": (
        lambda _: {"train": pd.DataFrame([[1, 2]], columns=["a", "a"])}, errors.InvalidTableError, "several columns 'a'",
    ),
    "no columns": (lambda _: {"train": pd.DataFrame()}, errors.InvalidTableError, "no columns"),
    "a broken CSV": (
        lambda folder: {"train": written(folder / "a.csv", "a,b\n1,2\n1,2,3\n")}, errors.InvalidTableError, "a.csv.*3",
    ),
    "a CSV in Latin-1": (
        lambda folder: {"train": written(folder / "a.csv", b"a\n\xc5\n")}, errors.InvalidTableError, "UTF-8",
    ),
    "an empty CSV": (lambda folder: {"train": written(folder / "a.csv", "")}, errors.InvalidTableError, "a.csv"),
    "a broken line": (
        lambda folder: {"train": written(folder / "a.jsonl", '{"a":1}\n{"a":\n')}, errors.InvalidTableError, "line 2",
    ),
    "JSON of one number": (lambda folder: {"train": written(folder / "a.json", "3")}, errors.InvalidTableError, "a.json"),
    "JSON of mixed values": (
        lambda folder: {"train": written(folder / "a.json", '[{"x":1},{"x":"a"}]')}, errors.InvalidTableError, "Column 'x'",
    ),
    "a broken Parquet": (
        lambda folder: {"train": written(folder / "a.parquet", b"PAR1 no")}, errors.InvalidTableError, "a.parquet",
    ),
    "a broken Arrow": (lambda folder: {"train": written(folder / "a.arrow", b"no")}, errors.InvalidTableError, "a.arrow"),
    "a broken workbook": (
        lambda folder: {"train": written(folder / "a.xlsx", b"PK\x03\x04no")}, errors.InvalidTableError, "a.xlsx",
    ),
    "HDF5": (
        lambda folder: {"train": written(folder / "a.h5", b"\x89HDF\r\n")}, errors.InvalidTableError, "HDF5",
    ),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_splits_are_a_sentence_and_leave_nothing(wrong: str, tmp_path: Path, store: Path) -> None:
    make, kind, said = WRONG[wrong]
    with pytest.raises(kind, match=said):
        foundry.publish_dataset(make(tmp_path), name="wrong")  # type: ignore[arg-type]
    assert not list(store.rglob("*"))


@pytest.mark.parametrize(
    "name",
    ["../up", "a/b", "/abs", "a\\b", "Upper", "", ".", "-a", "a--b", "a_b", "µ", "a\n", "a" * 101, "con\0"],
)
def test_a_name_that_is_none_is_refused_before_anything_is_written(name: str, home: Path) -> None:
    with pytest.raises(errors.InvalidNameError, match="not a package's name"):
        foundry.publish_dataset({"train": FRAME}, name=name)
    assert not home.exists()


@pytest.mark.parametrize("version", ["1", "1.0", "v1.0.0", "1.0.0-beta", "01.0.0", "../1.0.0", "1.0.0\n"])
def test_a_version_that_is_none_is_refused(version: str, home: Path) -> None:
    with pytest.raises(errors.InvalidNameError, match="not a version"):
        foundry.publish_dataset({"train": FRAME}, name="gaps", version=version)
    assert not home.exists()


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_a_version_is_published_once(store: Path) -> None:
    foundry.publish_dataset({"train": FRAME}, name="gaps", version="1.0.0")
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()}
    with pytest.raises(errors.DuplicateVersionError, match=r"gaps@1\.0\.0") as caught:
        foundry.publish_dataset({"train": FRAME.head(1)}, name="gaps", version="1.0.0")
    assert "1.0.1" in caught.value.suggestions
    assert {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()} == before
    foundry.publish_dataset({"train": FRAME.head(1)}, name="gaps", version="2.0.0")
    assert len(foundry.load("gaps")["train"]) == 1
    assert len(foundry.load("gaps@1.0.0")["train"]) == 5


@pytest.mark.filterwarnings("ignore:The record of:foundry_lab.errors.FoundryWarning")
@pytest.mark.parametrize("version", [None, "next", "1.0.0"])
def test_what_is_published_again_and_holds_the_same_is_the_version_that_is_there(
    version: str | None, store: Path
) -> None:
    assert not foundry.publish_dataset({"train": FRAME}, name="gaps", version=version).unchanged
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()}
    with pytest.warns(foundry.FoundryWarning, match=r"gaps@1\.0\.0 is there already and holds the same"):
        again = foundry.publish_dataset({"train": FRAME.copy()}, name="gaps", version=version)
    assert (again.unchanged, again.version) == (True, "1.0.0")
    assert {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()} == before
    # An older one as well, so that all cells of a notebook may run again.
    foundry.publish_dataset({"train": FRAME.head(1)}, name="gaps", version="next")
    with pytest.warns(foundry.FoundryWarning, match=r"gaps@1\.0\.0 is there already"):
        assert foundry.publish_dataset({"train": FRAME}, name="gaps", version=version).version == "1.0.0"
    assert foundry.load("gaps").version == "2.0.0"


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"title": "x" * 301}, "/title"),
        ({"doi": "nonsense"}, "/doi"),
        ({"authors": [{"name": "Ada", "orcid": "1"}]}, "/authors/0/orcid"),
        ({"columns": {"gap": {"role": "goal"}}}, "/columns/0/role"),
        ({"columns": {"gap": {"units": "eV"}}}, None),
    ],
)
def test_a_wrong_text_is_pointed_at(given: dict[str, object], pointer: str | None, home: Path) -> None:
    with pytest.raises(errors.InvalidManifestError) as caught:
        foundry.publish_dataset({"train": FRAME}, name="gaps", **given)  # type: ignore[arg-type]
    assert caught.value.pointer == pointer
    assert not home.exists()


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(errors.UnknownColumnError, match=r"'gpa'.*'gap'"):
        foundry.publish_dataset({"train": FRAME}, name="gaps", columns={"gpa": "eV"})


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_store_that_cannot_be_written_is_a_sentence(store: Path) -> None:
    store.parent.mkdir(parents=True)
    store.parent.chmod(0o500)
    with pytest.raises(errors.FoundryError):
        foundry.publish_dataset({"train": FRAME}, name="gaps")


@pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
def test_a_store_that_is_a_file_is_a_sentence(store: Path) -> None:
    store.parent.mkdir(parents=True)
    store.write_text("no folder")
    with pytest.raises(errors.FoundryError) as caught:
        foundry.publish_dataset({"train": FRAME}, name="gaps")
    assert "\n" not in str(caught.value)
    assert str(store) in str(caught.value)


def test_a_bucket_without_credentials_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("FOUNDRY_STORE", "s3://bucket/store")
    with pytest.raises(errors.FoundryError, match="no credentials for s3://bucket/store"):
        foundry.load("gaps")
