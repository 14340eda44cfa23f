"""Files of scikit-learn estimators that are made to harm: what they could do is asked for, or refused before it runs."""

from __future__ import annotations

import functools
import importlib
import operator
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import (
    BaggingRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingRegressor,
    IsolationForest,
    RandomForestRegressor,
)
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, PolynomialFeatures, SplineTransformer
from sklearn.tree import DecisionTreeRegressor
from skops import io

from foundry_lab.contracts.models import ModelCall, Signature
from foundry_lab.errors import RefusedModelError
from foundry_lab.models.runners.estimator_parts import check_parts
from foundry_lab.models.runners.estimators import EstimatorRunner, untrusted_types
from foundry_lab.models.runners.harmless_types import CHECKED, HARMLESS

RANDOM = np.random.default_rng(0)
ROWS = RANDOM.uniform(0, 5, (60, 4))
NUMBER = ROWS @ [1.0, -2.0, 0.5, 3.0]
COLORS = pd.DataFrame({"c": pd.Categorical(list("xyz") * 20), "a": ROWS[:, 0]})


def kept(estimator: Any, folder: Path) -> Path:
    path = folder / "estimator.skops"
    io.dump(estimator, path)
    return path


def opened(path: Path, *methods: str) -> EstimatorRunner:
    return EstimatorRunner(
        path, ModelCall(gives=list(methods) or ["predict"]), Signature(inputs=[], outputs=[]), "mine@1.0.0"
    )


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_a_harmless_type_is_what_its_name_says(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    found = getattr(importlib.import_module(module), attribute)
    assert (found.__module__, found.__name__) == (module, attribute)
    assert module.partition(".")[0] in ("numpy", "scipy", "sklearn")
    assert not {"joblib", "externals", "datasets", "_joblib", "parallel"} & set(module.split("."))
    # Nothing of them makes a function of data, or calls one by its name.
    assert not isinstance(found, type) or not issubclass(found, joblib.Parallel | pickle.Unpickler)


class Own:
    """What no list knows."""

    def run(self, rows: Any) -> Any:
        return rows


CALLS: dict[str, Any] = {
    "a bound method": Ridge().fit,
    "a part of a function": functools.partial(np.log1p),
    "a method by its name": operator.methodcaller("tofile", "x"),
    "an attribute by its name": operator.attrgetter("ctypes"),
    "a reader of pickles": joblib.load,
    "a reader of arrays": np.load,
    "joblib's memory": joblib.Memory("x", verbose=0),
    "a builtin": eval,
    "a class of the publisher": Own().run,
}


@pytest.mark.parametrize("what", CALLS)
def test_what_a_transformer_calls_is_asked_for_where_it_is_no_plain_function(
    what: str, tmp_path: Path
) -> None:
    assert untrusted_types(kept(FunctionTransformer(CALLS[what]), tmp_path), "mine")
    assert not untrusted_types(kept(FunctionTransformer(np.log1p), tmp_path), "mine")


def test_a_callable_object_of_a_harmless_type_is_not_called(tmp_path: Path) -> None:
    from sklearn.metrics import make_scorer, mean_squared_error

    path = kept(FunctionTransformer(make_scorer(mean_squared_error)), tmp_path)
    assert not untrusted_types(path, "mine")
    with pytest.raises(RefusedModelError, match="it calls a _Scorer"):
        opened(path, "transform")


@pytest.mark.parametrize("kind", [CountVectorizer, TfidfVectorizer])
def test_an_estimator_that_reads_the_files_that_rows_name_is_refused(kind: Any, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("some words")
    estimator = kind(input="filename").fit([str(tmp_path / "a")])
    with pytest.raises(RefusedModelError, match="reads the files that rows name"):
        opened(kept(estimator, tmp_path), "transform")


@pytest.mark.parametrize("method", ["fit", "fit_transform", "set_params", "__init__", "__reduce__"])
def test_only_methods_that_compute_are_called(method: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedModelError, match="only what computes is called"):
        opened(kept(Ridge().fit(ROWS, NUMBER), tmp_path), method)


def altered_tree(tree: Any, change: Callable[[Any], None]) -> None:
    state = tree.__getstate__()
    nodes = state["nodes"].copy()
    change(nodes)
    tree.__setstate__({**state, "nodes": nodes})


def inner(nodes: Any) -> int:
    return int(np.flatnonzero(nodes["left_child"] != -1)[-1])


def _set(key: str, value: int) -> Callable[[Any], None]:
    def change(nodes: Any) -> None:
        nodes[key][inner(nodes)] = value

    return change


ALTERED = {
    "a child outside": _set("left_child", 10**9),
    "a child before the tree": _set("right_child", -5),
    "a child that leads back": _set("left_child", 0),
    "a column outside": _set("feature", 4),
    "a column before the first": _set("feature", -3),
}
TREES: dict[str, Callable[[], Any]] = {
    "tree": lambda: DecisionTreeRegressor().fit(ROWS, NUMBER),
    "forest": lambda: RandomForestRegressor(3).fit(ROWS, NUMBER),
    "boosted": lambda: GradientBoostingRegressor(n_estimators=3).fit(ROWS, NUMBER),
    "isolation": lambda: IsolationForest(n_estimators=3).fit(ROWS),
    "bagging": lambda: BaggingRegressor(n_estimators=3).fit(ROWS, NUMBER),
}


def trees_of(estimator: Any) -> list[Any]:
    parts = np.ravel(estimator.estimators_) if hasattr(estimator, "estimators_") else [estimator]
    return [one.tree_ for one in parts]


@pytest.mark.parametrize("what", ALTERED)
@pytest.mark.parametrize("kind", TREES)
def test_a_tree_that_leads_outside_is_not_followed(kind: str, what: str, tmp_path: Path) -> None:
    estimator = TREES[kind]()
    opened(kept(estimator, tmp_path))
    altered_tree(trees_of(estimator)[-1], ALTERED[what])
    path = kept(estimator, tmp_path)
    assert not untrusted_types(path, "mine")
    with pytest.raises(
        RefusedModelError, match=r"Tree that was altered \(an index leads outside\): it is not run"
    ):
        opened(path)


def test_a_forest_that_takes_fewer_columns_than_its_trees_is_refused(tmp_path: Path) -> None:
    forest = RandomForestRegressor(3, max_features=1, random_state=0).fit(ROWS, NUMBER)
    forest.n_features_in_ = 1
    with pytest.raises(RefusedModelError, match="an index leads outside"):
        opened(kept(forest, tmp_path))
    # A tree behind a step that makes columns has as many as that step makes.
    opened(kept(make_pipeline(PolynomialFeatures(), RandomForestRegressor(3)).fit(ROWS, NUMBER), tmp_path))


def test_boosted_trees_of_more_classes_than_there_are_sums_is_refused(tmp_path: Path) -> None:
    estimator = GradientBoostingClassifier(n_estimators=3).fit(ROWS, np.arange(60) % 3)
    opened(kept(estimator, tmp_path))
    estimator.estimators_ = np.hstack([estimator.estimators_] * 4)
    with pytest.raises(RefusedModelError, match="its trees are not those of its classes"):
        opened(kept(estimator, tmp_path))


HISTOGRAM: dict[str, Callable[[Any], Any]] = {
    "a child": lambda nodes: nodes["left"].__setitem__(0, 10**6),
    "a child before": lambda nodes: nodes["right"].__setitem__(0, 0),
    "a column": lambda nodes: nodes["feature_idx"].__setitem__(0, 99),
    "a set": lambda nodes: nodes["is_categorical"].__setitem__(0, 1),
}


@pytest.mark.parametrize("what", HISTOGRAM)
def test_a_histogram_tree_that_leads_outside_is_not_followed(what: str, tmp_path: Path) -> None:
    estimator = HistGradientBoostingRegressor(max_iter=3).fit(ROWS, NUMBER)
    opened(kept(estimator, tmp_path))
    HISTOGRAM[what](estimator._predictors[0][0].nodes)
    with pytest.raises(RefusedModelError, match=r"an index leads outside|splits by category"):
        opened(kept(estimator, tmp_path))


def test_a_histogram_estimator_of_categories_is_asked_for(tmp_path: Path) -> None:
    estimator = HistGradientBoostingRegressor(max_iter=3, categorical_features="from_dtype").fit(
        COLORS, NUMBER
    )
    assert "functools.partial" in untrusted_types(kept(estimator, tmp_path), "mine")
    estimator._preprocessor.transformers_ = estimator._preprocessor.transformers_[:1]
    with pytest.raises(RefusedModelError, match="encodes its rows in another way"):
        check_parts(estimator, "mine")


@pytest.mark.parametrize("algorithm", ["kd_tree", "ball_tree"])
def test_the_nodes_of_a_neighbor_tree_are_made_anew(algorithm: Any, tmp_path: Path) -> None:
    estimator = KNeighborsRegressor(algorithm=algorithm).fit(ROWS, NUMBER)
    expected = estimator.predict(ROWS)
    state = list(estimator._tree.__getstate__())
    state[1] = state[1] + 10**9
    state[6] = 10**6
    estimator._tree.__setstate__(tuple(state))
    loaded: Any = opened(kept(estimator, tmp_path))._model
    np.testing.assert_array_equal(loaded.predict(ROWS), expected)


def test_splines_and_sparse_matrices_are_looked_at(tmp_path: Path) -> None:
    spline = SplineTransformer().fit(ROWS)
    opened(kept(spline, tmp_path), "transform")
    spline.bsplines_[0].c = spline.bsplines_[0].c[:1]
    with pytest.raises(RefusedModelError, match="BSpline that was altered"):
        opened(kept(spline, tmp_path), "transform")
    import scipy.sparse

    ridge = Ridge().fit(ROWS, NUMBER)
    ridge.coef_ = scipy.sparse.csr_matrix(ridge.coef_)
    opened(kept(ridge, tmp_path))
    ridge.coef_.indices[0] = 10**6
    with pytest.raises(RefusedModelError, match="altered"):
        check_parts(ridge, "mine")


def test_what_is_checked_is_what_compiled_code_follows() -> None:
    assert {name.rpartition(".")[2] for name in CHECKED} == {
        *("Tree", "TreePredictor", "BallTree", "KDTree", "BSpline"),
        *("csr_array", "csr_matrix", "csc_array", "csc_matrix"),
    }
