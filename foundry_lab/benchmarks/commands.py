"""`foundry-lab benchmark`, `foundry-lab submit` and `foundry-lab reproduce`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from .. import config
from ..errors import FoundryError


def run(arguments: Sequence[str]) -> int:
    """
    Run one of the commands and return its exit status.

    Raises
    ------
    FoundryError
        What is wrong, in one sentence.
    """
    given = _parser().parse_args(arguments)
    status: int = given.action(given)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("foundry-lab", description="Benchmarks: see, enter and check them.")
    commands = parser.add_subparsers(required=True, metavar="command")
    about = commands.add_parser("benchmark", help="list benchmarks, show one, or its leaderboard")
    parts = about.add_subparsers(required=True, metavar="what")
    _command(parts, "list", "the benchmarks of the store", _list)
    shown = _command(parts, "show", "what a benchmark is", _show)
    shown.add_argument("benchmark", help="NAME, NAME@1 or NAME@1.2.0")
    board = _command(parts, "leaderboard", "its entries, best first", _leaderboard)
    board.add_argument("benchmark", help="NAME, NAME@1 or NAME@1.2.0")
    board.add_argument("--sort", metavar="METRIC", help="the metric that orders them")
    board.add_argument("--kind", choices=["predictions", "model", "baseline", "published"])
    board.add_argument("--limit", type=int, default=50)
    export = _command(
        parts, "export", "write it in the form of another system, to the standard output", _export
    )
    export.add_argument("benchmark", help="NAME, NAME@1 or NAME@1.2.0")
    export.add_argument(
        "form", choices=["croissant", "results"], help="'results' are those of Papers with Code"
    )
    entry = _command(commands, "submit", "enter predictions or a published model", _submit)
    entry.add_argument("benchmark", help="NAME, NAME@1 or NAME@1.2.0")
    entry.add_argument(
        "predictions", nargs="?", help="an Arrow, Parquet, CSV or JSON file; order never matters"
    )
    entry.add_argument("--model", help="a published model that predicts instead")
    entry.add_argument("--name", required=True, help="what the leaderboard calls it")
    entry.add_argument("--by", help="who enters")
    entry.add_argument("--description")
    entry.add_argument("--url")
    entry.add_argument("--check", action="store_true", help="check the predictions only")
    again = _command(commands, "reproduce", "compute an entry's scores again", _reproduce)
    again.add_argument("submission", help="its id, or BENCHMARK/NAME")
    return parser


def _command(parent: Any, name: str, about: str, action: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parent.add_parser(name, help=about, description=about)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(action=action)
    return parser


def _list(given: argparse.Namespace) -> int:
    from ..contracts.models import PackageSummary
    from ..hub.running import ensure_hub

    found = msgspec.json.decode(ensure_hub().request("GET", "benchmarks").content, type=list[PackageSummary])
    if given.json:
        _print_json(found)
    elif not found:
        print("There are no benchmarks yet: publish one with foundry_lab.publish_benchmark().")
    else:
        width = max(len(item.name) for item in found)
        for item in found:
            print(f"{item.name.ljust(width)}  {item.versions[0]}  {item.title}")
    return 0


def _show(given: argparse.Namespace) -> int:
    from .benchmark import benchmark

    found = benchmark(given.benchmark)
    if given.json:
        _print_json(found.manifest)
    else:
        print(found)
    return 0


def _leaderboard(given: argparse.Namespace) -> int:
    from .benchmark import benchmark

    board = benchmark(given.benchmark).leaderboard(sort=given.sort, kind=given.kind, limit=given.limit)
    if given.json:
        _print_json(board.page)
    else:
        print(board)
    return 0


def _export(given: argparse.Namespace) -> int:
    from .benchmark import benchmark

    found = benchmark(given.benchmark)
    _print_json(found.to_croissant() if given.form == "croissant" else found.leaderboard().to_results())
    return 0


def _submit(given: argparse.Namespace) -> int:
    from ..models.model import model
    from .benchmark import benchmark

    if (given.predictions is None) == (given.model is None):
        raise FoundryError("Give a file of predictions, or a model with --model.")
    parent = benchmark(given.benchmark)
    entry = parent.predict(model(given.model)) if given.model and given.check else given.predictions
    if given.check:
        parent.check(entry)
        print("The predictions are whole.")
        return 0
    entry = model(given.model) if given.model else given.predictions
    found = parent.submit(entry, name=given.name, by=given.by, description=given.description, url=given.url)
    if given.json:
        _print_json(found.record)
    else:
        print(f"{found}\nid: {found.id}")
    return 0


def _reproduce(given: argparse.Namespace) -> int:
    """Run again in a process that has nothing of this one but where packages are, and an empty cache."""
    import tempfile

    from ..hub.running import ensure_hub

    # Found here, so that the other process asks the same hub.
    hub = ensure_hub()
    with tempfile.TemporaryDirectory(prefix="foundry-lab-") as cache:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "HOME", "TMPDIR", "LANG", "SYSTEMROOT")
        }
        env = {
            **kept,
            "FOUNDRY_URL": hub.url,
            "FOUNDRY_CACHE": cache,
            "FOUNDRY_RUNTIME_DIR": str(config.runtime_folder()),
        }
        if hub.token:
            env["FOUNDRY_TOKEN"] = hub.token
        command = [sys.executable, "-I", "-m", "foundry_lab.benchmarks.reproduce", given.submission]
        return subprocess.run(
            [*command, *(["--json"] if given.json else [])], env=env, check=False
        ).returncode


def _print_json(value: Any) -> None:
    print(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
