"""The parts of the `foundry-lab` command that read data, and so run in Python."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .arguments import Parser
from .errors import FoundryError


def run(arguments: Sequence[str]) -> int:
    """Run `check` or `export-mdf`, and return the exit status."""
    parser = Parser("foundry-lab")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check")
    check.add_argument("path", type=Path)
    check.add_argument("--json", action="store_true")
    export = commands.add_parser("export-mdf")
    export.add_argument("reference")
    export.add_argument("-o", "--output", type=Path)
    export.add_argument("--data-source", action="append", default=[])
    export.add_argument("--organization", action="append", default=[])
    export.add_argument("--test", action="store_true")
    export.add_argument("--json", action="store_true")
    given = parser.parse_args(list(arguments))
    return _check(given.path, as_json=given.json) if given.command == "check" else _export(given)


def _check(path: Path, *, as_json: bool) -> int:
    import msgspec

    from .checks.folder import check_folder
    from .checks.report import report_text
    from .checks.submission import check_submission

    path = path.expanduser()
    report = check_submission(path) if path.is_file() else check_folder(path)
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
    else:
        print(report_text(report))
    return 0 if report.ok else 1


def _export(given: argparse.Namespace) -> int:
    import json

    from .mdf.export import export_mdf

    organizations = given.organization or ["Foundry"]
    submission = export_mdf(
        given.reference, data_sources=given.data_source, organizations=organizations, test=given.test
    )
    text = json.dumps(submission, indent=2, ensure_ascii=False)
    if given.output is None:
        print(text)
        return 0
    try:
        given.output.write_text(f"{text}\n", "utf-8")
    except OSError as error:
        raise FoundryError(f"{given.output} cannot be written: {error.strerror}.") from None
    print(f"Wrote the submission of {given.reference} to {given.output}.", file=sys.stderr)
    return 0
