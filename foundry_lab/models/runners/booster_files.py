"""
Whether the trees of a model of XGBoost or LightGBM stay within themselves: both follow the indices of a file unseen.

One that leads outside ends the process, or writes where it should not; so a file is looked at before a library reads it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import RefusedModelError

_MOST_CATEGORY = 2**24
_OF_NODES = (
    *("left_children", "right_children", "parents", "split_indices", "split_conditions", "split_type"),
    *("default_left", "loss_changes", "sum_hessian"),
)


def check_booster(path: Path, library: str, name: str) -> None:
    """
    Look at the trees of a file.

    Raises
    ------
    RefusedModelError
        If an index leads outside, or what goes together has other lengths.
    """
    try:
        if library == "xgboost":
            _check_xgboost(json.loads(path.read_text("utf-8"), object_pairs_hook=_once))
        else:
            _check_lightgbm(path.read_bytes())
    except (
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        reason = f"it lacks {error}" if isinstance(error, KeyError) else str(error).splitlines()[0][:120]
        raise RefusedModelError(
            f"{name} has a file that {library} did not write so ({reason.rstrip('.')}): it is not read."
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    _require(len(mapping) == len(pairs), "a key twice")
    return mapping


def _check_xgboost(document: Mapping[str, Any]) -> None:
    learner = document["learner"]
    parameters = learner["learner_model_param"]
    columns = int(parameters["num_feature"])
    classes, targets = int(parameters["num_class"]), int(parameters.get("num_target", 1))
    _require(columns > 0 and classes >= 0 and targets > 0, "sizes below nothing")
    groups = max(1, classes, targets)
    booster = learner["gradient_booster"]
    if booster["name"] == "gblinear":
        _require(len(booster["model"]["weights"]) == (columns + 1) * groups, "weights for other columns")
        return
    if booster["name"] == "dart":
        model = booster["gbtree"]["model"]
        _require(len(booster["weight_drop"]) == len(model["trees"]), "weights for other trees")
    else:
        model = booster["model"]
    trees = model["trees"]
    _require(
        int(model["gbtree_model_param"]["num_trees"]) == len(trees) == len(model["tree_info"]), "other trees"
    )
    _require(groups <= max(1, len(trees)), "more groups than trees")
    _require_range(model["tree_info"], 0, groups)
    _rising(model.get("iteration_indptr", [0, len(trees)]), len(trees))
    for tree in trees:
        _check_xgboost_tree(tree, columns)
    if "cats" in model:
        _check_categories(model["cats"], columns)


def _check_xgboost_tree(tree: Mapping[str, Any], columns: int) -> None:
    left, right = (_integers(tree[side]) for side in ("left_children", "right_children"))
    count = len(left)
    parameters = tree["tree_param"]
    _require(count > 0 and int(parameters["num_nodes"]) == count, "another number of nodes")
    _require(all(len(tree[key]) == count for key in _OF_NODES), "lists of other lengths")
    single = int(parameters["size_leaf_vector"]) in (0, 1)
    _require(single and len(tree["base_weights"]) == count, "leaves of several values")
    inner = left != -1
    _require(bool(((right != -1) == inner).all()), "a node with one child")
    _require_range(left[inner], 0, count)
    _require_range(right[inner], 0, count)
    _reached_once(left, right, inner)
    parents = _integers(tree["parents"])
    above = np.flatnonzero(inner)
    _require(
        bool((parents[left[inner]] == above).all() and (parents[right[inner]] == above).all()),
        "other parents",
    )
    _require(
        int(inner.sum()) * 2 + 1 + int(parameters["num_deleted"]) == count, "nodes that nothing leads to"
    )
    _require_range(_integers(tree["split_indices"])[inner], 0, columns)
    split_type = _integers(tree["split_type"])
    _require_range(split_type, 0, 2)
    nodes, starts, sizes = (_integers(tree[f"categories_{key}"]) for key in ("nodes", "segments", "sizes"))
    _require(len(nodes) == len(starts) == len(sizes), "lists of other lengths")
    _require(np.array_equal(nodes, np.flatnonzero(split_type == 1)), "categories of other nodes")
    _require_range(starts, 0, len(tree["categories"]) + 1)
    _require_range(sizes, 0, len(tree["categories"]) + 1)
    _require_range(starts + sizes, 0, len(tree["categories"]) + 1)
    _require_range(tree["categories"], 0, _MOST_CATEGORY)


def _check_categories(record: Mapping[str, Any], columns: int) -> None:
    segments, encodings = _integers(record["feature_segments"]), record["enc"]
    order = _integers(record["sorted_idx"])
    if not len(segments) and not encodings:
        return
    _require(len(segments) == columns + 1 and len(encodings) == columns, "categories of other columns")
    _rising(segments, len(order))
    for number, one in enumerate(encodings):
        values = one["values"]
        size = int(segments[number + 1] - segments[number])
        if "offsets" in one:
            offsets = one["offsets"]
            _require(size == max(0, len(offsets) - 1), "categories of another number")
            if offsets:
                _rising(offsets, len(values))
        else:
            _require(size == len(values), "categories of another number")
        _require_range(order[segments[number] : segments[number + 1]], 0, size)


def _check_lightgbm(content: bytes) -> None:
    head, _, rest = content.partition(b"\nTree=0\n")
    header = _lines(head)
    sizes = _integers(header["tree_sizes"].split())
    groups = int(header["num_tree_per_iteration"])
    columns = int(header["max_feature_idx"]) + 1
    _require(
        groups > 0 and len(sizes) % groups == 0 and int(header["num_class"]) in (1, groups), "other classes"
    )
    for word in header.get("objective", "").split():
        key, _, value = word.partition(":")
        _require(key != "num_class" or int(value) == groups, "other classes")
    _require(len(header["feature_names"].split(" ")) == columns, "names of other columns")
    rest = b"Tree=0\n" + rest if rest or sizes.size else b""
    at = 0
    for number, size in enumerate(sizes):
        block = rest[at : at + max(0, int(size))]
        _require(block.startswith(f"Tree={number}\n".encode()), "trees of other sizes")
        _check_lightgbm_tree(_lines(block.split(b"\n\n")[0]), columns)
        at += int(size)


def _check_lightgbm_tree(tree: Mapping[str, str], columns: int) -> None:
    leaves = int(tree["num_leaves"])
    _require(leaves > 0 and int(tree.get("is_linear", 0)) == 0, "leaves that are no numbers")
    _require(len(tree["leaf_value"].split()) == leaves, "another number of leaves")
    if leaves == 1:
        return
    for key in ("threshold", "split_gain", "internal_value", "internal_weight", "internal_count"):
        _require(key not in tree or len(tree[key].split()) == leaves - 1, "lists of other lengths")
    for key in ("leaf_weight", "leaf_count"):
        _require(key not in tree or len(tree[key].split()) == leaves, "lists of other lengths")
    left, right, feature, decision = (
        _integers(tree[key].split())
        for key in ("left_child", "right_child", "split_feature", "decision_type")
    )
    _require(len(left) == len(right) == len(feature) == len(decision) == leaves - 1, "lists of other lengths")
    _require_range(feature, 0, columns)
    _require_range(left, -leaves, leaves - 1)
    _require_range(right, -leaves, leaves - 1)
    _reached_once(np.where(left < 0, -1, left), np.where(right < 0, -1, right), np.ones(len(left), bool))
    by_category = (decision & 1) == 1
    count = int(tree["num_cat"])
    if count:
        ends = _integers(tree["cat_boundaries"].split())
        _require(len(ends) == count + 1, "categories of another number")
        _rising(ends, len(tree["cat_threshold"].split()))
    thresholds = np.array(tree["threshold"].split(), dtype=float)[by_category]
    _require(bool(((thresholds >= 0) & (thresholds < count)).all()), "an index that leads outside")


def _lines(text: bytes) -> dict[str, str]:
    pairs = (line.partition("=") for line in text.decode("utf-8").split("\n") if "=" in line)
    return _once([(key, value) for key, _, value in pairs])


def _integers(values: Any) -> np.ndarray:
    numbers = np.asarray(values)
    _require(not numbers.size or numbers.dtype.kind in "iU", "what is not a whole number")
    return numbers.astype(np.int64)


def _reached_once(left: np.ndarray, right: np.ndarray, inner: np.ndarray) -> None:
    """Require that no way down comes to a node twice, so that each of them ends."""
    children = np.concatenate([left[inner], right[inner]])
    children = children[children >= 0]
    _require(len(np.unique(children)) == len(children) and 0 not in children, "nodes that lead back")


def _rising(values: Any, last: int) -> None:
    ends = _integers(values)
    _require(
        len(ends) > 0 and ends[0] == 0 and ends[-1] == last and bool((np.diff(ends) >= 0).all()),
        "ends that do not rise",
    )


def _require_range(values: Any, least: int, end: int) -> None:
    numbers = _integers(values)
    _require(bool(((numbers >= least) & (numbers < end)).all()), "an index that leads outside")


def _require(holds: bool, problem: str) -> None:
    if not holds:
        raise ValueError(problem)
