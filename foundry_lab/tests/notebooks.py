"""Notebooks of the examples, executed in a real kernel."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "examples"


def executed(name: str, store: Path) -> list[Any]:
    """
    Return the code cells of an example after all of it has run, and then once more without any effect on the store.

    Parameters
    ----------
    name : str
        Without its ending.
    store : Path
        Where the kernel publishes.
    """
    first = _run(name)
    before = _digests(store)
    _run(name)
    assert _digests(store) == before, "running all cells twice changes the store"
    return first


def _run(name: str) -> list[Any]:
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    assert all(not cell.get("outputs") for cell in notebook.cells), "the notebook is kept without outputs"
    resources = {"metadata": {"path": str(FOLDER)}}
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources=resources).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _digests(store: Path) -> dict[str, str]:
    files = (path for path in store.rglob("*") if path.is_file() and ".staging" not in path.parts)
    return {str(path.relative_to(store)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
