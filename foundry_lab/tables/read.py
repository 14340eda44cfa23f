"""Anything tabular as an Arrow table: frames of other libraries, and files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError, NotFoundError
from .frames import from_frame
from .plain_types import plain_type, with_plain_types
from .reading import Reading
from .stated_types import with_stated_types

_MAGIC = {
    b"PAR1": "parquet",
    b"ARROW1": "arrow",
    b"FEA1": "arrow",
    b"PK\x03\x04": "excel",
    b"\x89HDF": "hdf5",
    b"CDF\x01": "netcdf",
    b"CDF\x02": "netcdf",
    b"CDF\x05": "netcdf",
}
_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".h5": "hdf5",
    ".hdf5": "hdf5",
    ".hdf": "hdf5",
    ".sdf": "sdf",
    ".smi": "smi",
    ".smiles": "smi",
    ".npz": "npz",
    ".arff": "arff",
    ".nc": "netcdf",
    ".nc4": "netcdf",
    ".extxyz": "xyz",
}
#: Files of structures: tables where they are a split, and files where a folder is one.
STRUCTURES = {
    ".extxyz": "xyz",
    ".xyz": "xyz",
    ".cif": "cif",
    ".vasp": "poscar",
    ".poscar": "poscar",
    ".contcar": "poscar",
}
_STRUCTURE_NAMES = ("poscar", "contcar")
#: Text of separated values, where a folder is not searched for it.
_TEXT_SUFFIXES = (".txt", ".dat", ".asc", ".tab", ".prn", "")
_UNREADABLE = {
    ".npy": "one array: give {'name': numpy.load(...)}",
    ".xls": "an old Excel workbook: save it as .xlsx",
    ".ods": "an OpenDocument sheet: save it as .xlsx",
    ".zip": "an archive: unpack it",
    ".pkl": "a pickle, which can run code: publish the frame in it",
    ".mat": "a MATLAB file: read it with scipy.io.loadmat and publish its arrays",
}
#: Modules and functions that read a format: with a package of its own, when it is needed.
_READERS = {
    "csv": ("read_csv", "read_csv"),
    "excel": ("read_excel", "read_excel"),
    "sdf": ("read_sdf", "read_sdf"),
    "smi": ("read_smiles", "read_smiles"),
    "arff": ("read_arff", "read_arff"),
    "cif": ("read_cif", "read_cif"),
    "xyz": ("read_structures", "read_xyz"),
    "poscar": ("read_structures", "read_poscar"),
}
_COMPRESSED = (".gz", ".bz2", ".zst", ".lz4")
#: The endings of files that can be read, for a folder whose splits are not listed.
READABLE = tuple(_SUFFIXES)


def read_table(
    source: Any,
    where: str = "The table",
    expected: Sequence[str] = (),
    reading: Reading | None = None,
    *,
    labels: bool = True,
    tensors: bool = False,
) -> pa.Table:
    """
    Return a frame or file as an Arrow table of plain types.

    Parameters
    ----------
    source : table, frame or path
        What `from_frame` takes, or the path of a CSV, JSON, JSON lines, Excel, Parquet, Arrow, Feather, HDF5,
        netCDF, SDF, SMILES, ARFF, XYZ, CIF or POSCAR file.
    where : str, optional
        What sentences call a table that is not a file.
    expected : sequence of str, optional
        Names of columns, where they are known.
    reading : Reading, optional
        What is said about columns and file; guesses are noted there.
    labels : bool, optional
        As `from_frame` takes it.
    tensors : bool, optional
        Whether columns of arrays stay tensors; by default they are lists.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidTableError
        If it cannot be read as a table.
    """
    reading = reading or Reading()
    if isinstance(source, str | os.PathLike):
        where = str(source)
        table = _read_file(Path(source).expanduser(), expected, reading)
    else:
        table = from_frame(source, where, reading, labels=labels)
    for field in table.schema:
        if isinstance(field.type, pa.BaseExtensionType) and not isinstance(
            field.type, pa.FixedShapeTensorType
        ):
            reading.guess(
                f"{field.name!r} is of the type {field.type.extension_name}, whose values are kept as "
                f"{plain_type(field.type)}.",
                "give another column of what it means",
                field.name,
            )
    return with_stated_types(with_plain_types(table, tensors=tensors), reading.drafts, where)


def _read_file(path: Path, expected: Sequence[str], reading: Reading) -> pa.Table:
    if not path.is_file():
        raise NotFoundError(
            f"{path} is {'a folder' if path.is_dir() else 'missing'}: give the path of a file."
        )
    name = file_format(path)
    if name in ("hdf5", "netcdf"):
        from ..arrays.read import read_arrays
        from ..arrays.tensor_lists import tensors_as_lists

        table, arrays, _ = read_arrays(path, say=reading.guess)
        if arrays:
            reading.guess(
                f"Arrays of another length are left out: {', '.join(map(repr, arrays))}.",
                "publish them as a split",
            )
        return tensors_as_lists(table)[0]
    if name == "npz":
        raise InvalidTableError(f"{path} holds NumPy arrays, which are read for a split only.")
    if name == "json":
        from .read_json import read_json

        return read_json(path, expected, reading)
    if name in _READERS:
        module, function = _READERS[name]
        table = getattr(import_module(f".{module}", __package__), function)(path, reading)
        assert isinstance(table, pa.Table)
        return table
    try:
        return _parquet(path) if name == "parquet" else _arrow(path)
    except (pa.ArrowException, OSError) as error:
        title = "Parquet" if name == "parquet" else "Arrow"
        raise InvalidTableError(f"{path} cannot be read as {title}: {str(error).rstrip('.')}.") from None


def file_format(path: Path) -> str:
    """
    Return a file's format, by its first bytes, else by its name; text without a telling name by its first character.

    Raises
    ------
    InvalidTableError
        If it is not a format that is read: it is never taken for CSV then.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    suffixes = [suffix.lower() for suffix in path.suffixes]
    while suffixes and suffixes[-1] in _COMPRESSED:
        suffixes.pop()
    suffix = suffixes[-1] if suffixes else ""
    for magic, name in _MAGIC.items():
        if head.startswith(magic) and (name != "excel" or suffix not in (".npz", ".zip", ".ods")):
            return name
    if _SUFFIXES.get(suffix) == "netcdf":
        raise InvalidTableError(f"{path} is not a netCDF file: it does not begin like one.")
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if suffix in STRUCTURES or path.name.lower().startswith(_STRUCTURE_NAMES):
        return STRUCTURES.get(suffix, "poscar")
    if suffix in _UNREADABLE:
        raise InvalidTableError(f"{path} is not a table but {_UNREADABLE[suffix]}.")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[", b'"') and suffix not in _TEXT_SUFFIXES[:-1]:
        return "json"
    if suffix in _TEXT_SUFFIXES:
        return "csv"
    raise InvalidTableError(
        f"{path} ends in {suffix!r}, which is not a format that is read: give one of {', '.join(READABLE)}."
    )


def _parquet(path: Path) -> pa.Table:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        return file.read()


def _arrow(path: Path) -> pa.Table:
    from pyarrow import feather

    try:
        return feather.read_table(path)
    except pa.ArrowInvalid:
        with pa.memory_map(str(path)) as source:
            return pa.ipc.open_stream(source).read_all()
