"""From tables to a published package: prepared in a temporary folder, taken by the hub's command line."""

from __future__ import annotations

import re
import subprocess
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from .. import config
from ..contracts.models import DatasetDraft
from ..errors import FoundryError, InvalidNameError, InvalidTableError
from ..hub import node
from ..hub.problems import error_of, read_problem
from ..tables.read import read_table
from .prepare import Progress, prepare

_SPLIT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


def publish_tables(draft: DatasetDraft, splits: Mapping[str, Any], progress: Progress | None = None) -> str:
    """
    Publish frames or files as a dataset, and return its `name@version`.

    Raises
    ------
    FoundryError
        What is wrong with the splits, the draft, or the store; nothing is left behind then.
    """
    with tempfile.TemporaryDirectory(prefix="foundry-lab-") as folder:
        prepare_splits(draft, splits, Path(folder), progress, columns_before(draft))
        return publish_folder(Path(folder), progress)


def prepare_splits(
    draft: DatasetDraft,
    splits: Mapping[str, Any],
    folder: Path,
    progress: Progress | None = None,
    before: Sequence[str] | None = None,
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
    prepare(draft, tables, folder, progress, before)


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
    command = node.command("publish", str(folder), "--json", "--progress")
    with subprocess.Popen(
        command,
        env=config.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        try:
            said = [line for line in process.stderr if not _told(line, progress)]
            answer = process.stdout.read()
        except BaseException:
            process.terminate()
            raise
    if process.returncode == 0:
        published = msgspec.json.decode(answer)
        return f"{published['name']}@{published['version']}"
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
