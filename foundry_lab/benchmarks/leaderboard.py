"""The entries of a benchmark, best first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, overload

from ..contracts import models as contract
from ..errors import FoundryError
from ..widgets.markup import heading, in_frame, table_html
from .benchmark_summary import figure, score_text

if TYPE_CHECKING:
    import pandas as pd


_SHOWN = 50


class Leaderboard(Sequence[contract.LeaderboardEntry]):
    """
    Entries with `rank`, `name`, `overall[metric].mean` and the comparison with the entry above.

    Get one from `Benchmark.leaderboard`. Withdrawn entries come last, with rank 0.
    """

    def __init__(
        self, page: contract.Leaderboard, benchmark: contract.Benchmark, draw_parity: Callable[[str], Any]
    ) -> None:
        self._page = page
        self._benchmark = benchmark
        self._reference = f"{benchmark.name}@{benchmark.version}"
        self._draw_parity = draw_parity

    @property
    def entries(self) -> list[contract.LeaderboardEntry]:
        """The entries, best first."""
        return self._page.entries

    @property
    def page(self) -> contract.Leaderboard:
        """Everything, as `foundry_lab.contracts.models.Leaderboard`."""
        return self._page

    @property
    def total(self) -> int:
        """How many there are."""
        return self._page.total

    @property
    def metrics(self) -> list[str]:
        """The metrics' names."""
        return [metric.name for metric in self._page.metrics]

    @property
    def columns(self) -> list[str]:
        """What entries can be sorted by: the metrics or, of several targets, each one's mean rank and `metric.target`."""
        return [column.name for column in self._page.columns]

    @property
    def sort(self) -> str:
        """The column that orders the entries."""
        return self._page.sort

    def to_pandas(self) -> pd.DataFrame:
        """
        Return a frame with a row for each entry: its facts, and mean, std, low and high of each score.

        Of several targets a score is called `metric.target`, and `metric` is the mean of the entry's ranks by each target.
        """
        import pandas as pd

        rows = []
        for entry in self.entries:
            above = entry.above if isinstance(entry.above, contract.EntryComparison) else None
            row: dict[str, Any] = {
                "rank": entry.rank or None,
                "name": entry.name,
                "kind": entry.kind,
                "by": entry.by or None,
                "model": entry.model or None,
                "submitted": entry.submitted_at,
                "seconds": entry.seconds if isinstance(entry.seconds, float | int) else None,
                "parameters": entry.parameters if isinstance(entry.parameters, int) else None,
                "withdrawn": bool(entry.withdrawn),
                "identical_to": entry.identical_to or None,
                "p_above": above.p if above else None,
                "test_above": f"{above.test} of {above.metric}: {above.method}"
                if above and above.method
                else None,
                "id": entry.id,
            }
            row |= entry.mean_ranks or {}
            for metric, score in entry.overall.items():
                row |= {
                    metric: score.mean,
                    f"{metric}_std": score.std,
                    f"{metric}_low": score.low,
                    f"{metric}_high": score.high,
                }
            rows.append(row)
        frame = pd.DataFrame(rows)
        if not frame.empty:
            frame["submitted"] = pd.to_datetime(frame["submitted"])
        return frame

    def to_results(self) -> list[dict[str, Any]]:
        """Return entries in the form of Papers with Code: task, dataset, and metrics by model."""
        return [
            {
                "task": f"{self._benchmark.task}: {self._benchmark.target}",
                "dataset": self._page.dataset,
                "benchmark": self._reference,
                "model_name": entry.name,
                "model": entry.model or None,
                "paper_url": entry.url or None,
                "paper_date": entry.submitted_at[:10],
                "metrics": {metric: score.mean for metric, score in entry.overall.items()},
            }
            for entry in self.entries
            if not entry.withdrawn
        ]

    def plot(self, x: str = "submitted", metric: str | None = None) -> Any:
        """
        Return a figure of a metric against time, cost or size.

        Parameters
        ----------
        x : {"submitted", "seconds", "parameters"}, optional
        metric : str, optional
            By default the one that orders the entries.

        Returns
        -------
        matplotlib.figure.Figure

        Raises
        ------
        FoundryError
            If Matplotlib is missing, or no entry gives what is asked for.
        """
        from .plots import score_plot

        if x not in ("submitted", "seconds", "parameters"):
            raise FoundryError(
                f"Entries are plotted against 'submitted', 'seconds' or 'parameters', not {x!r}."
            )
        return score_plot(self.to_pandas(), self._page, x, metric or self.sort)

    def parity(self, entry: str | None = None) -> Any:
        """
        Return a figure of predictions against truth, of the best entry or the one of this name.

        Raises
        ------
        NotAllowedError
            If the labels are hidden.
        """
        name = entry or next((item.name for item in self.entries if item.rank), None)
        if name is None:
            raise FoundryError(f"{self._reference} has no entries yet.")
        return self._draw_parity(name)

    @overload
    def __getitem__(self, key: int | str) -> contract.LeaderboardEntry: ...
    @overload
    def __getitem__(self, key: slice) -> list[contract.LeaderboardEntry]: ...
    def __getitem__(
        self, key: int | str | slice
    ) -> contract.LeaderboardEntry | list[contract.LeaderboardEntry]:
        if isinstance(key, str):
            for entry in self.entries:
                if key in (entry.name, entry.id):
                    return entry
            raise KeyError(key)
        return self.entries[key]

    def __len__(self) -> int:
        return len(self.entries)

    def _ipython_key_completions_(self) -> list[str]:
        return [entry.name for entry in self.entries]

    def __repr__(self) -> str:
        head, rows = self._table()
        widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
        lines = [
            "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
            for row in [head, *rows]
        ]
        return "\n".join([f"{self._page.title} [{self._reference}]", *lines])

    def _repr_html_(self) -> str:
        head, rows = self._table()
        more = self.total - len(rows)
        rest = f"<div>and {more:,} more entries</div>" if more > 0 else ""
        empty = (
            ""
            if rows
            else "<div>No entries yet: enter with <code>benchmark.submit(predictions, name=…)</code>.</div>"
        )
        table = table_html(head, rows, numbers=[0, *range(2, 2 + len(self.columns))]) if rows else ""
        return in_frame(heading(self._page.title, self._reference) + table + rest + empty)

    def _table(self) -> tuple[list[str], list[list[str]]]:
        heads = [_heading(column) for column in self._page.columns]
        head = ["#", "entry", *heads, "above", "kind", "date"]
        return head, [self._row(entry) for entry in self.entries[:_SHOWN]]

    def _row(self, entry: contract.LeaderboardEntry) -> list[str]:
        same = f" (same predictions as {entry.identical_to})" if entry.identical_to else ""
        return [
            str(entry.rank) if entry.rank else "",
            f"{entry.name} (withdrawn)" if entry.withdrawn else f"{entry.name}{same}",
            *(_cell(entry, column) for column in self._page.columns),
            _comparison(entry),
            entry.kind,
            entry.submitted_at[:10],
        ]


def _heading(column: contract.LeaderboardColumn) -> str:
    if column.kind == "meanRank":
        return f"mean rank by {column.metric}"
    target = f" of {column.target}" if column.target else ""
    return f"{column.metric}{target}{f' ({column.unit})' if column.unit else ''}"


def _cell(entry: contract.LeaderboardEntry, column: contract.LeaderboardColumn) -> str:
    if column.kind == "meanRank":
        return figure((entry.mean_ranks or {}).get(column.metric))
    score = entry.overall.get(column.name)
    return "–" if score is None else score_text(score)


def _comparison(entry: contract.LeaderboardEntry) -> str:
    above = entry.above
    if not isinstance(above, contract.EntryComparison) or above.p is None:
        return ""
    verdict = "" if above.significant else ", not significant"
    return f"p = {above.p:.2g}{verdict} ({above.metric}, {above.test})"
