"""Moving packages: to and from zip files and folders, and between stores and hubs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..contracts.models import Kind
from ..hub.commands import run_command
from ..progress import Progress, reporting

if TYPE_CHECKING:
    from ..datasets.dataset import Dataset
    from ..models.model import Model


class _Transfer(msgspec.Struct):
    kind: Kind
    name: str
    version: str
    path: str = ""


def export(
    reference: str, destination: str | os.PathLike[str], *, progress: Progress | bool | None = None
) -> Path:
    """
    Write a package to one zip file or a folder, checking every file against its SHA-256.

    Parameters
    ----------
    reference : str
        `name` (the newest version), `name@1` or `name@1.2.0`.
    destination : str or path
        A file whose name ends in `.zip`, or a folder; it must not exist yet.
    progress : callable or bool, optional
        Called with a step's name, the bytes done, and the bytes in all; True shows a bar, False nothing. By default a
        bar comes once it takes more than a second.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    NotFoundError
        If there is no such package.
    ChecksumMismatchError
        If a file is not as it was published; nothing is left then.
    FoundryError
        If the destination exists.
    """
    place = os.fspath(destination)
    command = "export" if place.lower().endswith(".zip") else "get"
    return Path(_run(command, reference, place, progress=progress).path)


def import_package(
    source: str | os.PathLike[str], *, progress: Progress | bool | None = None
) -> Dataset | Model:
    """
    Take a package from a zip file or a folder into the store, as it was exported.

    Parameters
    ----------
    source : str or path
        A zip file, or a package's folder.
    progress : callable or bool, optional
        Called with a step's name, the bytes done, and the bytes in all; True shows a bar, False nothing. By default a
        bar comes once it takes more than a second.

    Returns
    -------
    Dataset or Model

    Raises
    ------
    FoundryError
        If the archive is refused: a name that leads out, a link, a bomb, or a file that its manifest does not list.
    ChecksumMismatchError
        If a file is not what its manifest says; nothing is left then.
    DuplicateVersionError
        If the store has another package of this version.
    """
    return _open(_run("import", os.fspath(source), progress=progress))


def pull(
    reference: str, *, source: str | os.PathLike[str], progress: Progress | bool | None = None
) -> Dataset | Model:
    """
    Bring a package from a hub or another store into the own store.

    Parameters
    ----------
    reference : str
        `name`, `name@1` or `name@1.2.0`.
    source : str or path
        A hub's URL (its token in `FOUNDRY_TOKEN`), a store's folder, or `s3://bucket/prefix`.
    progress : callable or bool, optional
        Called with a step's name, the bytes done, and the bytes in all; True shows a bar, False nothing. By default a
        bar comes once it takes more than a second.

    Returns
    -------
    Dataset or Model

    Raises
    ------
    FoundryError
        What is wrong with the package, or where it comes from.
    """
    return _open(_run("pull", reference, "--from", os.fspath(source), progress=progress))


def push(reference: str, *, to: str | os.PathLike[str], progress: Progress | bool | None = None) -> None:
    """
    Send a package to a hub or another store; one that was interrupted goes on where it stopped.

    Parameters
    ----------
    reference : str
        `name`, `name@1` or `name@1.2.0` of the own store.
    to : str or path
        A hub's URL (its token in `FOUNDRY_TO_TOKEN` or `FOUNDRY_TOKEN`), a store's folder, or `s3://bucket/prefix`.
    progress : callable or bool, optional
        Called with a step's name, the bytes done, and the bytes in all; True shows a bar, False nothing. By default a
        bar comes once it takes more than a second.

    Raises
    ------
    FoundryError
        What is wrong with the package, or where it goes.
    """
    _run("push", reference, "--to", os.fspath(to), progress=progress)


def _run(command: str, subject: str, *arguments: str, progress: Progress | bool | None) -> _Transfer:
    with reporting(progress, f"{command} {subject}") as report:
        return msgspec.json.decode(run_command(command, subject, *arguments, progress=report), type=_Transfer)


def _open(transfer: _Transfer) -> Dataset | Model:
    reference = f"{transfer.name}@{transfer.version}"
    if transfer.kind == "model":
        from ..models.load_model import model

        return model(reference)
    from ..datasets.load import load

    return load(reference)
