"""Locked environments of models: made by uv once, and used again by every model with the same lock file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ... import config
from ...errors import ModelRunError

#: What every environment has, as the process speaks Arrow.
ALWAYS = ("numpy", "pyarrow")


def lock(versions: Mapping[str, str]) -> str:
    """
    Return the lock file of packages: they and all that they need, each with its version and hashes.

    Parameters
    ----------
    versions : mapping of str to str
        Package name to version.

    Raises
    ------
    ModelRunError
        If there is no uv, or no set of wheels that fits.
    """
    requirements = "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()))
    with tempfile.TemporaryDirectory(prefix="foundry-lab-") as folder:
        (Path(folder) / "requirements.in").write_text(requirements)
        _uv(
            "pip",
            "compile",
            "requirements.in",
            "--output-file=requirements.txt",
            "--generate-hashes",
            "--only-binary=:all:",
            "--no-header",
            "--no-annotate",
            "--no-emit-index-url",
            "--no-emit-find-links",
            f"--python={sys.executable}",
            "--quiet",
            where=folder,
            doing=f"lock {', '.join(versions)}",
        )
        return (Path(folder) / "requirements.txt").read_text()


def environment(requirements: str, python: str) -> Path:
    """
    Return the Python of the environment that a lock file describes, made if it is not there yet.

    Parameters
    ----------
    requirements : str
        The lock file, with a hash for each package.
    python : str
        Such as '3.12'.

    Raises
    ------
    ModelRunError
        If it cannot be made.
    """
    key = hashlib.sha256(f"1\n{python}\n{sys.platform}\n{requirements}".encode()).hexdigest()[:32]
    folder = config.cache_folder() / "environments" / key
    if not (folder / "complete").exists():
        _make(folder, requirements, python)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make(folder: Path, requirements: str, python: str) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".partial-"))
    same = python == f"{sys.version_info.major}.{sys.version_info.minor}"
    try:
        environment = str(partial / "environment")
        base = getattr(sys, "_base_executable", sys.executable) if same else python
        where = str(partial)
        _uv(
            "venv",
            "--relocatable",
            "--no-python-downloads",
            f"--python={base}",
            "--quiet",
            environment,
            where=where,
            doing=f"make an environment for Python {python}",
        )
        (partial / "requirements.txt").write_text(requirements)
        _uv(
            "pip",
            "install",
            f"--python={environment}",
            "--requirements=requirements.txt",
            "--require-hashes",
            "--no-deps",
            # An archive of source would run its author's code before any limit holds.
            "--only-binary=:all:",
            "--quiet",
            where=where,
            doing="install the model's packages",
        )
        (partial / "environment" / "complete").touch()
        try:
            (partial / "environment").rename(folder)
        except OSError:
            # Another kernel was faster.
            if not (folder / "complete").exists():
                raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _uv(*arguments: str, where: str, doing: str) -> None:
    try:
        from uv import find_uv_bin

        program = find_uv_bin()
    except (ImportError, FileNotFoundError):
        path = shutil.which("uv")
        if path is None:
            raise ModelRunError(
                f"uv, which is needed to {doing}, is not installed: run `pip install foundry-lab[models]`."
            ) from None
        program = path
    process = subprocess.run(
        [program, *arguments],
        cwd=where,
        env={**os.environ, **_index(), "UV_NO_PROGRESS": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if process.returncode:
        output = " ".join(process.stderr.split())[-600:]
        raise ModelRunError(f"uv could not {doing}: {output or 'it gave no reason'}")


@cache
def _index() -> dict[str, str]:
    """Return uv's variables for the package index that pip is set up with; uv does not read pip's files."""
    if any(name in os.environ for name in ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE")):
        return {}
    process = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list", "--disable-pip-version-check"],
        capture_output=True,
        text=True,
    )
    options: dict[str, str] = {}
    for line in process.stdout.splitlines():
        name, _, value = line.partition("=")
        section, _, option = name.rpartition(".")
        if section in {"global", "install", ":env:", ""}:
            try:
                options[option] = " ".join(json.loads(value.replace("'", '"')).split())
            except (ValueError, AttributeError):
                continue
    names = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "cert": "SSL_CERT_FILE",
    }
    variables = {variable: options[option] for option, variable in names.items() if options.get(option)}
    if "UV_FIND_LINKS" in variables:
        variables["UV_FIND_LINKS"] = ",".join(variables["UV_FIND_LINKS"].split())
    if "UV_INDEX" in variables:
        # pip takes the best version of all its indexes, and the versions to lock came from there.
        variables["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return variables
