"""How far numbers may lie from those of a publisher's own object: measured against their spread, not their size."""

from __future__ import annotations

from typing import Any

import numpy as np

from .truth import Truth

#: Shares of the spread of an output: for what computes in double precision, and in single precision.
DOUBLE, SINGLE, SINGLE_ON_REQUEST = 1e-5, 1e-4, 1e-3
#: What sums in another order change of a number, as a share of it, whatever the spread: by bytes of a number.
_ROUNDING = {8: 1e-12, 4: 4e-6, 2: 4e-3}


def tolerance_of(values: list[np.ndarray], *, on_request: bool = False) -> float:
    """Return the share of the spread that outputs may differ by: their own precision decides."""
    if on_request:
        return SINGLE_ON_REQUEST
    return SINGLE if any(one.dtype in (np.float32, np.float16) for one in values) else DOUBLE


def spreads(truth: Truth, names: list[str]) -> list[np.ndarray]:
    """Return the standard deviation of each column of each output, over the example and the training data; 0 for labels."""
    deviations = []
    for values, name in zip(truth.values, names, strict=True):
        if values.dtype.kind != "f":
            deviations.append(np.zeros(int(np.prod(values.shape[1:]))))
            continue
        near = values[: truth.near].reshape(truth.near, -1).astype(float)
        every = values.reshape(len(values), -1).astype(float)
        columns = _deviation(near)
        columns = np.where(columns > 0, columns, _deviation(every))
        # Shares of one whole are measured alike.
        deviations.append(
            np.full_like(columns, columns.max()) if name.startswith("probabilities") else columns
        )
    return deviations


def difference(
    expected: Any, actual: Any, deviation: np.ndarray | float, tolerance: float
) -> tuple[float, int | None]:
    """
    Return the largest difference of numbers, and the first row in which one is too large, or a label another.

    Parameters
    ----------
    expected, found : array of shape (rows, ...)
    deviation : array of shape (columns,)
    tolerance : float
        Share of the spread.
    """
    expected, actual = np.asarray(expected), np.asarray(actual)
    if expected.size != actual.size:
        return float("inf"), 0
    rows = len(expected)
    if not rows:
        return 0.0, None
    if expected.dtype.kind != "f" or actual.dtype.kind not in "fiub":
        same = np.array(
            [
                _number(a) == _number(b) or (_number(a) is None and _number(b) is None)
                for a, b in zip(expected.reshape(-1), actual.reshape(-1), strict=True)
            ]
        ).reshape(rows, -1)
        is_different = ~same.all(axis=1)
        return 0.0, int(is_different.argmax()) if is_different.any() else None
    here = expected.astype(float).reshape(rows, -1)
    there = actual.astype(float).reshape(rows, -1)
    equal = (here == there) | (np.isnan(here) & np.isnan(there))
    with np.errstate(invalid="ignore", over="ignore"):
        distance = np.where(equal, 0.0, np.abs(here - there))
        rounding = _ROUNDING.get(expected.dtype.itemsize, 0.0)
        tolerances = tolerance * np.asarray(deviation) + rounding * np.abs(here)
        is_different = ~(equal | (distance <= tolerances)).all(axis=1)
    largest = (
        float(np.nanmax(np.where(np.isfinite(distance), distance, np.nan)))
        if np.isfinite(distance).any()
        else 0.0
    )
    return largest, int(is_different.argmax()) if is_different.any() else None


def _number(value: Any) -> Any:
    number = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(number, float) and number != number else number


def _deviation(values: np.ndarray) -> np.ndarray:
    finite = np.where(np.isfinite(values), values, np.nan)
    with np.errstate(all="ignore"):
        deviation = np.zeros(values.shape[1])
        some = np.isfinite(finite).any(axis=0)
        deviation[some] = np.nanstd(finite[:, some], axis=0)
    return np.nan_to_num(deviation, posinf=0.0)
