"""Models: what they take, what they give, and what they refuse."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.models.model import Model
from foundry_lab.models.onnx import OnnxModel
from foundry_lab.tests.predictions import predicted

EXAMPLE = Path(__file__).parents[2] / "examples" / "models" / "solubility-forest"
FIXTURES = Path(__file__).parent / "fixtures"
UNIT = "log10(mol/L)"


@pytest.fixture
def forest(examples: Path) -> Model:
    return foundry_lab.model("solubility-forest")


@pytest.fixture
def rows(forest: Model) -> pa.Table:
    return foundry_lab.load("solubility")["test"].to_arrow(filter="logp is not None")


def test_it_runs_on_a_split_and_names_its_unit(forest: Model) -> None:
    split = foundry_lab.load("solubility")["test"]
    with pytest.warns(errors.FoundryWarning, match="missing inputs: 2 in column"):
        found = forest.predict(split)
    assert found.num_rows == len(split)
    assert found["solubility"].null_count == 2
    field = found.schema.field("solubility")
    assert field.metadata[b"unit"].decode() == UNIT
    assert field.metadata[b"role"] == b"target"
    origin = json.loads(found.schema.metadata[b"foundry"])
    assert origin["model"] == "solubility-forest@1.0.0"
    assert origin["data"]["reference"] == "solubility@1.0.0"
    assert origin["data"]["split"] == "test"


def test_its_error_on_the_test_split_is_the_one_on_its_card(forest: Model, rows: pa.Table) -> None:
    error = forest.predict(rows)["solubility"].to_numpy() - rows["solubility"].to_numpy()
    stated = {metric.name: metric.value for metric in forest.metrics}
    assert np.abs(error).mean() == pytest.approx(stated["MAE"], abs=1e-3)
    assert np.sqrt((error**2).mean()) == pytest.approx(stated["RMSE"], abs=1e-3)
    assert f"{stated['MAE']:.2f}" in forest.card
    assert {metric.split for metric in forest.metrics} == {"test"}
    assert [(item.dataset, item.version, item.split) for item in forest.trained_on] == [
        ("solubility", "1.0.0", "train")
    ]


def test_every_form_of_the_same_rows_gives_the_same_predictions(
    forest: Model, rows: pa.Table, tmp_path: Path
) -> None:
    few = rows.slice(0, 7)
    frame = few.to_pandas()
    frame.to_csv(tmp_path / "rows.csv", index=False)
    expected = forest.predict(few)
    shuffled = few.select(list(reversed(few.column_names)))
    forms = {
        "columns in another order": shuffled,
        "pandas": frame,
        "polars": pl.from_arrow(few),
        "records": few.to_pylist(),
        "array": frame[forest.inputs].to_numpy(),
        "lists": frame[forest.inputs].to_numpy().tolist(),
        "columns": few.to_pydict(),
        "file": tmp_path / "rows.csv",
    }
    for name, form in forms.items():
        assert predicted(forest, form)["solubility"].to_pylist() == expected["solubility"].to_pylist(), name
    one = forest.predict(few.to_pylist()[0])
    assert one["solubility"].to_pylist() == expected["solubility"].to_pylist()[:1]


def test_batches_say_how_far_they_are(forest: Model, rows: pa.Table) -> None:
    told: list[tuple[int, int]] = []
    found = forest.predict(rows, batch_rows=100, progress=lambda done, total: told.append((done, total)))
    assert told == [(100, 255), (200, 255), (255, 255)]
    assert found["solubility"].combine_chunks().equals(forest.predict(rows)["solubility"].combine_chunks())


def test_no_rows_give_no_predictions(forest: Model, rows: pa.Table) -> None:
    assert forest.predict(rows.slice(0, 0)).num_rows == 0


def test_a_table_that_lacks_columns_is_refused_by_their_names(forest: Model, rows: pa.Table) -> None:
    with pytest.raises(errors.SignatureMismatchError, match=r"'tpsa'.*which the table lacks"):
        forest.predict(rows.drop_columns(["tpsa"]))
    with pytest.raises(errors.SignatureMismatchError, match="rows of 20 values"):
        forest.predict(np.zeros((3, 4)))


def test_text_in_place_of_numbers_is_refused(forest: Model, rows: pa.Table) -> None:
    wrong = rows.set_column(rows.column_names.index("logp"), "logp", rows["smiles"])
    with pytest.raises(errors.SignatureMismatchError, match=r"'logp' as FP32.*string"):
        forest.predict(wrong)


def with_unit(rows: pa.Table, name: str, unit: str, factor: float = 1.0) -> pa.Table:
    index = rows.column_names.index(name)
    field = rows.schema.field(index).with_metadata({"unit": unit})
    return rows.set_column(index, field, pa.array(rows[name].to_numpy() * factor))


def test_another_unit_of_the_same_quantity_is_converted(forest: Model, rows: pa.Table) -> None:
    expected = forest.predict(rows)["solubility"].to_numpy()
    found = forest.predict(with_unit(rows, "mol_weight", "kg/mol", 1e-3))["solubility"].to_numpy()
    assert np.allclose(found, expected, atol=1e-5)
    assert not np.allclose(
        forest.predict(with_unit(rows, "mol_weight", "g/mol", 1e-3))["solubility"], expected
    )


def test_a_unit_of_something_else_is_refused(forest: Model, rows: pa.Table) -> None:
    with pytest.raises(errors.SignatureMismatchError, match=r"in g/mol.*in eV, which cannot be converted"):
        forest.predict(with_unit(rows, "mol_weight", "eV"))


def test_an_unknown_model_names_the_nearest(forest: Model) -> None:
    with pytest.raises(errors.NotFoundError, match="solubility-forest"):
        foundry_lab.model("solubility-forst")


def test_a_changed_file_is_not_run(forest: Model, rows: pa.Table, store: Path) -> None:
    file = store / "models/solubility-forest/1.0.0/solubility-forest.onnx"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    with pytest.raises(errors.ChecksumMismatchError, match=r"solubility-forest\.onnx"):
        forest.predict(rows)


def test_publishing_reads_the_signature_from_the_model(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "solubility-forest.onnx", tmp_path / "any.onnx")
    names = [f"x{i}" for i in range(20)]
    found = foundry_lab.publish_model(
        tmp_path / "any.onnx", name="mine", inputs=names, outputs=[{"name": "y", "unit": "eV"}]
    )
    assert (found.reference, found.inputs, found.outputs) == ("mine@1.0.0", names, ["y"])
    predicted = found.predict(np.zeros((2, 20), np.float32).tolist())
    assert predicted.schema.field("y").metadata[b"unit"] == b"eV"
    with pytest.raises(errors.InvalidManifestError, match="20 columns"):
        foundry_lab.publish_model(tmp_path / "any.onnx", name="other", inputs=names[:3], outputs=["y"])


def test_what_is_no_onnx_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"\x80\x04pickle")
    with pytest.raises(errors.InvalidManifestError, match="not an ONNX model"):
        foundry_lab.publish_model(tmp_path / "model.onnx", name="bad", inputs=["x"])


def test_a_model_whose_weights_lie_in_other_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The fixture adds a vector kept in 'weights.bin'; where the working folder has that file, it must not be read.
    (tmp_path / "weights.bin").write_bytes(np.ones(4, np.float32).tobytes())
    monkeypatch.chdir(tmp_path)
    for fixture in ("external.onnx", "external-escaping.onnx"):
        with pytest.raises(errors.InvalidManifestError, match="single file"):
            OnnxModel((FIXTURES / fixture).read_bytes(), fixture)


def test_reprs_are_readable_and_escaped(forest: Model, store: Path) -> None:
    assert "solubility-forest@1.0.0" in repr(forest)
    assert f"({UNIT})" in repr(forest)
    assert "MAE" in forest._repr_html_()
    path = store / "models/solubility-forest/1.0.0/model.json"
    path.chmod(0o644)
    manifest = json.loads(path.read_text())
    manifest["title"] = "<script>alert(1)</script>"
    path.write_text(json.dumps(manifest))
    assert "<script>" not in foundry_lab.model("solubility-forest")._repr_html_()


def test_looking_at_a_model_loads_no_runtime(forest: Model) -> None:
    code = (
        "import sys, foundry_lab; m = foundry_lab.model('solubility-forest'); repr(m); m._repr_html_();"
        "assert not {'onnxruntime', 'pandas', 'httpx'} & set(sys.modules), 'loaded too early'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_pandas_missing_values_count_as_missing(forest: Model, rows: pa.Table) -> None:
    frame = rows.slice(0, 3).to_pandas()
    frame.loc[1, "logp"] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.FoundryWarning)
        found = predicted(forest, frame)["solubility"]
    assert [value is None for value in found.to_pylist()] == [False, True, False]
    assert isinstance(frame, pd.DataFrame)
