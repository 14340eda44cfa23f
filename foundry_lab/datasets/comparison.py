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
        found: SplitComparison,
        reference: str,
        statistics: tuple[Sequence[ColumnStatistics], Sequence[ColumnStatistics]],
        units: Mapping[str, str],
    ) -> None:
        self._found = found
        self._reference = reference
        self._statistics = [{one.name: one for one in each} for each in statistics]
        self._units = units
        self.first = found.first
        self.second = found.second
        self.columns = sorted(found.columns, key=_distance, reverse=True)
        self.leakage: Leakage | None = None if found.leakage is UNSET else found.leakage

    def __getitem__(self, column: str) -> ColumnDrift:
        from ..tables.columns import check_columns

        check_columns([column], [one.name for one in self.columns], "the comparison")
        return next(one for one in self.columns if one.name == column)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        built: dict[str, Any] = msgspec.to_builtins(self._found)
        return built

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
        lines = [f"{self._headline()} [{self._reference}]", *leakage_sentences(self._found)]
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
        parts += [f"<p>{escape(sentence)}</p>" for sentence in leakage_sentences(self._found)]
        parts.append(
            f'<p><span style="color:#7aa7d8">&#9632;</span> {escape(self.first)} '
            f'<span style="color:#c2185b">&#9473;</span> {escape(self.second)}, as shares of their values</p>'
        )
        rows = [
            (self._heading(one.name), Markup(self._drawing(one, overlay_html)), *_figures(one))
            for one in self.columns
        ]
        return in_frame("".join([*parts, table_html(["column", "", "drift", ""], rows)]))

    def _drawing(self, drift: ColumnDrift, draw: Callable[..., str]) -> str:
        first, second = (each.get(drift.name) for each in self._statistics)
        measured = first and second and drift.measure is not UNSET
        return draw(first, second, (self.first, self.second)) if measured else ""

    def _headline(self) -> str:
        rows = f"{self._found.second_rows:,} rows against {self._found.first_rows:,}"
        return f"{self.second} beside {self.first}: {rows}"

    def _heading(self, name: str) -> str:
        unit = self._units.get(name)
        return f"{name} ({unit})" if unit else name


def compare_splits(
    splits: StoredSplits, first: str | None, second: str | None, known: Known | None = None
) -> Comparison:
    """
    Return two splits of a dataset side by side.

    Parameters
    ----------
    splits : StoredSplits
        The dataset's splits.
    first, second : str or None
        Names of splits; train and test where the dataset has them, else its first two.
    known : callable, optional
        Gets the statistics of both as soon as they are there: before any row is read, where the dataset
        was published with them.
    """
    from ..tables.drift import column_drift
    from ..tables.leakage import leakage

    own, other = _split_pair(splits, first, second)
    statistics = _statistics(splits, own), _statistics(splits, other)
    if known:
        known(*statistics)
    tables = [splits[name].table() for name in (own, other)]
    drifts = [
        column_drift(column.name, tables[0].column(column.name), tables[1].column(column.name))
        for column in splits.columns
        if column.role != "id"
    ]
    leaked = leakage(tables[0], tables[1], splits.columns)
    found = SplitComparison(
        first=own,
        second=other,
        first_rows=tables[0].num_rows,
        second_rows=tables[1].num_rows,
        columns=drifts,
        leakage=UNSET if leaked is None else leaked,
    )
    units = {column.name: column.unit for column in splits.columns if column.unit}
    return Comparison(found, splits.package.reference, statistics, units)


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

    counted = published_statistics(splits.package).get(split)
    return counted if counted is not None else split_statistics(split, splits[split].table()).columns


def leakage_sentences(found: SplitComparison) -> list[str]:
    """Return what there is to say of the rows that both splits hold."""
    leaked = found.leakage
    if leaked is UNSET:
        return []
    rows = f"of the {found.second_rows:,} rows of {found.second}"
    sentences = [
        f"Leakage: {leaked.identical:,} {rows} {_are(leaked.identical)} in {found.first} too."
        if leaked.identical
        else f"No row of {found.second} is in {found.first} too."
    ]
    same, other = leaked.same_inputs, leaked.other_targets
    if isinstance(same, int) and same:
        told = f"{same:,} more have the inputs of a row of {found.first}"
        sentences.append(f"{told}, {other:,} of them with other targets." if other else f"{told}.")
    elif isinstance(same, int):
        sentences.append(
            f"{'No other' if leaked.identical else 'None'} has the inputs of a row of {found.first}."
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
