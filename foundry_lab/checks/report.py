"""A report of a check as lines for a terminal."""

from __future__ import annotations

from ..contracts.models import CheckReport, Finding


def report_text(report: CheckReport) -> str:
    """Return one line for each finding, and one that counts them."""
    lines = [f"{finding.severity:<7}  {_place(finding)}{finding.detail}" for finding in report.findings]
    errors = sum(finding.severity == "error" for finding in report.findings)
    warnings = len(report.findings) - errors
    if report.ok:
        noted = f", {_count(warnings, 'warning')}" if warnings else ""
        lines.append(f"{report.where} can be published{noted}.")
    else:
        noted = f" and {_count(warnings, 'warning')}" if warnings else ""
        lines.append(f"{report.where} cannot be published: {_count(errors, 'error')}{noted}.")
    return "\n".join(lines)


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
