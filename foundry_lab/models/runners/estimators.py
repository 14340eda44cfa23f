"""scikit-learn estimators from skops files whose types are all known: they run in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from ...contracts.models import ModelCall, Signature
from ...errors import ModelRunError, RefusedModelError
from ..signature import numpy_type, split_outputs


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
        found: list[str] = io.get_untrusted_types(file=path)
    except Exception as error:
        raise RefusedModelError(f"{name} cannot be read as a skops file: {_short(error)}.") from None
    return found


class EstimatorRunner:
    """Runs an estimator in this process."""

    def __init__(self, path: Path, call: ModelCall | None, signature: Signature, name: str) -> None:
        io = _skops(name)
        try:
            self._model: Any = io.load(path, trusted=[])
        except Exception as error:
            raise RefusedModelError(
                f"{name} cannot be loaded from its skops file: {_short(error)}."
            ) from None
        self._signature = signature
        self._name = name
        self._methods = list((call and call.gives) or ["predict"])
        self._frame = bool(call and call.takes == "pandas")

    def run(self, batch: pa.RecordBatch) -> list[pa.Array]:
        """Return the output columns."""
        import numpy as np

        if not batch.num_rows:
            return split_outputs([np.empty(0) for _ in self._methods], 0, self._signature, self._name)
        rows = rows_of(batch, frame=self._frame)
        try:
            outputs = [np.asarray(getattr(self._model, method)(rows)) for method in self._methods]
        except Exception as error:
            raise ModelRunError(f"{self._name} failed: {type(error).__name__}: {_short(error)}.") from None
        typed = [
            output.astype(str if tensor.datatype == "BYTES" else numpy_type(tensor.datatype), copy=False)
            for output, tensor in zip(outputs, self._signature.outputs, strict=True)
        ]
        return split_outputs(typed, batch.num_rows, self._signature, self._name)


def rows_of(batch: pa.RecordBatch, *, frame: bool) -> Any:
    """Return rows as a pandas frame, or as one array of numbers."""
    import numpy as np

    if frame:
        return batch.to_pandas()
    columns = [column.to_numpy(zero_copy_only=False) for column in batch.columns]
    if (
        len(columns) == 1
        and columns[0].dtype == object
        and len(columns[0])
        and not isinstance(columns[0][0], str)
    ):
        return np.stack(columns[0])
    return np.stack(columns, axis=1)


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
