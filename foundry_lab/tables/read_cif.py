"""CIF files as Arrow tables, read by gemmi (the extra `structures`)."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from ..errors import InvalidTableError
from ..extras import extra
from .reading import Reading
from .text_file import read_text
from .text_rule import column_of_texts

#: Items of the core dictionary that are columns, and the units that it gives them.
_ITEMS = {
    "chemical_formula_sum": "",
    "cell_length_a": "Å",
    "cell_length_b": "Å",
    "cell_length_c": "Å",
    "cell_angle_alpha": "deg",
    "cell_angle_beta": "deg",
    "cell_angle_gamma": "deg",
    "cell_volume": "Å^3",
    "cell_formula_units_Z": "",
    "space_group_IT_number": "",
    "space_group_name_H-M_alt": "",
    "symmetry_Int_Tables_number": "",
    "symmetry_space_group_name_H-M": "",
}
_TEXTS = ("chemical_formula_sum", "space_group_name_H-M_alt", "symmetry_space_group_name_H-M")


def read_cif(path: Path, reading: Reading | None = None) -> pa.Table:
    """
    Read a CIF file as one row: its text as `structure`, its name, and what it says of formula, cell and space group.

    A number with its uncertainty, such as `5.43(2)`, stays text.

    Raises
    ------
    InvalidTableError
        Naming the file and what is wrong in it, or the package to install.
    """
    reading = reading or Reading()
    reading.where = str(path)
    with extra("structures", f"{path} is a CIF file, which gemmi reads"):
        from gemmi import cif
    text = read_text(path, reading)
    try:
        document = cif.read_string(text)
    except (ValueError, RuntimeError) as error:
        line, _, reason = str(error).splitlines()[0].removeprefix("string:").partition(": ")
        raise InvalidTableError(
            f"Line {line.partition(':')[0]} of {path} is not CIF: {reason.rstrip('.')}."
        ) from None
    if len(document) == 0:
        raise InvalidTableError(f"{path} is not a CIF file: it has no data_ block.")
    fields = [
        pa.field("structure", pa.string(), metadata={"kind": "structure"}),
        pa.field("name", pa.string()),
    ]
    columns = [pa.chunked_array([[text]]), pa.chunked_array([[document[0].name]])]
    if len(document) > 1:
        reading.guess(
            f"The {len(document)} blocks of the file are one row, with the first one's name.",
            "write a file for each block and give their folder",
        )
        _show(reading, fields, columns)
        return pa.table(columns, schema=pa.schema(fields))
    for item, unit in _ITEMS.items():
        value = document[0].find_value(f"_{item}")
        if value is None or cif.is_null(value):
            continue
        texts = pa.chunked_array([[cif.as_string(value)]])
        column = texts if item in _TEXTS else column_of_texts(texts, item, reading)
        metadata = {"kind": "formula"} if item == "chemical_formula_sum" else {"unit": unit}
        numeric = pa.types.is_floating(column.type) or pa.types.is_integer(column.type)
        fields.append(
            pa.field(
                item, column.type, metadata=metadata if (numeric and unit) or "kind" in metadata else None
            )
        )
        columns.append(column)
    _show(reading, fields, columns)
    return pa.table(columns, schema=pa.schema(fields))


def _show(reading: Reading, fields: list[pa.Field], columns: list[pa.ChunkedArray]) -> None:
    for field, column in zip(fields, columns, strict=True):
        reading.written.setdefault(field.name, [str(value) for value in column.to_pylist()])
