"""Folders that a person has filled, as packages: a dataset's files beside dataset.json, a model's beside model.json."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..contracts.models import ModelDraft
from ..datasets.deliver import columns_before, read_splits
from ..datasets.draft import missing_fields
from ..datasets.prepare import prepare
from ..datasets.raw_folder import read_folder
from ..progress import Progress
from ..references import check_name
from ..store.manifests import read_json
from ..store.publication import Publication

_MODEL = "model.json"


def write_package(
    folder: Path, publication: Publication, progress: Progress | None = None
) -> tuple[dict[str, Any], str | None]:
    """
    Write the package of a folder.

    Returns
    -------
    manifest : dict
        Prepared, without the list of its files.
    note : str or None
        What readers will look for in the record.

    Raises
    ------
    FoundryError
        What is wrong with the folder.
    """
    if (folder / _MODEL).is_file():
        return _model(folder, publication), None
    draft, files = read_folder(folder)
    before = columns_before(draft)
    contents = read_splits(draft, files, progress)
    manifest = prepare(draft, contents, publication.package, before=before, progress=progress)
    return manifest, missing_fields(draft, first=before is None)


def _model(folder: Path, publication: Publication) -> dict[str, Any]:
    from ..models.publish_model import manifest_of

    path = folder / _MODEL
    draft = read_json(path.read_bytes(), ModelDraft, str(path))
    check_name(draft.name)
    for file in sorted(folder.rglob("*")):
        place = file.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in place.parts)
        if file.is_file() and file != path and not hidden:
            publication.package.copy(file, place.as_posix())
    return manifest_of(draft)
