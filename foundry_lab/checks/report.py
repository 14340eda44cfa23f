"""A report of a check as lines for a terminal, and as HTML."""

from __future__ import annotations

from html import escape

from ..contracts.models import CheckReport, Finding
from ..datasets.understood import understood_html, understood_text


def report_text(report: CheckReport) -> str:
    """Return what was understood, one line for each finding, and one that counts them."""
    lines = [understood_text(report.understood)] if report.understood else []
    lines += [f"{finding.severity:<7}  {_place(finding)}{finding.detail}" for finding in report.findings]
    errors = sum(finding.severity == "error" for finding in report.findings)
    warnings = len(report.findings) - errors
    if report.ok:
        noted = f", {_count(warnings, 'warning')}" if warnings else ""
        lines.append(f"{report.where} can be published{noted}.")
    else:
        noted = f" and {_count(warnings, 'warning')}" if warnings else ""
        lines.append(f"{report.where} cannot be published: {_count(errors, 'error')}{noted}.")
    return "\n".join(lines)


def report_html(report: CheckReport) -> str:
    """Return the same as HTML."""
    items = "".join(
        f"<li>{escape(finding.severity)}: {escape(_place(finding) + finding.detail)}</li>"
        for finding in report.findings
    )
    verdict = "can be published" if report.ok else "cannot be published"
    understood = understood_html(report.understood) if report.understood else ""
    return f"{understood}<ul>{items}</ul><p>{escape(report.where)} {verdict}.</p>"


def _place(finding: Finding) -> str:
    parts = []
    if finding.file:
        parts.append(str(finding.file))
    if finding.row:
        parts.append(f"row {finding.row}")
    if finding.pointer:
        parts.append(str(finding.pointer))
    return f"{', '.join(parts)}: " if parts else ""


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
