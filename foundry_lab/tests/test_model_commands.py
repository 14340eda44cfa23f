"""The command line for models: publish-model, predict and deploy, with each of their flags."""

from __future__ import annotations

import io
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from pyarrow import csv, feather

import foundry_lab

Command = Callable[..., "subprocess.CompletedProcess[str]"]
ROWS = "a,b\n1,2\n3,4\n5,7\n"
KSERVE = ("--kserve", "--image", "registry.example/foundry-lab:1", "--claim", "store")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model's file, rows for it, and a folder of code."""
    import numpy as np
    from skl2onnx import to_onnx
    from sklearn.linear_model import LinearRegression

    folder = tmp_path_factory.mktemp("made")
    rows = np.array([[1, 2], [3, 4], [5, 7]], np.float32)
    fitted = LinearRegression().fit(rows, rows[:, 0] + 10 * rows[:, 1])
    (folder / "model.onnx").write_bytes(to_onnx(fitted, rows[:1]).SerializeToString())
    (folder / "model.pkl").write_bytes(pickle.dumps(fitted))
    (folder / "rows.csv").write_text(ROWS)
    (folder / "card.md").write_text("Made by *hand*.")
    (folder / "code").mkdir()
    (folder / "code/model.py").write_text(
        "import numpy\nclass Sum:\n    def total(self, a, b):\n        return {'total': a + b}\n"
    )
    return folder


@pytest.fixture(scope="session")
def store_with_line(made: Path) -> Path:
    """A store with the model's file, published once; tests get copies of it."""
    store = made / "store"
    script = Path(sys.executable).with_name("foundry-lab")
    arguments = ["publish-model", str(made / "model.onnx"), "--name", "line", *example(made)]
    env = os.environ | {"FOUNDRY_STORE": str(store), "FOUNDRY_CACHE": str(made / "cache")}
    done = subprocess.run([str(script), *arguments], capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    return store


@pytest.fixture
def published(store_with_line: Path, store: Path) -> str:
    shutil.copytree(store_with_line, store)
    return "line@1.0.0"


def example(made: Path) -> tuple[str, ...]:
    return ("--example", str(made / "rows.csv"), "--output-unit", "gap=eV")


def refused(done: subprocess.CompletedProcess[str], said: str, status: int = 1) -> None:
    assert done.returncode == status, done.stderr
    assert said in done.stderr, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_model_is_published_with_all_that_its_flags_say(made: Path, command: Command) -> None:
    rows = csv.read_csv(made / "rows.csv")
    foundry_lab.publish_dataset(
        {"train": rows, "test": rows},
        name="gaps",
        title="Gaps",
        description="Gaps.",
        license="CC0-1.0",
        authors="A. Person",
        citations="None.",
        columns={"a": {"unit": "K"}},
    )
    texts = {
        "--version": "2.1.0",
        "--title": "A line",
        "--description": "Fits a line.",
        "--license": "MIT",
        "--author": "Marie Curie",
        "--citation": "Curie, M. A line. 1903.",
        "--keyword": "linear",
        "--domain": "materials science",
        "--task": "regression",
        "--intended-use": "Trying.",
        "--limits": "None known.",
        "--card": str(made / "card.md"),
        "--metric": "MAE=0.25",
        "--input-unit": "a=K",
        "--requirement": "numpy",
    }
    given = [part for pair in texts.items() for part in pair]
    trained = ["--trained-on", "gaps@1.0.0/train", "--trained-on", "gaps/test", "--input-unit", "b"]
    where = ["--name", "line", "--example", "gaps@1.0.0/train", "--output-unit", "gap=eV"]
    done = command("publish-model", made / "model.onnx", *where, *given, *trained, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert said == {
        "kind": "model",
        "name": "line",
        "version": "2.1.0",
        "format": "onnx",
        "inputs": ["a", "b"],
        "outputs": ["gap"],
        "runsCode": False,
        "unchanged": False,
    }
    manifest = foundry_lab.model("line").manifest
    assert (manifest.title, manifest.description, manifest.license) == ("A line", "Fits a line.", "MIT")
    assert [author.name for author in manifest.authors] == ["Marie Curie"]
    assert [work.text for work in manifest.citations] == ["Curie, M. A line. 1903."]
    assert (manifest.keywords, manifest.domains, manifest.tasks) == (
        ["linear"],
        ["materials science"],
        ["regression"],
    )
    assert (manifest.intended_use, manifest.limits, manifest.card) == (
        "Trying.",
        "None known.",
        "Made by *hand*.",
    )
    assert [(one.name, one.value) for one in manifest.metrics] == [("MAE", 0.25)]
    assert [(one.dataset, one.split) for one in manifest.trained_on] == [("gaps", "train"), ("gaps", "test")]
    units = {c.name: c.unit for t in manifest.signature.inputs for c in t.columns}
    assert units["a"] == "K"
    assert not units["b"]
    shown = command("show", "line", "--kind", "model")
    for part in ("A line", "gaps@1.0.0, split train", "MAE", "0.25", "eV", "Curie"):
        assert part in shown.stdout
    found = json.loads(command("search", "--output-unit", "eV", "--metric", "MAE", "--json").stdout)
    assert [hit["name"] for hit in found["hits"]] == ["line"]


def test_predictions_are_printed_or_written_in_each_form(
    published: str, made: Path, command: Command, tmp_path: Path
) -> None:
    expected = foundry_lab.model("line").predict(made / "rows.csv")
    printed = command("predict", published, made / "rows.csv")
    assert (printed.returncode, printed.stderr) == (0, "")
    assert csv.read_csv(io.BytesIO(printed.stdout.encode()))["gap"].to_pylist() == pytest.approx([21, 43, 75])
    said = json.loads(command("predict", "line", made / "rows.csv", "--json").stdout)
    assert (said["model"], said["rows"], said["columns"]) == (
        published,
        3,
        [{"name": "gap", "unit": "eV"}],
    )
    assert [row["gap"] for row in said["predictions"]] == pytest.approx([21, 43, 75])
    read: dict[str, Callable[[Path], pa.Table]] = {
        "csv": csv.read_csv,
        "parquet": pq.read_table,
        "arrow": feather.read_table,
        "jsonl": lambda path: pa.Table.from_pylist([json.loads(line) for line in path.read_text().split()]),
    }
    for ending, reading in read.items():
        path = tmp_path / f"out.{ending}"
        done = command("predict", "line", made / "rows.csv", "--output", path)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        assert done.stderr == f"Wrote 3 predictions of line@1.0.0 to {path}.\n"
        table = reading(path)
        assert table["gap"].to_pylist() == pytest.approx(expected["gap"].to_pylist())
        if ending in ("parquet", "arrow"):
            assert table.schema.field("gap").metadata[b"unit"] == b"eV"
            assert json.loads(table.schema.metadata[b"foundry"])["model"] == published


def test_predictions_of_mapped_columns_in_batches_by_an_executor(
    published: str, made: Path, command: Command, tmp_path: Path
) -> None:
    (tmp_path / "other.csv").write_text(ROWS.replace("a,b", "x,b"))
    plain = command("predict", "line", made / "rows.csv").stdout
    arguments = ["predict", "line", tmp_path / "other.csv", "--column", "a=x", "--batch-rows", "2"]
    for executor in ([], ["--executor", "threads"], ["--executor", "1"], ["--executor", "processes"]):
        done = command(*arguments, *executor, "--progress")
        assert done.returncode == 0, done.stderr
        assert done.stdout == plain
        steps = [json.loads(line) for line in done.stderr.splitlines()]
        assert steps[-1] == {"step": "predict", "done": 3, "total": 3}


def test_rows_without_an_input_are_noted(published: str, command: Command, tmp_path: Path) -> None:
    (tmp_path / "gaps.csv").write_text("a,b\n1,2\n,4\n")
    done = command("predict", "line", tmp_path / "gaps.csv")
    assert done.returncode == 0
    assert done.stderr == (
        "Note: line@1.0.0 has no prediction for rows with missing inputs: 1 in column 'a' (row 1).\n"
    )
    path = tmp_path / "predicted.csv"
    path.write_text(done.stdout)
    readers: list[Any] = [pd.read_csv, lambda path: foundry_lab.table(path).to_pandas()]
    for read in readers:
        values = list(read(path)["gap"])
        assert len(values) == 2
        assert [bool(pd.isna(value)) for value in values] == [False, True]


def test_code_is_published_by_its_entry_point_and_runs_by_consent(
    made: Path, command: Command, environments: Path
) -> None:
    where = ["--example", made / "rows.csv", "--entrypoint", "model:Sum", "--method", "total"]
    done = command("publish-model", made / "code", "--name", "sum", *where, "--takes", "columns", "--per-row")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Published the model sum@1.0.0 (python): inputs a, b; outputs total.\n"
    refused(command("predict", "sum", made / "rows.csv"), "sum@1.0.0 runs code of its publisher")
    limits = ["--timeout", "60", "--memory", "2"]
    trusted = command("predict", "sum", made / "rows.csv", "--trust", *limits)
    assert trusted.stdout.split() == ['"total"', "3", "7", "12"], trusted.stderr
    assert command("predict", "sum", made / "rows.csv").returncode == 0, "the decision is kept"


def test_predicted_texts_survive_csv(command: Command, environments: Path, tmp_path: Path) -> None:
    texts = ['a "b", c', None, "two\nlines", "-1.5", "007", "NaN", "ä\r\nb"]
    (tmp_path / "model.py").write_text(
        "class Echo:\n    def say(self, text):\n        return {'said': text}\n"
    )
    pl.DataFrame({"text": texts}).write_ndjson(tmp_path / "rows.jsonl")
    how = ["--example", tmp_path / "rows.jsonl", "--entrypoint", "model:Echo", "--method", "say", "--trust"]
    done = command("publish-model", tmp_path / "model.py", "--name", "echo", *how, "--takes", "columns")
    assert done.returncode == 0, done.stderr
    path = tmp_path / "said.csv"
    done = command("predict", "echo", tmp_path / "rows.jsonl", "--trust", "-o", path)
    assert done.returncode == 0, done.stderr
    assert (
        foundry_lab.table(path, columns={"said": {"type": "string"}}).to_arrow()["said"].to_pylist() == texts
    )
    assert pl.read_csv(path, infer_schema=False)["said"].to_list() == [text or "" for text in texts]
    read = pd.read_csv(path, dtype=str, keep_default_na=False)["said"]
    assert [text.replace("\r", "") for text in read] == [(text or "").replace("\r", "") for text in texts]


def test_a_pickle_needs_its_own_word(made: Path, command: Command, environments: Path) -> None:
    given = ["publish-model", made / "model.pkl", "--name", "old", *example(made)]
    for consent in ([], ["--trust"]):
        refused(command(*given, *consent), "holds a pickle")
    done = command(*given, "--trust-pickle")
    assert done.returncode == 0, done.stderr
    refused(command("predict", "old", made / "rows.csv", "--trust"), "pickle")
    found = command("predict", "old", made / "rows.csv", "--trust-pickle")
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.onnx", "--name", "x"], "There is no file or folder nothing.onnx"),
        (["rows.csv", "--name", "x", "--example", "rows.csv"], "x is not an ONNX model"),
        (["model.onnx", "--name", "X Y"], "not a package's name"),
        (["model.onnx", "--name", "x", "--version", "1"], "not a version"),
        (["model.onnx", "--name", "x", "--example", "none.csv"], "There is no file none.csv"),
        (["model.onnx", "--name", "x", "--example", "no-such-set/train"], "no-such-set"),
        (["model.onnx", "--name", "x", "--example", "rows.csv", "--input-unit", "q=K"], "'q'"),
        (["model.onnx", "--name", "x", "--trained-on", "no-such-set@1.0.0"], "no-such-set"),
        (["model.onnx", "--name", "x", "--card", "none.md"], "There is no file none.md for the card"),
        (["code", "--name", "x", "--example", "rows.csv"], "entrypoint"),
        (["code", "--name", "x", "--example", "rows.csv", "--entrypoint", "model"], "model"),
        (["code", "--name", "x", "--example", "rows.csv", "--entrypoint", "no:Sum"], "'no:Sum'"),
    ],
)
def test_what_is_wrong_with_a_publication_is_one_sentence(
    made: Path, command: Command, store: Path, arguments: list[str], said: str, environments: Path
) -> None:
    refused(command("publish-model", *arguments, cwd=made), said)
    assert not list(store.rglob("*.json"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lime", "rows.csv"], "line"),
        (["line@3", "rows.csv"], "line"),
        (["line", "none.csv"], "There is no file none.csv"),
        (["line", "no-such-set/train"], "no-such-set"),
        (["line", "model.onnx"], "model.onnx"),
        (["line", "rows.csv", "--column", "a=zz"], "'zz'"),
        (["line", "rows.csv", "--column", "zz=a"], "'zz'"),
        (["line", "rows.csv", "--output", "out.xls"], "out.xls ends in none of .csv, .parquet"),
        (["line", "rows.csv", "--output", "no/out.csv"], "There is no folder no"),
        (["line", "rows.csv", "--output", "code.csv"], "code.csv cannot be written"),
        (["https://127.0.0.1:9/v2/models/line", "rows.csv"], "127.0.0.1:9"),
    ],
)
def test_what_is_wrong_with_a_prediction_is_one_sentence(
    published: str, made: Path, command: Command, arguments: list[str], said: str
) -> None:
    (made / "code.csv").mkdir(exist_ok=True)
    done = command("predict", *arguments, cwd=made)
    if "--json" in arguments:
        assert said in json.loads(done.stderr)["detail"]
    refused(done, said)


def test_wrong_columns_and_units_of_a_split_are_refused(published: str, made: Path, command: Command) -> None:
    def published_split(name: str, unit: str | None) -> None:
        field = pa.field("a", pa.float64(), metadata={"unit": unit} if unit else None)
        schema = pa.schema([field, pa.field("b", pa.float64())])
        table = pa.table([pa.array([1.0]), pa.array([2.0])], schema=schema)
        parts = {"train": table, "test": table}
        with pytest.warns(foundry_lab.FoundryWarning):
            foundry_lab.publish_dataset(parts, name=name, title=name)

    published_split("plain", None)
    done = command("predict", "line", "plain/test")
    assert done.returncode == 0, done.stderr
    refused(command("predict", "line", "plain"), "has the splits train, test: name one")
    refused(command("predict", "line", "plain/valid"), "no split 'valid'; there are train, test")
    refused(command("predict", "line", "plain/test", "--column", "a=b", "--column", "b=c"), "'c'")
    flags = ["--version", "1.1.0", "--input-unit", "a=K", "--input-unit", "b"]
    again = command("publish-model", made / "model.onnx", "--name", "line", *example(made), *flags)
    assert again.returncode == 0, again.stderr
    published_split("warm", "degC")
    published_split("heavy", "kg")
    said = json.loads(command("predict", "line", "warm/test", "--json").stdout)
    assert said["predictions"][0]["gap"] == pytest.approx(274.15 + 20, rel=1e-5), "converted"
    refused(command("predict", "line", "heavy/test"), "in kg, which cannot be converted")


def test_the_same_again_is_the_version_that_is_there_and_another_of_its_number_is_refused(
    published: str, made: Path, command: Command
) -> None:
    call = ["publish-model", made / "model.onnx", "--name", "line", *example(made)]
    assert json.loads(command(*call, "--json").stdout)["unchanged"] is True
    refused(command(*call, "--title", "Another"), "line@1.0.0")
    said = command(*call, "--title", "Another", "--json")
    assert json.loads(said.stderr)["type"] == "duplicate-version"


def test_publish_names_the_command_for_a_models_file(made: Path, command: Command) -> None:
    refused(command("publish", made / "model.onnx"), "foundry-lab publish-model publishes a model's file")


def test_deploy_writes_what_its_flags_say(published: str, command: Command, tmp_path: Path) -> None:
    flags = ["--namespace", "lab", "--token-secret", "key", "--replicas", "3", "--trust"]
    done = command("deploy", "line", *KSERVE, *flags, "--output", tmp_path / "line.yaml")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "Wrote the InferenceService of line to" in done.stderr
    found = yaml.safe_load((tmp_path / "line.yaml").read_text())
    assert found["metadata"]["namespace"] == "lab"
    assert found["spec"]["predictor"]["minReplicas"] == 3
    (container,) = found["spec"]["predictor"]["containers"]
    assert container["args"][-2:] == ["--trust", published]
    assert container["env"][1]["valueFrom"]["secretKeyRef"] == {"name": "key", "key": "token"}
    bucket = ["--kserve", "--image", "x", "--store", "s3://bucket/store", "--json"]
    said = command("deploy", "line", *bucket)
    env: list[dict[str, Any]] = json.loads(said.stdout)["spec"]["predictor"]["containers"][0]["env"]
    assert env[0] == {"name": "FOUNDRY_STORE", "value": "s3://bucket/store"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lime", *KSERVE], "line"),
        (["line", *KSERVE, "--store", "s3://b"], "give the store as --store"),
        (["line", "--kserve", "--image", "x", "--store", "/data"], "'/data' is not a bucket"),
        (["line", *KSERVE, "--namespace", "My Lab"], "--namespace is 'My Lab'"),
        (["line", *KSERVE, "--token-secret", "a/b"], "--token-secret is 'a/b'"),
        (["line", *KSERVE, "-o", "no/line.yaml"], "no/line.yaml cannot be written"),
    ],
)
def test_what_is_wrong_with_a_deployment_is_one_sentence(
    published: str, command: Command, tmp_path: Path, arguments: list[str], said: str
) -> None:
    refused(command("deploy", *arguments, cwd=tmp_path), said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["publish-model", "--name", "x"], "Missing required argument 'path'"),
        (["publish-model", "model.onnx"], "Required option '--name <name>' not specified"),
        (
            ["publish-model", "model.onnx", "--name", "x", "--output-unit", "=eV"],
            "must be written as COLUMN=UNIT",
        ),
        (["publish-model", "model.onnx", "--name", "x", "--metric", "MAE=good"], "'good' is not a number"),
        (["publish-model", "model.onnx", "--name", "x", "--metric", "MAE"], "must be written as NAME=NUMBER"),
        (["publish-model", "model.onnx", "--name", "x", "--timeout", "soon"], "must be a number above 0"),
        (["publish-model", "model.onnx", "--name", "x", "--memory", "-1"], "must be a number above 0"),
        (["publish-model", "model.onnx", "--name", "x", "--trust", "--trust-pickle"], "cannot be used with"),
        (["publish-model", "model.onnx", "--name", "x", "--outputs", "gap"], "Unknown option '--outputs'"),
        (["publish-model", "model.onnx", "--nam", "x"], "did you mean --name?"),
        (["publish-model", "code", "--name", "x", "--takes", "tea"], "It is one of columns, array, pandas"),
        (["predict"], "Missing required argument 'reference'"),
        (["predict", "line"], "Missing required argument 'data'"),
        (["predict", "line", "rows.csv", "--column", "a"], "must be written as INPUT=COLUMN"),
        (["predict", "line", "rows.csv", "--batch-rows", "0"], "must be a whole number from 1"),
        (["predict", "line", "rows.csv", "--executor", "abacus"], "It is one of threads, processes"),
        (["predict", "line", "rows.csv", "--json", "--timeout", "0"], "must be a number above 0"),
        (["predict", "line", "rows.csv", "--form", "csv"], "Unknown option '--form'"),
        (["deploy"], "Missing required argument 'reference'"),
        (["deploy", "line"], "Give either --ray or --kserve"),
        (["deploy", "line", "--ray", "--kserve"], "cannot be used with"),
        (["deploy", "line", "--kserve"], "give an image that has foundry-lab as --image"),
        (["deploy", "line", *KSERVE, "--replicas", "0"], "must be a whole number from 1 to 1,000"),
        (["deploy", "line", *KSERVE, "--port", "9000"], "'--port <n>' cannot be used with option '--kserve'"),
        (["deploy", "line", "--ray", "--port", "70000"], "must be a whole number from 1 to 65,535"),
        (["deploy", "line", "--ray", "--image", "x"], "'--image <image>' cannot be used with option '--ray'"),
    ],
)
def test_wrong_usage_is_one_sentence(command: Command, store: Path, arguments: list[str], said: str) -> None:
    done = command(*arguments)
    if "--json" in arguments:
        assert said in json.loads(done.stderr)["detail"]
    refused(done, said, status=2)
    assert not store.exists()
