"""The original Foundry layout: `foundry_metadata.json` beside data files, with its splits and keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from ..errors import InvalidManifestError

METADATA = "foundry_metadata.json"
_DEFAULT_FILE = "foundry_dataframe.json"
_DEFAULT_ARRAYS = "foundry.hdf5"
_ARRAY_TYPES = ("hdf5", "h5", "zarr")
_ROLES = {"input": "input", "target": "target", "output": "target"}
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
#: How a paper that describes the data is related to it.
_WORKS = (
    "IsDocumentedBy",
    "IsSupplementTo",
    "IsCitedBy",
    "IsReferencedBy",
    "IsDescribedBy",
    "Cites",
    "References",
)
_NO_UNIT = ("", "arb", "arb.", "none", "unitless", "n/a")


def read_layout(metadata: Mapping[str, Any], where: str) -> dict[str, Any]:
    """
    Return what the metadata says, as the fields of a dataset's draft.

    Parameters
    ----------
    metadata : mapping
        The content of `foundry_metadata.json`: the `projects.foundry` block, alone or in its record.
    where : str
        What sentences call it.

    Raises
    ------
    InvalidManifestError
        If it is not such metadata.
    """
    projects = metadata.get("projects")
    block = projects.get("foundry") if isinstance(projects, Mapping) else metadata
    if not isinstance(block, Mapping) or not {"keys", "splits", "data_type"} & block.keys():
        raise InvalidManifestError(f"{where} has no Foundry block with 'keys' and 'splits'.")
    arrays = str(block.get("data_type") or "tabular").lower() in _ARRAY_TYPES
    columns = _columns(block.get("keys"), where)
    splits = _splits(block.get("splits"), where, _DEFAULT_ARRAYS if arrays else _DEFAULT_FILE)
    if arrays:
        for column in columns:
            column["name"] = column["name"].strip("/") or "/"
        for split in splits:
            split["keys"] = [column["name"] for column in columns]
        columns = _of_groups(columns, splits, where)
    fields: dict[str, Any] = {
        "name": slug(str(block.get("short_name") or "")),
        "columns": columns,
        "splits": splits,
        "domains": _words(block.get("domain")),
        "tasks": _words(block.get("task_type")),
        **bibliography(metadata.get("dc")),
    }
    return {key: value for key, value in fields.items() if value}


def slug(name: str) -> str:
    """Return a package's name that is made of another name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _columns(keys: Any, where: str) -> list[dict[str, Any]]:
    columns: dict[str, dict[str, Any]] = {}
    for index, key in enumerate(_require_list(keys, "keys", where)):
        names = key.get("key") if isinstance(key, Mapping) else None
        names = [names] if isinstance(names, str) else names
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise InvalidManifestError(
                f"{where} does not follow the Foundry layout: at /keys/{index}/key, a list of names is expected.",
                pointer=f"/keys/{index}/key",
            )
        for name in names:
            columns.setdefault(name, _column(name, key))
    return list(columns.values())


def _column(name: str, key: Mapping[str, Any]) -> dict[str, Any]:
    column: dict[str, Any] = {"name": name}
    role = _ROLES.get(str(key.get("type")))
    if role is not None:
        column["role"] = role
    unit = str(key.get("units") or "").strip()
    if unit.lower() not in _NO_UNIT:
        column["unit"] = unit
    if key.get("description"):
        column["description"] = str(key["description"])
    classes = key.get("classes")
    if isinstance(classes, list) and classes:
        column["classes"] = [_class_name(item) for item in classes]
        values = [
            str(item.get("label"))
            for item in classes
            if isinstance(item, Mapping) and item.get("label") is not None
        ]
        if len(values) == len(classes) and values != column["classes"]:
            column["classValues"] = values
    return column


def _class_name(item: object) -> str:
    return str(item.get("name") or item.get("label")) if isinstance(item, Mapping) else str(item)


def _splits(splits: Any, where: str, default: str) -> list[dict[str, Any]]:
    splits_by_label: dict[str, dict[str, Any]] = {}
    for index, split in enumerate(_require_list(splits, "splits", where) or [{"label": "train"}]):
        if not isinstance(split, Mapping):
            raise InvalidManifestError(
                f"{where} does not follow the Foundry layout: at /splits/{index}, an object is expected.",
                pointer=f"/splits/{index}",
            )
        label = str(split.get("label") or split.get("type") or "train")
        path = str(split.get("path") or default).removeprefix("./").lstrip("/")
        if label in splits_by_label:
            raise InvalidManifestError(
                f"{where} has two splits {label!r}; give each its own label.",
                pointer=f"/splits/{index}/label",
            )
        splits_by_label[label] = {"name": re.sub(r"[^A-Za-z0-9_.-]", "_", label), "path": path}
    return list(splits_by_label.values())


def _of_groups(
    columns: list[dict[str, Any]], splits: list[dict[str, Any]], where: str
) -> list[dict[str, Any]]:
    """Return what is said of arrays by their names in their split, where several splits lie in one file."""
    files = Counter(split["path"] for split in splits)
    groups = [f"{split['name']}/" for split in splits if files[split["path"]] > 1]
    split_by_name: dict[str, dict[str, Any]] = {}
    for column in columns:
        group = next((group for group in groups if column["name"].startswith(group)), "")
        own = {**column, "name": column["name"].removeprefix(group)}
        other = split_by_name.setdefault(own["name"], own)
        if other != own:
            raise InvalidManifestError(
                f"{where} says different things of {own['name']!r} in its splits, which have the same columns.",
                pointer="/keys",
            )
    return list(split_by_name.values())


def _require_list(value: Any, field: str, where: str) -> list[Any]:
    if value is None or isinstance(value, list):
        return value or []
    raise InvalidManifestError(
        f"{where} does not follow the Foundry layout: at /{field}, a list is expected.", pointer=f"/{field}"
    )


def _words(value: Any) -> list[str]:
    items = [value] if isinstance(value, str) else value
    return [str(item) for item in items if item] if isinstance(items, list) else []


def bibliography(dc: Any) -> dict[str, Any]:
    """Return what a DataCite block says."""
    if not isinstance(dc, Mapping):
        return {}
    rights = _first(dc.get("rightsList"), "rightsIdentifier") or _first(dc.get("rightsList"), "rights")
    doi = _first(dc.get("identifiers"), "identifier") or _first([dc.get("identifier")], "identifier")
    return {
        "title": _first(dc.get("titles"), "title"),
        "description": _first(dc.get("descriptions"), "description"),
        "license": rights,
        "authors": [
            author
            for item in _objects(dc.get("creators") or dc.get("authors"))
            if (author := _author(item)) is not None
        ],
        "citations": [
            {"text": f"https://doi.org/{item['relatedIdentifier']}", "doi": str(item["relatedIdentifier"])}
            for item in _objects(dc.get("relatedIdentifiers"))
            if item.get("relationType") in _WORKS and _DOI.fullmatch(str(item.get("relatedIdentifier")))
        ],
        "keywords": [str(item["subject"]) for item in _objects(dc.get("subjects")) if item.get("subject")],
        "doi": doi if doi and _DOI.fullmatch(doi) else None,
    }


def _author(item: Mapping[str, Any]) -> dict[str, str] | None:
    name = item.get("creatorName") or item.get("name")
    if not name:
        return None
    author = {"name": str(name)}
    affiliations = item.get("affiliations") or item.get("affiliation")
    if isinstance(affiliations, list) and affiliations and isinstance(affiliations[0], str):
        author["affiliation"] = "; ".join(map(str, affiliations))[:300]
    for identifier in _objects(item.get("nameIdentifiers")):
        orcid = _ORCID.search(str(identifier.get("nameIdentifier")))
        if orcid is not None:
            author["orcid"] = orcid[0]
    return author


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _first(items: Any, key: str) -> str | None:
    for item in _objects(items):
        if item.get(key):
            return str(item[key])
    return None
