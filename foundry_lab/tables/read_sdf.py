"""SDF files as Arrow tables, read by RDKit (the extra `chemistry`)."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..errors import InvalidTableError
from ..extras import extra
from .reading import Reading
from .text_rule import column_of_texts


def read_sdf(path: Path, reading: Reading | None = None) -> pa.Table:
    """
    Read the molecules of an SDF file: a column `smiles`, one of MOL blocks, their names, and their properties.

    Raises
    ------
    InvalidTableError
        Naming the file and the molecule, or the package to install.
    """
    with extra("chemistry", f"{path} is an SDF file, which RDKit reads"):
        from rdkit import Chem, RDLogger
    RDLogger.DisableLog("rdApp.*")  # type: ignore[attr-defined]
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        records = [
            _record(molecule, number, path, Chem)
            for number, molecule in enumerate(Chem.ForwardSDMolSupplier(file), start=1)
        ]
    if not records:
        raise InvalidTableError(f"{path} holds no molecule.")
    names = dict.fromkeys(name for record in records for name in record)
    reading = reading or Reading()
    arrays = {name: _texts([record.get(name) for record in records], name, reading) for name in names}
    if not any(arrays["name"].to_pylist()):
        del arrays["name"]
    kinds = {"smiles": "smiles", "structure": "structure"}
    fields = [
        pa.field(name, array.type, metadata={"kind": kinds[name]} if name in kinds else None)
        for name, array in arrays.items()
    ]
    return pa.table(list(arrays.values()), schema=pa.schema(fields))


def _record(molecule: Any, number: int, path: Path, chem: Any) -> dict[str, Any]:
    if molecule is None:
        raise InvalidTableError(f"Molecule {number} of {path} cannot be read: correct it or leave it out.")
    properties = {name: str(molecule.GetProp(name)) for name in molecule.GetPropNames()}
    name = molecule.GetProp("_Name") if molecule.HasProp("_Name") else ""
    own = {
        "smiles": chem.MolToSmiles(molecule),
        "structure": chem.MolToMolBlock(molecule),
        "name": name or None,
    }
    return {**own, **{key if key not in own else f"{key}_": value for key, value in properties.items()}}


def _texts(values: list[Any], name: str, reading: Reading) -> pa.ChunkedArray:
    """Return a property as text, and say where its values look like numbers."""
    texts = pa.chunked_array(
        [
            pa.array(
                [None if not (value or "").strip() else value.strip("\n") for value in values], pa.string()
            )
        ]
    )
    reading.show(name, values)
    if name not in reading.drafts:
        kind = column_of_texts(texts, name, Reading()).type
        if not pa.types.is_string(kind) and texts.null_count < len(texts):
            reading.guess(
                f"{name!r} is text, as properties of SDF files are; its values fit {kind}.",
                f'columns={{"{name}": {{"type": "{kind}"}}}}',
                name,
            )
    return texts
