"""`demo`: JupyterLab on the example packages, in a folder that can be thrown away."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec

from .. import config
from ..catalog.examples import examples, examples_folder
from ..errors import FoundryError
from .messages import note, print_json, progress_line

_NOTEBOOK = "examples/quickstart.ipynb"
_ADDRESS = re.compile(r"https?://\S+?/lab\S*")
_KEPT_LINES = 200


class DemoOptions(msgspec.Struct, rename="camel"):
    """Where the demo is, and how JupyterLab opens it."""

    folder: Path
    flags: list[str]
    json: bool
    browser: bool = True
    port: int | None = None


def demo(options: DemoOptions) -> int:
    """
    Put notebooks, a store and the example packages into a folder, and run JupyterLab there until it is interrupted.

    A store or hub that the environment names is used instead of one of its own.

    Raises
    ------
    FoundryError
        If JupyterLab is not installed, or the examples cannot be published.
    """
    if find_spec("jupyterlab") is None:
        raise FoundryError("JupyterLab is not installed: `pip install jupyterlab`.")
    folder = options.folder.expanduser().absolute()
    _copy_notebooks(folder / "examples")
    _use_own_store(folder / ".foundry")
    examples(progress=progress_line if options.json else None)
    return _run_jupyter(folder, options)


def _copy_notebooks(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for notebook in examples_folder().glob("*.ipynb"):
        if not (target / notebook.name).exists():
            shutil.copyfile(notebook, target / notebook.name)


def _use_own_store(home: Path) -> None:
    if config.hub_url() is not None:
        return
    # Node gets every variable set: one that a person has set is one that differs.
    for (variable, default), name in zip(config.defaults().items(), ("store", "cache", "run"), strict=True):
        if os.environ.get(variable, default) in ("", default):
            os.environ[variable] = str(home / name)


def _run_jupyter(folder: Path, options: DemoOptions) -> int:
    command = [sys.executable, "-m", "jupyterlab", _NOTEBOOK, f"--ServerApp.root_dir={folder}"]
    command += ["--LabApp.news_url=None"]
    # Jupyter refuses root without it; whoever is root has chosen to be.
    command += ["--allow-root"] if hasattr(os, "getuid") and os.getuid() == 0 else []
    command += [] if options.browser else ["--no-browser"]
    command += [] if options.port is None else [f"--ServerApp.port={options.port}"]
    process = subprocess.Popen(
        [*command, *options.flags], cwd=folder, stderr=subprocess.PIPE, text=True, errors="replace"
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: process.terminate())
    address, lines = None, list[str]()
    assert process.stderr is not None
    for line in process.stderr:
        lines = [*lines[1 - _KEPT_LINES :], line]
        match = None if address else _ADDRESS.search(line)
        if match:
            address = _of_notebook(match[0])
            if options.json:
                print_json({"url": address, "folder": str(folder)})
            else:
                print(f"\nJupyterLab is at {address}\nCtrl+C ends it.\n", flush=True)
        if re.match(r"\[E ", line):
            note(line.rstrip(), as_json=options.json) if options.json else print(
                line, end="", file=sys.stderr
            )
    status = process.wait()
    if address is None:
        raise FoundryError("".join(lines) + "JupyterLab ended before it was ready; the lines above say why.")
    return 0 if status < 0 else status


def _of_notebook(address: str) -> str:
    url = urlsplit(address)
    if url.path.endswith(_NOTEBOOK):
        return address
    return urlunsplit(url._replace(path=f"{re.sub(r'/lab.*$', '', url.path)}/lab/tree/{_NOTEBOOK}"))
