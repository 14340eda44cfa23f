"""An entry of a benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..contracts.models import OverallScore
from ..contracts.models import Submission as Record

if TYPE_CHECKING:
    from .benchmark import Benchmark


class Submission:
    """
    An accepted entry with its scores.

    Get one from `Benchmark.submit` or `Benchmark.submission`.
    """

    def __init__(self, record: Record, benchmark: Benchmark) -> None:
        self._record = record
        self._benchmark = benchmark

    @property
    def id(self) -> str:
        """The id; ids sort by time."""
        return self._record.id

    @property
    def name(self) -> str:
        """What the leaderboard calls it."""
        return self._record.name

    @property
    def kind(self) -> str:
        """'predictions', 'model', 'baseline' or 'published'."""
        return self._record.kind

    @property
    def benchmark(self) -> str:
        """`name@version` of its benchmark."""
        return f"{self._record.benchmark}@{self._record.version}"

    @property
    def parent(self) -> Benchmark:
        """Its benchmark."""
        return self._benchmark

    @property
    def scores(self) -> dict[str, dict[str, float | None]]:
        """`scores[fold][metric]`; None where a metric is not defined on the fold's rows."""
        return self._record.scores

    @property
    def overall(self) -> dict[str, OverallScore]:
        """By metric: `mean` and `std` over the folds, and the bootstrap interval from `low` to `high`."""
        return self._record.overall

    @property
    def withdrawn(self) -> bool:
        """Whether it was withdrawn."""
        return bool(self._record.withdrawn)

    @property
    def record(self) -> Record:
        """Everything that is kept of it, as `foundry_lab.contracts.models.Submission`."""
        return self._record

    def predictions(self) -> dict[str, dict[str, Any]]:
        """
        Return the predictions, `predictions()[fold][id]`.

        Raises
        ------
        NotAllowedError
            If the benchmark's labels are hidden.
        """
        return self._benchmark.predictions_of(self.id)

    def withdraw(self, reason: str | None = None) -> Submission:
        """Mark the entry as withdrawn; it stays on the leaderboard, without a rank."""
        return self._benchmark.withdraw(self.id, reason)

    def lineage(self) -> Any:
        """Return what its scores come from: data, benchmark, model; see `foundry_lab.lineage`."""
        from .lineage import lineage

        return lineage(self)

    def reproduce(self) -> Any:
        """Compute the scores again from the predictions, here; see `foundry_lab.benchmarks.reproduce`."""
        from .reproduce import reproduce

        return reproduce(self._benchmark, self)

    def __repr__(self) -> str:
        from .benchmark_summary import submission_text

        return submission_text(self)

    def _repr_html_(self) -> str:
        from .benchmark_summary import submission_html

        return submission_html(self)
