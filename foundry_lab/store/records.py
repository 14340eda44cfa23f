"""What is written about a package elsewhere: citations, catalog metadata, its DOI. The command line writes it all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from .. import config
from ..errors import FoundryError
from .manifests import FOLDERS

if TYPE_CHECKING:
    from .package import Package

CitationFormat: TypeAlias = Literal["bibtex", "ris", "csl", "apa", "datacite-xml"]


def citation(package: Package, format: str) -> str:
    """Return a package's citation in a format, as `foundry-lab cite` writes it."""
    formats = get_args(CitationFormat)
    if format not in formats:
        raise FoundryError(f"{format!r} is not a format of citations: choose one of {', '.join(formats)}.")
    return str(ask_command("cite", package, "--format", format)["text"])


def doi_of(package: Package) -> str | None:
    """Return a package's DOI: the one that it was published with, or was given since."""
    doi = package.manifest.doi or None
    if doi is None and _is_published(package):
        doi = ask_command("show", package).get("doi")
    return doi


def reference_of(doi: str) -> tuple[str, str]:
    """
    Return the kind and the reference of the version that a DOI names.

    Raises
    ------
    NotFoundError
        If it names none.
    """
    record = _run("show", doi, "--json")
    return record["kind"], f"{record['name']}@{record['version']}"


def ask_command(command: str, package: Package, *options: str) -> dict[str, Any]:
    """Return the JSON that a command of the command line writes about a package."""
    target = package.reference if _is_published(package) else str(package.folder)
    return _run(command, target, "--kind", package.kind, *options, "--json")


def _is_published(package: Package) -> bool:
    """Whether the store or hub of this environment has the package, and not only a folder."""
    if package.folder is None:
        return True
    if config.hub_url() is not None:
        return False
    name, version = package.manifest.name, package.manifest.version
    return package.folder == Path(config.store_folder(), FOLDERS[package.kind], name, version)


def _run(*arguments: str) -> dict[str, Any]:
    import subprocess

    import msgspec

    from ..hub import node
    from ..problems import error_of, read_problem

    process = subprocess.run(
        node.command(*arguments),
        env=config.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if process.returncode == 0:
        record: dict[str, Any] = msgspec.json.decode(process.stdout)
        return record
    problem = read_problem(process.stderr)
    if problem is not None:
        raise error_of(problem)
    raise FoundryError(process.stderr.strip() or f"The command ended with {process.returncode}.")
