"""From tables to a published package: read, and written into a publication."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..contracts.models import DatasetDraft, UnderstoodSplit
from ..errors import FoundryError
from ..progress import Progress
from ..store.publication import Published, publication
from .content import Content
from .names import check_splits
from .prepare import prepare
from .read_content import is_array_file, read_content


def publish_tables(
    draft: DatasetDraft,
    splits: Mapping[str, Any],
    progress: Progress | None = None,
    *,
    before: Sequence[str] | None = None,
    base: Path | None = None,
    keys: Sequence[str] = (),
    on_understood: Callable[[list[UnderstoodSplit]], None] | None = None,
) -> Published:
    """
    Publish frames, arrays or files as a dataset.

    Parameters
    ----------
    draft, splits, progress, base, keys
        As `read_splits` takes them.
    before : sequence of str, optional
        The columns of the version before this one.
    on_understood : callable, optional
        Told what was understood of each split.

    Raises
    ------
    FoundryError
        What is wrong with the splits, the draft, or the store; nothing is left behind then.
    """
    contents = read_splits(draft, splits, progress, base=base, keys=keys)
    with publication() as draft_publication:
        manifest = prepare(draft, contents, draft_publication.package, progress, before, on_understood)
        return draft_publication.commit(manifest, progress)


def read_splits(
    draft: DatasetDraft,
    splits: Mapping[str, Any],
    progress: Progress | None = None,
    *,
    base: Path | None = None,
    keys: Sequence[str] = (),
) -> dict[str, Content]:
    """
    Read frames, arrays or files as the splits of a dataset.

    Parameters
    ----------
    draft : DatasetDraft
    splits : mapping
        Sources by name; a mapping of sources is a fold, whose splits are named 'fold.split'.
    progress : callable, optional
    base : Path, optional
        The folder that paths in columns start from; that of each file by default.
    keys : sequence of str, optional
        Which arrays of HDF5 and Zarr files, where the draft's splits name none.
    """
    sources = check_splits(splits)
    columns = draft.columns or []
    expected = [column.name for column in columns]
    keys_by_split = {split.name: list(split.keys or []) for split in draft.splits or []}
    contents = {}
    for number, (name, source) in enumerate(sources.items()):
        if progress:
            progress("read", number, len(sources))
        contents[name] = read_content(
            source,
            f"Split {name!r}",
            expected=expected,
            keys=keys_by_split.get(name) or keys,
            groups=groups_of(name, sources),
            base=base,
            columns=columns,
            read=draft.read or None,
        )
    return contents


def groups_of(name: str, sources: Mapping[str, Any]) -> list[str]:
    """
    Return the splits that lie in the same file of arrays as one of them, this one first; none where it has its own.

    Each is then a group of the file.
    """
    source = sources[name]
    if not isinstance(source, str | os.PathLike) or not is_array_file(Path(source).expanduser()):
        return []
    path = Path(source).expanduser().resolve()
    sharing = [
        other
        for other, item in sources.items()
        if isinstance(item, str | os.PathLike) and Path(item).expanduser().resolve() == path
    ]
    return [name, *(other for other in sharing if other != name)] if len(sharing) > 1 else []


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
