"""Previews of splits and of any other table, in the widget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from ..contracts.models import ColumnStatistics, Statistics
from ..store.manifests import read_json
from ..store.packages import Package
from ..tables.columns import check_columns
from ..tables.filters import FilterLike, expression, tree
from .split import Split

if TYPE_CHECKING:
    import pyarrow as pa

_STATISTICS = "statistics.json"


def preview(table: Any, *, title: str | None = None) -> Any:  # noqa: ANN401
    """
    Return a widget that shows a table: to scroll, sort and filter, with a histogram of a column.

    Parameters
    ----------
    table : Split, table, frame or path
        A split of a dataset, an Arrow table, a pandas or Polars frame, a DuckDB relation, or the path of a file.
        What is shown is the table as it is now; when a frame changes afterwards, the widget says so and can read
        it again.
    title : str, optional
        What it is called above its rows.
    """
    if isinstance(table, Split):
        return table.preview()
    from ..tables.origin import Origin
    from ..widgets.preview import preview as show

    origin = Origin(table)
    return show(origin.read(), title=title or "Table", origin=origin)


def split_preview(
    package: Package, split: str, columns: Sequence[str] | None = None, filter: FilterLike | None = None
) -> Any:  # noqa: ANN401
    """Return a widget that shows a split and lets others of its dataset be shown instead."""
    import pyarrow.compute as pc

    from ..widgets.preview import preview as show
    from .dataset import Dataset

    dataset = Dataset(package)
    if isinstance(filter, pc.Expression):
        # Such a filter cannot be shown or written to a cell: what it leaves is a table of its own.
        return show(dataset[split].stored(columns, filter), title=f"{dataset.title}, {split}, filtered")
    table = dataset[split].stored()
    selection: dict[str, Any] = {}
    if columns is not None:
        check_columns(columns, table.schema.names)
        selection["columns"] = list(columns)
    if filter is not None:
        expression(filter, table.schema)
        selection["view"] = {"filter": msgspec.to_builtins(tree(filter))}
    known = statistics(package)

    def load(name: str) -> tuple[pa.Table, Sequence[ColumnStatistics] | None]:
        return dataset[name].stored(), known.get(name)

    return show(
        table,
        title=dataset.title,
        reference=dataset.reference,
        split=split,
        splits={name: len(part) for name, part in dataset.items()},
        load_split=load,
        statistics=known.get(split),
        selection=selection,
    )


def statistics(package: Package) -> dict[str, list[ColumnStatistics]]:
    """Return the statistics that were counted when a dataset was published, by split; empty if there are none."""
    if _STATISTICS not in package:
        return {}
    path = package.file(_STATISTICS)
    found: Statistics = read_json(path.read_bytes(), Statistics, f"{_STATISTICS} of {package.reference}")
    return {split.split: split.columns for split in found.splits}
