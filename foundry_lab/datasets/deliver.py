"""From tables to a published package: prepared in a temporary folder, taken by the hub's command line."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..contracts.models import DatasetDraft
from ..errors import InvalidNameError, InvalidTableError
from ..hub.commands import run_command
from ..tables.read import read_table
from .prepare import Progress, prepare

_SPLIT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


def publish_tables(draft: DatasetDraft, splits: Mapping[str, Any], progress: Progress | None = None) -> None:
    """
    Publish frames or files as a dataset.

    Raises
    ------
    FoundryError
        What is wrong with the splits, the draft, or the store; nothing is left behind then.
    """
    with tempfile.TemporaryDirectory(prefix="foundry-lab-") as folder:
        prepare_splits(draft, splits, Path(folder), progress)
        publish_folder(Path(folder), progress)


def prepare_splits(
    draft: DatasetDraft, splits: Mapping[str, Any], folder: Path, progress: Progress | None = None
) -> None:
    """Read frames or files and write the package that they make into a folder."""
    if not isinstance(splits, Mapping) or not splits:
        raise InvalidTableError("The splits are a mapping from names to tables, such as {'train': frame}.")
    for name in splits:
        if not isinstance(name, str) or not _SPLIT.fullmatch(name):
            raise InvalidNameError(
                f"{name!r} is not a split's name: use letters, digits, '_', '.' and '-', such as 'train'."
            )
    expected = [column.name for column in draft.columns or []]
    tables = {}
    for number, (name, source) in enumerate(splits.items()):
        if progress:
            progress("read", number, len(splits))
        tables[name] = read_table(source, f"Split {name!r}", expected)
    prepare(draft, tables, folder, progress)


def publish_folder(folder: Path, progress: Progress | None = None) -> None:
    """
    Publish a prepared package.

    Raises
    ------
    DuplicateVersionError, InvalidManifestError, HubUnavailableError
        What the store or hub says.
    """
    run_command("publish", str(folder), progress=progress)
