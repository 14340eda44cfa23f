"""scikit-learn estimators and pipelines: kept as skops, and as ONNX where it converts and agrees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ...errors import InvalidManifestError, ModelRunError
from ..isolation.worker_tables import estimator_outputs, in_form
from ..runners.harmless_types import HARMLESS
from .agreement import difference, tolerance_of
from .example import column_tensors, is_list, is_numeric, require_example, typed_columns
from .own_code import keep_types
from .prepared import Prepared, Result, Source
from .reproducible_zip import skops_parts, without_times
from .requirements import versions_of
from .sklearn_onnx import as_onnx
from .truth import Call, answers, truth

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
    estimator = source.model
    methods = [source.method] if source.method else methods_of(estimator)
    table, categories = inputs_by_name(source, getattr(estimator, "feature_names_in_", None))
    table, form, call = _call_of(estimator, methods, table, categories)
    tensors = _tensors(table) if form == "array" or not categories else column_tensors(table)
    answers_of_estimator = truth(call, table, source.training)
    if any(one.ndim > 1 and not one.shape[1] for one in answers_of_estimator.values):
        raise InvalidManifestError(
            f"{type(estimator).__name__} gives no columns for the example: a model gives at least one."
        )
    results = _results(estimator, methods, [one[: table.num_rows] for one in answers_of_estimator.values])
    skops = f"{source.name}.skops"
    untrusted = dump(estimator, source.folder / skops)
    modules = keep_types(untrusted, source.folder)
    versions = versions_of(["sklearn", "skops", "numpy", "scipy", *modules])
    if form != "array":
        versions |= versions_of(["pandas"])
    how = {"takes": form, "gives": methods}
    onnx = as_onnx(source, estimator, tensors, results, answers_of_estimator) if not categories else None
    if onnx is not None:
        artifacts = [{"format": "skops", "entry": skops}]
        return Prepared(
            "onnx",
            f"{source.name}.onnx",
            onnx.inputs,
            results,
            how,
            artifacts,
            versions,
            truth=onnx.truth,
            precision=onnx.precision,
            tolerance=onnx.tolerance,
        )
    if source.precision == "single":
        raise InvalidManifestError(
            f"{type(estimator).__name__} cannot be kept in single precision: it does not convert to ONNX, or gives "
            "other labels there, or numbers that differ by more than a thousandth of their spread."
        )
    return Prepared(
        "skops",
        skops,
        tensors,
        results,
        how,
        versions=versions,
        isolated=bool(untrusted),
        truth=answers_of_estimator,
        categories=categories,
        tolerance=tolerance_of(answers_of_estimator.values),
    )


def inputs_by_name(source: Source, names: Any) -> tuple[pa.Table, dict[str, list[Any]]]:
    """Return the example's inputs in the order of a model's own names, where it has them, and the categories of columns."""
    table = require_example(source)
    if names is not None and source.example is not None:
        names_of_fit = [str(name) for name in names]
        if not source.inputs and set(names_of_fit) <= set(source.example.column_names):
            table = source.example.select(names_of_fit)
        elif set(names_of_fit) == set(table.column_names):
            table = table.select(names_of_fit)
    elif not source.inputs:
        # What was fitted on an array took no dates.
        table = typed_columns(table)
    categories: dict[str, list[Any]] = {}
    for field in table.schema:
        if pa.types.is_dictionary(field.type):
            if source.form == "pandas":
                categories[field.name] = table[field.name].combine_chunks().dictionary.to_pylist()
            else:
                place = table.schema.get_field_index(field.name)
                table = table.set_column(place, field.name, table[field.name].cast(field.type.value_type))
    return table, categories


def _call_of(
    estimator: Any, methods: list[str], table: pa.Table, categories: dict[str, list[Any]]
) -> tuple[pa.Table, str, Call]:
    """
    Return the columns that an estimator takes, in which form, and what calls it.

    Whole numbers become numbers where that changes nothing, so that a table's fractions are not refused because an
    example had none.

    Raises
    ------
    InvalidManifestError
        If it does not run on the example.
    """

    def calling(form: str) -> Call:
        return lambda rows: estimator_outputs(estimator, methods, in_form(rows, form, categories))

    def runs(form: str, rows: pa.Table) -> list[np.ndarray] | Exception:
        try:
            return answers(calling(form), rows)
        except Exception as error:
            return error

    frame = hasattr(estimator, "feature_names_in_") or not is_numeric(table)
    forms = ["pandas"] if frame else ["array"]
    if len(table.column_names) == 1 and not is_list(table.schema.field(0).type):
        forms.append("column")
    if len(table.column_names) == 1 and is_list(table.schema.field(0).type):
        forms = ["array"]
    first_error: Exception | None = None
    for form in forms:
        outcome = runs(form, table)
        if isinstance(outcome, Exception):
            first_error = first_error or outcome
            continue
        fewer = typed_columns(table)
        if fewer is not table and not isinstance(runs(form, fewer), Exception):
            table = fewer
        wide = as_numbers(table)
        if wide is not None and not categories:
            wide_outcome = runs(form, wide)
            if not isinstance(wide_outcome, Exception) and all(
                difference(one, other, 0.0, 0.0)[1] is None
                for one, other in zip(outcome, wide_outcome, strict=True)
            ):
                table = wide
        return table, form, calling(form)
    raise InvalidManifestError(
        f"{type(estimator).__name__} does not run on the example: {(str(first_error).splitlines() or [''])[0].rstrip('.')}."
    )


def as_numbers(table: pa.Table) -> pa.Table | None:
    """Return a table whose whole numbers, and numbers of other widths, are double; None where there are none."""
    wide = table
    for index, field in enumerate(table.schema):
        if pa.types.is_integer(field.type) or pa.types.is_decimal(field.type):
            values = table.column(index).cast(pa.float64(), safe=False)
            if pa.types.is_integer(field.type) and not values.cast(field.type, safe=False).equals(
                table.column(index)
            ):
                return None
            wide = wide.set_column(index, field.with_type(pa.float64()), values)
        elif pa.types.is_floating(field.type) and field.type != pa.float64():
            wide = wide.set_column(
                index, field.with_type(pa.float64()), table.column(index).cast(pa.float64())
            )
    return None if wide is table else wide


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
        without_times(path, skops_parts)
        types: list[str] = io.get_untrusted_types(file=path)
    except Exception as error:
        raise InvalidManifestError(
            f"{type(estimator).__name__} cannot be kept as skops: {str(error).splitlines()[0].rstrip('.')}."
        ) from None
    return [one for one in types if one not in HARMLESS]


def label_result(name: str, values: np.ndarray, classes: Any) -> Result:
    """
    Return a classifier's label with its classes.

    Raises
    ------
    InvalidManifestError
        If they are of several kinds.
    """
    if values.dtype == object:
        kinds = {type(value) for value in values.flat}
        if len(kinds) > 1:
            raise InvalidManifestError(
                f"The classes are of several kinds ({', '.join(sorted(kind.__name__ for kind in kinds))}): "
                "train on classes of one kind."
            )
        if kinds and kinds <= {bool, int, float}:
            values = np.array(values.tolist())
    if values.dtype.kind in "iu":
        values = values.astype(np.int64)
    return Result(name, values, classes=[str(one) for one in classes])


def _results(estimator: Any, methods: list[str], values: list[np.ndarray]) -> list[Result]:
    """Name the outputs of methods; a classifier of several targets has a label and probabilities for each."""
    classes: Any = getattr(estimator, "classes_", None)
    several = isinstance(classes, list)
    results = []
    left = iter(values)
    for method in methods:
        if method == "predict" and "predict_proba" in methods:
            for index, one in enumerate(classes if several else [classes]):
                name = f"label_{index}" if several else "label"
                results.append(label_result(name, next(left), one))
        elif method == "predict_proba":
            results += _probabilities(classes, left, len(values) - len(results))
        elif method == "predict" and classes is not None and not several:
            results.append(label_result("prediction", next(left), classes))
        else:
            name = {"predict": "prediction", "transform": "feature"}.get(method, method)
            results.append(Result(name, next(left)))
    return results


def _probabilities(classes: Any, left: Iterator[np.ndarray], count: int) -> list[Result]:
    if not isinstance(classes, list):
        return [Result("probabilities", next(left), [f"probability_{one}" for one in classes])]
    if count == 1:
        # One probability for each target: that of its last class.
        return [
            Result("probabilities", next(left), [f"probability_{index}" for index in range(len(classes))])
        ]
    return [
        Result(f"probabilities_{index}", next(left), [f"probability_{index}_{name}" for name in one])
        for index, one in enumerate(classes)
    ]


def _tensors(table: pa.Table) -> Tensors:
    if len(table.column_names) == 1 and is_list(table.schema.field(0).type):
        return column_tensors(table)
    if is_numeric(table):
        return [("input", "FP64", [-1, len(table.column_names)], list(table.column_names))]
    return column_tensors(table)
