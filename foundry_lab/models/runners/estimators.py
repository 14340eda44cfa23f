"""scikit-learn estimators from skops files whose types are all known: they run in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from ...contracts.models import ModelCall, Signature
from ...errors import ModelRunError, RefusedModelError
from ..isolation import worker_tables as tables
from ..signature import categories_of, numpy_type, split_outputs
from .estimator_parts import check_parts
from .harmless_types import HARMLESS

#: Those that fit can read what a cache on disk holds.
_METHODS = (
    *("predict", "predict_proba", "predict_log_proba", "decision_function"),
    *("transform", "inverse_transform", "score_samples", "apply"),
)


def untrusted_types(path: Path, name: str) -> list[str]:
    """
    Return the types of a skops file that are not known to be harmless; the file is read, not run.

    Raises
    ------
    RefusedModelError
        If it cannot be read as skops.
    ModelRunError
        If skops or scikit-learn is not installed.
    """
    io = _skops(name)
    try:
        types: list[str] = io.get_untrusted_types(file=path)
    except Exception as error:
        raise RefusedModelError(f"{name} cannot be read as a skops file: {_short(error)}.") from None
    return [one for one in types if one not in HARMLESS]


class EstimatorRunner:
    """Runs an estimator in this process."""

    def __init__(self, path: Path, call: ModelCall | None, signature: Signature, name: str) -> None:
        io = _skops(name)
        try:
            self._model: Any = io.load(path, trusted=sorted(HARMLESS))
        except Exception as error:
            raise RefusedModelError(
                f"{name} cannot be loaded from its skops file: {_short(error)}."
            ) from None
        check_parts(self._model, name)
        self._signature = signature
        self._name = name
        self._methods = list((call and call.gives) or ["predict"])
        other = next((method for method in self._methods if method not in _METHODS), None)
        if other is not None:
            raise RefusedModelError(
                f"{name} gives what its method {other!r:.80} does, and only what computes is called: {', '.join(_METHODS)}."
            )
        self._form = str((call and call.takes) or "array")
        self._categories = categories_of(signature)

    def run(self, batch: pa.RecordBatch) -> list[pa.Array]:
        """Return the output columns."""
        rows = tables.in_form(pa.Table.from_batches([batch]), self._form, self._categories)
        try:
            outputs = tables.estimator_outputs(self._model, self._methods, rows)
        except Exception as error:
            raise ModelRunError(f"{self._name} failed: {type(error).__name__}: {_short(error)}.") from None
        arrays = [
            output.astype(str if tensor.datatype == "BYTES" else numpy_type(tensor.datatype), copy=False)
            for output, tensor in zip(outputs, self._signature.outputs, strict=True)
        ]
        return split_outputs(arrays, batch.num_rows, self._signature, self._name)


def _skops(name: str) -> Any:
    try:
        import sklearn  # noqa: F401
        from skops import io
    except ImportError:
        raise ModelRunError(
            f"{name} is a scikit-learn estimator, and skops or scikit-learn is not installed: "
            "run `pip install foundry-lab[models]`."
        ) from None
    return io


def _short(error: Exception) -> str:
    return str(error).strip().split("\n")[0].rstrip(".")[:300] or type(error).__name__
