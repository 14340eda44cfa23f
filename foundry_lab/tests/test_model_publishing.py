"""Publishing models of every kind: what is kept, what is inferred, and that nothing is published that does not run."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.models.model import Model

FRAME = pd.DataFrame(np.random.default_rng(0).normal(size=(60, 3)), columns=["c", "a", "b"])
Y = FRAME["a"] * 2 + FRAME["b"]
CLASS = np.where(Y > 0, "metal", "insulator")
GAS = 8.314462618


@pytest.fixture
def gaps(home: Path) -> foundry_lab.Dataset:
    return foundry_lab.publish_dataset(
        {"train": FRAME.assign(gap=Y), "test": FRAME.assign(gap=Y)},
        name="gaps",
        title="Gaps",
        description="Gaps.",
        license="CC0-1.0",
        authors="A. Person",
        citations="None.",
        columns={"a": {"unit": "K", "role": "input"}, "gap": {"unit": "eV", "role": "target"}},
    )


def ridge(**options: Any) -> Model:
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    fitted = make_pipeline(StandardScaler(), Ridge()).fit(FRAME, Y)
    given = {"name": "ridge", "example": FRAME.head(8), "outputs": {"gap": "eV"}}
    return foundry_lab.publish_model(fitted, **{**given, **options})


def test_an_estimator_is_kept_as_onnx_and_as_skops(gaps: foundry_lab.Dataset) -> None:
    model = ridge(
        trained_on="gaps@1.0.0", metrics={"MAE": 0.1}, intended_use="Trying things.", limits="No *oxides*."
    )
    assert model.format == "onnx"
    assert [one.entry for one in model.manifest.artifacts] == ["ridge.skops"]
    assert model.inputs == ["c", "a", "b"]
    assert [t.shape for t in model.signature.inputs] == [[-1, 3]]
    (trained,) = model.trained_on
    assert (trained.dataset, trained.version, trained.split) == ("gaps", "1.0.0", "train")
    assert trained.columns == ["c", "a", "b", "gap"]
    units = {c.name: c.unit for t in model.signature.inputs for c in t.columns}
    assert units["a"] == "K", "units that the example lacks come from the training data"
    assert {"scikit-learn", "numpy"} <= set(model.manifest.environment)
    readme = (model.package.files() / "README.md").read_text()
    for part in ("gaps@1.0.0", "Trying things.", "MAE", "No *oxides*.", "scikit-learn"):
        assert part in readme
    found = model.predict(gaps["test"])
    assert found.schema.field("gap").metadata == {b"unit": b"eV", b"role": b"target"}
    assert np.allclose(found["gap"], Y, atol=0.2)
    origin = json.loads(found.schema.metadata[b"foundry"])
    assert (origin["model"], origin["version"]) == ("ridge@1.0.0", "1.0.0")
    assert origin["package"] == foundry_lab.model("ridge").package.digest
    assert origin["data"]["reference"] == "gaps@1.0.0"
    assert len(origin["data"]["sha256"]) == 64


def test_an_onnx_file_takes_the_columns_in_the_order_of_the_example(tmp_path: Path) -> None:
    content = (ridge().package.files() / "ridge.onnx").read_bytes()
    (tmp_path / "any.onnx").write_bytes(content)
    import onnx

    forms: list[Any] = [
        tmp_path / "any.onnx",
        str(tmp_path / "any.onnx"),
        content,
        onnx.load_from_string(content),
    ]
    expected = foundry_lab.model("ridge").predict(FRAME)["gap"].tolist()
    for number, form in enumerate(forms):
        model = foundry_lab.publish_model(
            form,
            name="file",
            version=f"1.0.{number}",
            example=pa.Table.from_pandas(FRAME.head(3)),
            outputs={"gap": "eV"},
        )
        assert model.inputs == ["c", "a", "b"]
        assert model.predict(FRAME[["a", "b", "c"]])["gap"].tolist() == expected
    with pytest.raises(errors.InvalidManifestError, match="takes 3 columns, and the example has 2"):
        foundry_lab.publish_model(content, name="file", version="2.0.0", example=FRAME[["a", "b"]])
    with_target = FRAME.head(3).assign(gap=1.0)
    model = foundry_lab.publish_model(content, name="more", example=with_target, outputs={"gap": "eV"})
    assert model.inputs == ["c", "a", "b"]


@pytest.mark.parametrize("zipmap", [True, False])
def test_a_classifier_gives_label_and_probabilities(zipmap: bool) -> None:
    from skl2onnx import to_onnx
    from sklearn.ensemble import RandomForestClassifier

    forest = RandomForestClassifier(5, random_state=0).fit(FRAME.to_numpy(), CLASS)
    model = foundry_lab.publish_model(forest, name="kind", example=FRAME.head(), outputs={"kind": None})
    assert model.outputs == ["kind", "probability_insulator", "probability_metal"]
    assert model.signature.outputs[0].columns[0].classes == ["insulator", "metal"]
    found = model.predict(FRAME)
    assert found["kind"].tolist() == forest.predict(FRAME.to_numpy()).tolist()
    assert np.allclose(found["probability_metal"], forest.predict_proba(FRAME.to_numpy())[:, 1])
    content = to_onnx(forest, FRAME.to_numpy(np.float32)[:1], options={"zipmap": zipmap}).SerializeToString()
    other = foundry_lab.publish_model(content, name="kind-file", example=FRAME.head(), outputs=["kind"])
    assert other.predict(FRAME)["kind"].tolist() == found["kind"].tolist()


def test_text_and_numbers_together_stay_columns_of_their_own() -> None:
    from sklearn.compose import make_column_transformer
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder

    frame = FRAME.assign(phase=CLASS)
    columns = make_column_transformer((OneHotEncoder(), ["phase"]), ("passthrough", ["a", "b", "c"]))
    fitted = make_pipeline(columns, Ridge()).fit(frame, Y)
    model = foundry_lab.publish_model(fitted, name="mixed", example=frame.head(), outputs={"gap": "eV"})
    assert np.allclose(model.predict(frame)["gap"], fitted.predict(frame), atol=1e-4)


def test_an_estimator_without_a_converter_stays_skops_and_runs_here() -> None:
    from sklearn.kernel_ridge import KernelRidge

    fitted = KernelRidge(kernel="rbf").fit(FRAME.to_numpy(), Y)
    model = foundry_lab.publish_model(fitted, name="kernel", example=FRAME.head(), outputs={"gap": "eV"})
    assert model.format == "skops"
    assert not model.runs_code
    assert np.allclose(foundry_lab.model("kernel").predict(FRAME)["gap"], fitted.predict(FRAME.to_numpy()))


@pytest.mark.parametrize("library", ["xgboost", "lightgbm"])
def test_boosters_are_kept_in_their_own_format(library: str, tmp_path: Path) -> None:
    if library == "xgboost":
        import xgboost

        regressor, classifier = xgboost.XGBRegressor(n_estimators=5), xgboost.XGBClassifier(n_estimators=5)
    else:
        import lightgbm

        regressor = lightgbm.LGBMRegressor(n_estimators=5, verbose=-1)
        classifier = lightgbm.LGBMClassifier(n_estimators=5, verbose=-1)
    rows = FRAME.to_numpy()
    regressor.fit(rows, Y)
    classifier.fit(rows, (Y > 0).astype(int))
    model = foundry_lab.publish_model(regressor, name="boost", example=FRAME.head(), outputs={"gap": "eV"})
    assert model.format == library
    assert np.allclose(foundry_lab.model("boost").predict(FRAME)["gap"], regressor.predict(rows))
    kind = foundry_lab.publish_model(classifier, name="kind", example=FRAME.head())
    found = kind.predict(FRAME)
    assert found["label"].tolist() == classifier.predict(rows).tolist()
    assert np.allclose(found["probability_1"], classifier.predict_proba(rows)[:, 1])
    file = model.package.files() / model.manifest.entry
    again = foundry_lab.publish_model(file, name="file", example=FRAME.head(), outputs=["gap"])
    assert again.predict(FRAME)["gap"].tolist() == model.predict(FRAME)["gap"].tolist()


def arrhenius(temperature: Any, energy: Any) -> Any:
    """Rate of a thermally activated step, prefactor 1e13 1/s."""
    return {"rate": 1e13 * np.exp(-energy / (GAS * temperature))}


def test_a_function_becomes_source_with_what_it_uses_and_converts_units(environments: Path) -> None:
    example = pa.table({"temperature": [300.0, 400.0], "energy": [5e4, 6e4]})
    model = foundry_lab.publish_model(
        arrhenius,
        name="arrhenius",
        example=example,
        inputs={"temperature": "K", "energy": "J/mol"},
        outputs={"rate": "1/s"},
    )
    source = (model.package.files() / "foundry_model.py").read_text()
    assert "GAS = 8.314462618" in source
    assert "import numpy as np" in source
    expected = arrhenius(np.array([300.0]), np.array([5e4]))["rate"]
    celsius = pa.table(
        [pa.array([26.85]), pa.array([50.0])],
        schema=pa.schema(
            [
                pa.field("temperature", pa.float64(), metadata={"unit": "degC"}),
                pa.field("energy", pa.float64(), metadata={"unit": "kJ/mol"}),
            ]
        ),
    )
    assert np.allclose(model.predict(celsius)["rate"], expected)
    assert model.predict(celsius).schema.field("rate").metadata[b"unit"] == b"1/s"


class Line:
    """A line, with what was fitted as its attributes."""

    def __init__(self, slope: float = 1.0) -> None:
        self.slope = slope
        self.offset = np.array([1.0])

    def predict(self, a: Any) -> Any:
        return a * self.slope + self.offset[0]


def test_a_class_and_an_object_with_its_attributes(environments: Path) -> None:
    example = pa.table({"a": [1.0, 2.0]})
    plain = foundry_lab.publish_model(Line, name="line", example=example, outputs=["y"])
    assert plain.predict(example)["y"].to_pylist() == [2.0, 3.0]
    steep = foundry_lab.publish_model(Line(3.0), name="steep", example=example, outputs=["y"])
    assert steep.predict(example)["y"].to_pylist() == [4.0, 7.0]
    odd = Line()
    odd.slope = lambda: 1  # type: ignore[assignment]
    with pytest.raises(errors.InvalidManifestError, match=r"attribute `slope`.*only a pickle could keep"):
        foundry_lab.publish_model(odd, name="odd", example=example, outputs=["y"])


def test_a_folder_with_an_entry_point_and_a_function_of_single_rows(
    tmp_path: Path, environments: Path
) -> None:
    (tmp_path / "helper.py").write_text("def length(text):\n    return len(text)\n")
    (tmp_path / "model.py").write_text(
        "import helper\nclass Model:\n    def size(self, smiles):\n        return {'atoms': helper.length(smiles)}\n"
    )
    rows = pa.table({"smiles": ["C", "CCO"]})
    model = foundry_lab.publish_model(
        tmp_path, name="size", example=rows, entrypoint="model:Model", method="size", per_row=True
    )
    assert model.predict(rows)["atoms"].to_pylist() == [1, 3]
    with pytest.raises(errors.InvalidManifestError, match="no entry point 'other:predict'"):
        foundry_lab.publish_model(tmp_path, name="other", example=rows, entrypoint="other:predict")


def doubled(a: Any) -> Any:
    return {"twice": a * 2}


def summed(twice: Any, b: Any) -> Any:
    return {"total": twice + b}


def test_a_pipeline_of_published_steps_converts_between_them_and_asks_for_each(environments: Path) -> None:
    first = foundry_lab.publish_model(
        doubled, name="doubled", example={"a": [1.0, 2.0]}, inputs={"a": "m"}, outputs={"twice": "m"}
    )
    second = foundry_lab.publish_model(
        summed,
        name="summed",
        example={"twice": [1.0, 2.0], "b": [0.0, 0.0]},
        inputs={"twice": "mm", "b": "mm"},
        outputs={"total": "mm"},
    )
    pipeline = foundry_lab.publish_model([first, second], name="both", example={"a": [1.0], "b": [5.0]})
    assert (pipeline.inputs, pipeline.outputs) == (["a", "b"], ["total"])
    assert pipeline.steps == ["doubled@1.0.0", "summed@1.0.0"]
    assert pipeline.predict({"a": [1.0], "b": [5.0]})["total"].to_pylist() == [2005.0]
    with pytest.raises(errors.RefusedModelError, match=r"doubled@1\.0\.0"):
        foundry_lab.model("both").predict({"a": [1.0], "b": [5.0]})
    trusted = foundry_lab.model("both", trust=True)
    assert trusted.predict({"a": [1.0], "b": [5.0]})["total"].to_pylist() == [2005.0]


def test_what_does_not_reproduce_or_stand_alone_is_not_published(environments: Path) -> None:
    table = FRAME
    state = {"calls": 0}

    def uses_a_table(a: Any) -> Any:
        return a + table["a"].mean()

    def random(a: Any) -> Any:
        return np.random.default_rng().normal(size=len(a))

    del state
    for function, message in ((uses_a_table, "`table`, a DataFrame"), (random, "gives something else")):
        with pytest.raises(errors.InvalidManifestError, match=message):
            foundry_lab.publish_model(function, name="bad", example={"a": [1.0]}, outputs=["y"])
    with pytest.raises(errors.InvalidManifestError, match="Give `example`"):
        foundry_lab.publish_model(doubled, name="bad")
    with pytest.raises(errors.InvalidManifestError, match="not a model that can be published"):
        foundry_lab.publish_model(object(), name="bad", example=FRAME)
    with pytest.raises(errors.InvalidManifestError, match="names 2 columns, and the model gives 1"):
        ridge(outputs=["gap", "other"])
    with pytest.raises(errors.NotFoundError):
        ridge(trained_on="no-such-set@1.0.0")
    with pytest.raises(errors.NotFoundError):
        foundry_lab.model("bad")


def test_a_run_is_offered_where_names_kinds_units_and_roles_fit(gaps: foundry_lab.Dataset) -> None:
    model = ridge(trained_on=gaps["train"])
    assert model.check(gaps["test"])
    assert not model.check(FRAME[["a"]])
    renamed = FRAME.rename(columns={"a": "temperature"})
    assert "'a', which the table lacks" in model.check(renamed).problems[0]
    assert model.check(renamed, columns={"a": "temperature"}).columns["a"] == "temperature"
    assert model.predict(renamed, columns={"a": "temperature"}).equals(model.predict(FRAME))
    target = pa.table({"c": [1.0], "b": [1.0], "a": [1.0]})
    field = target.schema.field("a").with_metadata({"role": "target"})
    target = target.set_column(2, field, target["a"])
    with pytest.raises(errors.SignatureMismatchError, match="the table has it as a target"):
        model.predict(target)
    assert model.predict(target, columns={"a": "a"}).num_rows == 1


needs_torch = pytest.mark.skipif(
    find_spec("torch") is None, reason="PyTorch is not installed: its builds take gigabytes"
)


@needs_torch
@pytest.mark.parametrize("onnx", [True, False])
def test_a_network_is_kept_as_an_exported_program(
    onnx: bool, environments: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    if onnx and find_spec("onnxscript") is None:
        pytest.skip("onnxscript, with which PyTorch writes ONNX, is not installed")
    if not onnx:
        monkeypatch.setitem(sys.modules, "onnxscript", None)
    network = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 1))
    frame = FRAME.astype("float32")
    model = foundry_lab.publish_model(network, name="net", example=frame.head(), outputs={"gap": "eV"})
    assert model.format == ("onnx" if onnx else "torch")
    assert "net.safetensors" in [one.entry for one in model.manifest.artifacts]
    with torch.no_grad():
        expected = network(torch.from_numpy(frame.to_numpy()))[:, 0].numpy()
    assert np.allclose(model.predict(FRAME)["gap"], expected, atol=1e-5)
    assert foundry_lab.model("net").runs_code is not onnx


def test_a_keras_model_runs_in_its_own_environment(
    environments: Path,
    command: Callable[..., subprocess.CompletedProcess[str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    import keras

    network = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model = foundry_lab.publish_model(
        network, name="dense", example=FRAME.astype("float32"), outputs={"gap": "eV", "density": "g/cm^3"}
    )
    expected = keras.ops.convert_to_numpy(network(FRAME.to_numpy("float32")))
    assert np.allclose(model.predict(FRAME)["density"], expected[:, 1], atol=1e-5)
    # Whoever runs it, in a process of their own, need not know what it was made with.
    monkeypatch.delenv("KERAS_BACKEND")
    FRAME.to_csv(tmp_path / "rows.csv", index=False)
    done = command("predict", "dense", tmp_path / "rows.csv", "--trust")
    assert done.returncode == 0, done.stderr
    again = pd.read_csv(io.StringIO(done.stdout))
    assert np.allclose(again["gap"], expected[:, 0], atol=1e-5)
