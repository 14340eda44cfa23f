"""Whether a finished package gives what its publisher's model gave for the example rows."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import feather

from ...errors import InvalidManifestError, ModelRunError
from ...store.package import Package
from ...store.packages import package_at
from ..isolation.process import Limits
from .agreement import DOUBLE, difference

EXAMPLE = "example.arrow"
_NOTES = b"foundry:agreement"


def differences(package: Package, rows: Path, limits: Limits, grants: frozenset[str]) -> dict[str, float]:
    """
    Run a package on rows and return the largest difference of each output from what the rows say.

    Raises
    ------
    InvalidManifestError
        If a label is another, or a number lies farther than the tolerance.
    FoundryError
        If it does not run.
    """
    import warnings

    from ..model import Model

    model = Model(package, limits=limits, grants=grants | {package.digest})
    table = feather.read_table(rows, memory_map=False)
    notes = json.loads((table.schema.metadata or {}).get(_NOTES, b"{}"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        predictions = model.predict(table.select(model.inputs))
    largest = {}
    for name in model.outputs:
        expected = table[f"output:{name}"]
        deviation = notes.get("spreads", {}).get(name, 0.0)
        distance, row = difference(
            _array(expected),
            _array(predictions[name]),
            np.asarray(deviation),
            float(notes.get("tolerance", DOUBLE)),
        )
        if row is not None:
            raise InvalidManifestError(
                f"The model, loaded again in a clean place, gives something else: {name!r} is "
                f"{_text_of(expected, row)} here and {_text_of(predictions[name], row)} there, for "
                f"{_inputs(table.select(model.inputs), row)}. Nothing was published."
            )
        largest[name] = distance
    return largest


def require_same(
    folder: Path, rows: Path, *, isolated: bool, limits: Limits, grants: frozenset[str]
) -> dict[str, float]:
    """
    Run a finished package in a clean process, and in its own environment if it has code.

    Parameters
    ----------
    folder : Path
        The package.
    rows : Path
        Inputs with what the publisher's object gives for them, as `write_rows` writes them.
    isolated : bool
    limits : Limits
    grants : frozenset of str

    Returns
    -------
    dict of str to float
        The largest difference of each output.

    Raises
    ------
    InvalidManifestError
        If it gives something else than its publisher's model.
    ModelRunError, RefusedModelError, FoundryError
        If it cannot be loaded or run.
    """
    if isolated or grants:
        return differences(package_at("model", folder), rows, limits, grants)
    process = subprocess.run(
        [sys.executable, "-P", "-m", __name__, str(folder), str(rows)],
        capture_output=True,
        text=True,
        timeout=600,
    )
    try:
        answer = json.loads(process.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        reason = (process.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        raise ModelRunError(f"The model, loaded again in a clean process, does not run: {reason}") from None
    if "differs" in answer:
        raise InvalidManifestError(answer["differs"])
    return {str(name): float(value) for name, value in answer["largest"].items()}


def write_rows(
    path: Path,
    rows: pa.Table,
    values: Sequence[np.ndarray],
    signature: Mapping[str, Any],
    notes: Mapping[str, Any] | None = None,
) -> None:
    """
    Write inputs and, with the prefix 'output:', what a model gives for them.

    Parameters
    ----------
    path : Path
    rows : pyarrow.Table
    values : sequence of numpy.ndarray
        For each output tensor.
    signature : mapping
        As in the manifest.
    notes : mapping, optional
        What goes with them: tolerance and spreads.
    """
    names = [column["name"] for tensor in signature["inputs"] for column in tensor["columns"]]
    columns = {name: rows[name] for name in names}
    for tensor, array in zip(signature["outputs"], values, strict=True):
        names = [column["name"] for column in tensor["columns"]]
        flat = array.reshape(len(array), -1)
        if len(names) == 1 and flat.shape[1] > 1:
            columns[f"output:{names[0]}"] = (
                pa.array(flat.tolist())
                if flat.dtype == object
                else pa.FixedSizeListArray.from_arrays(pa.array(flat.reshape(-1)), flat.shape[1])
            )
            continue
        for index, name in enumerate(names):
            part = flat[:, index]
            columns[f"output:{name}"] = pa.array(part.tolist() if part.dtype == object else part)
    table = pa.table(columns)
    if notes is not None:
        table = table.replace_schema_metadata({_NOTES: json.dumps(notes)})
    feather.write_feather(table, path, compression="zstd")


def _array(column: pa.ChunkedArray) -> np.ndarray:
    if not pa.types.is_nested(column.type):
        return np.asarray(column.to_numpy())
    array = column.combine_chunks()
    flat = array.flatten()
    if array.null_count or not len(array) or len(flat) % len(array):
        return np.array(column.to_pylist())
    # The width of numbers decides how far they may lie apart.
    return np.asarray(flat.to_numpy(zero_copy_only=False)).reshape(len(array), -1)


def _inputs(table: pa.Table, row: int) -> str:
    values = table.slice(row, 1).to_pylist()[0]
    text = ", ".join(f"{name} = {value!r:.40}" for name, value in list(values.items())[:6])
    return text + (", ..." if len(values) > 6 else "")


def _text_of(column: pa.ChunkedArray, row: int) -> str:
    return repr(column[row].as_py())[:60]


def main() -> None:
    """Compare the package in the folder that the command line names with the rows of the file that it names."""
    from ...errors import FoundryError

    try:
        largest = differences(
            package_at("model", Path(sys.argv[1])), Path(sys.argv[2]), Limits(), frozenset()
        )
        print(json.dumps({"largest": largest}))
    except InvalidManifestError as error:
        print(json.dumps({"differs": str(error)}))
    except FoundryError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
