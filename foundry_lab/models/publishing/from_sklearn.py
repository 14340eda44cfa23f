"""scikit-learn estimators and pipelines: kept as skops, and as ONNX where it converts and agrees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ...errors import InvalidManifestError, ModelRunError, RefusedModelError
from ..onnx import OnnxModel
from .example import column_tensors, is_list, is_numeric, require_example
from .from_onnx import feeds
from .prepared import Prepared, Result, Source
from .reproduce import agree
from .requirements import versions_of

Tensors = list[tuple[str, str, list[int], list[str]]]


def from_sklearn(source: Source) -> Prepared:
    """
    Prepare a fitted estimator.

    Raises
    ------
    InvalidManifestError
        If it is not fitted, or does not take the example.
    ModelRunError
        If skops is not installed.
    """
    table = require_example(source)
    estimator = source.model
    tensors = _tensors(table)
    takes = "array" if len(tensors) == 1 and not _wants_frame(estimator) else "pandas"
    methods = [source.method] if source.method else methods_of(estimator)
    rows = rows_of(table, takes)
    try:
        values = [np.asarray(getattr(estimator, method)(rows)) for method in methods]
    except Exception as error:
        raise InvalidManifestError(
            f"{type(estimator).__name__} does not run on the example: {str(error).splitlines()[0].rstrip('.')}."
        ) from None
    results = _results(estimator, methods, values)
    skops = f"{source.name}.skops"
    untrusted = dump(estimator, source.folder / skops)
    versions = versions_of(
        ["sklearn", "skops", "numpy", "scipy", *(name.partition(".")[0] for name in untrusted)]
    )
    if takes == "pandas":
        versions |= versions_of(["pandas"])
    call = {"takes": takes, "gives": methods}
    converted = _as_onnx(source, estimator, table, tensors, results, source.folder / f"{source.name}.onnx")
    if converted is not None:
        artifacts = [{"format": "skops", "entry": skops}]
        return Prepared("onnx", f"{source.name}.onnx", converted, results, call, artifacts, versions)
    return Prepared("skops", skops, tensors, results, call, versions=versions, isolated=bool(untrusted))


def methods_of(estimator: Any) -> list[str]:
    """Return the methods whose results are an estimator's outputs: a classifier's label and probabilities, say."""
    from sklearn.base import is_classifier

    if is_classifier(estimator) and hasattr(estimator, "predict_proba"):
        return ["predict", "predict_proba"]
    for method in ("predict", "transform"):
        if hasattr(estimator, method):
            return [method]
    raise InvalidManifestError(f"{type(estimator).__name__} has neither `predict` nor `transform`.")


def dump(estimator: Any, path: Path) -> list[str]:
    """
    Write an estimator as skops and return the types that are not known to be harmless.

    Raises
    ------
    ModelRunError
        If skops is not installed.
    InvalidManifestError
        If it holds what skops cannot keep.
    """
    try:
        from skops import io
    except ImportError:
        raise ModelRunError(
            "skops, which keeps scikit-learn estimators, is not installed: run `pip install foundry-lab[models]`."
        ) from None
    try:
        io.dump(estimator, path)
        found: list[str] = io.get_untrusted_types(file=path)
    except Exception as error:
        raise InvalidManifestError(
            f"{type(estimator).__name__} cannot be kept as skops: {str(error).splitlines()[0].rstrip('.')}."
        ) from None
    return found


def rows_of(table: pa.Table, takes: str) -> Any:
    """Return example rows as an estimator takes them."""
    if takes == "pandas":
        return table.to_pandas()
    if is_list(table.schema.field(0).type):
        return np.stack(table.column(0).to_numpy())
    return np.stack([column.to_numpy() for column in table.columns], axis=1)


def label_result(name: str, values: np.ndarray, classes: Any) -> Result:
    """Return a classifier's label with its classes."""
    if values.dtype == object:
        values = np.array([None if value is None else str(value) for value in values], dtype=object)
    if values.dtype.kind == "i":
        values = values.astype(np.int64)
    return Result(name, values, classes=[str(one) for one in classes])


def _results(estimator: Any, methods: list[str], values: list[np.ndarray]) -> list[Result]:
    results = []
    for method, found in zip(methods, values, strict=True):
        if hasattr(found, "toarray"):
            found = found.toarray()
        if method == "predict" and "predict_proba" in methods:
            results.append(label_result("label", found, estimator.classes_))
        elif method == "predict_proba":
            columns = [f"probability_{one}" for one in estimator.classes_]
            results.append(Result("probabilities", found, columns))
        else:
            name = {"predict": "prediction", "transform": "feature"}.get(method, method)
            results.append(Result(name, found))
    return results


def _wants_frame(estimator: Any) -> bool:
    return hasattr(estimator, "feature_names_in_")


def _tensors(table: pa.Table) -> Tensors:
    if len(table.column_names) == 1 and is_list(table.schema.field(0).type):
        return column_tensors(table)
    if is_numeric(table):
        return [("input", "FP64", [-1, len(table.column_names)], list(table.column_names))]
    return column_tensors(table)


def _as_onnx(
    source: Source,
    estimator: Any,
    table: pa.Table,
    tensors: Tensors,
    results: list[Result],
    path: Path,
) -> Tensors | None:
    """Write the estimator as ONNX and return its inputs, or None where it does not convert or does not agree."""
    try:
        from skl2onnx import convert_sklearn
    except ImportError:
        return None
    for numbers in ("FP32", "FP64"):
        inputs = [
            (
                name,
                numbers if datatype == "FP64" else datatype,
                [-1, 1] if len(shape) == 1 else shape,
                columns,
            )
            for name, datatype, shape, columns in tensors
        ]
        try:
            options = {"zipmap": False} if len(results) == 2 else None
            converted = convert_sklearn(
                estimator,
                source.name,
                [(name, _onnx_type(datatype, shape)) for name, datatype, shape, _ in inputs],
                options={id(estimator): options} if options else None,
            )
            content = converted.SerializeToString()
            session = OnnxModel(content, source.name)
            outputs = session.tensors("outputs")
            found = session.run([name for name, _, _ in outputs], feeds(inputs, table))
        except Exception:
            # Many estimators have no converter; skops keeps them all.
            continue
        pairs = list(zip(results, outputs, found, strict=False))
        if len(found) == len(results) and all(
            agree(
                r.values, np.asarray(f).reshape(r.values.shape) if np.asarray(f).size == r.values.size else f
            )
            for r, _, f in pairs
        ):
            for result, (name, _, _), values in pairs:
                result.name = name
                result.values = np.asarray(values)
            path.write_bytes(content)
            return inputs
    return None


def _onnx_type(datatype: str, shape: list[int]) -> Any:
    from skl2onnx.common import data_types

    kinds = {
        "FP32": "FloatTensorType",
        "FP64": "DoubleTensorType",
        "INT64": "Int64TensorType",
        "INT32": "Int32TensorType",
        "BYTES": "StringTensorType",
        "BOOL": "BooleanTensorType",
    }
    if datatype not in kinds:
        raise RefusedModelError(f"{datatype} has no type there.")
    return getattr(data_types, kinds[datatype])([None, *shape[1:]])
