"""Files that a table names in a column of paths: found, checked and given their place in the package."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa

from ..contracts.models import ColumnDraft
from ..errors import InvalidTableError
from ..tables.read import READABLE, STRUCTURES, read_table
from ..tables.reading import Reading
from .content import Content

#: Where files of a package lie.
FOLDER = "files"
_INDEX_NAMES = ("index", "metadata", "table")
_SAMPLE = 20
#: Kinds whose values are not paths though files may be called alike; a structure may be one.
_WORDS = ("formula", "smiles")
_PART = re.compile(r"(?!\.{1,2}$)[^/\\\x00-\x1f\x7f]+")
_ENCODED = re.compile(r"%(?:25)*(?:2e|2f|5c|00)", re.IGNORECASE)


def index_of(
    folder: Path, expected: Sequence[str] = (), reading: Reading | None = None
) -> tuple[pa.Table, Path]:
    """
    Return the table that indexes a folder's files: its own, or one that is made of their paths.

    Without an index, a row is a file; the folder that it lies in is its label, as in folders of images.

    Raises
    ------
    InvalidTableError
        If the folder is empty, or has several tables of which none is called index, metadata or table.
    """
    tables = [
        path
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix.lower() in READABLE and path.suffix.lower() not in STRUCTURES
    ]
    candidates = [path for path in tables if path.name.partition(".")[0].lower() in _INDEX_NAMES]
    if candidates:
        return read_table(candidates[0], expected=expected, reading=reading), folder
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not _hidden(path, folder)]
    if len(tables) == 1 and len(files) > 1:
        return read_table(tables[0], expected=expected, reading=reading), folder
    if not files:
        raise InvalidTableError(f"The folder {folder} holds no file.")
    paths = [path.relative_to(folder).as_posix() for path in files]
    columns: dict[str, list[str | None]] = {"file": list(paths)}
    labels = [path.rpartition("/")[0] for path in paths]
    if any(labels):
        columns["label"] = [label or None for label in labels]
    return pa.table(columns), folder


def gather(
    content: Content,
    base: Path,
    columns: Sequence[ColumnDraft],
    where: str,
    on_wrong: Callable[[int, InvalidTableError], None] | None = None,
) -> None:
    """
    Add the files that a table names to its content, and write their places in the package to the table.

    Raises
    ------
    InvalidTableError
        Naming the row whose file is missing, or whose path leads out of the folder.
    """
    drafts = {column.name: column for column in columns}
    for index, field in enumerate(content.table.schema):
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if not pa.types.is_string(kind):
            continue
        column = content.table.column(index)
        draft = drafts.get(field.name)
        is_stated = draft is not None and (draft.path is True or draft.kind in ("file", "image", "spectrum"))
        if not is_stated and not _holds_paths(column, field.name, draft, base, content):
            continue
        values = column.to_pylist()
        places: list[str | None] = []
        for row, value in enumerate(values, start=1):
            try:
                places.append(_add_file(value, base, content, f"Row {row} of {where}"))
            except InvalidTableError as error:
                if on_wrong is None:
                    raise
                on_wrong(row, error)
                places.append(None)
        content.table = content.table.set_column(
            index, pa.field(field.name, pa.string(), metadata=field.metadata), pa.array(places, pa.string())
        )
        content.path_columns.append(field.name)


def place_of(path: str, where: str) -> str:
    """
    Return a path inside a package if it is one.

    Raises
    ------
    InvalidTableError
        If it could mean another place on some system: absolute, with '..', a backslash, a control
        character, or one of these in percent encoding.
    """
    text = path.removeprefix("./")
    if len(text) > 480 or _ENCODED.search(text) or not all(_PART.fullmatch(part) for part in text.split("/")):
        raise InvalidTableError(
            f"{where} names the file {path[:80]!r}: give a path below the table's folder, with '/' between its parts."
        )
    if re.match(r"[A-Za-z]:", text):
        raise InvalidTableError(
            f"{where} names the file {path[:80]!r}, which begins with a drive: give a relative path."
        )
    return text


def _add_file(value: str | None, base: Path, content: Content, where: str) -> str | None:
    if value is None:
        return None
    text = place_of(value, where)
    path = base / text
    if not path.is_file():
        raise InvalidTableError(f"{where} names the file {value!r}, which is not in {base}.")
    if not path.resolve().is_relative_to(base.resolve()):
        raise InvalidTableError(
            f"{where} names {value!r}, a link that leads out of {base}: put a copy there."
        )
    place = f"{FOLDER}/{text}"
    content.files[place] = path
    return place


def _holds_paths(
    column: pa.ChunkedArray, name: str, draft: ColumnDraft | None, base: Path, content: Content
) -> bool:
    """Whether a column is one of paths though nobody says so: every text of it names a file."""
    if draft is not None and (draft.path is False or draft.role == "id" or draft.kind in _WORDS):
        return False

    def is_file(value: str) -> bool:
        try:
            return _is_name(value) and (base / value).is_file()
        except OSError:
            return False

    # The first rows tell for nearly every column.
    values = dict.fromkeys(value for value in column.slice(0, _SAMPLE).to_pylist() if value)
    if not any(map(is_file, values)):
        return False
    values = dict.fromkeys(value for value in column.to_pylist() if value)
    other = next((value for value in values if not is_file(value)), None)
    detail = (
        f"{name!r} holds paths of files, which are published with it."
        if other is None
        else f"{name!r} is text: some of its values name files, but {other[:60]!r} does not."
    )
    content.reading.guess(detail, f'columns={{"{name}": {{"path": {other is not None}}}}}', name)
    return other is None


def _is_name(text: str) -> bool:
    return len(text) <= 480 and "\n" not in text and "\0" not in text


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)
