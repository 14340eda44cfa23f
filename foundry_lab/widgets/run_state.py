"""A run's model, and what it has done so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_SHOWN = 100


class Compatibility(Protocol):
    """How a model's inputs come out of a table's columns; `problems` says why they do not."""

    columns: dict[str, str]
    converted: dict[str, tuple[str, str]]
    problems: list[str]


class Predictor(Protocol):
    """A model that predicts batch by batch."""

    def predict_batches(
        self, table: pa.Table, batch_rows: int = ..., *, columns: Mapping[str, str] | None = ...
    ) -> Iterable[pa.RecordBatch]:
        """Yield predictions for the rows of a table, in order."""
        ...

    def check(self, data: pa.Table, *, columns: Mapping[str, str] | None = ...) -> Compatibility:
        """Return whether and how the model runs on a table."""
        ...

    def output_schema(self, schema: pa.Schema | None) -> pa.Schema:
        """Return the schema of its predictions."""
        ...

    @property
    def input_columns(self) -> list[dict[str, str]]:
        """Name and unit of each column that it takes."""
        ...


@dataclass
class Part:
    """What a run has done so far, so that another can go on from there."""

    key: tuple[str, str, tuple[tuple[str, str], ...]]
    table: pa.Table
    columns: list[str]
    batches: list[pa.Table]
    failures: dict[int, str]
    done: int = 0


def missing_inputs(table: pa.Table, names: Iterable[str]) -> dict[int, str]:
    """Return why rows with a missing input have no prediction, by their number."""
    import numpy as np
    import pyarrow.compute as pc

    reasons: dict[int, str] = {}
    for name in names:
        if table.column(name).null_count:
            absent = pc.is_null(table.column(name)).to_numpy()
            for row in np.flatnonzero(absent).tolist():
                reasons.setdefault(row, f"{name} is missing.")
    return reasons


def failures_to_json(failures: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return the first failures as a message carries them."""
    return [{"row": row, "reason": failures[row]} for row in sorted(failures)[:_MOST_SHOWN]]


def progress(request: int, part: Part, rows_per_second: float) -> dict[str, Any]:
    """Return the message that says how far a run is."""
    return {
        "type": "progress",
        "id": request,
        "done": part.done,
        "total": part.table.num_rows,
        "rowsPerSecond": rows_per_second,
        "failed": len(part.failures),
        "failures": failures_to_json(part.failures),
    }
