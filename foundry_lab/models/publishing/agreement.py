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
    found = []
    for values, name in zip(truth.values, names, strict=True):
        if values.dtype.kind != "f":
            found.append(np.zeros(int(np.prod(values.shape[1:]))))
            continue
        near = values[: truth.near].reshape(truth.near, -1).astype(float)
        every = values.reshape(len(values), -1).astype(float)
        columns = _deviation(near)
        columns = np.where(columns > 0, columns, _deviation(every))
        # Shares of one whole are measured alike.
        found.append(np.full_like(columns, columns.max()) if name.startswith("probabilities") else columns)
    return found


def difference(
    expected: Any, found: Any, spread: np.ndarray | float, tolerance: float
) -> tuple[float, int | None]:
    """
    Return the largest difference of numbers, and the first row in which one is too large, or a label another.

    Parameters
    ----------
    expected, found : array of shape (rows, ...)
    spread : array of shape (columns,)
    tolerance : float
        Share of the spread.
    """
    expected, found = np.asarray(expected), np.asarray(found)
    if expected.size != found.size:
        return float("inf"), 0
    rows = len(expected)
    if not rows:
        return 0.0, None
    if expected.dtype.kind != "f" or found.dtype.kind not in "fiub":
        same = np.array(
            [
                _plain(a) == _plain(b) or (_plain(a) is None and _plain(b) is None)
                for a, b in zip(expected.reshape(-1), found.reshape(-1), strict=True)
            ]
        ).reshape(rows, -1)
        wrong = ~same.all(axis=1)
        return 0.0, int(wrong.argmax()) if wrong.any() else None
    here = expected.astype(float).reshape(rows, -1)
    there = found.astype(float).reshape(rows, -1)
    equal = (here == there) | (np.isnan(here) & np.isnan(there))
    with np.errstate(invalid="ignore", over="ignore"):
        apart = np.where(equal, 0.0, np.abs(here - there))
        rounding = _ROUNDING.get(expected.dtype.itemsize, 0.0)
        allowed = tolerance * np.asarray(spread) + rounding * np.abs(here)
        wrong = ~(equal | (apart <= allowed)).all(axis=1)
    largest = (
        float(np.nanmax(np.where(np.isfinite(apart), apart, np.nan))) if np.isfinite(apart).any() else 0.0
    )
    return largest, int(wrong.argmax()) if wrong.any() else None


def _plain(value: Any) -> Any:
    plain = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(plain, float) and plain != plain else plain


def _deviation(values: np.ndarray) -> np.ndarray:
    finite = np.where(np.isfinite(values), values, np.nan)
    with np.errstate(all="ignore"):
        found = np.zeros(values.shape[1])
        some = np.isfinite(finite).any(axis=0)
        found[some] = np.nanstd(finite[:, some], axis=0)
    return np.nan_to_num(found, posinf=0.0)
