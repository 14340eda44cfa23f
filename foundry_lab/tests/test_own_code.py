"""Models with code of their publisher: of the notebook, of modules beside it, and files that are named."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge

import foundry_lab
from foundry_lab import errors
from foundry_lab.tests.predictions import predicted

HELPER = """
import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
import own_constants

class Clip(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        return self
    def transform(self, X):
        return np.clip(scaled(np.asarray(X)), 0, 4)

def scaled(x):
    return x * own_constants.SCALE
"""
SCRIPT = """
import sys, warnings
import numpy as np, pandas as pd
import foundry_lab
from foundry_lab.tests.predictions import predicted
from dataclasses import dataclass, field
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
warnings.simplefilter("ignore")
frame = pd.DataFrame(np.random.default_rng(0).uniform(0, 5, (60, 3)), columns=["b", "a", "c"])
target = frame.to_numpy() @ [1.0, 2.0, 3.0]
MOST = 3.0

class Cut(BaseEstimator, TransformerMixin):
    def __init__(self, most=MOST):
        self.most = most
    def fit(self, X, y=None):
        return self
    def transform(self, X):
        return np.minimum(X, self.most)

def logarithm(X):
    return np.log1p(X)

@dataclass
class Line:
    slope: float
    offset: float = MOST
    powers: list = field(default_factory=list)
    def predict(self, a):
        return a * self.slope + self.offset

def of_module(a, b):
    return own_helper.scaled(a) + b

def given_here(a):
    import own_beside
    return own_beside.twice(a)

def check(model, expected, **more):
    foundry_lab.publish_model(model, name="own", example=frame.head(5), **more)
    found = predicted(foundry_lab.model("own", trust=True), frame).column(0).to_numpy()
    np.testing.assert_allclose(found, expected, rtol=1e-12)
"""
CASES = {
    "a class of the notebook": "p = make_pipeline(Cut(), Ridge()).fit(frame, target); check(p, p.predict(frame))",
    "a function of the notebook": (
        "p = make_pipeline(FunctionTransformer(logarithm), Ridge()).fit(frame, target); check(p, p.predict(frame))"
    ),
    "a class of a module beside it": (
        "p = make_pipeline(own_helper.Clip(), Ridge()).fit(frame, target); check(p, p.predict(frame))"
    ),
    "a function of a module beside it": "check(of_module, frame['a'] * 2.5 + frame['b'])",
    "a dataclass": "check(Line(2.0), frame['a'] * 2 + 3)",
    "files that are named": "check(given_here, frame['a'] * 2, code=[sys.argv[1] + '/elsewhere/own_beside.py'])",
}


@pytest.mark.parametrize("what", CASES)
def test_code_goes_with_the_model(what: str, tmp_path: Path, environments: Path) -> None:
    (tmp_path / "own_helper.py").write_text(HELPER)
    (tmp_path / "own_constants.py").write_text("SCALE = 2.5\n")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "own_beside.py").write_text("def twice(x):\n    return x * 2\n")
    paths = "sys.path.append(sys.argv[1] + '/elsewhere')\nimport own_helper\n"
    script = tmp_path / "notebook.py"
    script.write_text(f"import sys\n{paths}{SCRIPT}{CASES[what]}\n")
    said = subprocess.run([sys.executable, str(script), str(tmp_path)], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr[-2000:]


def test_code_that_does_not_stand_alone_is_refused_by_what_to_give(environments: Path) -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0]})
    table = pd.DataFrame({"x": [2.0]})

    def uses(a: object) -> object:
        return a * table["x"][0]

    with pytest.raises(errors.InvalidManifestError, match="publish a folder with its file"):
        foundry_lab.publish_model(uses, name="own", example=frame)
    with pytest.raises(errors.InvalidManifestError, match=r"`code` names .*nowhere\.py, which is not there"):
        foundry_lab.publish_model(uses, name="own", example=frame, code=["nowhere.py"])


def doubled(a: np.ndarray) -> np.ndarray:
    return a * 2


MODELS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "fitted on a frame": lambda frame: Ridge().fit(frame, frame["a"]),
    "fitted on an array": lambda frame: Ridge().fit(frame.to_numpy(), frame["a"]),
    "a function of one column": lambda frame: doubled,
}


@pytest.mark.parametrize("kind", MODELS)
def test_a_date_that_the_model_does_not_use_is_no_input(kind: str, environments: Path) -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0, 4.0]})
    model = MODELS[kind](frame)
    dated = frame.assign(when=pd.Timestamp("2024-01-01"))
    published = foundry_lab.publish_model(model, name="dated", example=dated)
    assert published.inputs == ["a"]
    expected = model.predict(frame.to_numpy()) if hasattr(model, "predict") else frame["a"] * 2
    np.testing.assert_allclose(predicted(published, frame).column(0), expected)


def test_what_is_copied_is_what_the_notebook_says() -> None:
    from foundry_lab.models.publishing.python_source import standalone

    text = standalone(doubled)
    assert textwrap.dedent("def doubled(a: np.ndarray) -> np.ndarray:\n    return a * 2\n") in text
