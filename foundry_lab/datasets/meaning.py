"""What columns are said to mean, against what they hold: units, classes, missing values, kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contracts.models import Column, ColumnDraft, Finding
from ..errors import InvalidUnitError
from ..kinds.check import CHECKS, wrong_values
from ..units import parse

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_ROWS = 20
_IMAGES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".webp", ".bmp")
_SPECTRA = (".jdx", ".dx", ".spc", ".xy", ".xye", ".spe", ".msa", ".dm3", ".dm4")


def with_missing(table: pa.Table, columns: Iterable[ColumnDraft]) -> pa.Table:
    """Return a table in which what stands for a missing value is null; numbers among such texts become numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from ..tables.reading import Reading
    from ..tables.text_rule import column_of_texts

    for column in columns:
        values = column.missing.values if column.missing else None
        if not values or column.name not in table.schema.names:
            continue
        index = table.schema.names.index(column.name)
        column_values = table.column(index)
        if pa.types.is_dictionary(column_values.type) and not column.type:
            column_values = column_values.cast(column_values.type.value_type)
        stands = _of_type(values, column_values.type)
        if not len(stands):
            continue
        hit = pc.is_in(column_values, value_set=stands)
        if not pc.any(hit).as_py():
            continue
        column_values = pc.if_else(hit, pa.scalar(None, column_values.type), column_values)
        if pa.types.is_string(column_values.type) and column_values.null_count < len(column_values):
            column_values = column_of_texts(column_values, column.name, Reading.of([column]))
        table = table.set_column(
            index, table.schema.field(index).with_type(column_values.type), column_values
        )
    return table


def _of_type(values: Sequence[str], kind: pa.DataType) -> pa.Array:
    """Return the values that a column of a type can hold, exactly."""
    import pyarrow as pa

    scalars = []
    for value in values:
        try:
            scalars.append(_value_of_type(value, kind))
        except (ArithmeticError, ValueError, pa.ArrowException):
            # Such a value is nowhere in the column.
            continue
    return pa.array(scalars, kind)


def _value_of_type(value: str, kind: pa.DataType) -> Any:
    import pyarrow as pa

    if pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        number = Decimal(value)
        is_integer = pa.types.is_integer(kind) and number == number.to_integral_value()
        return pa.scalar(int(number) if is_integer else number, kind)
    if pa.types.is_floating(kind):
        return pa.scalar(float(value), kind)
    return pa.scalar(value, pa.string()).cast(kind)


def column_findings(column: Column | ColumnDraft, pointer: str | None = None) -> Iterator[Finding]:
    """Yield what is wrong with a column's own words: its unit, and its classes."""
    if column.unit:
        try:
            remark = parse(column.unit).remark
            if remark is not None:
                note = _finding(
                    f"The unit of column {column.name!r}: {remark}", column, f"{pointer}/unit", (), pointer
                )
                note.severity = "warning"
                yield note
        except InvalidUnitError as error:
            yield _finding(
                f"The unit of column {column.name!r} is not known: {error}",
                column,
                f"{pointer}/unit",
                error.suggestions,
                pointer,
            )
    if column.class_values and column.classes and len(column.class_values) != len(column.classes):
        yield _finding(
            f"Column {column.name!r} has {len(column.classes)} classes and {len(column.class_values)} values of them.",
            column,
            f"{pointer}/classValues",
            (),
            pointer,
        )
    duplicates = sorted({item for item in column.classes or [] if (column.classes or []).count(item) > 1})
    if duplicates:
        yield _finding(
            f"Column {column.name!r} has the class {duplicates[0]!r} twice.",
            column,
            f"{pointer}/classes",
            (),
            pointer,
        )


def _finding(
    detail: str, column: Column | ColumnDraft, at: str, suggestions: Sequence[str], pointer: str | None
) -> Finding:
    finding = Finding(severity="error", detail=detail, column=column.name)
    if pointer is not None:
        finding.pointer = at
    if suggestions:
        finding.suggestions = list(suggestions)
    return finding


def value_findings(
    column: Column | ColumnDraft, values: pa.ChunkedArray, file: str | None = None
) -> Iterator[Finding]:
    """Yield the values that are none of a column's classes, or not of its kind; the first of many, and their number."""
    misfits = list(_misfits(column, values))
    for row, detail in misfits[:_MOST_ROWS]:
        finding = Finding(severity="error", detail=detail, column=column.name, row=row)
        if file is not None:
            finding.file = file
        yield finding
    if len(misfits) > _MOST_ROWS:
        finding = Finding(
            severity="error",
            column=column.name,
            detail=f"{len(misfits) - _MOST_ROWS:,} more rows of {column.name!r} are wrong in such a way.",
        )
        if file is not None:
            finding.file = file
        yield finding


def _misfits(column: Column | ColumnDraft, values: pa.ChunkedArray) -> Iterator[tuple[int, str]]:
    import pyarrow as pa

    inner = values.type.value_type if pa.types.is_dictionary(values.type) else values.type
    if column.classes:
        yield from _no_class(column, values)
    if column.kind in CHECKS and pa.types.is_string(inner) and not column.path:
        for odd in wrong_values(values, str(column.kind)):
            text = odd.value if len(odd.value) <= 60 else f"{odd.value[:59]}…"
            kind = f"{'an' if column.kind == 'image' else 'a'} {column.kind}"
            yield odd.row, f"{text!r} in column {column.name!r} is not {kind}: {odd.reason}."


def _no_class(column: Column | ColumnDraft, values: pa.ChunkedArray) -> Iterator[tuple[int, str]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    inner = values.type.value_type if pa.types.is_dictionary(values.type) else values.type
    if pa.types.is_nested(inner):
        return
    classes = list(column.classes or [])
    class_names = set(column.class_values or classes)
    if not column.class_values and pa.types.is_integer(inner):
        # Class indices, as most learning libraries write them.
        class_names |= {str(index) for index in range(len(classes))}
    if pa.types.is_boolean(inner):
        class_names |= {"True", "False"}
    unique = [value for value in pc.unique(values).to_pylist() if value is not None]
    strange = {
        value for value in unique if _class_text(value) not in class_names and str(value) not in class_names
    }
    if not strange:
        return
    for row, value in enumerate(values.to_pylist(), start=1):
        if value in strange:
            yield (
                row,
                f"{value!r} in column {column.name!r} is none of its classes ({', '.join(sorted(class_names)[:8])}).",
            )


def _class_text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def file_kind(paths: Sequence[str]) -> str | None:
    """Return the kind that files are of by their names; None where they are mixed."""
    from ..kinds.structure import SUFFIXES

    def kind_of(path: str) -> str:
        name = path.lower().rpartition("/")[2]
        suffix = Path(name).suffix
        if suffix in SUFFIXES or name.startswith(("poscar", "contcar")):
            return "structure"
        return "image" if suffix in _IMAGES else "spectrum" if suffix in _SPECTRA else "file"

    kinds = {kind_of(path) for path in paths}
    return kinds.pop() if len(kinds) == 1 else "file" if kinds else None


def file_findings(
    column: Column | ColumnDraft, places: Sequence[str | None], files: dict[str, Path]
) -> Iterator[Finding]:
    """Yield the files of a column of structures that are none."""
    from ..kinds.structure import check

    if column.kind != "structure":
        return
    for row, place in enumerate(places, start=1):
        if place is None or place not in files:
            continue
        try:
            reason = check(files[place].read_text("utf-8"), place)
        except UnicodeDecodeError:
            reason = "it is not text in UTF-8"
        if reason is not None:
            yield Finding(
                severity="error",
                detail=f"{place.partition('/')[2]} is not a structure: {reason}.",
                file=place.partition("/")[2],
                row=row,
                column=column.name,
            )
