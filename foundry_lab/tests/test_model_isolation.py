"""Models that could run code: refused without consent, and held within limits with it."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import stat
import textwrap
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pyarrow as pa
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.models.model import Model

ROWS = pa.table({"x": [1.0, 2.0, 3.0]})


class Mark:
    """What runs, when a pickle of it is opened: it leaves a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return (os.system, (f"touch {self.path}",))


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "it-ran"


Publish = Callable[..., Model]


@pytest.fixture
def code(tmp_path: Path) -> Publish:
    """Publish a folder whose model.py has this source."""

    def publish(source: str, **options: Any) -> Model:
        folder = tmp_path / "code"
        folder.mkdir(exist_ok=True)
        (folder / "model.py").write_text(textwrap.dedent(source))
        given = {"name": "mine", "example": ROWS, "outputs": ["y"], "entrypoint": "model:predict", **options}
        return foundry_lab.publish_model(folder, **given)

    return publish


def rewritten(store: Path, change: Callable[[dict[str, Any], Path], None]) -> None:
    """Change a package in the store as someone who makes packages by hand could."""
    folder = store / "models/mine/1.0.0"
    path = folder / "model.json"
    path.chmod(0o644)
    manifest = json.loads(path.read_text())
    change(manifest, folder)
    manifest["files"] = [
        {"path": entry["path"], "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for entry in manifest["files"]
        for data in [(folder / entry["path"]).read_bytes()]
    ]
    path.write_text(json.dumps(manifest))


def test_code_runs_only_after_a_decision_that_is_kept_for_this_version(
    code: Publish, home: Path, environments: Path
) -> None:
    code("def predict(x): return x + 1")
    with pytest.raises(
        errors.RefusedModelError, match=r"mine@1\.0\.0 runs code of its publisher.*trust=True"
    ):
        foundry_lab.model("mine").predict(ROWS)
    assert foundry_lab.model("mine").runs_code
    assert not foundry_lab.model("mine").trusted
    assert foundry_lab.model("mine", trust=True).predict(ROWS)["y"].to_pylist() == [2, 3, 4]
    assert foundry_lab.model("mine").predict(ROWS)["y"].to_pylist() == [2, 3, 4]
    file = home / "config/trusted-models.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one["model"] for one in json.loads(file.read_text()).values()] == ["mine@1.0.0"]
    code("def predict(x): return x + 2", version="1.0.1")
    with pytest.raises(errors.RefusedModelError, match=r"mine@1\.0\.1"):
        foundry_lab.model("mine").predict(ROWS)
    foundry_lab.model("mine@1.0.0").distrust()
    with pytest.raises(errors.RefusedModelError):
        foundry_lab.model("mine@1.0.0").predict(ROWS)


def test_a_list_of_decisions_that_others_can_write_is_not_believed(
    code: Publish, home: Path, environments: Path
) -> None:
    code("def predict(x): return x")
    foundry_lab.model("mine", trust=True)
    (home / "config/trusted-models.json").chmod(0o666)
    with pytest.raises(errors.RefusedModelError, match="can be written by others"):
        foundry_lab.model("mine").predict(ROWS)


def test_code_sees_neither_the_kernel_nor_its_environment(
    code: Publish, environments: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOUNDRY_TOKEN_OF_A_PERSON", "secret")
    source = """
        import os, sys
        def predict(x):
            import importlib.util
            return [f"{os.getpid()} {'FOUNDRY_TOKEN_OF_A_PERSON' in os.environ} "
                    f"{'foundry_lab' in sys.modules or importlib.util.find_spec('foundry_lab') is not None} "
                    f"{os.environ['HOME'] == os.environ['TMPDIR']}"] * len(x)
    """
    with pytest.raises(errors.InvalidManifestError, match="gives something else"):
        code(source)  # another process has another number: the check before publishing sees it
    code(source.replace("os.getpid()", "os.getpid() != 0"))
    said = foundry_lab.model("mine", trust=True).predict(ROWS)["y"].to_pylist()[0].split()
    assert said[1:3] == ["False", "False"]
    assert said[3] == "True", "its home is a folder of its own"


def test_the_environment_is_made_once_and_holds_only_what_is_locked(
    code: Publish, environments: Path
) -> None:
    model = code("def predict(x): return x")
    lock = (model.package.files() / "requirements.txt").read_text()
    assert "numpy==" in lock
    assert "--hash=sha256:" in lock
    made = {path: (path / "complete").stat().st_mtime_ns for path in environments.iterdir()}
    assert made
    foundry_lab.model("mine", trust=True).predict(ROWS)
    assert {path: (path / "complete").stat().st_mtime_ns for path in environments.iterdir()} == made


@pytest.mark.parametrize("protocol", range(6))
def test_a_malicious_pickle_is_refused_whatever_its_name(tmp_path: Path, mark: Path, protocol: int) -> None:
    for name in (
        "model.pkl",
        "model.onnx",
        "model.skops",
        "model.json",
        "model.keras",
        "model.pt2",
        "model.txt",
    ):
        path = tmp_path / name
        path.write_bytes(pickle.dumps(Mark(mark), protocol=protocol))
        with pytest.raises(errors.FoundryError, match="pickle"):
            foundry_lab.publish_model(path, name="bad", example=ROWS, outputs=["y"])
    assert not mark.exists()


def test_a_compressed_pickle_and_one_in_an_archive_are_refused(tmp_path: Path, mark: Path) -> None:
    import zipfile

    path = tmp_path / "model.bin"
    path.write_bytes(zlib.compress(pickle.dumps(Mark(mark))))
    with pytest.raises(errors.RefusedModelError, match="pickle"):
        foundry_lab.publish_model(path, name="bad", example=ROWS)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(Mark(mark)))
    with pytest.raises(errors.RefusedModelError, match="pickle"):
        foundry_lab.publish_model(path, name="bad", example=ROWS)
    assert not mark.exists()


@pytest.mark.parametrize("format", ["onnx", "skops", "xgboost", "lightgbm", "torch", "keras"])
def test_a_package_that_calls_a_pickle_something_else_runs_nothing(
    examples: Path, store: Path, mark: Path, format: str, environments: Path
) -> None:
    import shutil

    shutil.copytree(store / "models/solubility-forest", store / "models/mine")

    def change(manifest: dict[str, Any], folder: Path) -> None:
        manifest |= {"name": "mine", "format": format, "requirements": manifest["entry"]}
        entry = folder / manifest["entry"]
        entry.chmod(0o644)
        entry.write_bytes(pickle.dumps(Mark(mark)))

    rewritten(store, change)
    rows = np.zeros((1, 20))
    with pytest.raises(errors.RefusedModelError, match="holds a pickle, which could run any code"):
        foundry_lab.model("mine").trust(pickle=True).predict(rows)
    assert not mark.exists()


def test_a_pickle_needs_its_risk_named_twice(tmp_path: Path, environments: Path) -> None:
    from sklearn.linear_model import LinearRegression

    path = tmp_path / "line.pkl"
    path.write_bytes(pickle.dumps(LinearRegression().fit([[0.0], [1.0]], [0.0, 2.0])))
    given: dict[str, Any] = {"name": "line", "example": ROWS, "outputs": {"y": "m"}}
    for trust in (False, True):
        with pytest.raises(errors.RefusedModelError, match='trust="pickle"'):
            foundry_lab.publish_model(path, trust=trust, **given)
    foundry_lab.publish_model(path, trust="pickle", **given)
    for trust in (False, True):
        with pytest.raises(errors.RefusedModelError, match='trust="pickle"'):
            foundry_lab.model("line", trust=trust).predict(ROWS)
    found = foundry_lab.model("line", trust="pickle").predict(ROWS)
    assert found["y"].to_pylist() == pytest.approx([2, 4, 6])


def test_a_skops_file_with_a_type_that_is_not_known_is_refused(
    tmp_path: Path, mark: Path, environments: Path
) -> None:
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer
    from skops import io

    # A partial of a function of the system: loading it is harmless, calling it is not.
    pipeline = make_pipeline(FunctionTransformer(os.system))
    io.dump(pipeline, tmp_path / "bad.skops")
    with pytest.raises(errors.RefusedModelError, match=r"system.*not known to be harmless"):
        foundry_lab.publish_model(tmp_path / "bad.skops", name="bad", example=ROWS)


def test_a_skops_package_with_such_a_type_asks_before_it_runs(
    tmp_path: Path, store: Path, environments: Path
) -> None:
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer
    from skops import io

    good = make_pipeline(FunctionTransformer(np.log1p), Ridge()).fit([[1.0], [2.0]], [1.0, 2.0])
    found = foundry_lab.publish_model(good, name="mine", example=ROWS, outputs=["y"])

    def change(manifest: dict[str, Any], folder: Path) -> None:
        manifest |= {"format": "skops", "entry": "mine.skops"}
        manifest.pop("artifacts", None)
        (folder / "mine.skops").chmod(0o644)
        io.dump(make_pipeline(FunctionTransformer(os.system), Ridge()), folder / "mine.skops")

    rewritten(store, change)
    assert found.outputs == ["y"]
    with pytest.raises(errors.RefusedModelError, match=r"system.*not known to be harmless"):
        foundry_lab.model("mine").predict(ROWS)


def test_a_safetensors_header_of_many_entries_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}
    header = json.dumps({f"w{i}": entry for i in range(100_000)}).encode()
    path = tmp_path / "weights.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header)
    (tmp_path / "model.py").write_text("def predict(x): return x")
    given: dict[str, Any] = {"name": "bad", "example": ROWS, "entrypoint": "model:predict"}
    monkeypatch.setattr(
        "foundry_lab.models.content.json.loads", lambda text: pytest.fail("the header was built")
    )
    with pytest.raises(errors.RefusedModelError, match="header of 100,000 entries"):
        foundry_lab.publish_model(tmp_path, **given)
    path.write_bytes((2**40).to_bytes(8, "little") + b"{}")
    with pytest.raises(errors.RefusedModelError, match="safetensors header of 1,099,511,627,776 bytes"):
        foundry_lab.publish_model(tmp_path, **given)


def test_code_that_starts_processes_is_stopped(code: Publish, environments: Path) -> None:
    code(
        """
        import os, subprocess
        def predict(x):
            if x[0] == 1:
                return x
            if x[0] == 2:
                os.fork()
            if x[0] == 3:
                subprocess.run(["sleep", "60"])
            return x
        """
    )
    model = foundry_lab.model("mine", trust=True)
    for value in (2.0, 3.0):
        with pytest.raises(errors.ModelRunError, match="tried to start a process"):
            model.predict({"x": [value]})
    assert model.predict({"x": [1.0]})["y"].to_pylist() == [1.0]
    names = [child.name() for child in psutil.Process().children(recursive=True)]
    assert "sleep" not in names


def test_code_that_forks_while_it_is_loaded_is_not_published(code: Publish, environments: Path) -> None:
    with pytest.raises(errors.ModelRunError, match=r"could not be loaded.*tried to start a process"):
        code("import os\nwhile True: os.fork()\ndef predict(x): return x")
    with pytest.raises(errors.NotFoundError):
        foundry_lab.model("mine")


def test_code_that_takes_all_memory_is_stopped(code: Publish, environments: Path) -> None:
    code("import numpy\ndef predict(x): return numpy.ones(int(x[0]) * 2**24)[:len(x)]")
    model = foundry_lab.model("mine", trust=True, memory=2**31)
    with pytest.raises(errors.ModelRunError, match=r"2\.0 GiB of memory"):
        model.predict({"x": [100.0]})
    assert model.predict({"x": [1.0]})["y"].to_pylist() == [1.0]


def test_code_that_never_ends_is_stopped(code: Publish, environments: Path) -> None:
    code("def predict(x):\n  while x[0] > 1: pass\n  return x", example={"x": [1.0]})
    with pytest.raises(errors.ModelRunError, match="was stopped: it took longer than 1 s"):
        foundry_lab.model("mine", trust=True, timeout=1).predict({"x": [2.0]})


def test_loading_takes_its_time_where_batches_may_not(code: Publish, environments: Path) -> None:
    code(
        "import time\ntime.sleep(2)\ndef predict(x):\n  while x[0] > 1: pass\n  return x",
        example={"x": [1.0]},
    )
    model = foundry_lab.model("mine", trust=True, timeout=1)
    assert model.predict({"x": [1.0]})["y"].to_pylist() == [1.0]
    with pytest.raises(errors.ModelRunError, match="was stopped: it took longer than 1 s"):
        model.predict({"x": [2.0]})


def test_code_that_dies_or_fails_says_where(code: Publish, environments: Path) -> None:
    code(
        """
        import os
        def predict(x):
            if x[0] == 2:
                os._exit(3)
            if x[0] == 3:
                raise ValueError("no such phase")
            return x
        """
    )
    model = foundry_lab.model("mine", trust=True)
    with pytest.raises(errors.ModelRunError, match="its process ended with 3"):
        model.predict({"x": [2.0]})
    with pytest.raises(errors.ModelRunError, match=r"ValueError: no such phase \(model\.py, line 7\)"):
        model.predict({"x": [3.0]})


def test_a_changed_package_is_not_the_trusted_one(code: Publish, store: Path, environments: Path) -> None:
    code("def predict(x): return x")
    foundry_lab.model("mine", trust=True)

    def change(manifest: dict[str, Any], folder: Path) -> None:
        (folder / "model.py").chmod(0o644)
        (folder / "model.py").write_text("def predict(x): return x * 0")

    rewritten(store, change)
    with pytest.raises(errors.RefusedModelError):
        foundry_lab.model("mine").predict(ROWS)
