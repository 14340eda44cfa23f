"""A submission to MDF Connect: its blocks, and the data that it describes where that is on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..contracts.models import CheckReport, Finding
from ..datasets.foundry_layout import read_layout
from ..datasets.raw_folder import read_object, splits_of_folder
from ..errors import FoundryError, InvalidUnitError, NotFoundError
from ..mdf.submission_draft import local_source, source_path, submission_fields
from ..store.violations import schema_findings
from ..units import parse
from .data import DataCheck
from .folder import readable_splits, report

_BLOCK = "/projects/foundry"


def check_submission(path: Path) -> CheckReport:
    """
    Return everything that is wrong with a submission.

    Raises
    ------
    NotFoundError
        If there is no such file.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}: give a folder, or a submission.json.")
    try:
        content = read_object(path)
    except FoundryError as error:
        return report(
            str(path),
            [Finding(severity="error", detail=str(error), file=path.name, pointer=error.pointer or "")],
        )
    findings = [
        *schema_findings(content, "MdfSubmission", path.name),
        *_citation(content, path),
        *_sources(content, path),
    ]
    projects = content.get("projects")
    block = projects.get("foundry") if isinstance(projects, dict) else None
    columns: list[Any] = []
    fields: dict[str, Any] = {}
    try:
        fields = submission_fields(content, path.name)
        columns = fields.get("columns") or []
    except FoundryError as error:
        pointer = f"{_BLOCK}{error.pointer or ''}"
        if not any(str(finding.pointer).startswith(pointer) for finding in findings):
            findings.append(Finding(severity="error", detail=str(error), file=path.name, pointer=pointer))
    if not fields.get("name"):
        findings.append(
            _error(
                path,
                "The submission gives nothing to name the dataset by: add a source_name.",
                "/mdf/source_name",
            )
        )
    folder = local_source(content, path.parent)
    if folder is None:
        findings += _units(block, path)
        return report(str(path), findings)
    splits = fields.get("splits")
    try:
        items = splits if isinstance(splits, list) and splits else splits_of_folder(folder)
    except FoundryError as error:
        findings.append(Finding(severity="error", detail=str(error)))
        return report(str(path), findings)
    places = _key_places(block)
    check = DataCheck(
        folder, path.name, lambda index: places.get(str(columns[index].get("name")), f"{_BLOCK}/keys")
    )
    check.run(columns, readable_splits(items, f"{_BLOCK}/splits", findings, path.name))
    return report(str(path), findings + [_in_submission_words(finding) for finding in check.findings])


def _key_places(block: object) -> dict[str, str]:
    """Return the pointer of the key that describes each column."""
    keys = block.get("keys") if isinstance(block, dict) else None
    places: dict[str, str] = {}
    for index, key in enumerate(keys if isinstance(keys, list) else []):
        for name in key.get("key", []) if isinstance(key, dict) and isinstance(key.get("key"), list) else []:
            places.setdefault(str(name), f"{_BLOCK}/keys/{index}")
            places.setdefault(str(name).strip("/"), f"{_BLOCK}/keys/{index}")
    return places


def _in_submission_words(finding: Finding) -> Finding:
    """Return a finding whose pointer has the submission's words for units and names."""
    if isinstance(finding.pointer, str) and finding.pointer.startswith(f"{_BLOCK}/keys/"):
        for own_end, mdf_end in (("/unit", "/units"), ("/name", "/key"), ("/classValues", "/classes")):
            finding.pointer = (
                finding.pointer.removesuffix(own_end) + mdf_end
                if finding.pointer.endswith(own_end)
                else finding.pointer
            )
    return finding


def _units(block: object, path: Path) -> list[Finding]:
    if not isinstance(block, dict):
        return []
    try:
        columns = read_layout({"projects": {"foundry": block}}, path.name).get("columns") or []
    except FoundryError:
        return []
    findings = []
    places = _key_places(block)
    for column in columns:
        try:
            parse(column.get("unit", "1"))
        except InvalidUnitError as error:
            findings.append(
                _error(
                    path,
                    f"The unit of {column['name']!r} is not known: {error}",
                    f"{places.get(column['name'])}/units",
                )
            )
    return findings


def _citation(content: dict[str, Any], path: Path) -> list[Finding]:
    dc = content.get("dc")
    creators = dc.get("creators") if isinstance(dc, dict) else None
    findings = []
    for index, creator in enumerate(creators if isinstance(creators, list) else []):
        name = creator.get("creatorName") if isinstance(creator, dict) else None
        if isinstance(name, str) and name and "," not in name and not creator.get("familyName"):
            findings.append(
                Finding(
                    severity="warning",
                    detail=f"{name!r} is taken for an organisation: write a person as 'Family, Given'.",
                    file=path.name,
                    pointer=f"/dc/creators/{index}/creatorName",
                )
            )
    return findings


def _sources(content: dict[str, Any], path: Path) -> list[Finding]:
    sources = content.get("data_sources")
    findings = []
    for index, source in enumerate(sources if isinstance(sources, list) else []):
        place = source_path(source, path.parent)
        if place is None:
            continue
        pointer = f"/data_sources/{index}"
        if not place.exists():
            findings.append(_error(path, f"The data source {source!r} is not there.", pointer))
        elif not str(source).startswith("file://"):
            detail = f"The data source {source!r} has no protocol, which MDF Connect asks for, such as globus:// or https://."
            findings.append(Finding(severity="warning", detail=detail, file=path.name, pointer=pointer))
    return findings


def _error(path: Path, detail: str, pointer: str) -> Finding:
    return Finding(severity="error", detail=detail, file=path.name, pointer=pointer)
