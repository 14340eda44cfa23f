"""
Every estimator of scikit-learn that fits a small frame answers, once published, as the estimator itself does.

One of each module of scikit-learn by default; FOUNDRY_ALL_ESTIMATORS=1 tries all of them.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sklearn.base import is_classifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.utils import all_estimators

import foundry_lab
from foundry_lab import errors
from foundry_lab.models.model import Model
from foundry_lab.models.runners.estimators import untrusted_types
from foundry_lab.tests.predictions import predicted

ALL = bool(os.environ.get("FOUNDRY_ALL_ESTIMATORS"))
RANDOM = np.random.default_rng(0)
FRAME = pd.DataFrame(RANDOM.uniform(0.1, 5, (60, 4)), columns=["d", "a", "c", "b"])
NUMBER = FRAME.to_numpy() @ [1.0, -2.0, 0.5, 3.0] + 10.0
KIND = np.where(np.median(NUMBER) < NUMBER, "metal", "insulator")
LABELS = np.where(KIND == "metal", 1, 0)

#: What meta-estimators are made of.
MADE_OF: dict[str, Any] = {
    "ColumnTransformer": {"transformers": [("some", "passthrough", ["a", "b"])]},
    "FeatureUnion": {"transformer_list": [("same", "passthrough")]},
    "StackingClassifier": {"estimators": [("one", LogisticRegression())]},
    "StackingRegressor": {"estimators": [("one", Ridge())]},
    "VotingClassifier": {"estimators": [("one", LogisticRegression())], "voting": "soft"},
    "VotingRegressor": {"estimators": [("one", Ridge())]},
    "GridSearchCV": {"estimator": Ridge(), "param_grid": {"alpha": [0.1, 1.0]}},
    "RandomizedSearchCV": {"estimator": Ridge(), "param_distributions": {"alpha": [0.1, 1.0]}, "n_iter": 2},
    "SparseCoder": {"dictionary": np.eye(4)},
    "SelectKBest": {"k": 2},
    "GaussianRandomProjection": {"n_components": 2},
    "SparseRandomProjection": {"n_components": 2},
}
#: Published under a sentence that says why not.
REFUSED: dict[str, str] = {
    "Birch": "cannot be kept as skops: Objects of type Birch are not supported yet",
    "CountVectorizer": "does not run on the example",
    "FeatureHasher": "does not run on the example",
    "HashingVectorizer": "does not run on the example",
    "MiniBatchNMF": "gives something else",
    "MissingIndicator": "gives no columns for the example",
    "PatchExtractor": "does not run on the example",
    "TfidfVectorizer": "does not run on the example",
}
#: What takes no frame of numbers with one target, by its own words.
UNFIT: dict[str, str] = {
    "DictVectorizer": "no attribute 'items'",
    "IsotonicRegression": "1d array or 2d array with 1 feature",
    "KernelCenterer": "must be a square matrix",
    "LabelBinarizer": "positional arguments",
    "LabelEncoder": "positional arguments",
    "MultiLabelBinarizer": "positional arguments",
    "OrthogonalMatchingPursuitCV": "cannot be more than the number of features",
    "RANSACRegressor": "needs to be explicitly set",
    "TSNE": "must be an int in the range",
}


def made(kind: Any) -> Any:
    """Return an estimator of small size, fitted; None with the reason where it takes no such data."""
    name = kind.__name__
    parameters = MADE_OF.get(name)
    if parameters is None:
        required = getattr(kind, "_required_parameters", None) or [
            one for one in ("estimator", "regressor", "base_estimator") if one in _signature(kind)
        ]
        inner = LogisticRegression() if issubclass_classifier(kind) else Ridge()
        parameters = {one: inner for one in required if one in ("estimator", "regressor", "base_estimator")}
    sizes = {"n_estimators": 5, "max_iter": 60, "random_state": 0, "n_components": 2, "n_quantiles": 20}
    sizes = {key: value for key, value in sizes.items() if key in _signature(kind)}
    if kind.__module__.startswith("sklearn.cross_decomposition") or name.startswith("LinearDiscriminant"):
        sizes["n_components"] = 1
    estimator = kind(**{**sizes, **parameters})
    target = KIND if is_classifier(estimator) else NUMBER
    of_classes = ("NeighborhoodComponentsAnalysis", "SelfTrainingClassifier")
    if name in of_classes or kind.__module__.endswith("_univariate_selection"):
        target = LABELS
    if name.startswith(("MultiOutput", "MultiTask")) or name.endswith("Chain"):
        other = np.roll(LABELS if is_classifier(estimator) else NUMBER, 7)
        target = np.stack([LABELS if is_classifier(estimator) else NUMBER, other], axis=1)
    return estimator.fit(FRAME, target)


def _signature(kind: Any) -> set[str]:
    import inspect

    return set(inspect.signature(kind.__init__).parameters)


def issubclass_classifier(kind: Any) -> bool:
    from sklearn.base import ClassifierMixin

    return issubclass(kind, ClassifierMixin)


def kinds() -> Iterator[Any]:
    seen: set[str] = set()
    for _, kind in all_estimators(type_filter=["regressor", "classifier", "transformer"]):
        if ALL or kind.__module__ not in seen:
            seen.add(kind.__module__)
            yield pytest.param(kind, id=kind.__name__)


def expected_of(estimator: Any, frame: pd.DataFrame) -> list[np.ndarray]:
    """Return the columns that the framework itself gives, called as its users call it."""
    if is_classifier(estimator) and hasattr(estimator, "predict_proba"):
        parts = [estimator.predict(frame), estimator.predict_proba(frame)]
    else:
        parts = [estimator.predict(frame) if hasattr(estimator, "predict") else estimator.transform(frame)]
    columns = []
    for part in [each for one in parts for each in (one if isinstance(one, list) else [one])]:
        array = part.toarray() if hasattr(part, "toarray") else np.asarray(part)
        array = array.reshape(len(array), -1)
        columns += [array[:, index] for index in range(array.shape[1])]
    return columns


def compare(
    model: Model, estimator: Any, frame: pd.DataFrame, data: Any, kept: np.ndarray | None = None
) -> None:
    """Compare predictions with the framework's own on the rows that are `kept`; the others must be missing."""
    kept = np.ones(len(frame), dtype=bool) if kept is None else kept
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = expected_of(estimator, frame[kept])
    except (ValueError, IndexError):
        with pytest.raises(errors.FoundryError):
            model.predict(data)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.FoundryWarning)
        table = predicted(model, data)
    columns = [column.to_pylist() for column in table.columns]
    if len(columns) == 1 and isinstance(columns[0][0], list):
        columns = list(zip(*columns[0], strict=True))
    assert len(columns) == len(expected)
    spreads = [
        np.nanstd(one.astype(float)) if one.dtype.kind == "f" else 0.0
        for one in expected_of(estimator, FRAME)
    ]
    assert model.manifest.agreement.tolerance <= 1e-4
    for found, here, spread in zip(columns, expected, spreads, strict=True):
        assert all(found[row] is None for row in np.flatnonzero(~kept))
        there = [found[row] for row in np.flatnonzero(kept)]
        if here.dtype.kind == "f":
            # A frame has one spelling for what is missing and what is not a number.
            there = [np.nan if value is None else value for value in there]
            np.testing.assert_allclose(there, here, rtol=1e-9, atol=1e-4 * spread + 1e-12)
        else:
            assert there == here.tolist()


@pytest.mark.parametrize("kind", kinds())
def test_a_published_estimator_answers_as_itself(kind: Any, environments: Any) -> None:
    name = kind.__name__
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if name in UNFIT:
            with pytest.raises((ValueError, TypeError, AttributeError, AssertionError), match=UNFIT[name]):
                made(kind)
            return
        estimator = made(kind)
        if name in REFUSED:
            with pytest.raises(errors.FoundryError, match=REFUSED[name]):
                foundry_lab.publish_model(estimator, name="one", example=FRAME.head(6))
            return
        model = foundry_lab.publish_model(estimator, name="one", example=FRAME.head(6))
    assert not model.runs_code, untrusted_types(model.package.files() / model.manifest.entry, name)
    shuffled = FRAME.sample(frac=1, random_state=1)
    compare(model, estimator, shuffled, shuffled[["a", "b", "c", "d"]])
    whole = (FRAME * 10).round().astype("int64")
    compare(model, estimator, whole.astype(float), pa.Table.from_pandas(whole.astype("int16")))
    compare(model, estimator, FRAME * 1000.0, (FRAME * 1000.0).to_numpy())
    holes = FRAME.copy()
    holes.iloc[::3, 1] = np.nan
    takes = {
        column.name
        for tensor in model.signature.inputs
        for column in tensor.columns
        if column.nullable is True
    }
    kept = np.ones(60, dtype=bool) if "a" in takes else holes["a"].notna().to_numpy()
    if "a" in model.inputs:
        compare(model, estimator, holes, holes, kept)
        compare(model, estimator, holes, holes.to_dict("records"), kept)
