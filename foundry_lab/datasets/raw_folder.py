"""A folder with data files and what its author says about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from ..arrays.zarr_store import is_zarr
from ..contracts.models import DatasetDraft
from ..errors import InvalidManifestError, NotFoundError
from ..store.manifests import LARGEST_MANIFEST
from ..tables.read import READABLE
from .draft import read_draft
from .foundry_layout import METADATA, read_layout

_DRAFT = "dataset.json"
_SPLIT_NAMES = ("train", "test", "valid", "validation", "val", "dev")
_COMPRESSED = (".gz", ".bz2", ".zst")


def read_folder(folder: Path) -> tuple[DatasetDraft, dict[str, Path]]:
    """
    Return what a folder's author says, and the file of each split.

    The folder holds a draft `dataset.json`, or `foundry_metadata.json` in the original Foundry layout, or
    both: the draft's fields then go before the metadata's.

    Raises
    ------
    NotFoundError
        If the folder has neither, or a split's file is missing.
    InvalidManifestError, InvalidNameError, InvalidTableError
        If what it says is wrong.
    """
    fields: dict[str, Any] = {}
    where = folder / _DRAFT
    if (folder / METADATA).is_file():
        where = folder / METADATA
        fields = read_layout(read_object(where), str(where))
    if (folder / _DRAFT).is_file():
        where = folder / _DRAFT
        record = read_object(where)
        fields = {**fields, **record, "columns": _columns(fields.get("columns"), record.get("columns"))}
    elif not fields:
        raise NotFoundError(
            f"The folder {folder} has no dataset.json and no {METADATA}: write one that names the dataset."
        )
    if not fields.get("columns"):
        fields.pop("columns", None)
    if not fields.get("splits"):
        fields["splits"] = splits_of_folder(folder)
    draft = read_draft(fields, str(where))
    files = {}
    for index, split in enumerate(draft.splits or []):
        path = folder / split.path
        if not path.exists():
            raise NotFoundError(f"{where} names {split.path!r} at /splits/{index}/path, which is missing.")
        if split.name in files:
            raise InvalidManifestError(
                f"{where} has two splits {split.name!r}.", pointer=f"/splits/{index}/name"
            )
        if not path.resolve().is_relative_to(folder.resolve()):
            raise InvalidManifestError(
                f"{where} names {split.path!r} at /splits/{index}/path, a link out of the folder: put a copy there.",
                pointer=f"/splits/{index}/path",
            )
        files[split.name] = path
    return draft, files


def read_object(path: Path) -> dict[str, Any]:
    """
    Return the JSON object in a file.

    Raises
    ------
    InvalidManifestError
        If it holds something else.
    """
    check_manifest_size(path)
    try:
        content = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except RecursionError:
        raise InvalidManifestError(
            f"{path} cannot be read as JSON: its lists and objects are nested too deeply.", pointer=""
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise InvalidManifestError(f"{path} cannot be read as JSON: {error}.", pointer="") from None
    if not isinstance(content, dict):
        raise InvalidManifestError(f"{path} does not hold a JSON object.", pointer="")
    return content


def check_manifest_size(path: Path) -> None:
    """
    Refuse a manifest that no author wrote.

    Raises
    ------
    InvalidManifestError
    """
    size = path.stat().st_size if path.is_file() else 0
    if size > LARGEST_MANIFEST:
        raise InvalidManifestError(
            f"{path} has {size:,} bytes; a manifest has at most {LARGEST_MANIFEST:,}: put data into files beside it.",
            pointer="",
        )


def _columns(own: Any, explicit: Any) -> Any:
    """Return columns with what the draft says about each on top."""
    if not isinstance(explicit, list) or not own:
        return explicit or own or []
    columns = {column["name"]: column for column in own}
    for column in explicit:
        name = column.get("name") if isinstance(column, dict) else None
        if not isinstance(name, str):
            return explicit
        columns[name] = {**columns.get(name, {}), **column}
    return list(columns.values())


def splits_of_folder(folder: Path) -> list[dict[str, str]]:
    """Return a split for each data file, named after it; without any, for each folder of files, or for the whole."""
    splits = []
    for path in sorted(folder.iterdir()):
        suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() not in _COMPRESSED]
        own = path.name in (_DRAFT, METADATA, "statistics.json", "croissant.json")
        if not own and (is_zarr(path) or (path.is_file() and suffixes and suffixes[-1] in READABLE)):
            splits.append({"name": path.name.partition(".")[0], "path": path.name})
    if len(splits) == 1 and splits[0]["name"].lower() in ("index", "metadata", "table"):
        # The table that indexes the folder's files.
        splits[0]["name"] = "train"
    if splits:
        return splits
    folders = [path.name for path in sorted(folder.iterdir()) if path.is_dir() and path.name[:1] not in "._"]
    if not folders:
        raise NotFoundError(
            f"The folder {folder} holds no data file: add CSV, JSON, Excel, Parquet, Arrow, HDF5, Zarr or a folder of files."
        )
    if len(folders) == 1 and folders[0].lower() not in _SPLIT_NAMES:
        return [{"name": "train", "path": folders[0]}]
    return [{"name": name, "path": name} for name in folders]
