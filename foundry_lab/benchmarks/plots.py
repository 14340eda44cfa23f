"""Figures of a leaderboard; Matplotlib is imported when one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..contracts import models as contract
from ..errors import FoundryError

if TYPE_CHECKING:
    import pandas as pd

_LABELS = {"submitted": "submitted", "seconds": "seconds to fit and predict", "parameters": "parameters"}


def score_plot(frame: pd.DataFrame, page: contract.Leaderboard, x: str, metric: str) -> Any:
    """Return a metric against time, cost or size, with the interval of each entry."""
    figure, axes = _figure()
    frame = frame[frame[x].notna() & frame[metric].notna() & ~frame["withdrawn"]] if len(frame) else frame
    if not len(frame):
        raise FoundryError(f"No entry gives its {_LABELS[x]}: give `{x}=` when you submit.")
    low, high = frame[metric] - frame[f"{metric}_low"], frame[f"{metric}_high"] - frame[metric]
    axes.errorbar(frame[x], frame[metric], yerr=[low.clip(lower=0), high.clip(lower=0)], fmt="o", capsize=3)
    for place, score, name in zip(frame[x], frame[metric], frame["name"], strict=True):
        axes.annotate(name, (place, score), xytext=(5, 5), textcoords="offset points", fontsize=8)
    if x != "submitted":
        axes.set_xscale("log")
    axes.set(xlabel=_LABELS[x], ylabel=metric)
    # What `lineage` asks a figure for.
    figure.foundry = f"benchmark:{page.benchmark}@{page.version}"
    return figure


def parity_plot(
    benchmark: contract.Benchmark,
    rows_of: Callable[[str], contract.FoldRows],
    entry: contract.Submission,
    predictions: Mapping[str, Mapping[str, Any]],
) -> Any:
    """Return predictions against truth, a colour for each fold."""
    if benchmark.task != "regression":
        raise FoundryError("Predictions are drawn against truth for numbers only.")
    figure, axes = _figure()
    for fold in (each.name for each in benchmark.folds):
        rows = rows_of(fold)
        axes.plot(rows.truth, [predictions[fold][row] for row in rows.test], ".", markersize=3, label=fold)
    axes.axline((0, 0), slope=1, color="grey", linewidth=1)
    unit = f" ({benchmark.unit})" if benchmark.unit else ""
    axes.set(xlabel=f"{benchmark.target}{unit}", ylabel=f"predicted{unit}", title=entry.name)
    axes.legend(fontsize=8)
    figure.foundry = f"entry:{entry.id}"
    return figure


def _figure() -> tuple[Any, Any]:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise FoundryError("Figures need Matplotlib: `pip install matplotlib`.") from None
    figure = Figure(figsize=(6, 4), layout="constrained")
    return figure, figure.subplots()
