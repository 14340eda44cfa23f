"""Previews of splits and of any other table, in the widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from ..contracts.models import View
from ..errors import FoundryError, callers_frame
from ..tables.columns import check_columns
from ..tables.filters import FilterLike
from .predictions import compare_with_truth
from .split import Split
from .split_preview import chosen_view, selection, shell_of

if TYPE_CHECKING:
    import pyarrow as pa

    from ..widgets.preview import TablePreview

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
) -> TablePreview:
    """
    Return a widget that shows a table: to scroll, sort and filter, with a histogram of a column.

    Parameters
    ----------
    table : Split, table, frame, path or MapRun
        A split of a dataset, a table of any library that `publish_dataset` takes, the path of a file, or values
        without names: a series, an index, an array, a list, a styled or lazy frame, which is computed. A column that
        Arrow cannot hold is shown as text, which a line above the table says.
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
        widget = table.preview(columns, filter, sort=sort, sample=sample, seed=seed, anywidget=anywidget)
    else:
        view = chosen_view(filter, sort, sample, seed)
        expression = expression_of(table, callers_frame()) if truth is None else None
        widget = _show(table, columns, filter, view, title, truth, expression, shell_of(anywidget))
    if summaries != _SUMMARIES[0]:
        widget.selection = {**widget.selection, "summaries": summaries}
    return widget


def _show(
    table: Any,
    columns: Sequence[str] | None,
    filter: FilterLike | None,
    view: View,
    title: str | None,
    truth: Any,
    expression: str | None,
    show: Callable[..., TablePreview],
) -> TablePreview:
    from ..tables.origin import Origin
    from ..tables.reading import Reading
    from ..widgets.growing import Growing, preview_growing

    if isinstance(table, Growing):
        return preview_growing(table, title or "Predictions", show)
    origin = Origin(table, Reading(is_for_show=True))
    rows = origin.read()
    comparison = compare_with_truth(rows, truth)
    options = {
        "selection": _initial_view(rows if comparison is None else comparison[0], columns, filter, view)
    }
    if comparison is not None:
        return show(comparison[0], title=title or comparison[1], expression=expression, **options)
    name = expression if expression is not None and expression.isidentifier() else "Table"
    return show(rows, title=title or name, origin=origin, expression=expression, **options)


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
    frame = with_plain_types(with_own_names(rows.slice(0, 0)), small=False)
    if columns is not None:
        check_columns(columns, frame.schema.names)
    row_numbers(frame, view)
    return selection(columns, view)
