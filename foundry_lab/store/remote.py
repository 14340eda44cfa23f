"""Packages of the hub that `FOUNDRY_URL` names, or of a store in a bucket: fetched once, checked, and kept in the cache."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from .. import config
from ..contracts.models import FileEntry, Kind, PackageStatus
from ..errors import ChecksumMismatchError, HubUnavailableError, NotFoundError
from ..references import Reference
from .folder import not_found
from .lifecycle import warn_of
from .manifests import FOLDERS, Manifest, decode

if TYPE_CHECKING:
    from ..hub.client import HubClient

_manifests: dict[Path, Manifest] = {}
_statuses: dict[tuple[str, Kind, str, str], tuple[float, PackageStatus]] = {}
#: Seconds for which a status is taken for the present one.
_FRESH = 60.0


def find(kind: Kind, reference: Reference) -> tuple[Manifest, HubClient]:
    """
    Return a manifest and the hub it is from; a whole version is asked for once.

    Raises
    ------
    NotFoundError, InvalidManifestError, HubUnavailableError
    """
    url = config.hub_url()
    if url is not None:
        from ..hub.running import client_of

        hub, place = client_of(url, config.hub_token()), f"the hub {url}"
    else:
        from ..hub.running import ensure_hub

        # A bucket is read through this machine's own hub, which has the bucket's credentials from the environment.
        hub, place = ensure_hub(), f"the store {config.store_url()}"
    manifest = _find(hub, kind, reference, place)
    _warn_of_status(hub, kind, reference, manifest)
    return manifest, hub


def _find(hub: HubClient, kind: Kind, reference: Reference, place: str) -> Manifest:
    if reference.exact_version:
        cached = _cached_manifest(_manifest_path(hub, kind, reference.name, reference.exact_version), kind)
        if cached is not None:
            return cached
    try:
        text = hub.manifest(FOLDERS[kind], reference.name, reference.version or "latest")
    except NotFoundError as error:
        if error.suggestions:
            raise
        raise not_found(kind, reference.name, hub.names(FOLDERS[kind]), place) from None
    manifest = decode(text, kind, f"The manifest of {reference} from {place}")
    path = _manifest_path(hub, kind, manifest.name, manifest.version)
    partial = _partial(path)
    partial.write_bytes(text)
    partial.replace(path)
    _manifests[path] = manifest
    return manifest


def _warn_of_status(hub: HubClient, kind: Kind, reference: Reference, manifest: Manifest) -> None:
    """Warn of what became of a version; the hub is asked again only after a while, as a version is loaded often."""
    key = (hub.url, kind, manifest.name, manifest.version)
    cached = _statuses.get(key)
    if cached is None or time.monotonic() - cached[0] > _FRESH:
        try:
            cached = (time.monotonic(), hub.status(FOLDERS[kind], manifest.name, manifest.version))
        except HubUnavailableError:
            # What is in the cache is read without the hub, too.
            return
        _statuses[key] = cached
    warn_of(kind, reference, cached[1].name, manifest.version, cached[1])


def fetch(hub: HubClient, kind: Kind, manifest: Manifest, entry: FileEntry) -> Path:
    """
    Return where a package's file lies in the cache, fetched if it is not there yet.

    Raises
    ------
    ChecksumMismatchError
        If what arrives is not what the manifest promises; nothing is kept then.
    """
    import hashlib

    path = config.cache_folder() / "files" / entry.sha256[:2] / entry.sha256
    if path.exists():
        return path
    digest = hashlib.sha256()
    partial = _partial(path)
    try:
        with partial.open("wb") as sink:
            route = f"{FOLDERS[kind]}/{manifest.name}/{manifest.version}/files/{quote(entry.path)}"
            hub.download(route, sink, digest.update)
        if digest.hexdigest() != entry.sha256:
            raise ChecksumMismatchError(
                f"The file {entry.path} of {manifest.name}@{manifest.version} did not arrive from {hub.url} "
                "as it was published (its checksum differs): try again, or run `foundry-lab verify` there."
            )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def _cached_manifest(path: Path, kind: Kind) -> Manifest | None:
    if path not in _manifests:
        try:
            _manifests[path] = decode(path.read_bytes(), kind, str(path))
        except FileNotFoundError:
            return None
    return _manifests[path]


def _manifest_path(hub: HubClient, kind: Kind, name: str, version: str) -> Path:
    import hashlib

    # The token belongs to the key: another hub may answer at the same port tomorrow.
    place = f"{hub.url}\n{hub.token}" if config.hub_url() else config.store_url() or ""
    where = hashlib.sha256(place.encode()).hexdigest()[:16]
    return config.cache_folder() / "manifests" / where / FOLDERS[kind] / name / f"{version}.json"


def _partial(path: Path) -> Path:
    """Return a new file beside the one that it will become."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    os.close(handle)
    return Path(partial)
