"""From tables to a published package: prepared in a temporary folder, taken by the hub's command line."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from .. import config
from ..contracts.models import DatasetDraft
from ..errors import FoundryError
from ..hub import node
from ..hub.problems import error_of, read_problem
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
) -> None:
    """
    Publish frames, arrays or files as a dataset.

    Raises
    ------
    FoundryError
        What is wrong with the splits, the draft, or the store; nothing is left behind then.
    """
    with tempfile.TemporaryDirectory(prefix="foundry-lab-") as folder:
        prepare_splits(draft, splits, Path(folder), progress, base=base, keys=keys)
        publish_folder(Path(folder), progress)


def prepare_splits(
    draft: DatasetDraft,
    splits: Mapping[str, Any],
    folder: Path,
    progress: Progress | None = None,
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
        )
    prepare(draft, contents, folder, progress)


def publish_folder(folder: Path, progress: Progress | None = None) -> None:
    """
    Publish a prepared package.

    Raises
    ------
    DuplicateVersionError, InvalidManifestError, HubUnavailableError
        What the store or hub says.
    """
    command = node.command("publish", str(folder), "--json", "--progress")
    with subprocess.Popen(
        command,
        env=config.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        try:
            said = [line for line in process.stderr if not _told(line, progress)]
        except BaseException:
            process.terminate()
            raise
    if process.returncode == 0:
        return
    text = "".join(said).strip()
    problem = read_problem(text) or next(filter(None, map(read_problem, said)), None)
    if problem:
        raise error_of(problem)
    raise FoundryError(f"Publishing failed: {text or f'the command ended with {process.returncode}'}")


def _told(line: str, progress: Progress | None) -> bool:
    """Whether a line was a report of progress, which is passed on."""
    try:
        report = msgspec.json.decode(line)
    except msgspec.DecodeError:
        return False
    if not isinstance(report, dict) or "step" not in report:
        return False
    if progress:
        progress(str(report["step"]), int(report.get("done", 0)), int(report.get("total", 0)))
    return True
