"""scikit-learn estimators from skops files whose types are all known: they run in this process."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pyarrow as pa

from ...contracts.models import ModelCall, Signature
from ...errors import ModelRunError, RefusedModelError
from ..isolation import worker_tables as tables
from ..signature import categories_of, numpy_type, split_outputs

#: Packages of scikit-learn that read files, or bring code of others.
_NOT_OF_ESTIMATORS = (["datasets"], ["externals"], ["tests"], ["utils"])
#: What estimators keep besides, and does no more than compute.
_HARMLESS = {
    "numpy.dtype",
    "scipy._lib.array_api_compat.numpy._aliases.asarray",
    "scipy.interpolate._bsplines.BSpline",
    *(f"scipy.sparse._{kind}.{kind}_{form}" for kind in ("csr", "csc") for form in ("array", "matrix")),
    "sklearn.utils._bunch.Bunch",
    *(f"sklearn.utils._metadata_requests.{name}" for name in ("MetadataRequest", "MethodMetadataRequest")),
    *(f"numpy.{name}" for name in ("max", "mean", "median", "min", "sum")),
    *(f"sklearn.cluster._kmeans._kmeans_single_{name}" for name in ("elkan", "lloyd")),
}


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
        own = set(_of_sklearn(found))
    except Exception as error:
        raise RefusedModelError(f"{name} cannot be read as a skops file: {_short(error)}.") from None
    return [one for one in found if one not in own]


class EstimatorRunner:
    """Runs an estimator in this process."""

    def __init__(self, path: Path, call: ModelCall | None, signature: Signature, name: str) -> None:
        io = _skops(name)
        try:
            self._model: Any = io.load(path, trusted=_of_sklearn(io.get_untrusted_types(file=path)))
        except Exception as error:
            raise RefusedModelError(
                f"{name} cannot be loaded from its skops file: {_short(error)}."
            ) from None
        self._signature = signature
        self._name = name
        self._methods = list((call and call.gives) or ["predict"])
        self._takes = str((call and call.takes) or "array")
        self._categories = categories_of(signature)

    def run(self, batch: pa.RecordBatch) -> list[pa.Array]:
        """Return the output columns."""
        rows = tables.given(pa.Table.from_batches([batch]), self._takes, self._categories)
        try:
            outputs = tables.estimator_outputs(self._model, self._methods, rows)
        except Exception as error:
            raise ModelRunError(f"{self._name} failed: {type(error).__name__}: {_short(error)}.") from None
        typed = [
            output.astype(str if tensor.datatype == "BYTES" else numpy_type(tensor.datatype), copy=False)
            for output, tensor in zip(outputs, self._signature.outputs, strict=True)
        ]
        return split_outputs(typed, batch.num_rows, self._signature, self._name)


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


def _of_sklearn(types: list[str]) -> list[str]:
    """Return the types that are parts of scikit-learn's own estimators, such as the trees and losses of one."""
    return [one for one in types if _is_of_sklearn(one)]


def _is_of_sklearn(name: str) -> bool:
    if name in _HARMLESS:
        return True
    module, _, attribute = name.rpartition(".")
    if module.partition(".")[0] != "sklearn" or module.split(".")[1:2] in _NOT_OF_ESTIMATORS:
        return False
    try:
        found = getattr(importlib.import_module(module), attribute, None)
    except ImportError:
        return False
    # A metric computes, as an estimator's parts do.
    return (isinstance(found, type) or module.startswith("sklearn.metrics.")) and found.__module__.partition(
        "."
    )[0] in ("sklearn", "_loss")
