"""`foundry-lab reproduce`: an entry's scores again, in a process that has nothing of this one but where packages are."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import msgspec

from .. import config
from .messages import print_json

#: What a process needs of its environment to run at all.
_KEPT = ("PATH", "HOME", "TMPDIR", "LANG", "SYSTEMROOT")


class ReproduceOptions(msgspec.Struct):
    """The entry, by its id or as `benchmark/name`."""

    submission: str
    json: bool


def reproduce(options: ReproduceOptions) -> int:
    """Start the other process, with an empty cache, and return its exit status."""
    from ..hub.running import ensure_hub

    # Found here, so that the other process asks the same hub.
    hub = ensure_hub()
    request = msgspec.json.encode({"command": "reproduce-here", "options": options}).decode()
    with tempfile.TemporaryDirectory(prefix="foundry-lab-") as cache:
        env = {name: os.environ[name] for name in _KEPT if name in os.environ}
        env |= {
            "FOUNDRY_URL": hub.url,
            "FOUNDRY_CACHE": cache,
            "FOUNDRY_RUNTIME_DIR": str(config.runtime_folder()),
        }
        if hub.token:
            env["FOUNDRY_TOKEN"] = hub.token
        command = [sys.executable, "-I", "-m", "foundry_lab.command", request]
        return subprocess.run(command, env=env, check=False).returncode


def reproduce_here(options: ReproduceOptions) -> int:
    """Compute the scores, and say how they compare with what is recorded."""
    from ..benchmarks.find_entry import find_entry
    from ..benchmarks.reproduce import reproduce as compare

    comparison = compare(*find_entry(options.submission))
    if options.json:
        print_json(comparison)
    else:
        print(comparison)
    return 0 if comparison.verdict != "different" else 1
