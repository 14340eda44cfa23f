"""Metrics, scores of folds and their summary: the same numbers as the hub's, to 1e-12."""

from __future__ import annotations

from .metrics import METRICS, metric_of
from .rows import Classes, Numbers, Rows
from .score import SCORING_CODE, score

__all__ = ["METRICS", "SCORING_CODE", "Classes", "Numbers", "Rows", "metric_of", "score"]
