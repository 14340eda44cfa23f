"""`publish` and `push` of what a person has filled: the package of a folder or submission, which Node publishes."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ..catalog.filled_folder import write_package
from ..datasets.deliver import columns_before, read_splits
from ..datasets.draft import missing_fields
from ..datasets.prepare import prepare
from ..datasets.raw_folder import read_object
from ..errors import NotFoundError
from ..mdf.submission_draft import is_submission, read_submission
from ..progress import Progress, reporting
from ..store.publication import Publication
from .messages import print_json, progress_line


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
    with reporting(progress_line if options.progress else None, options.path.name) as progress:
        if options.path.is_file():
            missing = _submission(options, progress)
        else:
            publication = Publication.into(options.target, staged=options.staged)
            manifest, missing = write_package(options.path, publication, progress)
            publication.write_manifest(manifest)
    print_json({"notes": [missing] if missing else []})
    return 0


def _submission(options: PrepareOptions, progress: Progress) -> str | None:
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
    contents = read_splits(draft, files, progress)
    publication = Publication.into(options.target, staged=options.staged)
    publication.write_manifest(
        prepare(draft, contents, publication.package, before=before, progress=progress)
    )
    return missing_fields(draft, first=before is None)
