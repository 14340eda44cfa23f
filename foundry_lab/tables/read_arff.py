"""ARFF files as Arrow tables, read by liac-arff (the extra `arff`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..contracts.models import ColumnDraft
from ..errors import InvalidTableError
from ..extras import extra
from .reading import Reading
from .stated_types import texts_as
from .text_file import read_text
from .text_rule import column_of_texts

_DATA = re.compile(r"^[ \t]*@data\b.*$", re.IGNORECASE | re.MULTILINE)


def read_arff(path: Path, reading: Reading | None = None) -> pa.Table:
    """
    Read the rows of an ARFF file: nominal attributes as categories in their order, numbers with every digit.

    Raises
    ------
    InvalidTableError
        Naming the file and what is wrong in it, or the package to install.
    """
    reading = reading or Reading()
    reading.where = str(path)
    with extra("arff", f"{path} is an ARFF file, which liac-arff reads"):
        import arff
    text = read_text(path, reading)
    begin = _DATA.search(text)
    if begin is None:
        raise InvalidTableError(f"{path} is not an ARFF file: it has no line '@data'.")
    try:
        attributes = arff.loads(text[: begin.end()] + "\n")["attributes"]
        # Its own numbers are doubles, which round large integers: values are read as they are written.
        head = arff.dumps({"relation": "r", "attributes": [(name, "STRING") for name, _ in attributes]})
        rows = arff.loads(f"{head}\n{text[begin.end() :]}")["data"]
    except arff.ArffException as error:
        # Its line numbers would be those of the file that was made here.
        reason = re.sub(r",? at line \d+", "", str(error)).strip().rstrip(".")
        raise InvalidTableError(f"{path} cannot be read as ARFF: {reason}.") from None
    columns = {
        name: _column([row[index] for row in rows], name, kind, reading)
        for index, (name, kind) in enumerate(attributes)
    }
    return pa.table(columns)


def _column(values: Sequence[str | None], name: str, kind: Any, reading: Reading) -> pa.ChunkedArray:
    reading.show(name, values)
    if isinstance(kind, list):
        return pa.chunked_array([_categories(values, name, kind, reading.where)])
    texts = pa.chunked_array([pa.array(values, pa.string())])
    draft = reading.drafts.get(name)
    if kind == "STRING" and not (draft and draft.type):
        return texts
    quiet = replace(reading, guesses=[])
    column = column_of_texts(texts, name, quiet)
    if (
        kind != "STRING"
        and pa.types.is_string(column.type)
        and not (reading.is_text(name) or (draft and draft.type))
    ):
        # The file says that these are numbers, whatever they look like.
        return texts_as(texts, ColumnDraft(name=name, type="float64"), reading.where)
    reading.guesses += quiet.guesses
    return column


def _categories(
    values: Sequence[str | None], name: str, categories: Sequence[str], where: str
) -> pa.DictionaryArray:
    places = {value: place for place, value in enumerate(categories)}
    # In sparse rows, what is left out is the first value.
    places.setdefault("0", 0)
    for row, value in enumerate(values, start=1):
        if value is not None and value not in places:
            raise InvalidTableError(
                f"Row {row} of {where} has {value!r} in column {name!r}, which is none of its values: "
                f"{', '.join(categories[:8])}."
            )
    indices = [None if value is None else places[value] for value in values]
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), pa.array(categories, pa.string()))
