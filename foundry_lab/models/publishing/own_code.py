"""Code of the publisher's own that a model needs: of the notebook, of modules beside it, and files that are named."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from ...errors import InvalidManifestError
from .python_source import is_own, standalone
from .requirements import imported_modules

#: The module of a package that has what its publisher defined in a notebook or a script.
NOTEBOOK = "foundry_notebook.py"


def keep_named(paths: Any, folder: Path) -> set[str]:
    """
    Copy a file or folder of code, or several, into a package, and return the modules that they import.

    Raises
    ------
    InvalidManifestError
        If one is not there, or is not Python.
    """
    modules: set[str] = set()
    for path in map(Path, [paths] if isinstance(paths, str | os.PathLike) else paths):
        path = path.expanduser()
        if not path.exists():
            raise InvalidManifestError(f"`code` names {path}, which is not there.")
        modules |= _keep(path, folder)
    return modules


def keep_modules(names: Iterable[str], folder: Path) -> set[str]:
    """
    Copy the own modules among these into a package, with those that they import, and return all others.

    Parameters
    ----------
    names : iterable of str
        Of modules that are imported here.
    folder : Path
    """
    queue, visited, others = list(names), set(), set()
    while queue:
        name = queue.pop().partition(".")[0]
        if name in visited:
            continue
        visited.add(name)
        module = sys.modules.get(name)
        path = _place(module) if module is not None and name != "__main__" else None
        if (folder / name).exists() or (folder / f"{name}.py").exists():
            continue
        if path is None:
            others.add(name)
        else:
            queue += _keep(path, folder)
    return others


def keep_types(types: Iterable[str], folder: Path) -> set[str]:
    """
    Copy the code of an estimator's own types into a package, and return the modules that they import.

    Raises
    ------
    InvalidManifestError
        If one has no source that stands alone.
    """
    modules: set[str] = set()
    of_notebook = []
    for name in types:
        module, _, attribute = name.rpartition(".")
        target = getattr(sys.modules.get(module), attribute, None)
        if module == "__main__" and target is not None:
            of_notebook.append(target)
        else:
            modules.add(module.partition(".")[0])
    if of_notebook:
        text = standalone(*of_notebook)
        (folder / NOTEBOOK).write_text(text, encoding="utf-8")
        modules |= imported_modules(text)
    return keep_modules(modules, folder)


def _place(module: ModuleType) -> Path | None:
    """Return the file or folder of a module that is the publisher's own."""
    file = getattr(module, "__file__", None)
    if file is None or not is_own(module):
        return None
    path = Path(file)
    return path.parent if path.name == "__init__.py" else path


def _keep(path: Path, folder: Path) -> set[str]:
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    modules: set[str] = set()
    for one in files:
        target = folder / one.relative_to(path.parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(one, target)
        try:
            modules |= imported_modules(one.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError, ValueError):
            raise InvalidManifestError(
                f"{one.name} of the model's code is no Python that can be read."
            ) from None
    return modules
