"""Datasets of this environment's store by name and by DOI."""

from __future__ import annotations

from .. import config
from ..datasets.dataset import Dataset
from ..datasets.load import load
from ..errors import FoundryError
from ..store.folder import FolderStore


def all_names() -> list[str]:
    """Return the names of all datasets."""
    if config.hub_url() is not None:
        from ..hub.running import ask_hub

        names: list[str] = ask_hub(lambda hub: hub.names("datasets"))
        return names
    return list(FolderStore(config.store_folder()).names("dataset"))


def by_doi(doi: str) -> Dataset | None:
    """Return the newest version of the dataset that has a DOI; None where there is none."""
    for name in all_names():
        try:
            dataset = load(name)
        except FoundryError:
            # A version that cannot be read hides no other dataset.
            continue
        if str(dataset.manifest.doi or "").lower() == doi.lower():
            return dataset
    return None
