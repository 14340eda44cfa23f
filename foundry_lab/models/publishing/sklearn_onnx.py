"""scikit-learn estimators as ONNX, where it converts and answers as the estimator does."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...errors import FoundryError, InvalidManifestError, RefusedModelError
from ..onnx import OnnxModel
from .agreement import difference, spreads, tolerance_of
from .from_onnx import feeds
from .prepared import Result, Source
from .truth import Truth

Tensors = list[tuple[str, str, list[int], list[str]]]


class Converted(NamedTuple):
    """An estimator as ONNX: its inputs, what it was compared with, and how closely."""

    inputs: Tensors
    truth: Truth
    precision: str
    tolerance: float


def as_onnx(
    source: Source, estimator: Any, tensors: Tensors, results: list[Result], truth: Truth
) -> Converted | None:
    """Write the estimator as ONNX; None where it does not convert, or gives something else than the estimator."""
    own = casts_to_single(estimator)
    single = source.precision == "single"
    tolerance = tolerance_of(truth.values, on_request=single)
    for numbers in ["FP32" if single or own else "FP64"]:
        inputs = [
            (
                name,
                numbers if datatype == "FP64" else datatype,
                [-1, 1] if len(shape) == 1 else shape,
                columns,
            )
            for name, datatype, shape, columns in tensors
        ]
        content = _convert(source, estimator, inputs, results)
        if content is None:
            continue
        try:
            session = OnnxModel(content, source.name)
            outputs = session.tensors("outputs")
        except InvalidManifestError:
            continue
        # The converter does not know where a tree sends missing values.
        questions = truth.without_missing() if own else truth
        if any(column.null_count for column in questions.rows.columns) > bool(questions.missing):
            continue
        try:
            answers = session.run([name for name, _, _ in outputs], feeds(inputs, questions.rows))
        except (FoundryError, ValueError, TypeError):
            continue
        if not _agrees(questions, answers, results, tolerance) or _answers_refused(
            session, inputs, questions
        ):
            continue
        for result, (name, _, _), values in zip(results, outputs, answers, strict=True):
            result.name = name
            result.values = np.asarray(values)[: len(result.values)]
        (source.folder / f"{source.name}.onnx").write_bytes(content)
        datatypes = [*(datatype for _, datatype, _, _ in inputs), *(datatype for _, datatype, _ in outputs)]
        return Converted(inputs, questions, "single" if "FP32" in datatypes else "double", tolerance)
    return None


def _answers_refused(session: OnnxModel, inputs: Tensors, truth: Truth) -> bool:
    """Whether a graph answers where the estimator refuses, such as a category that it does not know."""
    outputs = [name for name, _, _ in session.tensors("outputs")]
    for rows in truth.refusals:
        try:
            session.run(outputs, feeds(inputs, rows))
        except (FoundryError, ValueError, TypeError):
            continue
        return True
    return False


def casts_to_single(estimator: Any) -> bool:
    """Whether an estimator itself rounds its inputs to single precision, as trees and forests of scikit-learn do."""
    return type(estimator).__module__ in (
        "sklearn.tree._classes",
        "sklearn.ensemble._forest",
        "sklearn.ensemble._gb",
    )


def _convert(source: Source, estimator: Any, inputs: Tensors, results: list[Result]) -> bytes | None:
    try:
        from skl2onnx import convert_sklearn
    except ImportError:
        return None
    try:
        options = {id(estimator): {"zipmap": False}} if len(results) == 2 else None
        onnx_model = convert_sklearn(
            estimator,
            source.name,
            [(name, _onnx_type(datatype, shape)) for name, datatype, shape, _ in inputs],
            options=options,
        )
    except Exception:
        # Many estimators have no converter; skops keeps them all.
        return None
    content: bytes = onnx_model.SerializeToString()
    return content


def _agrees(truth: Truth, answers: list[Any], results: list[Result], tolerance: float) -> bool:
    if len(answers) != len(results):
        return False
    deviations = spreads(truth, [result.name for result in results])
    for expected, values, deviation in zip(truth.values, answers, deviations, strict=True):
        array = np.asarray(values)
        of_kind = (
            array.dtype.kind == "O"
            if expected.dtype.kind in "OU"
            else array.dtype.kind == expected.dtype.kind
        )
        if (
            len(array) != len(expected)
            or not of_kind
            or difference(expected, array, deviation, tolerance)[1] is not None
        ):
            return False
    return True


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
