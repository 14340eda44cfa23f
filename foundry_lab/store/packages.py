"""The packages that references name, in the folder, the bucket or the hub of this environment."""

from __future__ import annotations

import os
from pathlib import Path

from .. import config
from ..contracts.models import Kind
from ..errors import FoundryError, NotFoundError
from ..references import as_path, parse, parse_doi
from .folder import folder_store, read_manifest
from .manifests import Manifest
from .package import Package
from .records import reference_of

_local: dict[str, Package] = {}


def find(kind: Kind, reference: str | os.PathLike[str]) -> Package:
    """
    Return the package that a reference names.

    Parameters
    ----------
    kind : {"dataset", "model", "benchmark"}
    reference : str or path
        `name` (newest), `name@1.2.0`, `name@1`, a DOI, or a package's folder.

    Raises
    ------
    NotFoundError
        If there is none; the sentence names those near it.
    WithdrawnError
        If it was withdrawn and is not named with its whole version.
    InvalidNameError, InvalidManifestError, HubUnavailableError

    Warns
    -----
    FoundryWarning
        If it is deprecated, withdrawn, not accepted yet, or named differently now.
    """
    path = as_path(reference)
    return find_by_name(kind, os.fspath(reference)) if path is None else package_at(kind, path)


def find_by_name(kind: Kind, reference: str) -> Package:
    """Return the package of a name and version, as `find` does."""
    # A name never has the slash that every DOI has, so that the usual case costs nothing.
    doi = parse_doi(reference) if "/" in reference else None
    if doi is not None:
        doi_kind, reference = reference_of(doi)
        if doi_kind != kind:
            raise NotFoundError(f"The DOI {doi} names the {doi_kind} {reference}, not a {kind}.")
    target = parse(reference)
    if config.hub_url() is not None or config.store_url() is not None:
        from .remote import find as find_remote

        manifest, hub = find_remote(kind, target)
        return Package(kind, manifest, None, hub)
    folder, manifest = folder_store(config.store_folder()).find(kind, target)
    return _package(kind, manifest, folder)


def package_at(kind: Kind, folder: Path) -> Package:
    """
    Return the package whose folder this is.

    Raises
    ------
    NotFoundError
        If the folder has no manifest of that kind.
    """
    try:
        return _package(kind, read_manifest(str(folder), kind), str(folder))
    except FileNotFoundError:
        raise NotFoundError(f"The folder {folder} holds no {kind}.json, so it is not a {kind}.") from None
    except IsADirectoryError:
        raise FoundryError(f"{folder}/{kind}.json is a folder instead of a manifest.") from None


def _package(kind: Kind, manifest: Manifest, folder: str) -> Package:
    # The manifest is remembered while its file is unchanged, so the same object means the same package.
    cached = _local.get(folder)
    if cached is None or cached.manifest is not manifest:
        cached = _local[folder] = Package(kind, manifest, Path(folder))
    return cached
