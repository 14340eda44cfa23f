"""The leaderboard as a widget: what it asks of the benchmark, and what a saved notebook shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import msgspec

from ..contracts import models as contract
from ..errors import FoundryError
from .hub_entries import HubEntries

if TYPE_CHECKING:
    from ..widgets.board import BoardWidget


def board(
    manifest: contract.Benchmark,
    entries: HubEntries,
    fold_rows: Callable[[str], contract.FoldRows],
    summary: Callable[[], str],
) -> BoardWidget:
    """Return a benchmark's leaderboard, in the shell that this notebook's host can show."""
    from ..widgets.hosts import brings_own_code

    if brings_own_code():
        from ..widgets.shell import AnyBoard as Shell
    else:
        from ..widgets.board import BoardWidget as Shell

    def answer(method: str, arguments: list[Any]) -> Any:
        match method, arguments:
            case "benchmark", _:
                return manifest
            case "leaderboard", [dict(query)]:
                words = urlencode({key: _word(value) for key, value in query.items()})
                return msgspec.json.decode(entries.ask("GET", f"leaderboard?{words}"))
            case "predictions", [str(id)]:
                return msgspec.json.decode(entries.ask("GET", f"submissions/{quote(id)}/predictions"))
            case "foldRows", [str(fold)]:
                return fold_rows(fold)
        raise FoundryError(f"The leaderboard cannot answer {method!r} with these arguments: reload the page.")

    return Shell(f"{manifest.name}@{manifest.version}", answer, summary)


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
