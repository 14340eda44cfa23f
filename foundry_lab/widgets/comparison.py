"""How predictions compare with the truth: points for a parity plot, residuals, and the rows that are worst."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .results import comparable, context_columns, plain_name, truth_column, unit_of

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_POINTS = 2000
_BINS = 31
_WORST = 10


def comparisons(table: pa.Table, predictions: pa.Table) -> list[dict[str, Any]]:
    """
    Return a comparison for each prediction whose truth is known and a number.

    Returns
    -------
    list of dict
        With `name`, `unit`; `truth`, `predicted` and `rows` of at most 2,000 points, evenly spread; `edges` and
        `counts` of the residuals (predicted less truth); and `worst`, the rows with the largest ones.
    """
    import numpy as np
    import pyarrow as pa

    found: list[dict[str, Any]] = []
    for field in predictions.schema:
        name = truth_column(table, field.name)
        if name is None or not comparable(table.schema.field(name), field):
            continue
        truth = table.column(name).cast(pa.float64()).to_numpy()
        predicted = predictions.column(field.name).cast(pa.float64()).to_numpy()
        residuals = predicted - truth
        rows = np.flatnonzero(np.isfinite(residuals))
        if not rows.size:
            continue
        shown = rows[np.linspace(0, rows.size - 1, min(rows.size, _MOST_POINTS)).astype(int)]
        counts, edges = np.histogram(residuals[rows], _BINS)
        worst = rows[np.argsort(-np.abs(residuals[rows]), kind="stable")[:_WORST]]
        labels = context_columns(table, [name])
        found.append(
            {
                "name": plain_name(field.name),
                "unit": unit_of(field) or unit_of(table.schema.field(name)) or "",
                "truth": truth[shown].tolist(),
                "predicted": predicted[shown].tolist(),
                "rows": shown.tolist(),
                "edges": edges.tolist(),
                "counts": counts.tolist(),
                "worst": [
                    {
                        "row": int(row),
                        "label": " · ".join(str(table.column(label)[int(row)].as_py()) for label in labels),
                        "truth": float(truth[row]),
                        "predicted": float(predicted[row]),
                    }
                    for row in worst
                ],
            }
        )
    return found
