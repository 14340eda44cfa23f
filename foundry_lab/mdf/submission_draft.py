"""A submission to MDF Connect as a draft, and the files of its splits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from ..contracts.models import DatasetDraft
from ..datasets.draft import read_draft
from ..datasets.foundry_layout import read_layout, slug
from ..errors import InvalidManifestError, NotFoundError

_PROTOCOL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_submission(content: object) -> bool:
    """Whether a JSON document is meant as a submission."""
    return (
        isinstance(content, Mapping) and "dc" in content and not {"schemaVersion", "splits"} & content.keys()
    )


def submission_fields(content: Mapping[str, Any], where: str) -> dict[str, Any]:
    """
    Return the fields of a dataset's draft that a submission gives.

    Raises
    ------
    InvalidManifestError
        If its Foundry block cannot be understood.
    """
    projects = content.get("projects")
    block = projects.get("foundry") if isinstance(projects, Mapping) else None
    fields = read_layout({**content, "projects": {"foundry": block or {"splits": [], "keys": []}}}, where)
    if not isinstance(block, Mapping) or not block.get("splits"):
        fields.pop("splits", None)
    administration = content.get("mdf")
    name = administration.get("source_name") if isinstance(administration, Mapping) else None
    name_slug = slug(str(name or fields.get("name") or fields.get("title") or ""))
    if name_slug:
        fields["name"] = name_slug[:100].strip("-")
    dc = content.get("dc")
    version = str(dc.get("version") or "") if isinstance(dc, Mapping) else ""
    if re.fullmatch(r"\d+\.\d+(\.\d+)?", version):
        fields["version"] = version if version.count(".") == 2 else f"{version}.0"
    tags = content.get("tags")
    if isinstance(tags, list) and not fields.get("keywords"):
        fields["keywords"] = [str(tag) for tag in tags]
    uri = content.get("external_uri")
    if isinstance(uri, str) and re.match(r"https?://", uri):
        fields["url"] = uri
    return fields


def local_source(content: Mapping[str, Any], base: Path) -> Path | None:
    """Return the folder on this machine that a submission's data lies in; None where it lies elsewhere only."""
    sources = content.get("data_sources")
    for source in sources if isinstance(sources, list) else []:
        path = source_path(source, base)
        if path is not None and path.exists():
            return path if path.is_dir() else path.parent
    return None


def source_path(source: object, base: Path) -> Path | None:
    """Return the path that a data source names on this machine; None for any other place."""
    if not isinstance(source, str) or "\0" in source:
        return None
    if source.startswith("file://"):
        return Path(unquote(urlparse(source).path))
    return None if _PROTOCOL.match(source) else (base / source)


def read_submission(
    content: Mapping[str, Any], base: Path, where: str
) -> tuple[DatasetDraft, dict[str, Path]]:
    """
    Return what a submission says, and the file of each of its splits.

    Parameters
    ----------
    content : mapping
        The submission.
    base : Path
        The folder that relative data sources start from.
    where : str
        What sentences call it.

    Raises
    ------
    NotFoundError
        If its data is not on this machine, or a split's file is missing.
    InvalidManifestError, InvalidNameError
        If what it says is wrong.
    """
    from ..datasets.raw_folder import splits_of_folder

    folder = local_source(content, base)
    if folder is None:
        raise NotFoundError(
            f"None of the data sources of {where} is on this machine: download the data, "
            "and name its folder in 'data_sources', such as 'file:///data/set'."
        )
    fields = submission_fields(content, where)
    if not fields.get("splits"):
        fields["splits"] = splits_of_folder(folder)
    draft = read_draft(fields, where)
    files = {}
    for index, split in enumerate(draft.splits or []):
        path = folder / split.path
        if not path.exists() or not path.resolve().is_relative_to(folder.resolve()):
            raise NotFoundError(
                f"{where} names {split.path!r} at /projects/foundry/splits/{index}/path, which is not in {folder}."
            )
        if split.name in files:
            raise InvalidManifestError(
                f"{where} has two splits {split.name!r}.", pointer=f"/projects/foundry/splits/{index}/label"
            )
        files[split.name] = path
    return draft, files
