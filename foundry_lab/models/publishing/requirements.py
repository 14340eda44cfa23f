"""Packages that a model needs, with the versions that are here."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

from ...errors import InvalidManifestError


def versions_of(modules: Iterable[str]) -> dict[str, str]:
    """Return packages and versions of top-level modules; those of Python itself need none."""
    versions = {}
    for module in modules:
        top = module.partition(".")[0]
        if top in sys.stdlib_module_names or top == "foundry_lab":
            continue
        for distribution in _distributions().get(top, [])[:1]:
            versions[distribution] = _public(metadata.version(distribution))
    return versions


def imported_modules(source: str) -> set[str]:
    """Return the top-level modules that Python source imports."""
    modules = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module.partition(".")[0])
    return modules


def asked_for(requirements: Sequence[str] | Mapping[str, str] | None) -> dict[str, str]:
    """
    Return packages that a publisher names, with the versions that are given or here.

    Raises
    ------
    InvalidManifestError
        If one has no version and is not installed.
    """
    if isinstance(requirements, Mapping):
        return dict(requirements)
    versions = {}
    for text in requirements or ():
        name, _, version = text.replace(" ", "").partition("==")
        try:
            versions[name] = version or _public(metadata.version(name))
        except metadata.PackageNotFoundError:
            raise InvalidManifestError(
                f"The requirement {text!r} has no version and is not installed here: write '{name}==1.2.3'."
            ) from None
    return versions


def required_by(path: Path) -> dict[str, str]:
    """
    Return the packages that a repository's `requirements.txt` names, in the versions that are pinned or here.

    Raises
    ------
    InvalidManifestError
        If a line is not a package of a registry, or the version here is none that it allows.
    """
    from packaging.requirements import InvalidRequirement, Requirement

    versions: dict[str, str] = {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return versions
    except UnicodeDecodeError:
        raise InvalidManifestError(f"{path.name} is not text.") from None
    for line in lines:
        text = re.sub(r"(^|\s)#.*", "", line).strip()
        if not text:
            continue
        try:
            one = Requirement(text)
        except InvalidRequirement:
            one = None
        if one is None or one.url is not None:
            raise InvalidManifestError(
                f"{path.name} has the line {text!r:.80}: write a package of PyPI a line, such as 'ase==3.26.0'."
            )
        if one.marker is not None and not one.marker.evaluate():
            continue
        pins = [each.version for each in one.specifier if each.operator == "==" and "*" not in each.version]
        version = pins[0] if pins else asked_for([one.name])[one.name]
        if not one.specifier.contains(version, prereleases=True):
            raise InvalidManifestError(
                f"{path.name} asks for {text!r:.80}, and {one.name} {version} is installed here: "
                "publish from an environment that has what the model needs."
            )
        versions[one.name] = version
    return versions


def python_version() -> str:
    """Return this Python's version as environments name it."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _public(version: str) -> str:
    # '+cpu' and the like name a build, which another machine may not have.
    return version.partition("+")[0]


@cache
def _distributions() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()
