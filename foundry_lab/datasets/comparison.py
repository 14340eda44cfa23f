"""Two splits of a dataset side by side: drift of each column, and rows that both hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from ..contracts.models import ColumnStatistics, Leakage, SplitComparison
from ..errors import FoundryError
from ..widgets.markup import Markup, heading, in_frame, table_html
from .published_statistics import published_statistics
from .stored_split import StoredSplits

if TYPE_CHECKING:
    import pyarrow as pa

    from ..contracts.models import ColumnDrift

#: Gets the statistics of both splits, before their rows are read.
Known = Callable[[Sequence[ColumnStatistics], Sequence[ColumnStatistics]], None]


class Comparison:
    """
    Two splits of a dataset side by side.

    Attributes
    ----------
    first, second : str
        The splits' names.
    columns : list of ColumnDrift
        Drift of each column (`name`, `measure`, `value`, `p_value`), the farthest first.
    leakage : Leakage or None
        Rows of the second split that the first holds too: `identical`, `same_inputs`, `other_targets`, `examples`.
    """

    def __init__(
        self,
        record: SplitComparison,
        reference: str,
        statistics: tuple[Sequence[ColumnStatistics], Sequence[ColumnStatistics]],
        units: Mapping[str, str],
    ) -> None:
        self._record = record
        self._reference = reference
        self._statistics = [{one.name: one for one in each} for each in statistics]
        self._units = units
        self.first = record.first
        self.second = record.second
        self.columns = sorted(record.columns, key=_distance, reverse=True)
        self.leakage: Leakage | None = None if record.leakage is UNSET else record.leakage

    def __getitem__(self, column: str) -> ColumnDrift:
        from ..tables.columns import check_columns

        check_columns([column], [one.name for one in self.columns], "the comparison")
        return next(one for one in self.columns if one.name == column)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        record: dict[str, Any] = msgspec.to_builtins(self._record)
        return record

    def to_arrow(self) -> pa.Table:
        """Return a row for each column: `name`, `measure`, `value`, `p_value` and `unseen`."""
        import pyarrow as pa

        rows = [
            {
                "name": one.name,
                **{
                    key: None if (value := getattr(one, key)) is UNSET else value
                    for key in ("measure", "value", "p_value", "unseen")
                },
            }
            for one in self.columns
        ]
        kinds = [pa.string(), pa.string(), pa.float64(), pa.float64(), pa.int64()]
        names = ["name", "measure", "value", "p_value", "unseen"]
        return pa.Table.from_pylist(rows, pa.schema(zip(names, kinds, strict=True)))

    def __repr__(self) -> str:
        lines = [f"{self._headline()} [{self._reference}]", *leakage_sentences(self._record)]
        rows = [[self._heading(one.name), *_figures(one)] for one in self.columns]
        widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
        for row in rows:
            lines.append(
                "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from ..widgets.drawings import overlay_html

        parts = [heading(self._headline(), self._reference)]
        parts += [f"<p>{escape(sentence)}</p>" for sentence in leakage_sentences(self._record)]
        parts.append(
            f'<p><span style="color:#7aa7d8">&#9632;</span> {escape(self.first)} '
            f'<span style="color:#c2185b">&#9473;</span> {escape(self.second)}, as shares of their values</p>'
        )
        rows = [
            (self._heading(one.name), Markup(self._chart(one, overlay_html)), *_figures(one))
            for one in self.columns
        ]
        return in_frame("".join([*parts, table_html(["column", "", "drift", ""], rows)]))

    def _chart(self, drift: ColumnDrift, draw: Callable[..., str]) -> str:
        first, second = (each.get(drift.name) for each in self._statistics)
        is_measured = first and second and drift.measure is not UNSET
        return draw(first, second, (self.first, self.second)) if is_measured else ""

    def _headline(self) -> str:
        rows = f"{self._record.second_rows:,} rows against {self._record.first_rows:,}"
        return f"{self.second} beside {self.first}: {rows}"

    def _heading(self, name: str) -> str:
        unit = self._units.get(name)
        return f"{name} ({unit})" if unit else name


def compare_splits(
    splits: StoredSplits, first: str | None, second: str | None, on_statistics: Known | None = None
) -> Comparison:
    """
    Return two splits of a dataset side by side.

    Parameters
    ----------
    splits : StoredSplits
        The dataset's splits.
    first, second : str or None
        Names of splits; train and test where the dataset has them, else its first two.
    on_statistics : callable, optional
        Gets the statistics of both as soon as they are there: before any row is read, where the dataset
        was published with them.
    """
    from ..tables.drift import column_drift
    from ..tables.leakage import leakage

    own, other = _split_pair(splits, first, second)
    statistics = _statistics(splits, own), _statistics(splits, other)
    if on_statistics:
        on_statistics(*statistics)
    tables = [splits[name].table() for name in (own, other)]
    drifts = [
        column_drift(column.name, tables[0].column(column.name), tables[1].column(column.name))
        for column in splits.columns
        if column.role != "id"
    ]
    leaked = leakage(tables[0], tables[1], splits.columns)
    comparison = SplitComparison(
        first=own,
        second=other,
        first_rows=tables[0].num_rows,
        second_rows=tables[1].num_rows,
        columns=drifts,
        leakage=UNSET if leaked is None else leaked,
    )
    units = {column.name: column.unit for column in splits.columns if column.unit}
    return Comparison(comparison, splits.package.reference, statistics, units)


def _split_pair(splits: StoredSplits, first: str | None, second: str | None) -> tuple[str, str]:
    names = list(splits)
    if len(names) < 2:
        raise FoundryError(
            f"{splits.package.reference} has one split, {names[0]!r}: there is nothing to compare it with."
        )
    own = first or ("train" if "train" in names else names[0])
    rest = [name for name in names if name != own]
    other = second or ("test" if "test" in rest else rest[0])
    for name in (own, other):
        # Says which splits there are.
        splits[name]
    if own == other:
        raise FoundryError(f"Both splits are {own!r}; name two different ones.")
    return own, other


def _statistics(splits: StoredSplits, split: str) -> Sequence[ColumnStatistics]:
    from ..tables.statistics import split_statistics

    statistics = published_statistics(splits.package).get(split)
    return statistics if statistics is not None else split_statistics(split, splits[split].table()).columns


def leakage_sentences(comparison: SplitComparison) -> list[str]:
    """Return what there is to say of the rows that both splits hold."""
    leaked = comparison.leakage
    if leaked is UNSET:
        return []
    rows = f"of the {comparison.second_rows:,} rows of {comparison.second}"
    sentences = [
        f"Leakage: {leaked.identical:,} {rows} {_are(leaked.identical)} in {comparison.first} too."
        if leaked.identical
        else f"No row of {comparison.second} is in {comparison.first} too."
    ]
    same, other = leaked.same_inputs, leaked.other_targets
    if isinstance(same, int) and same:
        sentence = f"{same:,} more have the inputs of a row of {comparison.first}"
        sentences.append(f"{sentence}, {other:,} of them with other targets." if other else f"{sentence}.")
    elif isinstance(same, int):
        sentences.append(
            f"{'No other' if leaked.identical else 'None'} has the inputs of a row of {comparison.first}."
        )
    return sentences


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _distance(drift: ColumnDrift) -> float:
    return drift.value if isinstance(drift.value, float | int) else -1.0


def _figures(drift: ColumnDrift) -> tuple[str, str]:
    news = [f"{drift.unseen:,} rows with new values"] if drift.unseen is not UNSET and drift.unseen else []
    if drift.measure is UNSET or drift.value is UNSET:
        return "", " · ".join(["not measured", *news])
    notes = [*([f"p {drift.p_value:.2g}"] if drift.p_value is not UNSET else []), *news]
    return f"{drift.value:.3f}", " · ".join([drift.measure, *notes])
