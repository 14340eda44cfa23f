"""A prepared or published package: its manifest, and its files against what the manifest says of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec
import pyarrow as pa

from ..contracts.lookalikes import LOOKALIKES
from ..contracts.models import Dataset, FileEntry, Finding
from ..errors import FoundryError
from ..store.checksums import digest
from ..store.manifests import decode
from ..store.violations import schema_findings
from ..tables.column_names import has_invisible, name_fault

_RECORD = "dataset.json"
_OUT = re.compile(r"(?:^|/)\.{0,2}(?:/|$)|[\\\x00-\x1f]|^[A-Za-z]:")
_WORD = re.compile(r"[^\W\d_]+")


def package_findings(folder: Path, record: Mapping[str, Any]) -> list[Finding]:
    """Return everything that is wrong with the package of a dataset in a folder, by the rules of the hub."""
    files = record["files"] if "files" in record else list(_files_of(folder))
    full_record = {"publishedAt": "1970-01-01T00:00:00Z", **record, "files": files}
    findings = list(schema_findings(full_record, "Dataset", _RECORD))
    if findings:
        return findings
    try:
        manifest = decode(msgspec.json.encode(full_record), "dataset", _RECORD)
    except FoundryError as error:
        return [_finding(str(error), error.pointer or "")]
    assert isinstance(manifest, Dataset)
    fault = name_fault([column.name for column in manifest.columns])
    if fault is not None:
        findings.append(_finding(f"{_RECORD} has {fault[1]}.", f"/columns/{fault[0]}/name"))
    findings += _paths(manifest.files)
    if not findings:
        for index, entry in enumerate(manifest.files):
            findings += _file(folder, entry, f"/files/{index}")
    return findings or list(_tables(folder, manifest))


def _files_of(folder: Path) -> Iterator[dict[str, Any]]:
    """List the files of a folder whose manifest leaves that to whoever publishes it."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != _RECORD:
            yield {"path": name, "bytes": path.stat().st_size, "sha256": digest(path)}


def _finding(detail: str, pointer: str, file: str = _RECORD) -> Finding:
    return Finding(severity="error", detail=detail, file=file, pointer=pointer)


def _paths(files: list[FileEntry]) -> Iterator[Finding]:
    # Some file systems hold `Data` and `data` for one file.
    places: dict[str, int] = {}
    for index, entry in enumerate(files):
        places.setdefault(_folded(entry.path), index)
    for index, entry in enumerate(files):
        folded = _folded(entry.path)
        folders = {folded[:place] for place, mark in enumerate(folded) if mark == "/"}
        shared = next(iter(folders & places.keys()), None)
        fault = (
            "is the manifest itself"
            if folded == _RECORD
            else "is listed twice"
            if places[folded] != index
            else f"lies in {shared!r}, which is a file"
            if shared
            else _path_fault(entry.path)
        )
        if fault:
            yield _finding(f"The file {entry.path!a} {fault}.", f"/files/{index}/path")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path.lower())


def _path_fault(path: str) -> str | None:
    if has_invisible(path):
        return "has characters that nobody sees"
    if any(LOOKALIKES.get(mark) in ("/", "\\") for mark in path):
        return "has characters that look like a slash"
    if any(
        word.isascii() is False
        and any(mark.isascii() for mark in word)
        and any(unicodedata.name(mark, "").startswith(("CYRILLIC", "ARMENIAN", "CHEROKEE")) for mark in word)
        for word in _WORD.findall(path)
    ):
        return "mixes letters of different alphabets that look alike"
    text = unicodedata.normalize("NFKC", path)
    while not _OUT.search(text):
        if (plain_text := unquote(text)) == text:
            return None
        text = plain_text
    return "leads out of the package"


def _file(folder: Path, entry: FileEntry, pointer: str) -> Iterator[Finding]:
    place = folder / entry.path
    if not place.is_file() or not place.resolve().is_relative_to(folder.resolve()):
        yield _finding(f"The file {entry.path} is missing.", pointer, entry.path)
    elif place.stat().st_size != entry.bytes or digest(place) != entry.sha256:
        detail = f"The file {entry.path} is not as it was published: its SHA-256 digest differs."
        yield _finding(detail, pointer, entry.path)


def _tables(folder: Path, manifest: Dataset) -> Iterator[Finding]:
    import pyarrow.parquet as pq

    places = {entry.path: index for index, entry in enumerate(manifest.files)}
    column_names = [column.name for column in manifest.columns]
    for index, split in enumerate(manifest.splits):
        if not split.path.lower().endswith(".parquet"):
            continue
        try:
            footer = pq.read_metadata(folder / split.path)
        except (pa.ArrowException, OSError):
            yield _finding(
                f"{split.path} is not a whole Parquet file.", f"/files/{places[split.path]}", split.path
            )
            continue
        names = footer.schema.to_arrow_schema().names
        if footer.num_rows != split.rows:
            detail = f"{_RECORD} says {split.rows:,} rows, and {split.path} has {footer.num_rows:,}."
            yield _finding(detail, f"/splits/{index}/rows")
        for place, name in enumerate(column_names):
            if name not in names:
                yield _finding(f"{split.path} has no column {name!r}.", f"/columns/{place}/name")
        for name in names:
            if name not in column_names:
                yield _finding(
                    f"{split.path} has a column {name!r}, which {_RECORD} does not describe.", "/columns"
                )
