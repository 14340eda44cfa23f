"""Published models that a hub runs on a benchmark's rows: confined, within limits, and with the operator's trust only."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import foundry_lab
from foundry_lab import errors
from foundry_lab.benchmarks.benchmark import Benchmark
from foundry_lab.models.isolation.confinement import unavailable
from foundry_lab.models.model import Model

LACK = unavailable()
needs_confinement = pytest.mark.skipif(LACK is not None, reason=f"models that run code are refused: {LACK}")
SECRETS = {f"r{i}": float(f"0.{digits}") for i, digits in enumerate(("73918462", "82649153", "61582739"))}


@pytest.fixture
def hidden(store: Path) -> Benchmark:
    """A benchmark with hidden labels, published to a hub of this test."""
    unknown: list[Any] = [None] * 3
    frame = pd.DataFrame(
        {"id": [f"r{i}" for i in range(12)], "x": np.arange(12) * 1.5, "y": [*unknown, *range(9)]}
    )
    roles = {"id": {"role": "id"}, "x": {"role": "input"}, "y": {"role": "target"}}
    with pytest.warns(errors.FoundryWarning):
        foundry_lab.publish_dataset({"all": frame}, name="small", columns=roles)
    return foundry_lab.publish_benchmark(
        name="task", dataset="small", folds={"a": list(SECRETS)}, metrics=["mae"], labels=SECRETS, hidden=True
    )


Publish = Callable[..., Model]


@pytest.fixture
def code(tmp_path: Path) -> Publish:
    """Publish a function `predict(x)` of the column x."""

    def publish(source: str, name: str = "mine") -> Model:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "model.py").write_text(textwrap.dedent(source))
        example = pa.table({"x": [100.0]})
        return foundry_lab.publish_model(
            folder, name=name, example=example, outputs=["y"], entrypoint="model:predict"
        )

    return publish


def refused(benchmark: Benchmark, model: Model, name: str = "attack") -> str:
    """Submit a model that is refused, and return the sentence."""
    with pytest.raises(errors.FoundryError) as caught:
        benchmark.submit(model, name=name)
    assert isinstance(caught.value, errors.ModelRunError | errors.RefusedModelError), caught.value
    said = str(caught.value)
    assert "\n" not in said
    assert not [digits for value in SECRETS.values() if (digits := str(value)[2:]) in said]
    assert len(benchmark.leaderboard()) == 0
    return said


def test_a_model_of_data_alone_runs_in_the_hub_without_a_decision(hidden: Benchmark) -> None:
    from sklearn.linear_model import LinearRegression

    line = LinearRegression().fit(np.array([[0.0], [1.0]]), [0.0, 2.0])
    model = foundry_lab.publish_model(line, name="line", example=pa.table({"x": [1.0, 2.0]}), outputs=["y"])
    assert not model.runs_code
    entry = hidden.submit(model, name="line")
    expected = np.mean([abs(2 * 1.5 * i - value) for i, value in enumerate(SECRETS.values())])
    assert entry.scores["a"]["mae"] == pytest.approx(expected, rel=1e-6)
    assert (entry.kind, entry.record.model) == ("model", "line@1.0.0")
    assert entry.record.model_sha256 == model.package.digest
    assert entry.record.seconds
    again = hidden.submit(model, name="line here", run="here")
    assert again.scores == entry.scores
    with pytest.raises(errors.FoundryError, match="runs in the 'hub' or 'here'"):
        hidden.submit(model, name="x", run="moon")  # type: ignore[arg-type]


@needs_confinement
def test_a_model_that_runs_code_needs_the_operators_trust(
    hidden: Benchmark, code: Publish, environments: Path
) -> None:
    model = code("def predict(x): return x * 0 + 0.5")
    assert "runs code of its publisher" in refused(hidden, model)
    entry = hidden.submit(model.trust(), name="half")
    assert entry.scores["a"]["mae"] == pytest.approx(np.mean([abs(0.5 - v) for v in SECRETS.values()]))
    model.distrust()
    with pytest.raises(errors.RefusedModelError):
        hidden.submit(model, name="again")


SENTENCES = {
    "reads the labels": ("open(PLACE).read()", "it tried to reach '"),
    "lists the labels": ("os.listdir(FOLDER)", "it tried to reach '"),
    "opens a socket": ("socket.create_connection(('127.0.0.1', 80))", "tried to use the network"),
    "starts a program": ("subprocess.run(['cat', PLACE])", "tried to start a process"),
}


@needs_confinement
@pytest.mark.parametrize("attempt", SENTENCES)
def test_a_model_that(
    attempt: str, hidden: Benchmark, store: Path, code: Publish, environments: Path
) -> None:
    expression, sentence = SENTENCES[attempt]
    labels = next(Path(f"{store}.labels").glob("*.json"))
    source = f"""
        import os, socket, subprocess
        FOLDER, PLACE = {str(labels.parent)!r}, {str(labels)!r}
        def predict(x):
            if x[0] != 100:
                {expression}
            return x
    """
    assert sentence in refused(hidden, code(source).trust())
    assert hidden.submit({"a": SECRETS}, name="the hub keeps serving").scores["a"]["mae"] == 0


# Each gives something if it gets through; the model goes on whatever happens.
ATTEMPTS = {
    "the labels by their path": "open(PLACE).read()",
    "the labels' folder": "os.listdir(FOLDER)",
    "the folder of the store": "os.listdir(os.path.dirname(FOLDER))",
    "the root": "os.listdir('/')",
    "everything from the root": "[n for _, _, n in os.walk('/') if n]",
    "the labels through its own process": "open('/proc/self/root' + PLACE).read()",
    "its own open files": "os.listdir('/proc/self/fd')",
    "processes": "os.listdir('/proc')",
    "memory of the hub": "open(f'/proc/{PARENT}/mem', 'rb')",
    "environment of the hub": "open(f'/proc/{PARENT}/environ').read()",
    "files of the hub": "os.listdir(f'/proc/{PARENT}/fd')",
    "a hard link to the labels": "(os.link(PLACE, HOME + '/h'), 1)",
    "a symbolic link to the labels": "(os.symlink(PLACE, HOME + '/s'), open(HOME + '/s').read())",
    "the mode of the labels": "(os.chmod(PLACE, 0o777), 1)",
    "the owner of the labels": "(os.chown(PLACE, 1, 1), 1)",
    "removing the labels": "(os.remove(PLACE), 1)",
    "moving the labels": "(os.rename(FOLDER, HOME + '/moved'), 1)",
    "emptying the labels": "(os.truncate(PLACE, 0), 1)",
    "a file beside the labels": "open(FOLDER + '/x', 'w')",
    "another root": "(os.chroot(FOLDER), 1)",
    "a socket": "socket.socket()",
    "a local socket": "socket.socket(socket.AF_UNIX)",
    "a pair of sockets": "socket.socketpair()",
    "a datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "a page": "__import__('urllib.request').request.urlopen('http://127.0.0.1/')",
    "a socket by the system's own call": "C.socket(2, 1, 0) >= 0",
    "a ring of calls": "C.syscall(425, 8, ctypes.create_string_buffer(256)) >= 0",
    "an attribute of the labels, by a call of newer systems": (
        "C.syscall(463, -100, PLACE.encode(), 0, b'user.x', struct.pack('QII', 0, 0, 0), 16) == 0"
    ),
    "a child": "os.fork()",
    "a child by the system's own call": "C.fork() >= 0",
    "a program": "subprocess.run(['true'])",
    "a program by the system's own call": "C.execl(b'/bin/true', b'true', None) != -1",
    "the end of the hub": "(os.kill(PARENT, 0), 1)",
    "the other's memory": "C.process_vm_readv(PARENT, None, 0, None, 0, 0) >= 0",
    "tracing the hub": "C.ptrace(16, PARENT, 0, 0) >= 0",
    "a namespace of its own": "C.unshare(0x10000000) >= 0",
    "more memory than its limit": "(resource.setrlimit(resource.RLIMIT_DATA, (-1, -1)), 1)",
    "the limits of the hub": "resource.prlimit(PARENT, resource.RLIMIT_NOFILE, (5, 5))",
}


@needs_confinement
def test_a_model_gets_at_nothing(hidden: Benchmark, store: Path, code: Publish, environments: Path) -> None:
    labels = next(Path(f"{store}.labels").glob("*.json"))
    attempts = "".join(f"    lambda: {text},\n" for text in ATTEMPTS.values())
    names = [f"t{i}" for i in range(len(ATTEMPTS))]
    frame = pd.DataFrame({"id": names, "x": np.arange(float(len(names))), "y": [None] * len(names)})
    roles = {"id": {"role": "id"}, "x": {"role": "input"}, "y": {"role": "target"}}
    with pytest.warns(errors.FoundryWarning):
        foundry_lab.publish_dataset({"all": frame}, name="attempts", columns=roles)
    given: dict[str, Any] = {"labels": dict.fromkeys(names, 1.0), "hidden": True, "metrics": ["mae"]}
    task = foundry_lab.publish_benchmark(name="attempts", dataset="attempts", folds={"a": names}, **given)
    source = f"""
import ctypes, os, resource, socket, struct, subprocess
FOLDER, PLACE, HOME = {str(labels.parent)!r}, {str(labels)!r}, os.environ["HOME"]
PARENT = os.getppid()
C = ctypes.CDLL(None, use_errno=True)
ATTEMPTS = [
{attempts}]
def attempt(number):
    try:
        return 0.0 if ATTEMPTS[number]() else 1.0
    except Exception:
        return 1.0
def predict(x):
    return [0.0 if value == 100 else attempt(int(value)) for value in x]
"""
    content = labels.read_bytes()
    entry = task.submit(code(source, "attempts").trust(), name="attempts")
    kept = Path(f"{store}.labels") / f"{entry.record.predictions.sha256}.json"
    fold = msgspec.json.decode(kept.read_bytes())["folds"]["a"]
    refused = dict(zip(fold["ids"], fold["values"], strict=True))
    through = [what for name, what in zip(names, ATTEMPTS, strict=True) if refused[name] != 1]
    assert through == []
    assert (labels.read_bytes(), labels.stat().st_mode & 0o777) == (content, 0o600)


def test_the_attempts_get_through_where_nothing_is_confined(tmp_path: Path) -> None:
    place = tmp_path / "labels" / "x.json"
    place.parent.mkdir()
    place.write_text("secret")
    scope: dict[str, Any] = {
        "PLACE": str(place),
        "FOLDER": str(place.parent),
        "HOME": str(tmp_path),
        "os": os,
    }
    for what in ("the labels by their path", "the labels' folder", "a symbolic link to the labels"):
        assert eval(ATTEMPTS[what], scope), what


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Benchmark:
    """The benchmark, in a hub whose models have 15 seconds and 1 GiB."""
    monkeypatch.setenv("FOUNDRY_MODEL_SECONDS", "15")
    monkeypatch.setenv("FOUNDRY_MODEL_MEMORY", str(2**30))
    found: Benchmark = request.getfixturevalue("hidden")
    return found


@needs_confinement
@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("def predict(x):\n  while x[0] != 100: pass\n  return x", "took longer than 15 s"),
        (
            "import numpy\ndef predict(x): return numpy.ones(2**(10 if x[0] == 100 else 30))[:len(x)]",
            r"1.0 GiB of memory",
        ),
        ("import os\ndef predict(x):\n  if x[0] != 100: os._exit(3)\n  return x", "its process ended with 3"),
        ("def predict(x): return x if x[0] == 100 else x[:1]", "1 values of 'y' for 3 rows"),
    ],
    ids=["never ends", "takes all memory", "dies", "gives too few rows"],
)
def test_a_model_within_limits_that(
    source: str, sentence: str, limited: Benchmark, code: Publish, environments: Path
) -> None:
    assert sentence in refused(limited, code(source).trust())
    assert limited.submit({"a": SECRETS}, name="the hub keeps serving").scores["a"]["mae"] == 0


def test_predictions_that_are_no_numbers_are_refused_by_their_row(
    hidden: Benchmark, code: Publish, environments: Path
) -> None:
    if LACK is not None:
        pytest.skip(f"models that run code are refused: {LACK}")
    model = code("def predict(x): return x if x[0] == 100 else x * float('nan')").trust()
    with pytest.raises(errors.InvalidPredictionsError, match="row 'r0' in 'a' is missing"):
        hidden.submit(model, name="nan")


def test_rows_that_only_the_hub_has_are_predicted_by_published_models(hidden: Benchmark, store: Path) -> None:
    from sklearn.linear_model import LinearRegression

    rows = pa.table({"id": ["h0", "h1"], "x": [0.73918462, 2.0], "y": [1.0, 6.0]})
    task = foundry_lab.publish_benchmark(
        name="secret", dataset="small", metrics=["mae"], hidden_rows=rows, baselines=True
    )
    assert task.folds == ["hidden"]
    assert [entry.kind for entry in task.leaderboard()] == ["baseline"] * 3
    assert task.train("hidden").num_rows == 12
    with pytest.raises(errors.NotAllowedError, match=r"test rows of secret@1\.0\.0 are hidden"):
        task.test("hidden")
    line = LinearRegression().fit(np.array([[0.0], [1.0]]), [0.0, 2.0])
    model = foundry_lab.publish_model(line, name="line", example=pa.table({"x": [1.0, 2.0]}), outputs=["y"])
    with pytest.raises(errors.NotAllowedError):
        task.submit(model, name="here", run="here")
    entry = task.submit(model, name="line")
    assert entry.scores["hidden"]["mae"] == pytest.approx((abs(2 * 0.73918462 - 1) + 2) / 2, rel=1e-6)
    assert entry.reproduce().verdict == "equal"
    public = [path for path in store.rglob("*") if path.is_file()]
    assert not [path for path in public if b"73918462" in path.read_bytes()]
    for given, sentence in (
        ({"hidden_rows": rows.drop_columns(["x"])}, "no column 'x'"),
        ({"hidden_rows": rows.set_column(0, "id", pa.array(["r1", "h1"]))}, "'r1' is in the dataset"),
        ({"hidden_rows": rows, "hidden": True}, "leave out"),
    ):
        with pytest.raises(errors.FoundryError, match=sentence):
            foundry_lab.publish_benchmark(name="other", dataset="small", metrics=["mae"], **given)


def test_without_confinement_only_formats_of_data_run(monkeypatch: pytest.MonkeyPatch) -> None:
    from foundry_lab.models.isolation import process

    monkeypatch.setattr(process, "unavailable", lambda: "processes are confined on Linux only")
    with pytest.raises(errors.RefusedModelError, match=r"confined on Linux only; models in ONNX") as refused:
        process.require_confinement("mine@1.0.0")
    assert "\n" not in str(refused.value)


def test_a_hub_without_python_runs_no_models(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("FOUNDRY_PYTHON", "")
    from sklearn.linear_model import LinearRegression

    task: Benchmark = request.getfixturevalue("hidden")
    line = LinearRegression().fit(np.array([[0.0], [1.0]]), [0.0, 2.0])
    model = foundry_lab.publish_model(line, name="line", example=pa.table({"x": [1.0, 2.0]}), outputs=["y"])
    for refuse in (task.check, task.submit):
        with pytest.raises(errors.RefusedModelError, match="This hub runs no models"):
            refuse(model, name="x")
    with pytest.raises(errors.InvalidPredictionsError, match="Choose a model, or give predictions"):
        task._entries.record("POST", "submissions", b'{"name": "x"}')


@needs_confinement
def test_the_command_enters_a_model(
    hidden: Benchmark, code: Publish, environments: Path, command: Callable[..., Any]
) -> None:
    model = code("def predict(x): return x * 0 + 0.5")
    said = command("submit", "task", "--model", "mine", "--name", "ci")
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert "runs code of its publisher" in said.stderr
    model.trust()
    said = command("submit", "task", "--model", "mine", "--name", "ci")
    assert said.returncode == 0, said.stderr
    assert [entry.name for entry in hidden.leaderboard()] == ["ci"]
