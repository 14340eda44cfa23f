"""What changed between two versions of a dataset or a model."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import msgspec

from ..contracts import models
from ..hub.running import ask_hub
from ..store.published import PublishedPackage
from ..widgets.markup import heading, in_frame, table_html

_MOST = 50
_LONGEST = 80


class Changes:
    """
    What changed from one version to another.

    Attributes
    ----------
    before, after : str
        The versions' references.
    bump : {"patch", "minor", "major", "unknown"}
        The part of the version that such a change raises.
    reasons : list of str
        Why no smaller part could be raised.
    metadata, columns, splits, files, statistics : list
        What differs, as `foundry_lab.contracts.models` describes it.
    """

    def __init__(self, record: models.Changes) -> None:
        self._record = record
        self.before = record.from_
        self.after = record.to
        self.bump = record.bump
        self.reasons = record.reasons
        self.metadata = record.metadata
        self.columns = record.columns
        self.splits = record.splits
        self.files = record.files
        self.statistics = record.statistics

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        record: dict[str, Any] = msgspec.to_builtins(self._record)
        return record

    def __repr__(self) -> str:
        lines = [self._headline()]
        for title, rows in self._tables():
            lines += ["", title, *("  " + "  ".join(filter(None, row)) for row in rows)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parts = [heading("What changed", f"{self.before} → {self.after}")]
        parts.append(f"<p>{escape(self._headline())}</p>")
        for title, rows in self._tables():
            parts.append(table_html([title, *[""] * (len(rows[0]) - 1)], rows))
        return in_frame("".join(parts))

    def _headline(self) -> str:
        because = f": {', '.join(self.reasons)}" if self.reasons else ""
        if self.bump == "unknown":
            return f"From {self.before} to {self.after} the rows cannot be compared{because}."
        return f"From {self.before} to {self.after} is a {self.bump} change{because}."

    def _tables(self) -> list[tuple[str, list[list[str]]]]:
        columns = [
            [column.name, field.field_, _arrow(field.before, field.after)]
            for column in self.columns
            for field in column.fields
        ]
        columns += [[column.name, column.change, ""] for column in self.columns if not column.fields]
        statistics = [
            [each.split, each.column, each.field_, _arrow(each.before, each.after)]
            for each in self.statistics[:_MOST]
        ]
        tables = [
            ("Splits", [[split.name, split.change, _rows(split)] for split in self.splits]),
            ("Columns", columns),
            ("Files", [[file.path, file.change] for file in self.files[:_MOST]]),
            ("Statistics", statistics),
            ("Record", [[field.field_, _arrow(field.before, field.after)] for field in self.metadata]),
        ]
        return [(title, rows) for title, rows in tables if rows]


def changes(before: str | PublishedPackage, after: str | PublishedPackage) -> Changes:
    """
    Return what changed between two versions: schema, rows and statistics; of models, what their callers notice.

    Rows are compared by their hashes, which are kept with each version, so that no data is read. With an id
    column, a row that has other values counts as changed; without one, as removed and added.

    Parameters
    ----------
    before, after : str, Dataset or Model
        References such as 'matbench-expt-gap@1.0.0', datasets or models.

    Returns
    -------
    Changes

    Raises
    ------
    NotFoundError, InvalidNameError, HubUnavailableError
    """
    references = [each if isinstance(each, str) else each.reference for each in (before, after)]
    return Changes(ask_hub(lambda hub: hub.changes(references[0], references[1])))


def _rows(split: models.SplitChange) -> str:
    sizes = [f"{size:,}" for size in (split.rows_before, split.rows_after) if isinstance(size, int)]
    size = sizes[0] if len(set(sizes)) == 1 else " → ".join(sizes)
    counts: Sequence[tuple[Any, str]] = (
        (split.added_rows, "added"),
        (split.removed_rows, "gone"),
        (split.changed_rows, "changed"),
    )
    counts_of_rows = [f"{count:,} {word}" for count, word in counts if isinstance(count, int) and count]
    return ", ".join([f"{size} rows", *counts_of_rows])


def _arrow(before: Any, after: Any) -> str:
    return f"{_value_text(before)} → {_value_text(after)}"


def _value_text(value: Any) -> str:
    if value is None or value is msgspec.UNSET:
        return "none"
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
