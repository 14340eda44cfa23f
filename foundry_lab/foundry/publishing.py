"""Publishing a FoundryDataset into the store, and what became of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..datasets.deliver import read_splits
from ..datasets.draft import read_draft
from ..datasets.load import load
from ..datasets.prepare import prepare
from ..datasets.raw_folder import splits_of_folder
from ..errors import DuplicateVersionError, FoundryError, NotFoundError
from ..mdf.submission_draft import submission_fields
from ..store.publication import publication

if TYPE_CHECKING:
    from .dataset import FoundryDataset


def publish(dataset: FoundryDataset, *, update: bool, test: bool) -> dict[str, Any] | None:
    """Publish a dataset, as `Foundry.publish_dataset` says."""
    source = dataset._local_data_path
    if source is None:
        raise ValueError(
            "No data was added: call add_data(local_data_path=...) of the dataset before publishing it."
        )
    content = {
        "dc": dataset.clean_dc_dict(),
        "projects": {"foundry": dataset.foundry_schema.model_dump()},
        "mdf": {"source_name": dataset.dataset_name},
    }
    fields = submission_fields(content, "The metadata")
    folder = source if source.is_dir() else source.parent
    if source.is_file():
        fields["splits"] = [{**(fields.get("splits") or [{"name": "train"}])[0], "path": source.name}]
    elif not fields.get("splits"):
        fields["splits"] = splits_of_folder(folder)
    fields["version"] = _version(fields["name"], str(fields.get("version") or "1.0.0"), update=update)
    draft = read_draft(fields, "The metadata")
    files = {}
    for split in draft.splits or []:
        path = folder / split.path
        if not path.exists() or not path.resolve().is_relative_to(folder.resolve()):
            raise NotFoundError(
                f"The split {split.name!r} names the file {split.path!r}, which is not in {folder}."
            )
        files[split.name] = path
    contents = read_splits(draft, files)
    with publication() as draft_publication:
        manifest = prepare(draft, contents, draft_publication.package)
        if test:
            return None
        loaded = load(draft_publication.commit(manifest).reference)
    dataset._dataset = loaded
    dataset.dataset_name = loaded.name
    source_id = f"{loaded.name.replace('-', '_')}_v{loaded.version}"
    return {"source_id": source_id, "success": True, "error": None, "status_code": 202}


def _version(name: str, version: str, *, update: bool) -> str:
    """Return the version to publish: the stated one, or for an update the next after the newest."""
    try:
        newest = load(name).version
    except NotFoundError:
        if update:
            raise NotFoundError(
                f"There is no dataset {name} to update: publish it without update=True."
            ) from None
        return version
    if not update:
        raise DuplicateVersionError(f"{name}@{newest} exists: publish with update=True for its next version.")
    if tuple(map(int, version.split("."))) > tuple(map(int, newest.split("."))):
        return version
    return f"{int(newest.split('.')[0]) + 1}.0.0"


def status(source_id: str) -> dict[str, Any]:
    """Return what is known of a submission."""
    parts = re.fullmatch(r"(?P<name>.+)_v(?P<version>\d+\.\d+\.\d+)", source_id)
    name = re.sub(r"[^a-z0-9]+", "-", (parts["name"] if parts else source_id).lower()).strip("-")
    try:
        dataset = load(f"{name}@{parts['version']}" if parts else name)
    except FoundryError as error:
        return {
            "source_id": source_id,
            "success": False,
            "active": False,
            "state": "not found",
            "error": str(error),
            "status_message": f"{source_id} is not in the store: {error}",
        }
    return {
        "source_id": source_id,
        "success": True,
        "active": False,
        "state": "published",
        "error": None,
        "title": dataset.title,
        "submission_time": str(dataset.manifest.published_at),
        "status_list": [{"code": "S", "text": "Submission"}, {"code": "S", "text": "Publication"}],
        "status_message": f"{dataset.reference} ({dataset.title}) is published since {dataset.manifest.published_at}.",
    }
