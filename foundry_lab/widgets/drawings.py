"""Distributions of columns as small inline SVG, for tables that are plain HTML."""

from __future__ import annotations

from html import escape

from msgspec import UNSET

from ..contracts.models import ColumnStatistics

_WIDTH, _HEIGHT, _BARS = 96, 20, 16


def distribution_html(summary: ColumnStatistics) -> str:
    """Return a column's distribution, its missing values and, for other columns than numbers, how many differ."""
    rows = summary.count + summary.missing
    drawn = ""
    if summary.histogram is not UNSET and summary.count:
        drawn = _bars(summary.histogram.counts, f"{_short(summary.min)} to {_short(summary.max)}")
    elif summary.unique is not UNSET:
        drawn = f"<small>{summary.unique:,} unique</small>"
    absent = f"{summary.missing / rows:.1%} missing" if summary.missing else "none missing"
    return f"{drawn}<br><small>{absent}</small>" if drawn else f"<small>{absent}</small>"


def _bars(counts: list[int], label: str) -> str:
    joined = max(1, -(-len(counts) // _BARS))
    heights = [sum(counts[start : start + joined]) for start in range(0, len(counts), joined)]
    most, step = max(heights) or 1, _WIDTH / len(heights)
    rects = "".join(
        f'<rect x="{i * step:.1f}" y="{_HEIGHT - height:.1f}" width="{step - 1:.1f}" height="{height:.1f}"/>'
        for i, height in enumerate(max(1.0, count / most * _HEIGHT) if count else 0.0 for count in heights)
    )
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(label)}" fill="#7aa7d8"><title>{escape(label)}</title>{rects}</svg>'
    )


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, int | float) else "?"
