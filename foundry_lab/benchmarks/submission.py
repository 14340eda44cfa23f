"""An entry of a benchmark."""

from __future__ import annotations

from typing import Any

from ..contracts.models import OverallScore
from ..contracts.models import Submission as Record
from .hub_entries import HubEntries
from .reproduce import ScoredBenchmark, reproduce


class Submission:
    """
    An accepted entry with its scores.

    Get one from `Benchmark.submit` or `Benchmark.submission`.
    """

    def __init__(self, record: Record, entries: HubEntries, parent: ScoredBenchmark) -> None:
        self._record = record
        self._entries = entries
        self._parent = parent

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
    def parent(self) -> ScoredBenchmark:
        """Its `Benchmark`."""
        return self._parent

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
        return self._entries.predictions(self.id)

    def uncertainties(self) -> dict[str, dict[str, float]]:
        """
        Return the predictions' standard deviations, `uncertainties()[fold][id]`; no folds where none were given.

        Raises
        ------
        NotAllowedError
            If the benchmark's labels are hidden.
        """
        return self._entries.uncertainties(self.id)

    def withdraw(self, reason: str | None = None) -> Submission:
        """Mark the entry as withdrawn; it stays on the leaderboard, without a rank."""
        return Submission(self._entries.withdraw(self.id, reason), self._entries, self._parent)

    def lineage(self) -> Any:
        """Return what its scores come from: data, benchmark, model; see `foundry_lab.lineage`."""
        from .lineage import lineage

        return lineage(self)

    def reproduce(self) -> Any:
        """Compute the scores again from the predictions, here; see `foundry_lab.benchmarks.reproduce`."""
        return reproduce(self._parent, self)

    def __repr__(self) -> str:
        from .benchmark_summary import submission_text

        return submission_text(self._record)

    def _repr_html_(self) -> str:
        from .benchmark_summary import submission_html

        return submission_html(self._record, [metric.name for metric in self._parent.manifest.metrics])
