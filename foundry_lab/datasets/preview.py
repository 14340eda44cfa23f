"""Previews of splits and of any other table, in the widget."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from ..contracts.models import ColumnStatistics, Sample, Sort, Statistics, View
from ..errors import FoundryError
from ..store.manifests import read_json
from ..store.package import Package
from ..tables.columns import check_columns
from ..tables.filters import FilterLike, tree
from .split import Split

if TYPE_CHECKING:
    import pyarrow as pa

_STATISTICS = "statistics.json"
_SUMMARIES = ("distributions", "counts", "nothing")


def preview(
    table: Any,
    *,
    columns: Sequence[str] | None = None,
    filter: FilterLike | None = None,
    sort: Sequence[tuple[str, str]] | str | None = None,
    sample: int | None = None,
    seed: int = 0,
    title: str | None = None,
    truth: Any = None,
    summaries: Literal["distributions", "counts", "nothing"] = "distributions",
    anywidget: bool | None = None,
) -> Any:
    """
    Return a widget that shows a table: to scroll, sort and filter, with a histogram of a column.

    Parameters
    ----------
    table : Split, table, frame, path or MapRun
        A split of a dataset, an Arrow table, a pandas or Polars frame, a DuckDB relation, or the path of a file.
        Predictions of a model stand beside the true values of the split that they were made from, with their
        errors. Of a run of `Model.map`, the rows that are there so far, growing until it ends.
        What is shown is the table as it is now; when a frame changes afterwards, the widget says so and can read
        it again.
    columns : sequence of str, optional
        Which columns are shown at first, in this order; all by default.
    filter : str or dict, optional
        Which rows, such as ``"gap > 0"``, as in `Split.to_arrow`.
    sort : sequence of (str, str), optional
        Columns and 'ascending' or 'descending', as `pyarrow.Table.sort_by` takes them.
    sample, seed : int, optional
        So many of these rows at random, as in `Split.to_arrow`.
    title : str, optional
        What it is called above its rows; the name of its variable by default.
    truth : Split, table, frame or path, optional
        What predictions were made from, row by row, where it is not the split that they name.
    summaries : {'distributions', 'counts', 'nothing'}, optional
        What the headers of a table say of their columns' values; with `nothing`, no column is counted.
    anywidget : bool, optional
        Whether the widget brings its own code instead of using the JupyterLab extension; that is what hosts
        without the extension need. By default it does in marimo, Colab, VS Code and Voila, or where the environment
        variable FOUNDRY_ANYWIDGET is 1.

    Raises
    ------
    InvalidTableError, NotFoundError
        If it is not a table, or `truth` does not fit it.
    UnknownColumnError, InvalidFilterError
        If what is asked of its rows and columns does not fit it.
    """
    if summaries not in _SUMMARIES:
        raise FoundryError(f"summaries is one of {', '.join(map(repr, _SUMMARIES))}, not {summaries!r}.")
    from ..widgets.expressions import expression_of

    if isinstance(table, Split):
        shown = table.preview(columns, filter, sort=sort, sample=sample, seed=seed, anywidget=anywidget)
    else:
        view = chosen_view(filter, sort, sample, seed)
        # A cell may call `foundry.preview` only from where its own text is: one frame up.
        expression = expression_of(table, sys._getframe(1)) if truth is None else None
        shown = _show(table, columns, filter, view, title, truth, expression, _shell(anywidget))
    if summaries != _SUMMARIES[0]:
        shown.selection = {**shown.selection, "summaries": summaries}
    return shown


def _show(
    table: Any,
    columns: Sequence[str] | None,
    filter: FilterLike | None,
    view: View,
    title: str | None,
    truth: Any,
    expression: str | None,
    show: Callable[..., Any],
) -> Any:
    from ..tables.origin import Origin
    from ..widgets.growing import Growing, preview_growing
    from .predictions import compare_with_truth

    if isinstance(table, Growing):
        return preview_growing(table, title or "Predictions", show)
    origin = Origin(table)
    rows = origin.read()
    found = compare_with_truth(rows, truth)
    given = {"selection": _initial_view(rows if found is None else found[0], columns, filter, view)}
    if found is not None:
        return show(found[0], title=title or found[1], expression=expression, **given)
    name = expression if expression is not None and expression.isidentifier() else "Table"
    return show(rows, title=title or name, origin=origin, expression=expression, **given)


def chosen_view(
    filter: FilterLike | None, sort: Sequence[tuple[str, str]] | str | None, sample: int | None, seed: int
) -> View:
    """Return what is asked of a preview's rows, as the contract has it; a filter that is an expression is left out."""
    import pyarrow.compute as pc

    view = View()
    if filter is not None and not isinstance(filter, pc.Expression):
        view.filter = tree(filter)
    if sort is not None:
        view.sort = _sort_keys(sort)
    if sample is not None:
        view.sample = Sample(rows=sample, seed=seed)
    return view


def _sort_keys(sort: Sequence[tuple[str, str]] | str) -> list[Sort]:
    keys = [(sort, "ascending")] if isinstance(sort, str) else sort
    found: list[Sort] = []
    for key in keys:
        if not isinstance(key, Sequence) or len(key) != 2 or key[1] not in ("ascending", "descending"):
            raise FoundryError(
                f"sort is a list of pairs such as [('gap', 'descending')]; {key!r} is no such pair."
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
) -> Any:
    """Return a widget that shows a split and lets others of its dataset be shown instead."""
    import pyarrow.compute as pc

    from ..tables.order import row_numbers
    from .dataset import Dataset

    dataset = Dataset(package)
    show, view = _shell(anywidget), view or View()
    if isinstance(filter, pc.Expression):
        # Such a filter cannot be shown or written to a cell: what it leaves is a table of its own.
        title = f"{dataset.title}, {split}, filtered"
        return show(
            dataset[split]._storage_table(columns, filter), title=title, selection=_selection(None, view)
        )
    table = dataset[split]._storage_table()
    if columns is not None:
        check_columns(columns, table.schema.names)
    # What does not fit is said by the cell and not by the widget.
    row_numbers(table.slice(0, 0), view)
    known = statistics(package)

    def load(name: str) -> tuple[pa.Table, Sequence[ColumnStatistics] | None]:
        return dataset[name]._storage_table(), known.get(name)

    def compare(first: str, second: str, statistics: Any) -> Any:
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
        selection=_selection(columns, view),
    )


def _initial_view(
    rows: pa.Table, columns: Sequence[str] | None, filter: FilterLike | None, view: View
) -> dict[str, Any]:
    """Return what is chosen of a table at first; what does not fit is said by the cell and not by the widget."""
    import pyarrow.compute as pc

    from ..tables.order import row_numbers
    from ..tables.own_names import with_own_names
    from ..tables.plain_types import with_plain_types

    if isinstance(filter, pc.Expression):
        raise FoundryError("A preview's filter is a text or a tree of conditions: filter the table before.")
    named = with_plain_types(with_own_names(rows.slice(0, 0)), small=False)
    if columns is not None:
        check_columns(columns, named.schema.names)
    row_numbers(named, view)
    return _selection(columns, view)


def _selection(columns: Sequence[str] | None, view: View) -> dict[str, Any]:
    asked = msgspec.to_builtins(view)
    return {
        **({"columns": list(columns)} if columns is not None else {}),
        **({"view": asked} if asked else {}),
    }


def _shell(anywidget: bool | None) -> Callable[..., Any]:
    """Return what makes the widget, in the shell that this notebook's host can show."""
    from ..widgets.hosts import brings_own_code

    if brings_own_code() if anywidget is None else anywidget:
        from ..widgets import shell

        return shell.preview
    from ..widgets.preview import preview as show

    return show


def statistics(package: Package) -> dict[str, list[ColumnStatistics]]:
    """Return the statistics that were counted when a dataset was published, by split; empty if there are none."""
    if _STATISTICS not in package:
        return {}
    path = package.file(_STATISTICS)
    found: Statistics = read_json(path.read_bytes(), Statistics, f"{_STATISTICS} of {package.reference}")
    return {split.split: split.columns for split in found.splits}
