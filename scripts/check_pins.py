"""Say which pinned packages the oldest Python that the project supports could not install."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Compare each pin's `Requires-Python`, as installed here, with the project's lowest version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    oldest = f"{project['requires-python'].removeprefix('>=')}.0"
    pins = {
        re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower()
        for line in (ROOT / "constraints.txt").read_text().split()
    }
    wrong = []
    for package in distributions():
        name = re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()
        needs = package.metadata.get("Requires-Python")
        if name in pins and needs and not SpecifierSet(needs).contains(oldest):
            wrong.append(f"{name} {package.version} needs Python {needs}")
    if wrong:
        sys.exit(f"Python {oldest} cannot install what constraints.txt pins: {'; '.join(wrong)}.")


if __name__ == "__main__":
    main()
