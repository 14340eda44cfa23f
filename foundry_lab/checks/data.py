"""The data that a document describes: every split read, every column and value held against what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..contracts.models import Column, ColumnDraft, Finding, ReadOptions, UnderstoodSplit
from ..datasets.aligned_splits import align_splits
from ..datasets.content import Content
from ..datasets.deliver import groups_of
from ..datasets.meaning import column_findings, file_findings, value_findings, with_missing
from ..datasets.prepare import expand_groups, merge_drafts
from ..datasets.read_content import read_content
from ..datasets.understood import understood_split
from ..errors import FoundryError, InvalidTableError, close_matches
from ..tables.columns import columns_of
from ..tables.csv_dialect import dialect_of
from ..tables.csv_faults import ragged_rows, sentence
from ..tables.read import file_format
from ..tables.read_csv import first_bytes
from ..tables.reading import Reading
from .draft import stated_column

#: Where in the document the column of a number is described.
Pointer = Callable[[int], str]
_MOST_ROWS = 20
_KNOWN = [field.encode_name for field in msgspec.structs.fields(ColumnDraft)]


class DataCheck:
    """
    A check of the data under a folder.

    Parameters
    ----------
    base : Path
        The folder that the splits' paths start from.
    file : str
        What findings call the document.
    column_pointer : callable
        Gives the JSON pointer of the column of a number in the document.
    read_options : ReadOptions, optional
        How the files are read.
    """

    def __init__(
        self, base: Path, file: str, column_pointer: Pointer, read_options: ReadOptions | None = None
    ) -> None:
        self.base = base
        self.file = file
        self.column_pointer = column_pointer
        self.read_options = read_options or ReadOptions()
        self.findings: list[Finding] = []
        self.understood: list[UnderstoodSplit] = []

    def run(self, columns: list[Any], splits: list[tuple[str, str, list[str], str]]) -> None:
        """
        Read the splits and hold them against the columns.

        Parameters
        ----------
        columns : list
            Their records as the document has them; those that cannot be understood are passed over here.
        splits : list of tuple
            Name, path, keys, and the JSON pointer of the path.
        """
        drafts = [
            (index, draft) for index, item in enumerate(columns) if (draft := stated_column(item)) is not None
        ]
        for index, draft in drafts:
            for finding in column_findings(draft, self.column_pointer(index)):
                self._add(finding)
        self._records(columns)
        column_drafts = [draft for _, draft in drafts]
        contents: dict[str, tuple[str, Content]] = {}
        sources = {name: self.base / path for name, path, _, _ in splits if (self.base / path).exists()}
        for name, path, keys, pointer in splits:
            content = self._read(name, path, keys, pointer, column_drafts, sources)
            if content is not None:
                contents[name] = (path, content)
        self._columns(drafts, contents)

    def _records(self, columns: list[Any]) -> None:
        """Name columns that are described twice, and words that say nothing about a column."""
        names: set[str] = set()
        for index, item in enumerate(columns):
            if not isinstance(item, dict):
                continue
            name = str(item.get("name"))
            if name in names:
                detail = f"{self.file} describes the column {name!r} twice."
                self._error(detail, pointer=f"{self.column_pointer(index)}/name", column=name)
            names.add(name)
            for key in item:
                if key not in _KNOWN:
                    close = close_matches(str(key), _KNOWN)
                    hint = f"; did you mean {close[0]!r}?" if close else "."
                    finding = Finding(
                        severity="warning",
                        detail=f"Nothing is known of {key!r} of column {name!r}{hint}",
                        pointer=f"{self.column_pointer(index)}/{key}",
                        column=name,
                    )
                    self._add(finding)

    def _read(
        self,
        name: str,
        path: str,
        keys: list[str],
        pointer: str,
        column_drafts: list[ColumnDraft],
        sources: dict[str, Path],
    ) -> Content | None:
        place = self.base / path
        if not place.exists() or not place.resolve().is_relative_to(self.base.resolve()):
            there = sorted(item.name for item in self.base.iterdir() if not item.name.startswith("."))[:500]
            close = close_matches(path, there)
            hint = f"; did you mean {close[0]!r}?" if close else "."
            self._error(
                f"Split {name!r} names the file {path!r}, which is not there{hint}",
                pointer=pointer,
                suggestions=close,
            )
            return None
        has_faults = self._check_row_lengths(place, path)
        if has_faults:
            return None

        def add_error(row: int, error: InvalidTableError) -> None:
            self._error(str(error), file=path, row=row)

        try:
            return read_content(
                place,
                path,
                expected=[draft.name for draft in column_drafts],
                keys=keys,
                groups=groups_of(name, sources),
                columns=column_drafts,
                read=self.read_options,
                on_wrong_file=add_error,
            )
        except FoundryError as error:
            self._error(str(error), file=path, suggestions=list(error.suggestions))
            return None

    def _check_row_lengths(self, place: Path, path: str) -> bool:
        """Name every row of a CSV file that does not fit its columns."""
        try:
            if not place.is_file() or file_format(place) != "csv":
                return False
            dialect = dialect_of(place, first_bytes(place), Reading(options=self.read_options))
            rows = ragged_rows(place, dialect, _MOST_ROWS)
        except (FoundryError, OSError, ValueError):
            # What else is wrong with it is said when it is read.
            return False
        for row, values, expected in rows:
            self._error(sentence(path, row, values, expected), file=path, row=row)
        return bool(rows)

    def _columns(
        self, drafts: list[tuple[int, ColumnDraft]], contents: Mapping[str, tuple[str, Content]]
    ) -> None:
        if not contents:
            return
        try:
            tables = align_splits(
                {name: content.table for name, (_, content) in contents.items()},
                {name: content.reading for name, (_, content) in contents.items()},
            )
        except FoundryError as error:
            self._error(str(error))
            tables = {name: content.table for name, (_, content) in contents.items()}
        names = list(
            dict.fromkeys(
                name
                for _, content in contents.values()
                for name in [*content.table.schema.names, *content.arrays]
            )
        )
        spreading = expand_groups([draft for _, draft in drafts], names)
        for index, draft in drafts:
            if draft.name in names or any(name.startswith(f"{draft.name}/") for name in names):
                continue
            close = close_matches(draft.name, names)
            hint = f"; did you mean {' or '.join(map(repr, close))}?" if close else "."
            self._error(
                f"{self.file} describes a column {draft.name!r} that no split has{hint}",
                pointer=f"{self.column_pointer(index)}/name",
                column=draft.name,
                suggestions=close,
            )
        for name, (path, content) in contents.items():
            table = with_missing(tables[name], spreading)
            columns = merge_drafts(columns_of(table.schema), spreading)
            self.understood.append(understood_split(name, table, columns, content.reading))
            for column in columns:
                self._values(column, table.column(column.name), path, content)

    def _values(self, column: Column, values: Any, path: str, content: Content) -> None:
        column.path = column.name in content.path_columns
        for finding in value_findings(column, values, path):
            self._add(finding)
        if column.path:
            from ..datasets.meaning import file_kind

            places = values.to_pylist()
            column.kind = column.kind or file_kind([place for place in places if place]) or "file"
            for finding in file_findings(column, places, content.files):
                self._add(finding)

    def _error(self, detail: str, *, suggestions: list[str] | None = None, **where: Any) -> None:
        finding = Finding(severity="error", detail=detail, **where)
        if suggestions:
            finding.suggestions = suggestions
        self._add(finding)

    def _add(self, finding: Finding) -> None:
        if not finding.file:
            finding.file = self.file
        self.findings.append(finding)
