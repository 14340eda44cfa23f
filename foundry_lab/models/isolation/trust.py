"""Which versions of models a person trusts, by the hash of everything that they are made of."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from ... import config
from ...errors import RefusedModelError

_FILE = "trusted-models.json"


def is_trusted(digest: str, *, pickle: bool = False) -> bool:
    """
    Return whether the version with this digest is trusted.

    Parameters
    ----------
    digest : str
        The package's SHA-256.
    pickle : bool, optional
        Whether it must be trusted although it is a pickle.
    """
    entry = _read().get(digest)
    return isinstance(entry, dict) and (not pickle or entry.get("pickle") is True)


def trust(digest: str, reference: str, *, pickle: bool = False) -> None:
    """Keep the decision that the version with this digest may run."""
    entries = _read()
    entries[digest] = {
        "model": reference,
        "pickle": pickle,
        "decidedAt": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    _write(entries)


def distrust(digest: str) -> None:
    """Take the decision back."""
    entries = _read()
    if entries.pop(digest, None) is not None:
        _write(entries)


def _path() -> Path:
    return config.config_folder() / _FILE


def _read() -> dict[str, object]:
    path = _path()
    try:
        status = path.stat()
        entries = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise RefusedModelError(
            f"{path}, which says which models are trusted, cannot be read: correct or remove it."
        ) from None
    if hasattr(os, "getuid") and (status.st_mode & 0o022 or status.st_uid != os.getuid()):
        raise RefusedModelError(
            f"{path}, which says which models are trusted, can be written by others: remove it and decide again."
        )
    return entries if isinstance(entries, dict) else {}


def _write(entries: dict[str, object]) -> None:
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp makes files that only their owner can read and write.
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    with os.fdopen(handle, "w") as file:
        json.dump(entries, file, indent=2, sort_keys=True)
    Path(partial).replace(path)
