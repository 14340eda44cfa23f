"""
A package on its way into the store, which TypeScript commits: a hub over HTTP, or the command where there is no such folder.

Into a store's folder it is written at once, in the store's own staging, and hashed on the way: the hub, which runs as
the same user, finds it there and makes the version appear by one rename. What goes to a bucket or to a hub elsewhere is
uploaded.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec

from .. import config
from ..errors import FoundryWarning, HubUnavailableError, NotFoundError
from ..progress import Progress
from .owner import this_process
from .package_writer import PackageWriter

_PREPARED = "prepared.json"


class Published(msgspec.Struct):
    """A version that is there; `unchanged` tells that it was before, and holds the same."""

    kind: str
    name: str
    version: str
    unchanged: bool = False

    @property
    def reference(self) -> str:
        """Its `name@version`."""
        return f"{self.name}@{self.version}"

    def say_if_unchanged(self) -> None:
        """Warn the caller's caller of a version that was there before."""
        if self.unchanged:
            sentence = f"{self.reference} is there already and holds the same: nothing was published."
            warnings.warn(sentence, FoundryWarning, stacklevel=3)


class Publication:
    """
    A package in a folder that becomes a version.

    Attributes
    ----------
    package : PackageWriter
        Where its files are written.
    folder : Path
        What `foundry-lab publish` takes once the manifest is written.
    """

    def __init__(self, folder: Path, package: PackageWriter) -> None:
        self.folder = folder
        self.package = package

    def write_manifest(self, manifest: Mapping[str, Any]) -> None:
        """Write the prepared manifest, with every file's size and hash."""
        record = {**manifest, "files": self.package.entries()}
        (self.folder / f"{manifest['kind']}.json").write_bytes(msgspec.json.encode(record))

    @staticmethod
    def into(folder: Path, *, staged: bool) -> Publication:
        """Return the publication of a folder that somebody else commits; `staged` is one in a store's own staging."""
        if staged:
            return _StagedPublication(folder, PackageWriter(folder / "package"))
        return Publication(folder, PackageWriter(folder))

    def commit(self, manifest: Mapping[str, Any], progress: Progress | None = None) -> Published:
        """
        Make the version appear, or return the one that is there and holds the same.

        Raises
        ------
        DuplicateVersionError, InvalidManifestError, HubUnavailableError
            What the store or hub says.
        """
        from ..hub.commands import run_command

        self.write_manifest(manifest)
        answer = run_command("publish", str(self.folder), progress=progress)
        return msgspec.json.decode(answer, type=Published)


class _StagedPublication(Publication):
    """One whose folder is in the store's own staging."""

    def write_manifest(self, manifest: Mapping[str, Any]) -> None:
        record = {**manifest, "files": self.package.entries()}
        (self.folder / _PREPARED).write_bytes(msgspec.json.encode(record))

    def commit(self, manifest: Mapping[str, Any], progress: Progress | None = None) -> Published:
        from ..hub.running import ask_hub

        self.write_manifest(manifest)
        if progress:
            progress("commit", 0, 1)
        try:
            answer = ask_hub(
                lambda hub: hub.request("POST", f"staged/{self.folder.name}/commit", timeout=None)
            )
        except NotFoundError:
            if self.folder.exists():
                raise
            # What it was told first was lost with a hub that has ended since.
            raise HubUnavailableError(
                f"The hub ended while {manifest['name']} was being published: see which versions there are, "
                "and publish it again."
            ) from None
        if progress:
            progress("commit", 1, 1)
        result = msgspec.json.decode(answer.content, type=Published)
        # 201 where it was created.
        result.unchanged = answer.status_code == HTTPStatus.OK
        return result


@contextmanager
def publication() -> Iterator[Publication]:
    """Make room for a package; what is not committed leaves nothing behind."""
    # Only where users are told apart does a hub believe what it finds in the staging.
    if config.hub_url() is None and config.store_url() is None and hasattr(os, "getuid"):
        with _stage(config.store_folder()) as draft:
            yield draft
        return
    with temporary() as draft:
        yield draft


@contextmanager
def temporary() -> Iterator[Publication]:
    """Make room for a package that goes elsewhere."""
    with tempfile.TemporaryDirectory(prefix="foundry-lab-") as folder:
        yield Publication(Path(folder), PackageWriter(Path(folder)))


@contextmanager
def _stage(store: Path) -> Iterator[Publication]:
    staging, key = store / ".staging", uuid.uuid4().hex
    owner, folder = staging / f"{key}.owner", staging / key
    owned = msgspec.json.encode(this_process())
    try:
        staging.mkdir(parents=True, exist_ok=True)
        # First whose it is: a folder without an owner is nobody's, and is removed.
        owner.write_bytes(owned)
        folder.mkdir(mode=0o700)
        package = folder / "package"
        package.mkdir()
    except OSError as error:
        raise HubUnavailableError(
            f"The store {store} cannot be written ({error}); check its permissions."
        ) from None
    try:
        yield _StagedPublication(folder, PackageWriter(package))
    finally:
        # What a hub has taken over is the hub's, even while this process gives up.
        if owner.is_file() and owner.read_bytes() == owned:
            shutil.rmtree(folder, ignore_errors=True)
            owner.unlink(missing_ok=True)
        if not (store / "foundry-store.json").exists():
            # No hub has made it a store: nothing was published.
            for place in (staging, store):
                with suppress(OSError):
                    place.rmdir()


def complete_manifest(manifest: Mapping[str, Any], package: PackageWriter) -> dict[str, Any]:
    """Return a prepared manifest as it is once it is published, for a package that is read from where it is."""
    return {
        "version": "1.0.0",
        **manifest,
        "publishedAt": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": package.entries(),
    }
