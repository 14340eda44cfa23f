"""Run the notebook that the command line names, and write it with its outputs: `run_notebook.py NAME TARGET`."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

name, target = sys.argv[1:]
notebook = nbformat.read(name, as_version=4)
NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": "."}}).execute()
Path(target).write_text(nbformat.writes(notebook), encoding="utf-8")
