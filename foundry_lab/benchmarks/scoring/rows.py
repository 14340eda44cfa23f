"""Truth and predictions of the same rows, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ...errors import InvalidPredictionsError

Label: TypeAlias = str | float | int | bool
Floats: TypeAlias = npt.NDArray[np.float64]
Indices: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Numbers:
    """
    Numbers of shape (rows,).

    Attributes
    ----------
    truth, predicted : ndarray of float64
    """

    truth: Floats
    predicted: Floats

    def take(self, rows: Indices) -> Numbers:
        """Return the rows at these positions."""
        return Numbers(self.truth[rows], self.predicted[rows])

    def __len__(self) -> int:
        return len(self.truth)


@dataclass(frozen=True)
class Classes:
    """
    Classes as positions in the list of classes, shape (rows,).

    Attributes
    ----------
    truth, predicted : ndarray of int64
    scores : ndarray of float64
        How surely a row is of the last class; the predicted class itself where only that is given.
    count : int
        How many classes there are.
    """

    truth: Indices
    predicted: Indices
    scores: Floats
    count: int

    def take(self, rows: Indices) -> Classes:
        """Return the rows at these positions."""
        return Classes(self.truth[rows], self.predicted[rows], self.scores[rows], self.count)

    def __len__(self) -> int:
        return len(self.truth)


Rows: TypeAlias = Numbers | Classes


def rows_of(classes: Sequence[Label] | None, truth: Any, predicted: Any) -> Rows:
    """
    Return the rows of a fold.

    Parameters
    ----------
    classes : sequence or None
        What can be predicted; None for numbers.
    truth, predicted : array-like of shape (rows,)

    Raises
    ------
    InvalidPredictionsError
        For a prediction that is none of the classes.
    """
    if classes is None:
        return Numbers(np.asarray(truth, np.float64), np.asarray(predicted, np.float64))
    places = {_key(label): place for place, label in enumerate(classes)}
    labels = np.array([places[_key(value)] for value in truth], np.int64)
    if _is_probability(classes, predicted):
        scores = np.asarray(predicted, np.float64)
        return Classes(labels, (scores > 0.5).astype(np.int64), scores, len(classes))
    try:
        found = np.array([places[_key(value)] for value in predicted], np.int64)
    except KeyError as error:
        raise InvalidPredictionsError(
            f"The prediction {error.args[0][1]!r} is none of the classes {list(classes)}."
        ) from None
    return Classes(labels, found, found.astype(np.float64), len(classes))


def _key(value: Any) -> tuple[bool, Any]:
    # True equals 1 in Python, but is another class.
    return isinstance(value, bool | np.bool_), value


def is_number(value: Any) -> bool:
    """Whether a value is a real number and no truth value."""
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _is_probability(classes: Sequence[Label], predicted: Sequence[Any]) -> bool:
    if len(classes) != 2 or not all(map(is_number, predicted)):
        return False
    return not any(map(is_number, classes)) or list(classes) == [0, 1]
