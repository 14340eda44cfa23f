"""A published dataset as a submission to MDF Connect."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from ..contracts.models import Dataset
from ..datasets.load import load
from ..errors import InvalidManifestError
from .blocks import citation_block, foundry_block


def export_mdf(
    reference: str | os.PathLike[str],
    *,
    data_sources: Sequence[str] = (),
    organizations: Sequence[str] = ("Foundry",),
    test: bool = False,
) -> dict[str, Any]:
    """
    Return a dataset as a submission that MDF Connect takes.

    Parameters
    ----------
    reference : str or path
        The dataset, as in `foundry_lab.load`.
    data_sources : sequence of str, optional
        Where its files lie for MDF, such as 'globus://...' or 'https://...'; by default the dataset's URL,
        or its folder on this machine, from which `foundry-lab publish` can take them.
    organizations : sequence of str, optional
        MDF's organisations whose rules apply.
    test : bool, optional
        Whether MDF is to put it into its test index.

    Raises
    ------
    NotFoundError
        If there is no such dataset.
    InvalidManifestError
        If its record lacks what MDF asks for: an author.
    """
    dataset = load(reference)
    manifest: Dataset = dataset.manifest
    if not manifest.authors:
        raise InvalidManifestError(
            f"{dataset.reference} names no author, and MDF asks for one: publish a version that does.",
            pointer="/authors",
        )
    submission: dict[str, Any] = {
        "dc": citation_block(manifest),
        "mdf": {
            "source_name": str(manifest.name).replace("-", "_"),
            "organizations": list(organizations),
            "acl": ["public"],
        },
        "data_sources": list(data_sources) or [_source(dataset)],
        "projects": {"foundry": foundry_block(manifest)},
        "update": False,
        "test": test,
    }
    if manifest.keywords:
        submission["tags"] = list(manifest.keywords)
    if manifest.url:
        submission["external_uri"] = manifest.url
    return submission


def _source(dataset: Any) -> str:
    if dataset.manifest.url:
        return str(dataset.manifest.url)
    first = dataset[dataset.splits[0]]
    path = first.package.file(dataset.manifest.splits[0].path)
    # Beside the manifest, above data/; a file from a hub lies alone in the cache.
    folder = first.package.folder or path.parent
    return str(folder.absolute().as_uri())
