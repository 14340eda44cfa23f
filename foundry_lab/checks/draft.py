"""A record that is being written, and the tables that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ..contracts.models import Column, ColumnDraft, DatasetDraft, Finding, ReadOptions, UnderstoodSplit
from ..datasets.aligned_splits import align_splits
from ..datasets.content import Content
from ..datasets.draft import read_draft, recommended_fields_missing
from ..datasets.meaning import column_findings, value_findings, with_missing
from ..datasets.prepare import expand_groups, merge_drafts
from ..datasets.understood import understood_split
from ..errors import FoundryError
from ..store.violations import schema_findings
from ..tables.columns import columns_of

_WHERE = "The record"


def draft_findings(
    fields: Mapping[str, Any], contents: Mapping[str, Content]
) -> tuple[list[Finding], list[Column], list[UnderstoodSplit]]:
    """
    Return everything that is wrong with a record, its columns as they would be, and what was understood of the splits.

    Parameters
    ----------
    fields : mapping
        The record, as JSON has it.
    contents : mapping of str to Content
        What the splits hold, by their names.
    """
    findings = list(schema_findings(dict(fields), "DatasetDraft", _WHERE))
    try:
        draft = read_draft(fields, _WHERE)
    except FoundryError as error:
        if not findings:
            findings.append(Finding(severity="error", detail=str(error), pointer=error.pointer or "/name"))
        return findings, [], []
    findings += [
        Finding(
            severity="warning",
            detail=f"The record has no {name}.",
            pointer=f"/{name}",
        )
        for name in recommended_fields_missing(draft)
    ]
    understood: list[UnderstoodSplit] = []
    try:
        columns = _columns(draft, contents, findings, understood)
    except FoundryError as error:
        findings.append(Finding(severity="error", detail=str(error), pointer="/splits"))
        columns = []
    return findings, columns, understood


def stated_column(item: object) -> ColumnDraft | None:
    """Return what a record says of a column; None where it cannot be understood, which the schema's findings say."""
    try:
        return msgspec.convert(item, ColumnDraft)
    except msgspec.ValidationError:
        return None


def stated_reading(options: object) -> ReadOptions:
    """Return how a record says that its files are read; the schema's findings say what is wrong with it."""
    try:
        return msgspec.convert(options or {}, ReadOptions)
    except msgspec.ValidationError:
        return ReadOptions()


def _columns(
    draft: DatasetDraft,
    contents: Mapping[str, Content],
    findings: list[Finding],
    understood: list[UnderstoodSplit],
) -> list[Column]:
    tables = align_splits(
        {name: content.table for name, content in contents.items()},
        {name: content.reading for name, content in contents.items()},
    )
    first = next(iter(tables.values()))
    drafts: list[ColumnDraft] = list(draft.columns or [])
    for index, column_draft in enumerate(drafts):
        findings += column_findings(column_draft, f"/columns/{index}")
    spreading = expand_groups(drafts, first.schema.names)
    columns = merge_drafts(columns_of(first.schema), spreading)
    places = {column_draft.name: index for index, column_draft in enumerate(drafts)}
    for name, table in tables.items():
        table_with_missing = with_missing(table, spreading)
        understood.append(understood_split(name, table_with_missing, columns, contents[name].reading))
        for column in columns:
            for finding in list(
                value_findings(column, table_with_missing.column(column.name), f"split {name}")
            )[:1]:
                finding.severity = "warning"
                finding.pointer = f"/columns/{places[column.name]}" if column.name in places else "/columns"
                findings.append(finding)
    return [msgspec.convert(msgspec.to_builtins(column), Column) for column in columns]
