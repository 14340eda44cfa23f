"""Errors with the codes, details and hints that foundry-ml gives."""

from __future__ import annotations

from typing import Any

from ..errors import InvalidManifestError, NotFoundError


class DatasetNotFoundError(NotFoundError):
    """
    No dataset matches.

    Attributes
    ----------
    code : str
        'DATASET_NOT_FOUND'.
    details : dict
        The query, and what kind of query it was.
    recovery_hint : str
    """

    code = "DATASET_NOT_FOUND"

    def __init__(self, query: str, search_type: str = "query", suggestions: tuple[str, ...] = ()) -> None:
        self.details = {"query": query, "search_type": search_type}
        near = f" Near it: {', '.join(suggestions)}." if suggestions else ""
        self.recovery_hint = "Search with fewer words, or call list() to see what there is."
        super().__init__(f"No dataset matches the {search_type} {query!r}.{near}", suggestions=suggestions)

    def to_dict(self) -> dict[str, Any]:
        """Return the error as plain values."""
        return {
            "code": self.code,
            "message": self.message,
            "details": self.details,
            "recovery_hint": self.recovery_hint,
        }


class ValidationError(InvalidManifestError):
    """
    Metadata that does not follow its schema.

    Attributes
    ----------
    code : str
        'VALIDATION_FAILED'.
    findings : list of Finding
        Everything that is wrong, each with its JSON pointer.
    """

    code = "VALIDATION_FAILED"

    def __init__(self, findings: list[Any]) -> None:
        self.findings = findings
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(f"{findings[0].detail}{more}", pointer=findings[0].pointer or "")

    def errors(self) -> list[dict[str, Any]]:
        """Return what is wrong as dicts with `loc` and `msg`."""
        return [
            {"loc": tuple(str(finding.pointer).strip("/").split("/")), "msg": finding.detail}
            for finding in self.findings
        ]
