"""Whatever a public function is given, it ends in one sentence, at the line of whoever called it."""

from __future__ import annotations

import inspect
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab import errors

WRONG: dict[str, Any] = {
    "nothing": None,
    "a number": 3,
    "a fraction": 1.5,
    "a truth value": True,
    "bytes": b"x",
    "a text": "no such thing",
    "an empty text": "",
    "a list": [1, "x"],
    "an empty list": [],
    "a mapping": {"gap": [1]},
    "an object": object(),
    "a function": lambda *given: None,
    "an array": np.zeros((2, 2)),
    "a series": pd.Series([1.0], name="gap"),
    "a column": pa.chunked_array([[1.0]]),
}
#: Values with which a call could go on, of parameters that must be given.
FITTING: dict[str, Any] = {
    "splits": {"train": pa.table({"gap": [1.0]})},
    "name": "gaps",
    "table": pa.table({"gap": [1.0]}),
    "source": pa.table({"gap": [1.0]}),
    "data": pa.table({"gap": [1.0]}),
    "columns": ["gap"],
    "condition": "gap > 0",
    "by": "gap",
    "n": 1,
    "function": lambda batch: batch,
    "since": "1.0.0",
}
FUNCTIONS = [name for name in foundry.__all__ if inspect.isfunction(getattr(foundry, name))]


@pytest.fixture(scope="module")
def gaps(tmp_path_factory: pytest.TempPathFactory) -> Any:
    store = tmp_path_factory.mktemp("door")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STORE", "CACHE", "RUNTIME_DIR"):
            patch.setenv(f"FOUNDRY_{name}", str(store / name.lower()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield foundry.publish_dataset({"train": pa.table({"gap": [1.0, 2.0]})}, name="gaps")


def _sentence(call: Callable[[], Any], asked: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            call()
        except errors.FoundryError as error:
            said = str(error)
            assert said, asked
            assert "\n" not in said, (asked, said)
            assert said.rstrip()[-1] in ".?!", (asked, said)
            frames = traceback.extract_tb(error.__traceback__)
            assert [Path(frame.filename).name for frame in frames][-1] in ("door.py", "verbs.py"), asked


def _calls(function: Callable[..., Any], asked: str) -> None:
    parameters = [
        one
        for one in inspect.signature(function).parameters.values()
        if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
    ]
    needed = {one.name: FITTING.get(one.name, "gaps") for one in parameters if one.default is one.empty}
    for one in parameters:
        for what, value in WRONG.items():
            given = {**needed, one.name: value}
            positional = [
                given.pop(other.name) for other in parameters if other.kind is other.POSITIONAL_ONLY
            ]
            _sentence(lambda: function(*positional, **given), f"{asked}({one.name}={what})")  # noqa: B023
    _sentence(lambda: function(**needed, no_such_argument=1), f"{asked}(no_such_argument)")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_wrong_argument_of_a_function_ends_in_a_sentence(
    name: str, gaps: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    _calls(getattr(foundry, name), name)


@pytest.mark.parametrize("kind", ["dataset", "split"])
def test_a_wrong_argument_of_a_method_ends_in_a_sentence(kind: str, gaps: Any) -> None:
    thing = gaps if kind == "dataset" else gaps["train"]
    for name in dir(type(thing)):
        method = inspect.getattr_static(type(thing), name)
        if (
            not name.startswith("_")
            and inspect.isfunction(method)
            and name not in ("get", "items", "keys", "values")
        ):
            _calls(getattr(thing, name), f"{kind}.{name}")


_FOUNDRY: Any = foundry
SAID = [
    (lambda: _FOUNDRY.load(None), "reference is a text or a path, not None"),
    (lambda: _FOUNDRY.load(3), "reference is a text or a path, not 3"),
    (lambda: _FOUNDRY.search(limit="a"), "limit is a whole number, not 'a'"),
    (lambda: _FOUNDRY.publish_dataset({}, name=None), "name is a text, not None"),
    (lambda: _FOUNDRY.publish_dataset({}, name="a", version=2), "version is a text or None, not 2"),
    (lambda: _FOUNDRY.publish_dataset({}, name="a", title=3), "title is a text or None, not 3"),
    (
        lambda: _FOUNDRY.publish_dataset({}, name="a", columns=["gap"]),
        r"columns is a mapping from texts to .*\['gap'\]",
    ),
    (
        lambda: _FOUNDRY.publish_model(len, name="a", metrics={"MAE": "good"}),
        "metrics is a mapping from texts to numbers",
    ),
    (lambda: _FOUNDRY.load(), "missing a required argument: 'reference'"),
]


@pytest.mark.parametrize(("call", "said"), SAID, ids=[said for _, said in SAID])
def test_the_sentence_names_argument_kind_and_value(call: Callable[[], Any], said: str) -> None:
    with pytest.raises(TypeError, match=said) as caught:
        call()
    assert isinstance(caught.value, errors.FoundryError)


def test_a_script_shows_the_line_and_the_sentence_alone(gaps: Any, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import foundry_lab\nfoundry_lab.load('no-such-thing')\n")
    ended = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count("  File ") == 2, ended.stderr
    assert "no dataset 'no-such-thing'" in ended.stderr.splitlines()[-1]


def test_warnings_name_the_line_of_the_caller(gaps: Any) -> None:
    with pytest.warns(errors.FoundryWarning) as caught:
        foundry.publish_dataset({"train": pa.table({"gap": [1.0]})}, name="thin")
    assert {Path(one.filename).name for one in caught} == {"test_public_door.py"}
