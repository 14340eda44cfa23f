"""What was understood of a source: its columns, and every guess with the words that decide otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from ..contracts.models import Column, Guess, UnderstoodColumn, UnderstoodSplit
from ..tables.values import python_values
from ..widgets.markup import in_frame, table_html

if TYPE_CHECKING:
    import pyarrow as pa

    from ..tables.reading import Reading

_SHOWN = 3
_LONGEST = 24
_HEAD = ("column", "type", "unit", "role", "missing", "in the source", "as stored")


class Understood(tuple[UnderstoodSplit, ...]):
    """What was understood of each split; a table in a notebook, text elsewhere."""

    __slots__ = ()

    def __repr__(self) -> str:
        return understood_text(self)

    def _repr_html_(self) -> str:
        return understood_html(self)


def understood_split(
    split: str, table: pa.Table, columns: Iterable[Column], reading: Reading
) -> UnderstoodSplit:
    """Return what was understood of a split, as it will be stored."""
    columns_by_name = {column.name: column for column in columns}
    guesses: dict[str, list[Guess]] = {}
    for guess in dict.fromkeys(reading.guesses):
        name = guess.column if guess.column in table.schema.names else ""
        guesses.setdefault(name, []).append(Guess(detail=guess.detail, otherwise=guess.otherwise))
    described_columns = []
    for field in table.schema:
        values = table.column(field.name)
        texts = [None if value is None else str(value) for value in python_values(values.slice(0, _SHOWN))]
        column = UnderstoodColumn(
            name=field.name,
            type=str(field.type),
            missing=values.null_count,
            written=reading.written.get(field.name, texts),
            stored=texts,
            guesses=guesses.get(field.name, []),
        )
        if (meaning := columns_by_name.get(field.name)) is not None:
            column.unit, column.role = meaning.unit, meaning.role
        described_columns.append(column)
    return UnderstoodSplit(
        split=split, rows=table.num_rows, guesses=guesses.get("", []), columns=described_columns
    )


def understood_text(splits: Iterable[UnderstoodSplit]) -> str:
    """Return a table of each split's columns, and its guesses below."""
    lines = []
    for split in splits:
        rows = [_HEAD, *map(_row, split.columns)]
        widths = [max(len(row[i]) for row in rows) for i in range(len(_HEAD))]
        lines.append(f"{split.split}: {split.rows:,} rows")
        lines += [
            "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        lines += [f"  guess: {guess.detail} Otherwise: {guess.otherwise}" for guess in _guesses(split)]
    return "\n".join(lines)


def understood_html(splits: Iterable[UnderstoodSplit]) -> str:
    """Return the same for a notebook."""
    parts = []
    for split in splits:
        parts.append(f"<div><b>{escape(split.split)}</b>: {split.rows:,} rows</div>")
        parts.append(table_html(_HEAD, map(_row, split.columns), numbers=[4]))
        guesses = "".join(
            f"<li>{escape(guess.detail)} Otherwise: <code>{escape(guess.otherwise)}</code></li>"
            for guess in _guesses(split)
        )
        parts.append(f"<ul>{guesses}</ul>" if guesses else "")
    return in_frame("".join(parts))


def _guesses(split: UnderstoodSplit) -> list[Guess]:
    return [*split.guesses, *(guess for column in split.columns for guess in column.guesses)]


def _row(column: UnderstoodColumn) -> tuple[str, ...]:
    return (
        column.name,
        column.type,
        column.unit or "",
        column.role or "",
        f"{column.missing:,}",
        _values(column.written),
        _values(column.stored),
    )


def _values(values: Sequence[str | None]) -> str:
    texts = ["" if value is None else value.replace("\n", "\\n") for value in values]
    return " | ".join(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…" for text in texts)
