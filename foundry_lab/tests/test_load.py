from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import foundry_lab as foundry
from foundry_lab import errors
from foundry_lab.datasets import stored_split
from foundry_lab.store import checksums

ROWS = 1000


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one dataset, published once and copied for each test."""
    store = tmp_path_factory.mktemp("published") / "store"
    table = pa.table(
        {
            "formula": [f"A{i}" for i in range(ROWS)],
            "gap": pa.array([None if i % 5 == 0 else i / 10 for i in range(ROWS)]),
            "odd name": list(range(ROWS)),
        }
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOUNDRY_STORE", str(store))
        patch.setenv("FOUNDRY_CACHE", str(store.parent / "cache"))
        patch.setenv("FOUNDRY_RUNTIME_DIR", str(store.parent / "runtime"))
        foundry.publish_dataset(
            {"train": table, "test": table.slice(0, 10)},
            name="band-gaps",
            title="Gaps <script>alert(1)</script>",
            description="x",
            license="MIT",
            authors=["A"],
            citations=["C"],
            columns={"gap": {"unit": "eV", "role": "target"}},
        )
    return store


@pytest.fixture
def gaps(published: Path, store: Path) -> foundry.Dataset:
    shutil.copytree(published, store)
    return foundry.load("band-gaps")


def data_file(store: Path, split: str = "train") -> Path:
    return store / f"datasets/band-gaps/1.0.0/data/{split}.parquet"


def test_the_second_load_maps_the_cached_file(gaps: foundry.Dataset, store: Path, cache: Path) -> None:
    cold = gaps["train"].to_arrow()
    (kept,) = (cache / "arrow").iterdir()
    assert kept.name == f"{json.loads(cold.schema.metadata[b'foundry'])['sha256']}.arrow"
    # Nothing to read but the cached file.
    data_file(store).unlink()
    before = pa.total_allocated_bytes()
    warm = foundry.load("band-gaps@1.0.0")["train"].to_arrow()
    assert warm.equals(cold)
    assert pa.total_allocated_bytes() - before < 1000 < warm.nbytes
    chunk = warm.column("odd name").chunk(0).buffers()[1]
    assert _mapped_file(chunk.address) == kept


def _mapped_file(address: int) -> Path:
    """Return the file that lies at an address of this process."""
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("this system does not tell what is mapped")
    for line in maps.read_text().splitlines():
        low, high = (int(part, 16) for part in line.split()[0].split("-"))
        if low <= address < high:
            return Path(line.split(maxsplit=5)[5])
    raise AssertionError("nothing lies there")


def test_a_damaged_cache_is_made_again(gaps: foundry.Dataset, cache: Path) -> None:
    cold = gaps["train"].to_arrow()
    (kept,) = (cache / "arrow").iterdir()
    for damage in (b"", kept.read_bytes()[:100], b"nonsense" * 100):
        del cold
        kept.unlink()
        kept.write_bytes(damage)
        cold = gaps["train"].to_arrow()
        assert cold.num_rows == ROWS
    assert [path.name for path in (cache / "arrow").iterdir()] == [kept.name]


def test_the_same_rows_of_two_datasets_keep_their_own_meaning(gaps: foundry.Dataset, store: Path) -> None:
    folder = store / "datasets/band-gaps/2.0.0"
    shutil.copytree(store / "datasets/band-gaps/1.0.0", folder)
    manifest = json.loads((folder / "dataset.json").read_text())
    manifest["version"] = "2.0.0"
    manifest["columns"][1]["unit"] = "meV"
    (folder / "dataset.json").write_text(json.dumps(manifest))
    units = [
        foundry.load(f"band-gaps@{version}")["train"].to_arrow().schema.field("gap").metadata[b"unit"]
        for version in ("1.0.0", "2.0.0", "1.0.0")
    ]
    assert units == [b"eV", b"meV", b"eV"]


def test_columns_and_filters(gaps: foundry.Dataset) -> None:
    whole = gaps["train"].to_arrow()
    found = gaps["train"].to_arrow(columns=["gap", "formula"], filter="`odd name` >= 3 and gap < 1")
    assert found.to_pydict() == {
        "gap": [0.3, 0.4, 0.6, 0.7, 0.8, 0.9],
        "formula": ["A3", "A4", "A6", "A7", "A8", "A9"],
    }
    assert found.schema.field("gap").metadata[b"unit"] == b"eV"
    assert b"foundry" in found.schema.metadata
    tree = {"compare": {"column": "gap", "op": "missing"}}
    assert gaps["train"].to_arrow(filter=tree).num_rows == ROWS // 5
    assert gaps["train"].to_arrow(filter=pc.field("gap") > 50).equals(whole.filter(pc.field("gap") > 50))
    with pytest.raises(errors.UnknownColumnError, match=r"'gpa'.*'gap'"):
        gaps["train"].to_arrow(columns=["gpa"])


def test_few_columns_of_a_large_split_are_read_from_parquet(
    gaps: foundry.Dataset, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_split, "_LARGE", 0)
    found = gaps["train"].to_arrow(columns=["gap"], filter="`odd name` >= 995")
    assert found.column("gap").to_pylist() == [None, 99.6, 99.7, 99.8, 99.9]
    assert not (cache / "arrow").exists()
    assert found.schema.field("gap").metadata[b"unit"] == b"eV"
    assert json.loads(found.schema.metadata[b"foundry"])["split"] == "train"
    cached = gaps["train"].to_arrow().select(["gap"]).slice(995)
    assert found.equals(cached)
    assert found.schema.equals(cached.schema, check_metadata=True)


def test_rows_of_a_large_split_are_read_from_parquet(
    gaps: foundry.Dataset, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_split, "_LARGE", 0)
    asked = "`odd name` >= 995 or gap is missing and `odd name` < 10"
    found = gaps["train"].to_arrow(filter=asked)
    assert found.column("gap").to_pylist()[2:] == [None, 99.6, 99.7, 99.8, 99.9]
    assert not (cache / "arrow").exists()
    monkeypatch.setattr(stored_split, "_LARGE", 2**60)
    cached = gaps["train"].to_arrow(filter=asked)
    assert (cache / "arrow").exists()
    assert found.equals(cached)
    assert found.schema.equals(cached.schema, check_metadata=True)


def test_pandas_has_the_units(gaps: foundry.Dataset) -> None:
    frame = gaps["test"].to_pandas(columns=["gap"])
    assert frame["gap"].isna().sum() == 2
    assert frame.attrs["foundry"] == {"reference": "band-gaps@1.0.0", "split": "test", "units": {"gap": "eV"}}


def test_a_changed_file_is_named(gaps: foundry.Dataset, store: Path, cache: Path) -> None:
    path = data_file(store)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(errors.ChecksumMismatchError, match=r"data/train\.parquet of band-gaps@1\.0\.0"):
        gaps["train"].to_arrow()
    assert not (cache / "arrow").exists()
    path.unlink()
    with pytest.raises(errors.NotFoundError, match=r"data/train\.parquet of band-gaps@1\.0\.0 is missing"):
        gaps["train"].to_arrow()
    assert len(gaps["test"].to_arrow()) == 10


def test_a_file_is_hashed_once(gaps: foundry.Dataset, monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    gaps["train"].to_arrow()
    shutil.rmtree(cache)
    monkeypatch.setattr(checksums, "digest", lambda path: pytest.fail("hashed again"))
    assert gaps["train"].to_arrow().num_rows == ROWS


def test_versions(gaps: foundry.Dataset, store: Path) -> None:
    for version in ("1.0.1", "1.2.0", "1.10.0", "2.0.0"):
        folder = store / "datasets/band-gaps" / version
        shutil.copytree(store / "datasets/band-gaps/1.0.0", folder)
        manifest = json.loads((folder / "dataset.json").read_text())
        (folder / "dataset.json").write_text(json.dumps({**manifest, "version": version}))
    (store / "datasets/band-gaps/nonsense").mkdir()
    found = {
        reference: foundry.load(reference).version
        for reference in ("band-gaps", "band-gaps@1", "band-gaps@1.0", "band-gaps@1.2.0", "band-gaps@latest")
    }
    assert found == {
        "band-gaps": "2.0.0", "band-gaps@1": "1.10.0", "band-gaps@1.0": "1.0.1", "band-gaps@1.2.0": "1.2.0",
        "band-gaps@latest": "2.0.0",
    }  # fmt: skip
    for absent in ("band-gaps@3", "band-gaps@1.1", "band-gaps@1.0.7"):
        with pytest.raises(errors.NotFoundError, match=r"there are band-gaps@2\.0\.0") as caught:
            foundry.load(absent)
        assert "band-gaps@2.0.0" in caught.value.suggestions


def test_a_new_version_is_seen_at_once(gaps: foundry.Dataset, store: Path) -> None:
    assert foundry.load("band-gaps").version == "1.0.0"
    foundry.publish_dataset(
        {"all": {"x": [1]}}, name="band-gaps", version="2.0.0", title="t", description="d", license="MIT",
        authors="a", citations="c",
    )  # fmt: skip
    assert foundry.load("band-gaps").version == "2.0.0"


def test_an_unknown_name_names_the_nearest(gaps: foundry.Dataset) -> None:
    with pytest.raises(errors.NotFoundError, match=r"'band-gap'.*did you mean 'band-gaps'\?") as caught:
        foundry.load("band-gap")
    assert caught.value.suggestions == ("band-gaps",)
    with pytest.raises(errors.NotFoundError, match=r"search\(\) lists"):
        foundry.load("xyz")


def test_an_empty_store_says_so() -> None:
    with pytest.raises(errors.NotFoundError, match="holds no datasets yet"):
        foundry.load("band-gap")


@pytest.mark.parametrize(
    "reference",
    [
        "../etc/passwd",
        "/etc/passwd",
        "a/b",
        "Upper",
        "",
        "@1.0.0",
        "name@",
        "name@x",
        "name@1.0.0.0",
        "name@-1",
        "\0",
        "a\nb",
    ],
)
def test_what_is_no_reference_is_a_sentence(reference: str) -> None:
    with pytest.raises(errors.InvalidNameError) as caught:
        foundry.load(reference)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("reference", ["https://example.org/x", "s3://bucket/x"])
def test_addresses_are_not_opened_yet(reference: str) -> None:
    with pytest.raises(errors.FoundryError, match="cannot be opened yet"):
        foundry.load(reference)


def test_a_wrong_split_names_the_splits(gaps: foundry.Dataset) -> None:
    with pytest.raises(
        errors.UnknownSplitError, match="no split 'trian'; its splits are 'train', 'test'"
    ) as caught:
        gaps["trian"]
    assert caught.value.suggestions == ("train",)
    assert gaps.get("nope") is None
    assert "nope" not in gaps


@pytest.mark.parametrize(
    ("change", "pointer", "said"),
    [
        (lambda m: m.pop("title"), "/title", "it is missing"),
        (lambda m: m["splits"][1].update(rows=-1), "/splits/1/rows", "at least 0"),
        (
            lambda m: m["splits"][0].update(path="../../secret"),
            "/splits/0/path",
            "is not a path inside the package",
        ),
        (lambda m: m["splits"][0].update(path="data/other.parquet"), "/splits/0/path", "not among its files"),
        (lambda m: m["splits"][1].update(name="train"), "/splits/1/name", "two splits"),
        (lambda m: m["files"][0].update(sha256="no"), "/files/0/sha256", "is not a SHA-256 digest"),
        (lambda m: m["columns"][0].update(role="goal"), "/columns/0/role", "goal"),
        (lambda m: m.update(schemaVersion=2), "/schemaVersion", "2"),
        (lambda m: m.update(name="other"), "/name", "move the folder"),
        (lambda m: m.update(version="3.0.0"), "/version", "move the folder"),
    ],
)
def test_a_malformed_manifest_is_pointed_at(
    gaps: foundry.Dataset, store: Path, change: object, pointer: str, said: str
) -> None:
    path = store / "datasets/band-gaps/1.0.0/dataset.json"
    manifest = json.loads(path.read_text())
    change(manifest)  # type: ignore[operator]
    path.write_text(json.dumps(manifest))
    with pytest.raises(errors.InvalidManifestError, match=said) as caught:
        foundry.load("band-gaps")
    assert caught.value.pointer == pointer
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'"x"'])
def test_a_manifest_that_is_no_json_is_named(gaps: foundry.Dataset, store: Path, text: bytes) -> None:
    path = store / "datasets/band-gaps/1.0.0/dataset.json"
    path.write_bytes(text)
    with pytest.raises(errors.InvalidManifestError, match=str(path)):
        foundry.load("band-gaps")


def test_two_stores_never_meet(
    gaps: foundry.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gaps["train"].to_arrow()
    monkeypatch.setenv("FOUNDRY_STORE", str(tmp_path / "other"))
    with pytest.raises(errors.NotFoundError):
        foundry.load("band-gaps")
    foundry.publish_dataset(
        {"train": {"x": [7]}},
        name="band-gaps",
        title="t",
        description="d",
        license="MIT",
        authors="a",
        citations="c",
    )
    # The same name, version and cache, and other rows.
    assert foundry.load("band-gaps@1.0.0")["train"].to_arrow().to_pydict() == {"x": [7]}
    assert gaps["train"].to_arrow().num_rows == ROWS


def test_a_folder_in_the_layout_of_stores(
    gaps: foundry.Dataset, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOUNDRY_STORE", str(store.parent / "empty"))
    folder = store / "datasets/band-gaps/1.0.0"
    for given in (folder, str(folder), os.path.relpath(folder)):
        assert foundry.load(given)["train"].to_arrow().num_rows == ROWS
    (store / "nothing").mkdir()
    with pytest.raises(errors.NotFoundError, match=r"no dataset\.json"):
        foundry.load(store / "nothing")


def test_what_a_notebook_shows(gaps: foundry.Dataset) -> None:
    assert repr(gaps).splitlines()[1:] == [
        "splits: train (1,000 rows), test (10 rows)", "license: MIT", "columns: formula, gap [eV], odd name",
    ]  # fmt: skip
    assert repr(gaps["train"]) == "split 'train' of band-gaps@1.0.0: 1,000 rows, 3 columns"
    assert repr(gaps.columns).splitlines()[1].split() == ["gap", "double", "eV", "target"]
    for shown in (gaps._repr_html_(), gaps["train"]._repr_html_(), gaps.columns._repr_html_()):
        assert "<script" not in shown
        assert "eV" in shown
        assert "var(--jp-" in shown
    assert "Gaps &lt;script&gt;" in gaps._repr_html_()
    assert gaps._ipython_key_completions_() == ["train", "test"]
    assert gaps.columns._ipython_key_completions_() == ["formula", "gap", "odd name"]
    assert gaps.columns["gap"].role == "target"
    with pytest.raises(errors.UnknownColumnError, match="'gap'"):
        gaps.columns["gpa"]
    assert {"splits", "columns", "citation", "license", "title", "version", "reference"} <= set(dir(gaps))


def test_a_mistake_is_one_sentence_in_ipython() -> None:
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell: Any = InteractiveShell()  # type: ignore[no-untyped-call]
    with capture_output() as caught:
        shell.run_cell("import foundry_lab; foundry_lab.load('band-gap')")
    assert caught.stdout.strip().startswith("NotFoundError: There is no dataset 'band-gap'")
    assert len(caught.stdout.strip().splitlines()) == 1


def test_previews_are_the_split(gaps: foundry.Dataset) -> None:
    shown = gaps["train"].preview(columns=["gap"], filter="gap > 1")
    assert shown.selection == {
        "columns": ["gap"],
        "view": {"filter": {"compare": {"column": "gap", "op": ">", "value": 1}}},
        "split": "train",
    }
    assert shown.description["reference"] == "band-gaps@1.0.0"
    assert [part["rows"] for part in shown.description["splits"]] == [ROWS, 10]
    assert shown.description["statistics"][1]["missing"] == ROWS // 5
    with pytest.raises(errors.UnknownColumnError):
        gaps["train"].preview(columns=["nope"])
    with pytest.raises(errors.InvalidFilterError):
        gaps["train"].preview(filter="gap >")
    assert foundry.preview(pa.table({"x": [1]})).table.num_rows == 1


def test_the_record_of_an_empty_split() -> None:
    dataset = foundry.publish_dataset(
        {"none": pa.table({"x": pa.array([], pa.float64())})},
        name="empty", title="t", description="d", license="MIT", authors="a", citations="c",
    )  # fmt: skip
    table = dataset["none"].to_arrow()
    assert (table.num_rows, table.schema.names) == (0, ["x"])
    assert dataset["none"].to_arrow(filter="x > 1").num_rows == 0
    assert msgspec.json.encode(dataset.manifest)
