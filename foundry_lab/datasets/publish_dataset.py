"""Publishing a dataset from frames and files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..contracts.models import Column, ColumnDraft, ReadOptions, UnderstoodSplit
from ..errors import InvalidManifestError, InvalidTableError, warn
from ..progress import Progress, reporting
from ..references import check_name, check_version
from ..store.manifests import with_current_keywords
from ..tables.reading import Reading
from .column_record import column_record
from .dataset import Dataset
from .draft import NEXT, missing_fields, read_draft
from .load import load
from .understood import Understood


def publish_dataset(
    splits: Mapping[str, Any],
    *,
    name: str,
    version: str | None = None,
    title: str | None = None,
    description: str | None = None,
    license: str | None = None,
    authors: Sequence[str | Mapping[str, str]] | str = (),
    citations: Sequence[str | Mapping[str, str]] | str = (),
    columns: Mapping[str, str | Mapping[str, Any]] | Sequence[Mapping[str, Any]] | None = None,
    read: Mapping[str, Any] | None = None,
    keywords: Sequence[str] = (),
    domains: Sequence[str] = (),
    tasks: Sequence[str] = (),
    doi: str | None = None,
    url: str | None = None,
    source: str | None = None,
    keys: Sequence[str] = (),
    files: str | os.PathLike[str] | None = None,
    progress: Progress | bool | None = None,
    **deprecated: Any,
) -> Dataset:
    """
    Publish a version of a dataset to the store; it never changes afterwards.

    Where one that holds the same is there already, nothing is published: it is returned, with a warning that says so.

    Parameters
    ----------
    splits : mapping of str to table
        The parts of the dataset by name, such as ``{"train": frame, "test": "test.csv"}``: frames or series of
        pandas, Polars (lazy too) or Dask; tables, readers, scanners or datasets of Arrow; relations of DuckDB;
        datasets of Ray, Hugging Face or xarray; dicts of NumPy arrays, structured arrays, lists of records; whatever
        has `__arrow_c_stream__` or `__dataframe__`; or paths of CSV, JSON, JSON lines, Excel, Parquet, Arrow,
        HDF5, netCDF, Zarr, SDF, SMILES, ARFF, XYZ, CIF or POSCAR files, or of a folder of files with a table that
        indexes them.
        All have the same columns. A mapping in the mapping is a fold: ``{"fold-0": {"train": a, "test": b}}``
        makes the splits 'fold-0.train' and 'fold-0.test'.
    name : str
        Lower case letters, digits and hyphens.
    version : str, optional
        Three numbers, such as '1.0.0'. By default, or with 'next', the one that follows from the data: patch
        where the rows are the same, minor where the old rows are still there, major where rows or splits
        changed; '1.0.0' at first.
    title, description, license : str, optional
        Shown where the dataset is found; the license as its SPDX identifier.
    authors : sequence of str or mapping, optional
        Names, or mappings with `name`, `orcid` and `affiliation`.
    citations : sequence of str or mapping, optional
        Works to cite, or mappings with `text` and `doi`.
    columns : mapping or sequence, optional
        What columns mean: ``{"gap": {"unit": "eV", "role": "target"}}``; a text alone is the unit. `unit` is
        one that pint knows, or the logarithm of one; `role` is 'input', 'target', 'id' or 'weight';
        `description`; `classes` are labels, or a mapping from values to labels; `missing` is what stands for
        a value that is not there (null in the published table), or ``{"values": [...], "meaning": "..."}``;
        `kind` is 'formula', 'smiles', 'structure', 'spectrum', 'image', 'file' or a word of your own; `path`
        tells whether the values are paths of files; `type` is an Arrow type's name, such as 'string', 'int64',
        'float64', 'decimal128(10, 2)', 'date32', 'timestamp[us, UTC]' or 'bool', or 'category' with its
        `categories` in their order.
    read : mapping, optional
        How files are read: `sheet` of a workbook; `header`, the number of the line that names the columns, or
        False; `separator`; `decimal`, ',' for decimal commas; `comment`, what begins a line that is not data;
        `encoding`; `units_row`, whether units stand below the names; `missing`, the texts that stand for a
        missing value.
    keywords, domains, tasks : sequence of str, optional
        Words to find it by.
    doi, url, source : str, optional
        Where it comes from.
    keys : sequence of str, optional
        Which arrays or groups of HDF5 and Zarr files, as paths; all by default.
    files : str or path, optional
        The folder that paths in columns start from; that of each split's file by default.
    progress : callable or bool, optional
        Called with a step's name, how much of it is done, and how much there is; True shows a bar, False nothing. By
        default a bar comes once it takes more than a second.

    Returns
    -------
    Dataset
        As `foundry_lab.load` returns it; its `understood` shows each column, the first values as they stand in the
        source and as they are stored, and every guess with the words that decide otherwise.

    Raises
    ------
    InvalidNameError
        If the name or version is not written as it should be.
    DuplicateVersionError
        If this version exists and holds something else; the sentence names the next ones.
    WrongVersionError
        If the version promises more than the data keeps: the sentence says which one fits and why.
    InvalidTableError
        If a split cannot be read, or does not have the columns of the others.
    InvalidManifestError
        If a text does not fit the schema of datasets.

    Warns
    -----
    FoundryWarning
        If a version that holds the same is there; title, description, license, authors or citations are not given; a
        unit is not known; or a value is none of its column's classes or not of its kind.
    """
    current_keywords = with_current_keywords(deprecated)
    license = current_keywords.pop("license", None) or license
    if current_keywords:
        raise InvalidManifestError(
            f"publish_dataset has no argument {next(iter(current_keywords))!r}; a dataset's fields are those of its help."
        )
    check_name(name)
    if version is not None and version != NEXT:
        check_version(version)
    fields = {
        "name": name,
        "version": version,
        "title": title,
        "description": description,
        "license": license,
        "authors": _records(authors, "name"),
        "citations": _records(citations, "text"),
        "columns": _column_records(columns),
        "read": dict(read or {}),
        "keywords": _texts(keywords),
        "domains": _texts(domains),
        "tasks": _texts(tasks),
        "doi": doi,
        "url": url,
        "source": source,
    }
    draft = read_draft({key: value for key, value in fields.items() if value})
    from .deliver import columns_before, publish_tables

    before = columns_before(draft)
    missing = missing_fields(draft, first=before is None)
    if missing:
        warn(missing)
    base = None if files is None else Path(files).expanduser()
    split_keys = [keys] if isinstance(keys, str) else keys
    understood: list[UnderstoodSplit] = []
    with reporting(progress, f"Publishing {name}") as report:
        result = publish_tables(
            draft, splits, report, before=before, base=base, keys=split_keys, on_understood=understood.extend
        )
    result.say_if_unchanged()
    dataset = load(result.reference)
    dataset.understood = Understood(understood)
    dataset.unchanged = result.unchanged
    return dataset


def _records(values: Sequence[str | Mapping[str, str]] | str, key: str) -> list[Mapping[str, str]]:
    items = [values] if isinstance(values, str | Mapping) else values
    return [{key: item} if isinstance(item, str) else item for item in items]


def _texts(values: Sequence[str] | str) -> list[str]:
    return [values] if isinstance(values, str) else list(values)


def reading(columns: Mapping[str, Any] | None, read: Mapping[str, Any] | None) -> Reading:
    """
    Return the reading of one source about which this is said.

    Raises
    ------
    InvalidManifestError
        If it says what cannot be said.
    """
    try:
        drafts = msgspec.convert(_column_records(columns), list[ColumnDraft])
        return Reading.of(drafts, msgspec.convert(dict(read or {}), ReadOptions))
    except msgspec.ValidationError as error:
        raise InvalidManifestError(f"`columns` or `read` cannot be understood: {error}.") from None


def _of_published(column: Column) -> dict[str, Any]:
    # Its type is read from the data again.
    return {key: value for key, value in msgspec.to_builtins(column).items() if key != "type"}


def _column_records(columns: Any) -> list[dict[str, Any]]:
    if not columns:
        return []
    if isinstance(columns, Mapping):
        items = [
            {"name": name, **({"unit": fields} if isinstance(fields, str) else fields)}
            for name, fields in columns.items()
        ]
    elif isinstance(columns, Sequence) and not isinstance(columns, str):
        items = [_of_published(item) if isinstance(item, Column) else dict(item) for item in columns]
    else:
        raise InvalidTableError("`columns` is a mapping from names to units or to what the columns mean.")
    return [column_record(item) for item in items]
