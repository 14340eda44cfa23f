"""XGBoost and LightGBM models from their own JSON and text files, which hold numbers and no code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from ...contracts.models import ModelCall, Signature
from ...errors import ModelRunError, RefusedModelError
from ..isolation import worker_tables as tables
from ..signature import categories_of, numpy_type, split_outputs
from .booster_files import check_booster


class BoosterRunner:
    """Runs a model of XGBoost or LightGBM in this process."""

    def __init__(
        self, path: Path, library: str, call: ModelCall | None, signature: Signature, name: str
    ) -> None:
        self._signature = signature
        self._name = name
        self._methods = list((call and call.gives) or ["predict"])
        self._form = str((call and call.takes) or "array")
        self._categories = categories_of(signature)
        check_booster(path, library, name)
        try:
            self._predict = _xgboost(path) if library == "xgboost" else _lightgbm(path)
        except ImportError:
            raise ModelRunError(
                f"{name} is a model of {library}, which is not installed: run `pip install {library}`."
            ) from None
        except Exception as error:
            reason = str(error).strip().split("\n")[0][:300]
            raise RefusedModelError(f"{name} cannot be read as a model of {library}: {reason}.") from None

    def run(self, batch: pa.RecordBatch) -> list[pa.Array]:
        """Return the output columns."""
        import numpy as np

        rows = tables.in_form(pa.Table.from_batches([batch]), self._form, self._categories)
        try:
            raw = np.asarray(self._predict(rows))
        except Exception as error:
            reason = str(error).strip().split("\n")[0][:300]
            raise ModelRunError(f"{self._name} failed: {reason}.") from None
        if self._methods == ["label", "probabilities"]:
            shares = np.stack([1 - raw, raw], axis=1) if raw.ndim == 1 else raw
            tensor = self._signature.outputs[0]
            classes = np.array(tensor.columns[0].classes or range(shares.shape[1]))
            kind = str if tensor.datatype == "BYTES" else numpy_type(tensor.datatype)
            outputs = [typed_classes(classes, kind)[shares.argmax(axis=1)], shares]
        else:
            outputs = [raw]
        return split_outputs(outputs, batch.num_rows, self._signature, self._name)


def typed_classes(classes: Any, kind: str | type) -> Any:
    """Return the texts of classes in the type of the label."""
    import numpy as np

    if kind == "bool":
        return np.array([str(one) == "True" for one in classes])
    return np.asarray(classes).astype(kind)


def _xgboost(path: Path) -> Any:
    import xgboost

    booster = xgboost.Booster()
    booster.load_model(path)
    booster.set_param({"nthread": 0})
    return lambda rows: booster.predict(
        xgboost.DMatrix(rows, enable_categorical=True), validate_features=False
    )


def _lightgbm(path: Path) -> Any:
    import lightgbm

    booster = lightgbm.Booster(model_file=path)
    return lambda rows: booster.predict(rows)
