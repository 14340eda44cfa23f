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


def preview(table: Any, *, title: str | None = None, truth: Any = None) -> Any:  # noqa: ANN401
    """
    Return a widget that shows a table: to scroll, sort and filter, with a histogram of a column.

    Parameters
    ----------
    table : Split, table, frame, path or MapRun
        A split of a dataset, an Arrow table, a pandas or Polars frame, a DuckDB relation, or the path of a file.
        Predictions of a model stand beside the true values of the split that they were made from, with their
        errors. Of a run of `Model.map`, the rows that are there so far, growing until it ends.
    title : str, optional
        What it is called above its rows.
    truth : Split, table, frame or path, optional
        What predictions were made from, row by row, where it is not the split that they name.

    Raises
    ------
    InvalidTableError, NotFoundError
        If it is no table, or `truth` does not fit it.
    """
    from ..widgets.growing import Growing, preview_growing

    if isinstance(table, Split):
        return table.preview()
    if isinstance(table, Growing):
        return preview_growing(table, title or "Predictions")
    from ..tables.read import read_table
    from ..widgets.preview import preview as show
    from .predictions import beside_truth

    rows = read_table(table)
    found = beside_truth(rows, truth)
    if found is not None:
        rows, title = found[0], title or found[1]
    return show(rows, title=title or "Table")


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

    def compare(first: str, second: str, statistics: Any) -> Any:  # noqa: ANN401
        from .comparison import compare_splits

        return compare_splits(dataset, first, second, statistics).to_dict()

    return show(
        table,
        title=dataset.title,
        reference=dataset.reference,
        split=split,
        splits={name: len(part) for name, part in dataset.items()},
        load_split=load,
        compare=compare if len(dataset) > 1 else None,
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
