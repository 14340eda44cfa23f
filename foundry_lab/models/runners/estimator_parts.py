"""
The content of an estimator's parts that compiled code believes: trees, neighbor trees, splines and sparse matrices.

A file says which indices they hold, and scikit-learn and SciPy follow them without a look at their bounds: one that leads
outside ends the process, or gives what lies elsewhere in its memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ...errors import RefusedModelError

#: Modules whose estimators hand the rows that they get to their trees as they are.
_OF_TREES = ("sklearn.tree.", "sklearn.ensemble._forest", "sklearn.ensemble._gb", "sklearn.ensemble._iforest")


def check_parts(model: Any, name: str) -> None:
    """
    Check all that compiled code follows in an estimator that was loaded and has not run.

    Raises
    ------
    RefusedModelError
        If an index leads outside, or a part reads files or calls what is not a plain function.
    """
    visited_parts: set[tuple[int, int | None]] = set()
    queue: list[tuple[Any, int | None]] = [(model, None)]
    while queue:
        part, width = queue.pop()
        if isinstance(part, str | bytes | int | float | type | None) or (id(part), width) in visited_parts:
            continue
        visited_parts.add((id(part), width))
        try:
            inner = _width(part, width)
            queue += ((one, inner) for one in _parts(part, width))
        except (ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
            raise RefusedModelError(
                f"{name} has a {type(part).__name__} that was altered ({reason}): it is not run."
            ) from None


def _width(part: Any, width: int | None) -> int | None:
    """Return how many columns the trees within a part get; None where it is known by none."""
    own = getattr(part, "__dict__", None)
    if own is None:
        return width
    if not type(part).__module__.startswith(_OF_TREES):
        return None
    columns = [one for one in (width, own.get("n_features_in_")) if one is not None]
    columns += [len(one) for one in own.get("estimators_features_") or ()]
    return min(columns, default=0)


def _parts(part: Any, width: int | None) -> Iterable[Any]:
    """Check a part, and return what it is made of."""
    kind = type(part).__name__
    module = type(part).__module__
    if isinstance(part, dict):
        return part.values()
    if isinstance(part, list | tuple | set):
        return part
    if isinstance(part, np.ndarray):
        return part.ravel().tolist() if part.dtype == object else ()
    if module == "sklearn.tree._tree":
        _check_tree(part, width)
        return ()
    if kind == "TreePredictor":
        return ()
    if module in ("sklearn.neighbors._kd_tree", "sklearn.neighbors._ball_tree"):
        _rebuild(part)
        return ()
    if module.startswith("scipy.sparse"):
        part.check_format(full_check=True)
        return ()
    if kind == "BSpline":
        type(part)(part.t, part.c, part.k, part.extrapolate, part.axis)
        return ()
    own = getattr(part, "__dict__", {})
    if kind == "FunctionTransformer":
        _require_functions(own.get("func"), own.get("inverse_func"))
    if own.get("input") in ("file", "filename"):
        raise ValueError("it reads the files that rows name")
    if "_predictors" in own:
        _check_histogram_trees(part)
    if module == "sklearn.ensemble._gb":
        columns = part._loss.n_classes if part._loss.is_multiclass else 1
        if part.estimators_.ndim != 2 or part.estimators_.shape[1] != columns:
            raise ValueError("its trees are not those of its classes")
    return own.values()


def _require_functions(*functions: Any) -> None:
    for one in functions:
        if one is not None and not isinstance(one, np.ufunc | type(np.mean) | type(_width)):
            raise ValueError(f"it calls a {type(one).__name__}")


def _check_tree(tree: Any, width: int | None) -> None:
    inner = tree.children_left != -1
    for children in (tree.children_left, tree.children_right):
        _require(children[inner], np.flatnonzero(inner) + 1, tree.node_count)
    columns = min(tree.n_features, tree.n_features if width is None else width)
    _require(tree.feature[inner], 0, columns)


def _check_histogram_trees(part: Any) -> None:
    # Categories come through a `functools.partial`, with which it is no longer of harmless types alone.
    if part._preprocessor is not None or np.any(part._bin_mapper.is_categorical_):
        raise ValueError("it encodes its rows in another way than its own")
    for one in (tree for stage in part._predictors for tree in stage):
        nodes = one.nodes
        inner = nodes["is_leaf"] == 0
        if not len(nodes) or nodes["is_categorical"].any():
            raise ValueError("it has no nodes, or splits by category")
        for side in ("left", "right"):
            _require(nodes[side].astype(np.int64)[inner], np.flatnonzero(inner) + 1, len(nodes))
        _require(nodes["feature_idx"].astype(np.int64)[inner], 0, int(part.n_features_in_))


def _rebuild(tree: Any) -> None:
    """Make the nodes of a neighbor tree anew from its points, so that those of a file are never followed."""
    state = tree.__getstate__()
    points, leaf_size, metric, weights = state[0], state[4], state[11], state[12]
    fresh = type(tree)(np.asarray(points), leaf_size=leaf_size, metric=metric, sample_weight=weights)
    tree.__setstate__(fresh.__getstate__())


def _require(values: np.ndarray, least: Any, end: int) -> None:
    if ((values < least) | (values >= end)).any():
        raise ValueError("an index leads outside")
