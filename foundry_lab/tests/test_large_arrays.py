"""HDF5 files that are larger than what should lie in memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab.arrays import spill
from foundry_lab.datasets.read_content import read_content

h5py = pytest.importorskip("h5py", reason="h5py is not installed: pip install foundry-lab[hdf5]")

ROWS, WIDTH = 4_000, 1_000
MEGABYTE = 1 << 20


@pytest.fixture
def spectra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of 32 MB of spectra in chunks, read as if 1 MB were too much."""
    monkeypatch.setattr(spill, "LARGE", MEGABYTE)
    monkeypatch.setattr(spill, "PIECE", MEGABYTE)
    path = tmp_path / "spectra.h5"
    with h5py.File(path, "w") as file:
        made = file.create_dataset("spectrum", (ROWS, WIDTH), "<f8", chunks=(64, WIDTH), compression="gzip")
        for start in range(0, ROWS, 500):
            made[start : start + 500] = np.arange(start * WIDTH, (start + 500) * WIDTH).reshape(500, WIDTH)
        file["energy"] = np.arange(ROWS, dtype=">f4")
        pair = np.zeros(ROWS * 40, dtype=[("a", "<i8"), ("b", "<f8")])
        pair["b"] = np.arange(ROWS * 40)
        file["pair"] = pair[:ROWS]
        file["long"] = pair
    return path


def test_a_large_array_is_read_piece_by_piece(spectra: Path, cache: Path) -> None:
    # What is imported on the way is not a part of it.
    read_content(spectra, keys=["energy", "pair"])
    before = pa.total_allocated_bytes()
    tracemalloc.start()
    content = read_content(spectra, keys=["spectrum", "energy"])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # A few pieces of 1 MB, where the array has 32.
    assert peak < 8 * MEGABYTE
    assert pa.total_allocated_bytes() - before < 8 * MEGABYTE
    assert content.table.num_rows == ROWS
    column = content.table["spectrum"].combine_chunks()
    flat = column.storage.flatten() if isinstance(column, pa.ExtensionArray) else column.flatten()
    assert (flat[0].as_py(), flat[len(flat) - 1].as_py()) == (0.0, float(ROWS * WIDTH - 1))
    # Its file has no name.
    assert not list(cache.glob("tmp*"))


def test_fields_of_a_large_array_are_read_so_too(spectra: Path) -> None:
    values = read_content(spectra, keys=["long"]).table
    assert values["long/a"].to_pylist()[:2] == [0, 0]
    assert values["long/b"].to_pylist()[-1] == float(ROWS * 40 - 1)


def test_it_is_published_as_any_other(spectra: Path) -> None:
    published = foundry.publish_dataset({"train": spectra}, name="spectra", keys=["spectrum", "energy"])
    spectrum = published["train"].to_dict()["spectrum"]
    assert spectrum.shape == (ROWS, WIDTH)
    assert np.array_equal(spectrum, np.arange(ROWS * WIDTH, dtype=float).reshape(ROWS, WIDTH))
