"""The preview of a split, which can show the other splits of its dataset instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from ..contracts.models import ColumnStatistics, Sample, Sort, View
from ..errors import FoundryError
from ..store.package import Package
from ..tables.columns import check_columns
from ..tables.filters import FilterLike, tree
from .comparison import compare_splits
from .published_statistics import published_statistics
from .row_source import RowSource
from .stored_split import StoredSplits

if TYPE_CHECKING:
    import pyarrow as pa

    from ..widgets.preview import TablePreview


def chosen_view(
    filter: FilterLike | None, sort: Sequence[tuple[str, str]] | str | None, sample: int | None, seed: int
) -> View:
    """Return what is asked of a preview's rows, as the contract has it; a filter that is an expression is left out."""
    import pyarrow.compute as pc

    view = View()
    if filter is not None and not isinstance(filter, pc.Expression):
        view.filter = tree(filter)
    if sort is not None:
        view.sort = sort_keys(sort)
    if sample is not None:
        view.sample = Sample(rows=sample, seed=seed)
    return view


def sort_keys(sort: Sequence[tuple[str, str]] | str) -> list[Sort]:
    """
    Return what rows are sorted by, as the contract has it.

    Raises
    ------
    FoundryError
        If it is not a column, or pairs of a column and 'ascending' or 'descending'.
    """
    keys = [(sort, "ascending")] if isinstance(sort, str) else sort
    found: list[Sort] = []
    for key in keys:
        if not isinstance(key, Sequence) or len(key) != 2 or key[1] not in ("ascending", "descending"):
            raise FoundryError(
                f"sort is a list of pairs such as [('gap', 'descending')]; {key!r} is not such a pair."
            )
        found.append(Sort(column=key[0], descending=key[1] == "descending"))
    return found


def split_preview(
    package: Package,
    split: str,
    columns: Sequence[str] | None = None,
    filter: FilterLike | None = None,
    view: View | None = None,
    *,
    anywidget: bool | None = None,
) -> TablePreview:
    """Return a widget that shows a split and lets others of its dataset be shown instead."""
    import pyarrow.compute as pc

    from ..tables.order import row_numbers

    splits, title = StoredSplits(package), str(package.manifest.title)
    show, view = shell_of(anywidget), view or View()
    if isinstance(filter, pc.Expression):
        # Such a filter cannot be shown or written to a cell: what it leaves is a table of its own.
        return show(
            splits[split].table(columns, filter),
            title=f"{title}, {split}, filtered",
            selection=selection(None, view),
        )
    table = splits[split].table()
    if columns is not None:
        check_columns(columns, table.schema.names)
    # What does not fit is said by the cell and not by the widget.
    row_numbers(table.slice(0, 0), view)
    statistics_of_splits = published_statistics(package)

    def load(name: str) -> tuple[pa.Table, Sequence[ColumnStatistics] | None]:
        return splits[name].table(), statistics_of_splits.get(name)

    def compare(first: str, second: str, statistics: Any) -> Any:
        return compare_splits(splits, first, second, statistics).to_dict()

    return show(
        table,
        title=title,
        reference=package.reference,
        split=split,
        splits={name: part.rows for name, part in splits.items()},
        load_split=load,
        compare=compare if len(splits) > 1 else None,
        statistics=statistics_of_splits.get(split),
        selection=selection(columns, view),
    )


def view_preview(
    rows: RowSource,
    columns: Sequence[str] | None,
    filter: FilterLike | None,
    view: View,
    *,
    anywidget: bool | None = None,
) -> TablePreview:
    """Return a widget that shows a choice of a split's rows as a table of its own."""
    from ..tables.order import row_numbers

    table = rows.table(None, filter if view.filter is UNSET else None)
    if columns is not None:
        check_columns(columns, table.schema.names)
    row_numbers(table.slice(0, 0), view)
    title = f"{rows.package.manifest.title}, part of {rows.name}" if rows.package else rows.name
    return shell_of(anywidget)(table, title=title, selection=selection(columns, view))


def selection(columns: Sequence[str] | None, view: View) -> dict[str, Any]:
    """Return what a preview shows at first: columns, and the view of the rows."""
    view_fields = msgspec.to_builtins(view)
    return {
        **({"columns": list(columns)} if columns is not None else {}),
        **({"view": view_fields} if view_fields else {}),
    }


def shell_of(anywidget: bool | None) -> Callable[..., TablePreview]:
    """Return what makes the widget, in the shell that this notebook's host can show."""
    from ..widgets.hosts import brings_own_code

    if brings_own_code() if anywidget is None else anywidget:
        from ..widgets import shell

        return shell.preview
    from ..widgets.preview import preview as show

    return show
