"""XGBoost and LightGBM models, kept in their own JSON and text formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ...errors import InvalidManifestError
from ..isolation.worker_tables import estimator_outputs, in_form
from ..runners.booster_files import check_booster
from .agreement import tolerance_of
from .example import column_tensors
from .from_sklearn import _tensors, as_numbers, inputs_by_name, label_result
from .prepared import Prepared, Result, Source
from .requirements import versions_of
from .truth import truth


def from_booster(source: Source, library: str) -> Prepared:
    """
    Prepare a model of XGBoost or LightGBM: a booster, or an estimator in scikit-learn's manner.

    Raises
    ------
    InvalidManifestError
        If it is not fitted, or does not take the example.
    """
    model = source.model
    entry = f"{source.name}.json" if library == "xgboost" else f"{source.name}.txt"
    try:
        booster = _booster(model, library)
        names = booster.feature_names if library == "xgboost" else booster.feature_name()
    except Exception as error:
        raise _failed(model, error) from None
    table, categories = inputs_by_name(source, names)
    if not categories:
        # What they compute with is numbers of single or double precision.
        table = as_numbers(table) or table
    form = "pandas" if source.form == "pandas" else "array"
    classes = getattr(model, "classes_", None)
    methods = ["predict"] if classes is None else ["predict", "predict_proba"]
    missing = getattr(model, "missing", None)
    if isinstance(missing, int | float) and missing == missing:
        raise InvalidManifestError(
            f"{type(model).__name__} takes {missing:g} for a missing value (`missing`), which its file does not say: "
            "train it with NaN in its place."
        )
    _check_trees(model)

    def call(rows: pa.Table) -> list[np.ndarray]:
        data = in_form(rows, form, categories)
        if model is booster:
            return [np.asarray(_predict(booster, library, data))]
        return estimator_outputs(model, methods, data)

    try:
        answers_of_model = truth(call, table, source.training)
        _best_rounds(model, booster, library).save_model(str(source.folder / entry))
    except InvalidManifestError:
        raise
    except Exception as error:
        raise _failed(model, error) from None
    versions = versions_of([library, "numpy", *(["pandas"] if form == "pandas" else [])])
    first = [one[: table.num_rows] for one in answers_of_model.values]
    if classes is None:
        results, call_methods = [Result("prediction", first[0])], ["predict"]
    else:
        results = [
            label_result("label", first[0], classes),
            Result("probabilities", first[1], [f"probability_{one}" for one in classes]),
        ]
        call_methods = ["label", "probabilities"]
    return Prepared(
        library,
        entry,
        column_tensors(table) if categories else _tensors(table),
        results,
        {"takes": form, "gives": call_methods},
        versions=versions,
        truth=answers_of_model,
        categories=categories,
        precision="single" if first[-1].dtype == np.float32 else "double",
        tolerance=tolerance_of(answers_of_model.values),
    )


def _failed(model: Any, error: Exception) -> InvalidManifestError:
    reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
    return InvalidManifestError(f"{type(model).__name__} does not run on the example: {reason}.")


def _check_trees(model: Any) -> None:
    """Refuse trees of other kinds: what is in their files cannot be checked before compiled code follows it."""
    parameters = model.get_params() if hasattr(model, "get_params") else {}
    for name, kind, instead in (
        ("multi_strategy", "multi_output_tree", "'one_output_per_tree'"),
        ("linear_tree", True, "False"),
    ):
        if parameters.get(name) == kind:
            raise InvalidManifestError(
                f"Trees of {type(model).__name__} with {name}={kind!r} are not kept, as their file cannot be checked "
                f"before it is read: fit it with {name}={instead}."
            )


def _best_rounds(model: Any, booster: Any, library: str) -> Any:
    """Return a booster that gives by itself what its estimator gives: of the best iteration, and shares of classes."""
    if library != "xgboost" or model is booster:
        return booster
    best = getattr(model, "best_iteration", None)
    best_rounds = booster if best is None else booster[: best + 1]
    if model.get_xgb_params().get("objective") == "multi:softmax":
        best_rounds = best_rounds.copy()
        best_rounds.set_param({"objective": "multi:softprob"})
    return best_rounds


def open_booster(path: Path, library: str) -> Any:
    """Return the booster of a file."""
    check_booster(path, library, path.name)
    try:
        if library == "xgboost":
            import xgboost

            booster = xgboost.Booster()
            booster.load_model(path)
            return _estimator(booster, path)
        import lightgbm

        return lightgbm.Booster(model_file=path)
    except ImportError:
        raise InvalidManifestError(
            f"{path.name} is a model of {library}: run `pip install {library}`."
        ) from None
    except Exception as error:
        raise InvalidManifestError(
            f"{path.name} cannot be read by {library}: {str(error).splitlines()[0][:200]}."
        ) from None


def _estimator(booster: Any, path: Path) -> Any:
    """Return the estimator that wrote a file, which knows where it stopped early; the booster where none did."""
    import xgboost

    text = booster.attr("scikit_learn")
    if not text:
        return booster
    kinds = {"classifier": "XGBClassifier", "ranker": "XGBRanker"}
    estimator = getattr(xgboost, kinds.get(json.loads(text).get("_estimator_type"), "XGBRegressor"))()
    estimator.load_model(path)
    return estimator


def _booster(model: Any, library: str) -> Any:
    if library == "xgboost":
        return model.get_booster() if hasattr(model, "get_booster") else model
    return model.booster_ if hasattr(model, "booster_") else model


def _predict(booster: Any, library: str, rows: Any) -> Any:
    if library == "lightgbm":
        return booster.predict(rows)
    import xgboost

    return booster.predict(xgboost.DMatrix(rows, enable_categorical=True), validate_features=False)
