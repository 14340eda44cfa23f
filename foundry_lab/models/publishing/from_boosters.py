"""XGBoost and LightGBM models, kept in their own JSON and text formats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ...errors import InvalidManifestError
from .example import require_example
from .from_sklearn import _tensors, label_result, rows_of
from .prepared import Prepared, Result, Source
from .requirements import versions_of


def from_booster(source: Source, library: str) -> Prepared:
    """
    Prepare a model of XGBoost or LightGBM: a booster, or an estimator in scikit-learn's manner.

    Raises
    ------
    InvalidManifestError
        If it is not fitted, or does not take the example.
    """
    model = source.model
    table = require_example(source)
    entry = f"{source.name}.json" if library == "xgboost" else f"{source.name}.txt"
    rows = rows_of(table, "array")
    classes = getattr(model, "classes_", None)
    try:
        booster = _booster(model, library)
        booster.save_model(str(source.folder / entry))
        scores = np.asarray(_predict(booster, library, rows))
    except Exception as error:
        raise InvalidManifestError(
            f"{type(model).__name__} does not run on the example: {str(error).splitlines()[0].rstrip('.')}."
        ) from None
    versions = versions_of([library, "numpy"])
    if classes is None:
        results, gives = [Result("prediction", scores)], ["predict"]
    else:
        shares = np.stack([1 - scores, scores], axis=1) if scores.ndim == 1 else scores
        label = np.asarray(classes)[shares.argmax(axis=1)]
        results = [
            label_result("label", label, classes),
            Result("probabilities", shares, [f"probability_{one}" for one in classes]),
        ]
        gives = ["label", "probabilities"]
    return Prepared(library, entry, _tensors(table), results, {"gives": gives}, versions=versions)


def opened(path: Path, library: str) -> Any:
    """Return the booster of a file."""
    try:
        if library == "xgboost":
            import xgboost

            booster = xgboost.Booster()
            booster.load_model(path)
            return booster
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


def _booster(model: Any, library: str) -> Any:
    if library == "xgboost":
        return model.get_booster() if hasattr(model, "get_booster") else model
    return model.booster_ if hasattr(model, "booster_") else model


def _predict(booster: Any, library: str, rows: Any) -> Any:
    if library == "lightgbm":
        return booster.predict(rows)
    import xgboost

    return booster.predict(xgboost.DMatrix(rows), validate_features=False)
