"""`foundry-lab check` and `foundry-lab export-mdf`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

from ..errors import FoundryError
from .messages import print_json


class CheckOptions(msgspec.Struct):
    """A folder, or a submission to MDF Connect."""

    path: Path
    json: bool
    html: bool = False


def check(options: CheckOptions) -> int:
    """Name everything that is wrong."""
    from ..checks.folder import check_folder
    from ..checks.mdf_submission import check_submission
    from ..checks.report import report_html, report_text

    path = options.path.expanduser()
    report = check_submission(path) if path.is_file() else check_folder(path)
    if options.json:
        print_json(report, indent=2)
    else:
        print(report_html(report) if options.html else report_text(report))
    return 0 if report.ok else 1


class ExportOptions(msgspec.Struct, rename="camel"):
    """The dataset, and what a submission says besides."""

    reference: str
    data_source: list[str]
    organization: list[str]
    test: bool
    json: bool
    output: Path | None = None


def export_submission(options: ExportOptions) -> int:
    """Print or write a dataset as a submission to MDF Connect."""
    from ..mdf.export import export_mdf

    submission = export_mdf(
        options.reference,
        data_sources=options.data_source,
        organizations=options.organization or ["Foundry"],
        test=options.test,
    )
    text = json.dumps(submission, indent=2, ensure_ascii=False)
    if options.output is None:
        print(text)
    else:
        write_text(
            options.output, f"{text}\n", f"the submission of {options.reference}", as_json=options.json
        )
    return 0


def write_text(path: Path, text: str, what: str, *, as_json: bool) -> None:
    """
    Write a document to a file, and say so.

    Raises
    ------
    FoundryError
        If the file cannot be written.
    """
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise FoundryError(f"{path} cannot be written: {error.strerror}.") from None
    if as_json:
        print_json({"path": str(path)})
    else:
        print(f"Wrote {what} to {path}.", file=sys.stderr)
