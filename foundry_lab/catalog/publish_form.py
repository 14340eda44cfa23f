"""The publish form's entry: what reads, checks and publishes the notebook's tables."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from ..contracts.models import ColumnDraft, Finding, Kind, ReadOptions, Statistics
from ..datasets.content import Content
from ..datasets.deliver import columns_before, groups_of, publish_tables
from ..datasets.draft import read_draft
from ..datasets.names import check_splits
from ..datasets.read_content import read_content
from ..errors import FoundryError, InvalidTableError, NotFoundError
from ..progress import Progress
from ..store.publication import Published
from ..tables.columns import columns_of
from .notebook_tables import notebook_tables

if TYPE_CHECKING:
    from ..widgets.publish import PublishWidget

_UNIT = re.compile(r"^(?P<name>.*\S)\s*[(\[](?P<unit>[^()\[\]]+)[)\]]$")
_IDS = re.compile(r"^(id|.*[_ -]id|index)$", re.IGNORECASE)


def publish_form(data: Any = None) -> PublishWidget:
    """
    Return a form that publishes tables of the notebook, or files, as a dataset.

    It reads them, proposes what their columns mean, shows what was understood of each with every guess, says what is
    wrong while you type, shows the card as readers will see it, and publishes with a progress bar and a cancel button.
    Its `published` is then the reference.

    Parameters
    ----------
    data : table, frame or mapping of str to table or path, optional
        What is chosen at first: the only split, or the splits by name.
    """
    from ..widgets.publish import publish_widget

    given = data if isinstance(data, Mapping) else {} if data is None else {"train": data}
    form = _Form()
    splits = [{"name": str(name), "from": form.name_of(table, str(name))} for name, table in given.items()]
    tables = [
        {"variable": name, **dict(zip(("rows", "columns"), _shape(table, name), strict=True))}
        for name, table in form.tables().items()
    ]
    return publish_widget(tables, splits or [{"name": "train", "from": ""}], form)


def _shape(table: Any, name: str) -> tuple[int, int]:
    if hasattr(table, "columns") and hasattr(table, "shape"):
        rows, columns = table.shape
        return int(rows), int(columns)
    from ..tables.frames import from_frame

    table_of_source = from_frame(table, f"The table {name!r}")
    return table_of_source.num_rows, table_of_source.num_columns


class _Form:
    def __init__(self) -> None:
        self._tables_by_name: dict[str, Any] = {}
        self._read: dict[str, tuple[Any, bytes, Content]] = {}
        self._statistics: dict[str, tuple[Content, Any]] = {}
        self._lock = threading.Lock()

    def tables(self) -> dict[str, Any]:
        return {**notebook_tables(), **self._tables_by_name}

    def name_of(self, table: Any, split: str) -> str:
        """Return the name by which the form knows a table: its variable's, where it has one."""
        if isinstance(table, str | Path):
            return str(table)
        for name, value in notebook_tables().items():
            if value is table:
                return name
        self._tables_by_name[split] = table
        return split

    def propose(self, splits: Sequence[Mapping[str, str]], read: Mapping[str, Any]) -> dict[str, Any]:
        contents = self._contents(splits, {"read": read})
        first = next(iter(contents.values())).table
        columns = [
            _guess_column(column.name, column.unit or None, column.role or None)
            for column in columns_of(first.schema)
        ]
        draft = {"name": _slug(splits[0]["from"]), "columns": columns}
        types = [{"name": field.name, "type": str(field.type)} for field in first.schema]
        return {"draft": draft, "types": types}

    def check(self, draft: Mapping[str, Any], splits: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        from ..checks.draft import draft_findings

        names = _split_findings(splits)
        try:
            contents = self._contents(splits, draft)
        except InvalidTableError as error:
            # What is said of a type or of the file does not fit: the form shows it beside the words to change.
            return {
                "findings": msgspec.to_builtins([*names, _reading_finding(error, draft)]),
                "understood": [],
            }
        findings, columns, understood = draft_findings(draft, contents)
        findings += names + duplicate_findings("dataset", draft)
        answer: dict[str, Any] = {
            "findings": msgspec.to_builtins(findings),
            "understood": msgspec.to_builtins(understood),
        }
        if any(finding.severity == "error" for finding in findings):
            return answer
        answer["manifest"] = {
            "schemaVersion": 1,
            "kind": "dataset",
            "version": "1.0.0",
            **{key: value for key, value in draft.items() if key != "read"},
            "title": draft.get("title") or draft["name"],
            "publishedAt": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "columns": [msgspec.to_builtins(column) for column in columns],
            "splits": [
                {"name": name, "path": f"data/{name}.parquet", "rows": content.table.num_rows}
                for name, content in contents.items()
            ],
            "files": [],
        }
        statistics = [self._statistics_of(name, content) for name, content in contents.items()]
        answer["statistics"] = msgspec.to_builtins(Statistics(splits=statistics))
        return answer

    def publish(
        self,
        draft: Mapping[str, Any],
        splits: Sequence[Mapping[str, str]],
        progress: Progress,
    ) -> Published:
        record = read_draft(draft, "The record")
        sources = {split["name"]: self._source(split["from"]) for split in splits}
        return publish_tables(record, sources, progress, before=columns_before(record))

    def _contents(self, splits: Sequence[Mapping[str, str]], said: Mapping[str, Any]) -> dict[str, Content]:
        from ..checks.draft import stated_column, stated_reading

        named = [split for split in splits if split["from"]]
        if not named:
            raise FoundryError("Choose a table of the notebook, or name a file.")
        drafts = [draft for item in said.get("columns") or [] if (draft := stated_column(item)) is not None]
        read = stated_reading(said.get("read"))
        sources = {split["name"]: self._source(split["from"]) for split in named}
        return {name: self._content(name, sources, drafts, read) for name in sources}

    def _content(
        self, split: str, sources: Mapping[str, Any], drafts: list[ColumnDraft], read: ReadOptions
    ) -> Content:
        source, groups = sources[split], groups_of(split, sources)
        # A description changes nothing in how a column is read.
        words = [msgspec.structs.replace(draft, description=UNSET) for draft in drafts]
        key = msgspec.json.encode([words, read, groups])
        with self._lock:
            cached = self._read.get(split)
            # A frame that was replaced in the notebook is another one; a file is read again when it is proposed anew.
            if cached is None or cached[0] is not source or cached[1] != key:
                where = f"Split {split!r}"
                content = read_content(
                    source,
                    where,
                    expected=[draft.name for draft in drafts],
                    groups=groups,
                    columns=drafts,
                    read=read,
                )
                cached = self._read[split] = (source, key, content)
            return cached[2]

    def _source(self, name: str) -> Any:
        tables = self.tables()
        if name in tables:
            return tables[name]
        if name and Path(name).expanduser().exists():
            return name
        raise NotFoundError(f"There is no table {name!r} in the notebook, and no such file.")

    def _statistics_of(self, name: str, content: Content) -> Any:
        from ..tables.statistics import split_statistics

        cached = self._statistics.get(name)
        if cached is None or cached[0] is not content:
            cached = self._statistics[name] = (content, split_statistics(name, content.table))
        return cached[1]


def _guess_column(name: str, unit: str | None, role: str | None) -> dict[str, str]:
    """Return what a column's own words tell: a unit in brackets after its name, and an id by its name."""
    column = {"name": name}
    match = _UNIT.match(name)
    if unit or match:
        column["unit"] = unit or str(match and match["unit"])
    if role or _IDS.match(name):
        column["role"] = role or "id"
    return column


def _reading_finding(error: InvalidTableError, draft: Mapping[str, Any]) -> Finding:
    """Return what keeps the splits from being read, at the column whose stated type it names."""
    pointer = "/splits"
    for index, column in enumerate(draft.get("columns") or []):
        if isinstance(column, dict) and column.get("type") and f"{column.get('name')!r}" in str(error):
            pointer = f"/columns/{index}"
    return Finding(severity="error", detail=str(error), pointer=pointer)


def _slug(name: str) -> str:
    stem = Path(name).stem if "/" in name or "." in name else name
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:100] or "dataset"


def _split_findings(splits: Sequence[Mapping[str, str]]) -> list[Finding]:
    """Return what is wrong with the names of splits, each at its field."""
    findings, names = [], dict[str, str]()
    for index, split in enumerate(splits):
        name = split["name"]
        detail = f"Two splits are called {name!r}; rename one." if name in names else None
        try:
            check_splits({**names, name: split["from"]})
        except FoundryError as error:
            detail = str(error)
        if detail:
            findings.append(Finding(severity="error", detail=detail, pointer=f"/splits/{index}/name"))
        else:
            names[name] = split["from"]
    return findings


def duplicate_findings(kind: Kind, draft: Mapping[str, Any]) -> list[Finding]:
    """Return that a version is there already."""
    from ..store.packages import find_by_name

    name, version = draft.get("name"), draft.get("version")
    if not isinstance(name, str) or not isinstance(version, str):
        return []
    try:
        find_by_name(kind, f"{name}@{version}")
    except FoundryError:
        return []
    sentence = f"{name}@{version} is published already: leave the version out for the next one, unless it holds the same."
    return [Finding(severity="warning", detail=sentence, pointer="/version")]
