"""What benchmarks and entries show of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..contracts.models import Benchmark, OverallScore, Submission
from ..widgets.markup import heading, in_frame, table_html

_MOST_FOLDS = 10


def figure(value: float | None) -> str:
    """Return a score in four digits, or a dash."""
    return "–" if value is None else f"{value:.4g}"


def score_text(score: OverallScore) -> str:
    """Return a mean with its deviation over folds, of which one fold has none."""
    return figure(score.mean) + ("" if score.std is None else f" ± {figure(score.std)}")


def benchmark_text(benchmark: Benchmark, reference: str) -> str:
    """Return a benchmark in a few lines."""
    return "\n".join([f"{benchmark.title} [{reference}]", *(f"{k}: {v}" for k, v in _facts(benchmark))])


def benchmark_html(benchmark: Benchmark, reference: str) -> str:
    """Return a benchmark's card."""
    parts = [heading(str(benchmark.title), reference)]
    if benchmark.description:
        parts.append(f"<p>{escape(benchmark.description[:600])}</p>")
    parts.append(table_html(["", ""], _facts(benchmark)))
    return in_frame("".join(parts))


def _facts(benchmark: Benchmark) -> list[tuple[str, str]]:
    folds = [f"{fold.name} ({fold.rows:,})" for fold in benchmark.folds[:_MOST_FOLDS]]
    more = len(benchmark.folds) - len(folds)
    rules = benchmark.rules or None
    facts = [
        ("dataset", f"{benchmark.dataset.name}@{benchmark.dataset.version}"),
        (
            "predict",
            f"{benchmark.target}{f' [{benchmark.unit}]' if benchmark.unit else ''} ({benchmark.task})",
        ),
        ("from", ", ".join((benchmark.inputs or [])[:10]) or "anything"),
        ("folds", ", ".join(folds) + (f" and {more} more" if more else "")),
        ("metrics", ", ".join(metric.name for metric in benchmark.metrics)),
    ]
    if benchmark.weight:
        facts.append(("rows weigh by", benchmark.weight))
    if benchmark.labels.hidden:
        facts.append(("labels", "hidden"))
    if rules and rules.deadline:
        facts.append(("until", str(rules.deadline)))
    if rules and rules.submissions_per_day:
        facts.append(("entries a day", str(rules.submissions_per_day)))
    if rules and rules.submissions_total:
        facts.append(("entries in all", str(rules.submissions_total)))
    if rules and rules.digits:
        facts.append(("digits of scores", str(rules.digits)))
    return facts


def submission_text(submission: Submission) -> str:
    """Return an entry in a few lines."""
    withdrawn = " (withdrawn)" if submission.withdrawn else ""
    lines = [f"{submission.name} on {submission.benchmark}@{submission.version}{withdrawn}"]
    for metric, score in submission.overall.items():
        lines.append(f"{metric}: {score_text(score)} ({_interval(score.low, score.high)})")
    return "\n".join(lines)


def submission_html(submission: Submission, metrics: Sequence[str]) -> str:
    """Return an entry's scores by fold."""
    rows = [
        [fold, *(figure(scores.get(metric)) for metric in metrics)]
        for fold, scores in submission.scores.items()
    ]
    overall = [
        [column, score_text(score), _interval(score.low, score.high)]
        for column, score in submission.overall.items()
    ]
    title = f"{submission.name}{' (withdrawn)' if submission.withdrawn else ''}"
    table = table_html(["fold", *metrics], rows, numbers=range(1, len(metrics) + 1))
    means = table_html(["over folds", "mean ± deviation", "95 % interval"], overall, numbers=[1, 2])
    return in_frame(heading(title, f"{submission.benchmark}@{submission.version}") + table + means)


def _interval(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{figure(low)} to {figure(high)}"
