"""From tables to a published package: prepared in a temporary folder, taken by the hub's command line."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..contracts.models import DatasetDraft
from ..errors import FoundryError
from ..hub.commands import run_command
from .content import read_content
from .names import check_splits
from .prepare import Progress, prepare


def publish_tables(
    draft: DatasetDraft,
    splits: Mapping[str, Any],
    progress: Progress | None = None,
    *,
    base: Path | None = None,
    keys: Sequence[str] = (),
) -> str:
    """
    Publish frames, arrays or files as a dataset, and return its `name@version`.

    Raises
    ------
    FoundryError
        What is wrong with the splits, the draft, or the store; nothing is left behind then.
    """
    with tempfile.TemporaryDirectory(prefix="foundry-lab-") as folder:
        prepare_splits(draft, splits, Path(folder), progress, columns_before(draft), base=base, keys=keys)
        return publish_folder(Path(folder), progress)


def prepare_splits(
    draft: DatasetDraft,
    splits: Mapping[str, Any],
    folder: Path,
    progress: Progress | None = None,
    before: Sequence[str] | None = None,
    *,
    base: Path | None = None,
    keys: Sequence[str] = (),
) -> None:
    """
    Read frames, arrays or files and write the package that they make into a folder.

    Parameters
    ----------
    draft : DatasetDraft
    splits : mapping
        Sources by name; a mapping of sources is a fold, whose splits are named 'fold.split'.
    folder : Path
    progress : callable, optional
    base : Path, optional
        The folder that paths in columns start from; that of each file by default.
    keys : sequence of str, optional
        Which arrays of HDF5 and Zarr files, where the draft's splits name none.
    """
    sources = check_splits(splits)
    columns = draft.columns or []
    expected = [column.name for column in columns]
    said = {split.name: list(split.keys or []) for split in draft.splits or []}
    contents = {}
    for number, (name, source) in enumerate(sources.items()):
        if progress:
            progress("read", number, len(sources))
        contents[name] = read_content(
            source,
            f"Split {name!r}",
            expected=expected,
            keys=said.get(name) or keys,
            base=base,
            columns=columns,
            read=draft.read or None,
        )
    prepare(draft, contents, folder, progress, before)


def columns_before(draft: DatasetDraft) -> list[str] | None:
    """Return the columns of the version that a draft is the next of; None where there is none to be found."""
    from ..store.packages import find

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return [column.name for column in find("dataset", draft.name).manifest.columns]
        except FoundryError:
            # Whatever is wrong with it, publishing will say so.
            return None


def publish_folder(folder: Path, progress: Progress | None = None) -> str:
    """
    Publish a prepared package, and return its `name@version`.

    Raises
    ------
    DuplicateVersionError, InvalidManifestError, HubUnavailableError
        What the store or hub says.
    """
    published = msgspec.json.decode(run_command("publish", str(folder), progress=progress))
    return f"{published['name']}@{published['version']}"
