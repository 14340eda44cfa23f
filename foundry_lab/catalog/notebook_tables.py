"""The tables and frames among a notebook's variables."""

from __future__ import annotations

import sys
from typing import Any

_LIBRARIES = ("pyarrow", "pandas", "polars")


def notebook_tables() -> dict[str, Any]:
    """Return the tables and frames of the notebook that this runs in, by their names; none elsewhere."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return {}
    return {
        name: value
        for name, value in shell.user_ns.items()
        if not name.startswith("_") and type(value).__name__ in ("Table", "DataFrame") and _is_table(value)
    }


def _is_table(value: object) -> bool:
    return type(value).__module__.partition(".")[0] in _LIBRARIES
