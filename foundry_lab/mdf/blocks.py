"""A dataset's manifest as the blocks that MDF and Foundry know it by."""

from __future__ import annotations

import re
from typing import Any

from ..contracts.models import Column, Dataset

# 'Density (kg/m^3)' is a name, 'train/images' a path.
_KEY_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+")
_ROLES = {"input": "input", "target": "target"}
PUBLISHER = "Materials Data Facility"


def citation_block(manifest: Dataset, publisher: str = PUBLISHER) -> dict[str, Any]:
    """Return the block `dc`: DataCite metadata in the form that MDF takes."""
    block: dict[str, Any] = {
        "titles": [{"title": manifest.title}],
        "creators": [_creator(author) for author in manifest.authors or []],
        "publisher": publisher,
        "publicationYear": str(manifest.published_at)[:4],
        "resourceType": {"resourceType": "Dataset", "resourceTypeGeneral": "Dataset"},
        "version": str(manifest.version),
    }
    if manifest.description:
        block["descriptions"] = [{"description": manifest.description, "descriptionType": "Abstract"}]
    if manifest.doi:
        block["identifier"] = {"identifier": manifest.doi, "identifierType": "DOI"}
    if manifest.license:
        block["rightsList"] = [{"rights": manifest.license}]
    if manifest.keywords:
        block["subjects"] = [{"subject": word} for word in manifest.keywords]
    related = [work.doi for work in manifest.citations or [] if work.doi]
    if related:
        block["relatedIdentifiers"] = [
            {"relatedIdentifier": doi, "relatedIdentifierType": "DOI", "relationType": "IsDocumentedBy"}
            for doi in related
        ]
    return block


def _creator(author: Any) -> dict[str, Any]:
    name = author.name.strip()
    family, comma, given_name = (part.strip() for part in name.partition(","))
    # An organisation has neither; a name of several words ends in the family's in most of the records.
    if not comma and 1 < len(name.split()) <= 4 and "(" not in name:
        given_name, _, family = name.rpartition(" ")
        name = f"{family}, {given_name}"
    creator: dict[str, Any] = {"creatorName": name}
    if given_name:
        creator |= {"familyName": family, "givenName": given_name}
    if author.affiliation:
        creator["affiliations"] = [author.affiliation]
    if author.orcid:
        creator["nameIdentifiers"] = [
            {
                "nameIdentifier": author.orcid,
                "nameIdentifierScheme": "ORCID",
                "schemeURI": "https://orcid.org",
            }
        ]
    return creator


def foundry_block(manifest: Dataset) -> dict[str, Any]:
    """Return the block `projects.foundry`: splits, and keys with their roles, units and classes."""
    keys = [_key(column) for column in manifest.columns]
    keys += [
        _key_of(entry.name, entry.role or None, entry.description or None, entry.unit or None)
        for entry in {entry.name: entry for entry in manifest.arrays or []}.values()
    ]
    return {
        "short_name": str(manifest.name).replace("-", "_"),
        "data_type": data_type(manifest),
        "task_type": list(manifest.tasks or []),
        "domain": list(manifest.domains or []),
        "n_items": float(sum(split.rows for split in manifest.splits)),
        "splits": [
            {"type": _split_type(split.name), "path": split.path, "label": split.name}
            for split in manifest.splits
        ],
        "keys": keys,
    }


def data_type(manifest: Dataset) -> str:
    """Return Foundry's word for what a dataset holds: hdf5 stands for arrays with key paths."""
    nested = all(_KEY_PATH.fullmatch(column.name) for column in manifest.columns)
    if nested or any(column.shape for column in manifest.columns) or manifest.arrays:
        return "hdf5"
    return "files" if any(column.path for column in manifest.columns) else "tabular"


def _split_type(name: str) -> str:
    part = name.rpartition(".")[2].lower()
    return {"valid": "validation", "val": "validation", "dev": "validation"}.get(part, part)


def _key(column: Column) -> dict[str, Any]:
    key = _key_of(column.name, column.role or None, column.description or None, column.unit or None)
    if column.classes:
        values = column.class_values or column.classes
        key["classes"] = [
            {"label": value, "name": label} for value, label in zip(values, column.classes, strict=False)
        ]
    return key


def _key_of(name: str, role: str | None, description: str | None, unit: str | None) -> dict[str, Any]:
    key: dict[str, Any] = {"key": [name], "type": _ROLES.get(role or "", role or "other")}
    if description:
        key["description"] = description
    if unit:
        key["units"] = unit
    return key
