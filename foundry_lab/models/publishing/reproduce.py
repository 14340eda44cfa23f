"""Whether a finished package gives what its publisher's model gave for the example rows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import feather

from ...errors import InvalidManifestError, ModelRunError
from ...store.package import Package
from ...store.packages import package_at
from ..isolation.process import Limits

EXAMPLE = "example.arrow"
_SAID = "differs: "


def agree(expected: Any, found: Any) -> bool:
    """Whether arrays are the same within what single precision and another order of sums can change."""
    expected, found = np.asarray(expected), np.asarray(found)
    if expected.shape != found.shape:
        return False
    if expected.dtype.kind in "fc" or found.dtype.kind in "fc":
        try:
            expected, found = expected.astype(float), found.astype(float)
        except (TypeError, ValueError):
            return False
        finite = np.abs(expected[np.isfinite(expected)])
        size = float(finite.max()) if finite.size else 1.0
        return bool(np.allclose(found, expected, rtol=1e-4, atol=1e-6 * max(size, 1e-30), equal_nan=True))
    return bool((expected.astype(str) == found.astype(str)).all())


def difference(package: Package, limits: Limits, granted: frozenset[str]) -> str | None:
    """Run a package on its example and return the first output that differs, or None."""
    import warnings

    from ..model import Model

    model = Model(package, limits=limits, granted=granted | {package.digest})
    table = feather.read_table(package.file(EXAMPLE), memory_map=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = model.predict(table.select(model.inputs))
    for name in model.outputs:
        if not _same(table[f"output:{name}"], found[name]):
            return f"{name!r}, {_shown(table[f'output:{name}'])} and then {_shown(found[name])}"
    return None


def require_same(folder: Path, *, isolated: bool, limits: Limits, granted: frozenset[str]) -> None:
    """
    Run a finished package in a clean process, and in its own environment if it has code.

    Raises
    ------
    InvalidManifestError
        If it gives something else than its publisher's model.
    ModelRunError, RefusedModelError, FoundryError
        If it cannot be loaded or run.
    """
    if isolated or granted:
        found = difference(package_at("model", folder), limits, granted)
    else:
        done = subprocess.run(
            [sys.executable, "-P", "-m", __name__, str(folder)], capture_output=True, text=True, timeout=600
        )
        lines = done.stdout.strip().splitlines()
        found = lines[-1].removeprefix(_SAID) if lines and lines[-1].startswith(_SAID) else None
        if done.returncode and found is None:
            reason = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
            raise ModelRunError(f"The model, loaded again in a clean process, does not run: {reason}")
    if found is not None:
        raise InvalidManifestError(
            f"The model, loaded again in a clean place, gives something else for the example: {found}. "
            "Nothing was published."
        )


def _same(expected: pa.ChunkedArray, found: pa.ChunkedArray) -> bool:
    if expected.null_count != found.null_count:
        return False
    here, there = (column.drop_null().to_pylist() for column in (expected, found))
    return agree(np.array(here), np.array(there)) if here or there else True


def _shown(column: pa.ChunkedArray) -> str:
    return ", ".join(str(value)[:40] for value in column.slice(0, 3).to_pylist())


def main() -> None:
    """Compare the package in the folder that the command line names."""
    from ...errors import FoundryError

    try:
        found = difference(package_at("model", Path(sys.argv[1])), Limits(), frozenset())
    except FoundryError as error:
        sys.exit(str(error))
    if found is not None:
        print(f"{_SAID}{found}")
        sys.exit(1)


if __name__ == "__main__":
    main()
