"""A folder that is to be published: its record, its data files, and how the two fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import UNSET

from ..contracts.models import CheckReport, Finding, UnderstoodSplit
from ..datasets.draft import read_draft, recommended_fields_missing
from ..datasets.foundry_layout import METADATA, read_layout
from ..datasets.raw_folder import read_object, splits_of_folder
from ..errors import FoundryError, NotFoundError
from ..store.violations import schema_findings
from .data import DataCheck
from .draft import stated_reading
from .package import package_findings

_RECORD = "dataset.json"


def check_folder(folder: Path) -> CheckReport:
    """
    Return everything that is wrong with a folder.

    Raises
    ------
    NotFoundError
        If there is no such folder.
    """
    if not folder.is_dir():
        raise NotFoundError(
            f"There is no folder {folder}: give the one that holds the data and its dataset.json."
        )
    findings: list[Finding] = []
    if (folder / "model.json").is_file() and not (folder / _RECORD).is_file():
        findings += _model(folder)
    elif not (folder / _RECORD).is_file() and not (folder / METADATA).is_file():
        findings.append(
            Finding(
                severity="error",
                detail=f"The folder has no {_RECORD} and no {METADATA}: write one that names the dataset.",
            )
        )
    else:
        record = _object(folder, _RECORD, findings)
        metadata = _object(folder, METADATA, findings)
        if record is not None and "schemaVersion" in record:
            findings += package_findings(folder, record)
        elif record is not None or metadata is not None:
            more, understood = _dataset(folder, record, metadata)
            return report(str(folder), [*findings, *more], understood)
    return report(str(folder), findings)


def report(
    where: str, findings: list[Finding], understood: list[UnderstoodSplit] | None = None
) -> CheckReport:
    """Return a report; errors come first."""
    by_severity = sorted(findings, key=lambda finding: finding.severity != "error")
    ok = not any(finding.severity == "error" for finding in by_severity)
    return CheckReport(where=where, ok=ok, findings=by_severity, understood=understood or UNSET)


def _object(folder: Path, name: str, findings: list[Finding]) -> dict[str, Any] | None:
    if not (folder / name).is_file():
        return None
    try:
        return read_object(folder / name)
    except FoundryError as error:
        findings.append(Finding(severity="error", detail=str(error), file=name, pointer=error.pointer or ""))
        return None


def _dataset(
    folder: Path, record: dict[str, Any] | None, metadata: dict[str, Any] | None
) -> tuple[list[Finding], list[UnderstoodSplit]]:
    findings: list[Finding] = []
    fields: dict[str, Any] = {}
    file = _RECORD if record is not None else METADATA
    if metadata is not None:
        projects = metadata.get("projects")
        # The bibliography may stand beside the block's own fields, as publishing reads it.
        alone = {key: value for key, value in metadata.items() if key != "dc"}
        block = projects.get("foundry") if isinstance(projects, dict) else alone
        pointer = "/projects/foundry" if isinstance(projects, dict) else ""
        findings += schema_findings(block, "FoundryBlock", METADATA, pointer)
        try:
            fields = read_layout(metadata, METADATA)
        except FoundryError as error:
            if not findings:
                findings.append(
                    Finding(severity="error", detail=str(error), file=METADATA, pointer=error.pointer or "")
                )
    own_columns = "columns" in (record or {})
    fields = {**fields, **(record or {})}
    if record is not None:
        full_record = {"name": fields["name"], **record} if "name" in fields else record
        findings += schema_findings(full_record, "DatasetDraft", _RECORD)
    try:
        missing = recommended_fields_missing(read_draft(fields, file))
    except FoundryError as error:
        missing = []
        if not findings:
            findings.append(
                Finding(severity="error", detail=str(error), file=file, pointer=error.pointer or "")
            )
    for name in missing:
        findings.append(
            Finding(
                severity="warning",
                detail=f"{file} has no {name}; readers will look for that.",
                file=file,
                pointer=f"/{name}",
            )
        )
    splits, columns = fields.get("splits"), fields.get("columns")
    try:
        items = splits if isinstance(splits, list) and splits else splits_of_folder(folder)
    except FoundryError as error:
        findings.append(Finding(severity="error", detail=str(error)))
        return findings, []
    check = DataCheck(
        folder,
        _RECORD if own_columns else METADATA,
        (lambda index: f"/columns/{index}") if own_columns else (lambda index: f"/keys/{index}"),
        stated_reading(fields.get("read")),
    )
    check.run(columns if isinstance(columns, list) else [], readable_splits(items, "/splits", findings, file))
    return findings + check.findings, check.understood


def readable_splits(
    items: list[Any], base: str, findings: list[Finding], file: str
) -> list[tuple[str, str, list[str], str]]:
    """Return name, path, keys and pointer of each split that can be understood, and name those that are there twice."""
    splits = []
    names: dict[str, str] = {}
    for index, item in enumerate(items):
        if not isinstance(item, dict) or not isinstance(item.get("path"), str) or "\0" in item["path"]:
            continue
        name = str(item.get("name") or item.get("label") or item.get("type") or "train")
        if name.lower() in names:
            detail = f"{file} has two splits {name!r}, or two that differ in case only."
            findings.append(Finding(severity="error", detail=detail, file=file, pointer=f"{base}/{index}"))
            continue
        names[name.lower()] = name
        keys = item.get("keys")
        splits.append(
            (name, item["path"].lstrip("/"), keys if isinstance(keys, list) else [], f"{base}/{index}/path")
        )
    return splits


def _model(folder: Path) -> list[Finding]:
    findings: list[Finding] = []
    record = _object(folder, "model.json", findings)
    if record is not None:
        findings += schema_findings(
            record, "Model" if "schemaVersion" in record else "ModelDraft", "model.json"
        )
    return findings
