"""Entries that every model should beat, computed when a benchmark is made."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from ..errors import FoundryError
from .benchmark import Benchmark

#: Baselines by name: all but the first need scikit-learn and inputs that are numbers.
BASELINES = ("dummy", "linear", "random forest")
_SEED = 0


def submit_baselines(
    benchmark: Benchmark,
    names: Sequence[str],
    inputs: Mapping[str, Mapping[str, Sequence[Any]]] | None = None,
) -> None:
    """
    Fit and submit baselines, called 'baseline: dummy' and so on.

    Parameters
    ----------
    benchmark : Benchmark
    names : sequence of str
        As `check_baselines` returns them.
    inputs : mapping, optional
        ``{fold: {column: values}}`` of the test rows, where the dataset lacks them.

    Raises
    ------
    FoundryError
        If one that is named cannot be computed.
    """
    for name in names:
        since = time.perf_counter()
        predictions = {
            fold: _predict(benchmark, fold, name, None if inputs is None else inputs[fold])
            for fold in benchmark.folds
        }
        benchmark.submit(
            predictions,
            name=f"baseline: {name}",
            by="foundry-lab",
            kind="baseline",
            seconds=time.perf_counter() - since,
            software=_software(name),
        )


def check_baselines(baselines: bool | Sequence[str], inputs: Sequence[str], dataset: Any) -> list[str]:
    """
    Return the baselines to compute.

    Raises
    ------
    FoundryError
        If one that is named is unknown or cannot be computed.
    """
    numeric = numeric_inputs(inputs, dataset)
    if baselines is True:
        return list(BASELINES if numeric and _has_sklearn() else BASELINES[:1])
    names = [baselines] if isinstance(baselines, str) else list(baselines or [])
    for name in names:
        if name not in BASELINES:
            raise FoundryError(f"There is no baseline {name!r}; there are {', '.join(map(repr, BASELINES))}.")
        if name != "dummy" and not numeric:
            raise FoundryError(
                f"The baseline {name!r} needs inputs that are numbers, and {list(inputs)} are none."
            )
        if name != "dummy" and not _has_sklearn():
            raise FoundryError(f"The baseline {name!r} needs scikit-learn: `pip install scikit-learn`.")
    return names


def numeric_inputs(inputs: Sequence[str], dataset: Any) -> list[str]:
    """Return the inputs that are numbers or truth values."""
    kinds = ("int", "uint", "float", "double", "half", "bool")
    return [name for name in inputs if str(dataset.columns[name].type).startswith(kinds)]


def _predict(
    benchmark: Benchmark, fold: str, name: str, inputs: Mapping[str, Sequence[Any]] | None
) -> dict[str, Any]:
    train = benchmark.train(fold)
    target = benchmark.target_of(fold)
    # Where labels are hidden, the test rows of other folds have none to train on.
    train = train.filter(train[target].is_valid())
    if train.num_rows == 0:
        raise FoundryError(f"There are no training rows with a {target!r} in {fold!r} for a baseline.")
    labels = train[target]
    ids = benchmark.test_ids(fold)
    if name == "dummy":
        guess = _constant(labels, benchmark.task)
        return dict.fromkeys(ids, guess)
    columns = numeric_inputs(benchmark.inputs, benchmark.dataset)
    y = labels.to_numpy() if benchmark.task == "regression" else np.array(labels.to_pylist())
    model = _estimator(name, benchmark.task)
    model.fit(_matrix(train, columns), y)
    test = benchmark.test(fold) if inputs is None else pa.table(dict(inputs))
    values = model.predict(_matrix(test, columns))
    return dict(zip(ids, values.tolist(), strict=True))


def _constant(labels: pa.ChunkedArray, task: str) -> Any:
    """Return the mean of numbers, or the most frequent class."""
    import pyarrow.compute as pc

    if task == "regression":
        return pc.mean(labels).as_py()
    return max(pc.value_counts(labels).to_pylist(), key=lambda item: item["counts"])["values"]


def _matrix(table: pa.Table, columns: Sequence[str]) -> Any:
    return np.column_stack(
        [table[name].cast(pa.float64()).to_numpy(zero_copy_only=False) for name in columns]
    )


def _estimator(name: str, task: str) -> Any:
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    last: Any
    if name == "linear":
        last = Ridge() if task == "regression" else LogisticRegression(max_iter=1000)
        return make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), last)
    forest = RandomForestRegressor if task == "regression" else RandomForestClassifier
    return make_pipeline(SimpleImputer(strategy="median"), forest(n_estimators=100, random_state=_SEED))


def _has_sklearn() -> bool:
    from importlib.util import find_spec

    return find_spec("sklearn") is not None


def _software(name: str) -> dict[str, str]:
    from importlib.metadata import version

    return {"foundry-lab": version("foundry-lab")} | (
        {} if name == "dummy" else {"scikit-learn": version("scikit-learn")}
    )
