"""`publish` and `push` of what a person has filled: the package of a folder or submission, which Node publishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..contracts.models import DatasetDraft, ModelDraft
from ..datasets.deliver import columns_before, read_splits
from ..datasets.draft import missing_fields
from ..datasets.prepare import prepare
from ..datasets.raw_folder import read_folder, read_object
from ..errors import NotFoundError
from ..mdf.submission_draft import is_submission, read_submission
from ..references import check_name
from ..store.manifests import read_json
from ..store.publication import Publication
from .messages import Progress, print_json, progress_reporter


class PrepareOptions(msgspec.Struct, rename="camel"):
    """What to prepare, and the folder for the package, which may be one in a store's own staging."""

    path: Path
    target: Path
    staged: bool
    json: bool
    progress: bool


def prepare_package(options: PrepareOptions) -> int:
    """
    Write the package of a folder or submission, and print what readers will look for in its record.

    Raises
    ------
    FoundryError
        What is wrong with it.
    """
    path = options.path
    if path.is_file():
        missing = _submission(options)
    elif (path / "model.json").is_file():
        missing = None
        _model(options)
    else:
        missing = _dataset(options)
    print_json({"notes": [missing] if missing else []})
    return 0


def _dataset(options: PrepareOptions) -> str | None:
    draft, files = read_folder(options.path)
    before = columns_before(draft)
    _write(options, draft, files, before)
    return missing_fields(draft, first=before is None)


def _submission(options: PrepareOptions) -> str | None:
    path = options.path
    if path.suffix != ".json":
        raise NotFoundError(
            f"{path} is a file: give a folder or a submission.json; "
            "foundry-lab publish-model publishes a model's file."
        )
    record = read_object(path)
    if not is_submission(record):
        raise NotFoundError(f"{path} is neither a folder nor a submission to MDF Connect.")
    draft, files = read_submission(record, path.parent, path.name)
    before = columns_before(draft)
    _write(options, draft, files, before)
    return missing_fields(draft, first=before is None)


def _write(
    options: PrepareOptions, draft: DatasetDraft, files: Mapping[str, Any], before: Sequence[str] | None
) -> None:
    contents = read_splits(draft, files, _progress(options))
    publication = Publication.into(options.target, staged=options.staged)
    publication.write_manifest(
        prepare(draft, contents, publication.package, before=before, progress=_progress(options))
    )


def _model(options: PrepareOptions) -> None:
    from ..models.publish_model import manifest_of

    path = options.path / "model.json"
    draft = read_json(path.read_bytes(), ModelDraft, str(path))
    check_name(draft.name)
    publication = Publication.into(options.target, staged=options.staged)
    for file in sorted(options.path.rglob("*")):
        place = file.relative_to(options.path)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in place.parts)
        if file.is_file() and file != path and not hidden:
            publication.package.copy(file, place.as_posix())
    publication.write_manifest(manifest_of(draft))


def _progress(options: PrepareOptions) -> Progress | None:
    return progress_reporter(str(options.path), as_json=options.progress)
