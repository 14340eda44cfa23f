"""What plots draw of a table: points or their density, boxes by class, correlations, parallel coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..contracts.models import Box, Density, PlotRequest, PlotResponse
from ..errors import InvalidFilterError
from .columns import check_columns
from .numbers import is_numeric

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

#: Points of a scatter plot up to which each is drawn; above, their density is.
MOST_POINTS = 50_000
_MOST_LINES = 1_000
_DENSITY_BINS = 80
_MOST_BOXES = 24
_MOST_CORRELATED = 30


def plot(
    table: pa.Table, rows: pa.Array | None, request: PlotRequest
) -> tuple[PlotResponse, pa.Table | None]:
    """
    Return what a plot draws, and its points as a table where it draws points.

    Parameters
    ----------
    table : pyarrow.Table
        The table.
    rows : pyarrow.Array or None
        Numbers of the rows to draw; all when None.
    request : PlotRequest
        The kind of plot and its columns.

    Raises
    ------
    UnknownColumnError, InvalidFilterError
        If a column is not there, or holds no numbers where the plot needs them.
    """
    by = [request.by] if isinstance(request.by, str) else []
    check_columns([*request.columns, *by], table.schema.names)
    for name in request.columns:
        if not is_numeric(table.schema.field(name).type):
            raise InvalidFilterError(
                f"Column {name!r} holds {table.schema.field(name).type}: only numbers are plotted."
            )
    selection = table.select([*dict.fromkeys([*request.columns, *by])])
    if rows is not None:
        selection = selection.take(rows)
    of = selection.num_rows
    if request.kind == "correlation":
        names = request.columns[:_MOST_CORRELATED]
        return PlotResponse(id=request.id, rows=of, of=of, correlation=_correlation(selection, names)), None
    if request.kind == "box":
        row_count, boxes = _boxes(selection, request.columns[0], by[0] if by else None)
        return PlotResponse(id=request.id, rows=row_count, of=of, boxes=boxes), None
    if request.kind == "scatter" and len(request.columns) != 2:
        raise InvalidFilterError("A scatter plot takes two columns.")
    if request.kind == "scatter" and of > MOST_POINTS:
        row_count, density = _density(selection, request.columns[0], request.columns[1])
        return PlotResponse(id=request.id, rows=row_count, of=of, density=density), None
    points = selection if request.kind == "scatter" else _every_nth(selection, _MOST_LINES)
    return PlotResponse(id=request.id, rows=points.num_rows, of=of), _points(points, request.columns)


def _doubles(column: pa.ChunkedArray) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return a column as doubles with NaN for what is missing; dates and times in milliseconds."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import types

    from .numbers import finite

    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if types.is_temporal(column.type):
        valid = np.asarray(column.is_valid().to_numpy(), dtype=bool)
        values = np.full(len(column), np.nan)
        values[valid] = finite(column)
        return values
    return np.asarray(column.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64)


def _points(table: pa.Table, numbers: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    for index, name in enumerate(table.column_names):
        if name in numbers:
            table = table.set_column(index, name, pa.array(_doubles(table.column(index)), from_pandas=True))
    return table


def _every_nth(table: pa.Table, most: int) -> pa.Table:
    import numpy as np

    if table.num_rows <= most:
        return table
    return table.take(np.linspace(0, table.num_rows - 1, most).astype(np.int64))


def _density(table: pa.Table, x: str, y: str) -> tuple[int, Density]:
    import numpy as np

    across, up = _doubles(table.column(x)), _doubles(table.column(y))
    there = np.isfinite(across) & np.isfinite(up)
    counts, x_edges, y_edges = np.histogram2d(across[there], up[there], bins=_DENSITY_BINS)
    rows = counts.T.astype(np.int64).tolist()
    return int(there.sum()), Density(x=x_edges.tolist(), y=y_edges.tolist(), counts=rows)


def _correlation(table: pa.Table, names: Sequence[str]) -> list[list[float | None]]:
    """
    Return Pearson's coefficients over the rows where both columns are finite.

    References
    ----------
    K. Pearson, Proc. R. Soc. Lond. 58, 240 (1895).
    """
    import numpy as np

    columns = [_doubles(table.column(name)) for name in names]
    finite = [np.isfinite(values) for values in columns]
    matrix: list[list[float | None]] = [[None] * len(names) for _ in names]
    for i in range(len(names)):
        for j in range(i, len(names)):
            both = finite[i] & finite[j]
            a, b = columns[i][both], columns[j][both]
            if a.size < 2:
                continue
            a, b = a - a.mean(), b - b.mean()
            norm = float(np.sqrt((a @ a) * (b @ b)))
            if norm > 0 and np.isfinite(norm):
                matrix[i][j] = matrix[j][i] = max(-1.0, min(1.0, float(a @ b) / norm))
    return matrix


def _boxes(table: pa.Table, name: str, by: str | None) -> tuple[int, list[Box]]:
    """
    Return a box for each of the most frequent classes.

    References
    ----------
    J. W. Tukey, Exploratory Data Analysis, Addison-Wesley (1977): whiskers reach to the outermost values
    within 1.5 times the interquartile range of the quartiles.
    """
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute

    values = _doubles(table.column(name))
    if by is None:
        groups = [("all", np.arange(values.size))]
    else:
        column = table.column(by)
        text = column.cast(pa.string()).fill_null("missing").combine_chunks().dictionary_encode()
        codes = text.indices.to_numpy()
        labels = text.dictionary.to_pylist()
        counts = compute.value_counts(text.indices).to_pylist()
        counts.sort(key=lambda item: (-item["counts"], labels[item["values"]]))
        groups = [
            (labels[one["values"]], np.flatnonzero(codes == one["values"])) for one in counts[:_MOST_BOXES]
        ]
    boxes, row_count = [], 0
    for label, members in groups:
        own = values[members]
        own = own[np.isfinite(own)]
        if own.size == 0:
            continue
        row_count += own.size
        q1, median, q3 = (float(value) for value in np.percentile(own, [25, 50, 75]))
        reach = 1.5 * (q3 - q1)
        between_whiskers = own[(own >= q1 - reach) & (own <= q3 + reach)]
        boxes.append(
            Box(
                name=label,
                count=own.size,
                low=float(between_whiskers.min()),
                q1=q1,
                median=median,
                q3=q3,
                high=float(between_whiskers.max()),
            )
        )
    return row_count, boxes
