"""Kinds of models that others publish today: files, DLHub's servables, classes with several methods; and hostile files."""

from __future__ import annotations

import pickle
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import foundry_lab
from foundry_lab import errors

ROWS = pa.table({"a": [1.0, 2.0, 5.0], "b": [2.0, 3.0, 7.0]})


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder as Git has it: a package, data beside the code, what Git keeps, what Python leaves."""
    folder = tmp_path / "repository"
    for name, text in {
        "README.md": "# Scaling",
        ".git/config": "[remote]",
        ".git/hooks/post-checkout": "#!/bin/sh\ntouch /tmp/ran",
        ".env": "TOKEN=secret",
        "scaling/__init__.py": "",
        "scaling/__pycache__/tools.cpython-311.pyc": "old",
        "scaling/tools.py": (
            "import json, pathlib\n"
            "FACTOR = json.loads((pathlib.Path(__file__).parent / 'factor.json').read_text())\n"
            "def add(a, b):\n    return {'sum': FACTOR * (a + b)}\n"
            "class Tools:\n"
            "    @staticmethod\n    def double(a, b):\n        return {'double': 2 * (a + b)}\n"
            "    @classmethod\n    def named(cls, a, b):\n        return {'total': (a + b) * len(cls.__name__)}\n"
            "class Line:\n"
            "    def __init__(self):\n        self.slope = 3\n"
            "    def at(self, a, b):\n        return {'y': self.slope * a + b}\n"
            "    def predict(self, a, b):\n        return {'p': self.slope * a - b}\n"
        ),
        "scaling/factor.json": "10",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.mark.parametrize(
    ("entrypoint", "method", "expected"),
    [
        ("scaling.tools:add", None, {"sum": [30.0, 50.0, 120.0]}),
        ("scaling.tools:Tools.double", None, {"double": [6.0, 10.0, 24.0]}),
        ("scaling.tools:Tools", "double", {"double": [6.0, 10.0, 24.0]}),
        ("scaling.tools:Tools", "named", {"total": [15.0, 25.0, 60.0]}),
        ("scaling.tools:Line", "at", {"y": [5.0, 9.0, 22.0]}),
        ("scaling.tools:Line", None, {"p": [1.0, 3.0, 8.0]}),
    ],
    ids=["repository", "static-method", "static-method-of-a-class", "class-method", "method", "predict"],
)
def test_a_repository_is_published_by_its_entry_point(
    repository: Path,
    environments: Path,
    entrypoint: str,
    method: str | None,
    expected: dict[str, list[float]],
) -> None:
    model = foundry_lab.publish_model(
        repository, name="scaling", example=ROWS, entrypoint=entrypoint, method=method
    )
    assert (model.format, model.inputs, model.outputs) == ("python", ["a", "b"], list(expected))
    assert model.predict(ROWS).to_pydict() == expected
    files = {entry.path for entry in model.manifest.files}
    assert {"scaling/tools.py", "scaling/factor.json", "requirements.txt"} <= files
    assert not [path for path in files if path.startswith(".") or "__pycache__" in path]


def test_what_a_repository_requires_is_locked(repository: Path, environments: Path) -> None:
    given: dict[str, Any] = {"name": "scaling", "example": ROWS, "entrypoint": "scaling.tools:add"}
    for line, said in {
        "-r other.txt": "has the line '-r other.txt'",
        "evil @ https://example.org/evil.whl": "has the line 'evil @ https",
        "msgspec>=99": r"asks for 'msgspec>=99', and msgspec \S+ is installed here",
        "no-such-package-here": "has no version and is not installed here",
    }.items():
        (repository / "requirements.txt").write_text(line)
        with pytest.raises(errors.InvalidManifestError, match=said):
            foundry_lab.publish_model(repository, **given)
    (repository / "requirements.txt").write_text(
        "# for the tables\nmsgspec >= 0.18  # quick\n\nnumpy\nwinreg-thing; sys_platform == 'win32'\n"
    )
    model = foundry_lab.publish_model(repository, **given)
    lock = (model.package.files() / "requirements.txt").read_text()
    assert "msgspec==" in lock
    assert model.predict(ROWS)["sum"].to_pylist() == [30.0, 50.0, 120.0]
    assert "msgspec" in model.manifest.environment


class Oven:
    """A furnace of which two quantities are known."""

    def __init__(self) -> None:
        self.offset = 273.15

    def kelvin(self, a: Any) -> Any:
        return {"kelvin": a + self.offset}

    def predict(self, a: Any) -> Any:
        return {"ramp": a / 10}


def test_a_class_with_several_methods_is_published_by_one_of_them(environments: Path) -> None:
    example = ROWS.select(["a"])
    by_name = foundry_lab.publish_model(Oven, name="oven", example=example, method="kelvin")
    assert by_name.predict(example)["kelvin"].to_pylist() == pytest.approx([274.15, 275.15, 278.15])
    default = foundry_lab.publish_model(Oven(), name="ramp", example=example)
    assert default.outputs == ["ramp"]
    from sklearn.linear_model import Ridge

    fitted = Ridge().fit(example.to_pandas(), [1.0, 2.0, 3.0])
    for each in (Oven, Oven(), fitted):
        with pytest.raises(errors.InvalidManifestError, match="'celsius'"):
            foundry_lab.publish_model(each, name="other", example=example, method="celsius")


def test_a_skops_file_is_published_as_the_object_is(tmp_path: Path) -> None:
    from sklearn.linear_model import Ridge
    from skops import io

    fitted = Ridge().fit(ROWS.to_pandas(), [1.0, 2.0, 3.0])
    io.dump(fitted, tmp_path / "ridge.bin")
    model = foundry_lab.publish_model(tmp_path / "ridge.bin", name="ridge", example=ROWS, outputs={"y": "eV"})
    assert model.format == "onnx"
    assert [one.format for one in model.manifest.artifacts] == ["skops"]
    np.testing.assert_allclose(model.predict(ROWS)["y"], fitted.predict(ROWS.to_pandas()), rtol=1e-5)


def test_a_pipeline_is_published_by_the_references_of_its_steps(environments: Path) -> None:
    from sklearn.linear_model import LinearRegression

    foundry_lab.publish_model(Oven, name="oven", example=ROWS.select(["a"]), method="kelvin")
    fitted = LinearRegression().fit([[270.0], [280.0]], [1.0, 2.0])
    foundry_lab.publish_model(fitted, name="line", example={"kelvin": [270.0]}, outputs={"rate": "1/s"})
    foundry_lab.model("oven", trust=True)
    model = foundry_lab.publish_model(["oven@1.0.0", "line"], name="both", example=ROWS.select(["a"]))
    assert model.steps == ["oven@1.0.0", "line@1.0.0"]
    assert model.predict(ROWS)["rate"].to_pylist() == pytest.approx([1.415, 1.515, 1.815], rel=1e-4)
    with pytest.raises(errors.NotFoundError, match="no-such-step"):
        foundry_lab.publish_model(["oven@1.0.0", "no-such-step"], name="bad", example=ROWS)


@pytest.mark.parametrize("name", ["weights.safetensors", "model.bin", "model.onnx"])
def test_weights_alone_are_no_model(tmp_path: Path, name: str) -> None:
    from safetensors.numpy import save_file

    save_file({"w": np.zeros(3, np.float32)}, tmp_path / name)
    with pytest.raises(errors.InvalidManifestError, match="holds weights without a model"):
        foundry_lab.publish_model(tmp_path / name, name="bad", example=ROWS)


@pytest.mark.parametrize("fixture", ["external.onnx", "external-escaping.onnx"])
def test_an_onnx_file_with_external_data_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fixture: str
) -> None:
    # Where the working folder has the file that the model names, it must not be read.
    monkeypatch.chdir(tmp_path)
    content = (Path(__file__).parent / "fixtures" / fixture).read_bytes()
    (tmp_path / "weights.bin").write_bytes(np.ones(4, np.float32).tobytes())
    for form in (content, tmp_path / "model.onnx"):
        (tmp_path / "model.onnx").write_bytes(content)
        with pytest.raises(errors.InvalidManifestError, match="single file"):
            foundry_lab.publish_model(form, name="bad", outputs=["y"], inputs=["a"])
    with pytest.raises(errors.NotFoundError):
        foundry_lab.model("bad")


class Mark:
    """What leaves a file when a pickle of it is opened."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return (Path.touch, (self.path,))


@pytest.mark.parametrize("name", ["limits", "confinement", "worker_tables", "worker"])
def test_a_models_modules_may_be_called_as_those_of_the_worker_are(
    tmp_path: Path, environments: Path, name: str
) -> None:
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / f"{name}.py").write_text("def add(a, b):\n    return {'sum': a + b}\n")
    (folder / "start.py").write_text(f"from {name} import add\n")
    for entrypoint in (f"{name}:add", "start:add"):
        found = foundry_lab.publish_model(
            folder, name=entrypoint.replace(":", "-").replace("_", "-"), example=ROWS, entrypoint=entrypoint
        )
        assert found.predict(ROWS)["sum"].to_pylist() == [
            a + b for a, b in zip(*ROWS.to_pydict().values(), strict=True)
        ]


@pytest.mark.parametrize("name", ["scaling/state.json", "scaling/weights.npy", "model.safetensors"])
def test_a_repository_with_a_pickle_under_another_ending_is_refused(
    repository: Path, tmp_path: Path, name: str
) -> None:
    (repository / name).write_bytes(pickle.dumps(Mark(tmp_path / "ran")))
    with pytest.raises(errors.RefusedModelError, match="pickle"):
        foundry_lab.publish_model(repository, name="bad", example=ROWS, entrypoint="scaling.tools:add")
    assert not (tmp_path / "ran").exists()


_BACKEND = next((name for name in ("jax", "torch", "tensorflow") if find_spec(name)), None)


@pytest.mark.skipif(
    find_spec("keras") is None or _BACKEND is None,
    reason="Keras or a backend of it is not installed: pip install keras jax",
)
def test_a_keras_file_runs_in_its_own_environment(
    environments: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", str(_BACKEND))
    import keras

    network = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    network.save(tmp_path / "net.keras")
    model = foundry_lab.publish_model(tmp_path / "net.keras", name="net", example=ROWS, outputs={"y": "eV"})
    assert (model.format, model.runs_code) == ("keras", True)
    rows = ROWS.to_pandas().to_numpy("float32")
    expected = keras.ops.convert_to_numpy(network(rows))[:, 0]
    np.testing.assert_allclose(model.predict(ROWS)["y"], expected, atol=1e-5)
    with pytest.raises(errors.RefusedModelError, match="trust=True"):
        foundry_lab.model("net").predict(ROWS)


@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed: its builds take gigabytes")
def test_a_file_of_an_exported_program_is_published_as_the_module_is(
    environments: Path, tmp_path: Path
) -> None:
    import torch

    network = torch.nn.Linear(2, 1)
    rows = torch.from_numpy(ROWS.to_pandas().to_numpy("float32"))
    program = torch.export.export(network, (rows,), dynamic_shapes=({0: torch.export.Dim("rows")},))
    torch.export.save(program, tmp_path / "net.bin")
    model = foundry_lab.publish_model(tmp_path / "net.bin", name="net", example=ROWS, outputs={"y": "eV"})
    assert model.format in ("onnx", "torch")
    assert "net.safetensors" in [one.entry for one in model.manifest.artifacts]
    with torch.no_grad():
        np.testing.assert_allclose(model.predict(ROWS)["y"], network(rows)[:, 0].numpy(), atol=1e-5)
    # What `torch.save` writes of a module is a pickle.
    torch.save(network, tmp_path / "module.pt2")
    with pytest.raises(errors.RefusedModelError, match="pickle"):
        foundry_lab.publish_model(tmp_path / "module.pt2", name="bad", example=ROWS)
