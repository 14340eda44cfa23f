"""Distributions of columns as small inline SVG, for tables that are plain HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from msgspec import UNSET

from ..contracts.models import ColumnStatistics, Histogram, ValueCount

_WIDTH, _HEIGHT, _BARS = 96, 20, 16
_PAIR_WIDTH, _PAIR_HEIGHT = 160, 34
_VALUES = 10


def distribution_html(summary: ColumnStatistics) -> str:
    """Return a column's distribution, its missing values and, for other columns than numbers, how many differ."""
    rows = summary.count + summary.missing
    drawing = ""
    if summary.histogram is not UNSET and summary.count:
        drawing = _bars(
            summary.histogram.counts, f"{_number_text(summary.min)} to {_number_text(summary.max)}"
        )
    elif summary.unique is not UNSET:
        drawing = f"<small>{summary.unique:,} unique</small>"
    parts = {
        "missing": summary.missing,
        "NaN": summary.nan,
        "infinite": summary.infinite,
        "empty": summary.empty,
    }
    absences = [f"{escape(share_text(count, rows))} {name}" for name, count in parts.items() if count]
    absent = ", ".join(absences) or "none missing"
    return f"{drawing}<br><small>{absent}</small>" if drawing else f"<small>{absent}</small>"


def share_text(part: int, total: int) -> str:
    """Return a share in percent: never 0 % for some, never 100 % for not all."""
    percent = 100 * part / total
    if part > 0 and percent < 1:
        return "< 1 %"
    if part < total and percent > 99:
        return "> 99 %"
    return f"{int(percent + 0.5)} %"


def _bars(counts: list[int], label: str) -> str:
    width = max(1, -(-len(counts) // _BARS))
    heights = [sum(counts[start : start + width]) for start in range(0, len(counts), width)]
    most, step = max(heights) or 1, _WIDTH / len(heights)
    rects = "".join(
        f'<rect x="{i * step:.1f}" y="{_HEIGHT - height:.1f}" width="{step - 1:.1f}" height="{height:.1f}"/>'
        for i, height in enumerate(max(1.0, count / most * _HEIGHT) if count else 0.0 for count in heights)
    )
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(label)}" fill="#7aa7d8"><title>{escape(label)}</title>{rects}</svg>'
    )


def _number_text(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, int | float) else "?"


def overlay_html(first: ColumnStatistics, second: ColumnStatistics, names: tuple[str, str]) -> str:
    """Return two distributions of one column over each other, as shares of their values."""
    if first.histogram is not UNSET and second.histogram is not UNSET:
        low = min(first.histogram.edges[0], second.histogram.edges[0])
        high = max(first.histogram.edges[-1], second.histogram.edges[-1])
        edges = [low + (high - low) * i / _BARS for i in range(_BARS + 1)]
        own, other = binned_shares(first.histogram, edges), binned_shares(second.histogram, edges)
        label = f"{names[0]} and {names[1]} from {_number_text(low)} to {_number_text(high)}"
        return _pairs(own, other, label)
    if first.top is not UNSET and second.top is not UNSET:
        shares = [_value_shares(first.top, first.count), _value_shares(second.top, second.count)]
        values = [*dict.fromkeys([*shares[0], *shares[1]])][:_VALUES]
        own, other = ([one.get(value, 0.0) for value in values] for one in shares)
        label = f"{names[0]} and {names[1]}: {', '.join(value[:20] for value in values)}"
        return _pairs(own, other, label)
    return ""


def _value_shares(top: Sequence[ValueCount], count: int) -> dict[str, float]:
    return {item.value: item.count / max(1, count) for item in top}


def binned_shares(histogram: Histogram, edges: Sequence[float]) -> list[float]:
    """
    Return the share of a histogram's values in each of other bins.

    Parameters
    ----------
    histogram : Histogram
        Its values count as spread evenly within each bin.
    edges : sequence of float
        Ascending edges of the other bins; what lies beyond them is left out.
    """
    total = sum(histogram.counts) or 1
    shares = [0.0] * (len(edges) - 1)
    for count, low, high in zip(histogram.counts, histogram.edges, histogram.edges[1:], strict=False):
        for i, (left, right) in enumerate(pairwise(edges)):
            last = i == len(shares) - 1
            if high <= low:
                part = float(left <= low < right or (last and low == right))
            else:
                part = max(0.0, min(high, right) - max(low, left)) / (high - low)
            shares[i] += part * count / total
    return shares


def _pairs(first: Sequence[float], second: Sequence[float], label: str) -> str:
    most = max([*first, *second]) or 1
    step = _PAIR_WIDTH / max(1, len(first))
    bars = "".join(
        f'<rect x="{i * step:.1f}" y="{_PAIR_HEIGHT * (1 - a / most):.1f}" width="{max(1.0, step - 1):.1f}" '
        f'height="{_PAIR_HEIGHT * a / most:.1f}" fill="#7aa7d8"/>'
        for i, a in enumerate(first)
    )
    steps = "".join(f"H{i * step:.1f}V{_PAIR_HEIGHT * (1 - b / most):.1f}" for i, b in enumerate(second))
    line = f"M0 {_PAIR_HEIGHT}{steps}H{_PAIR_WIDTH}V{_PAIR_HEIGHT}"
    return (
        f'<svg width="{_PAIR_WIDTH}" height="{_PAIR_HEIGHT + 1}" viewBox="0 0 {_PAIR_WIDTH} {_PAIR_HEIGHT + 1}" role="img" '
        f'aria-label="{escape(label)}"><title>{escape(label)}</title>{bars}'
        f'<path d="{line}" fill="none" stroke="#c2185b" stroke-width="1.3"/></svg>'
    )
