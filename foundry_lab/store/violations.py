"""A JSON document against the contract: every violation, with its JSON pointer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from .. import contracts
from ..contracts.models import Finding
from ..contracts.patterns import PATTERNS
from ..errors import close_matches

_MOST = 200
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)


def schema_findings(value: object, name: str, file: str, pointer: str = "") -> Iterator[Finding]:
    """
    Yield what in a document does not follow a definition of the contract.

    Parameters
    ----------
    value : object
        The document, as JSON was read.
    name : str
        The definition, such as 'DatasetDraft'.
    file : str
        What findings call its file.
    pointer : str, optional
        Where in the file the document is.
    """
    for number, error in enumerate(_validator(name).iter_errors(value)):
        if number >= _MOST:
            yield Finding(severity="error", detail=f"{file} has more than {_MOST} such faults.", file=file)
            return
        for at, reason, suggestions in _violations(error, pointer):
            yield _finding(file, at, reason, suggestions)


def first_violation(value: object, name: str) -> tuple[str, str, list[str]] | None:
    """Return where the first violation is, as a JSON pointer, what it is, and what was meant; None without one."""
    for error in _validator(name).iter_errors(value):
        for at, reason, suggestions in _violations(error, ""):
            return at, reason, suggestions
    return None


@lru_cache(maxsize=16)
def _validator(name: str) -> Any:
    from jsonschema import Draft7Validator, FormatChecker

    assert contracts.__file__ is not None
    bundle = json.loads(Path(contracts.__file__).with_name("schema.json").read_text("utf-8"))
    formats = FormatChecker(formats=())
    formats.checks("date-time")(_is_moment)
    return Draft7Validator({"$ref": f"#/$defs/{name}", "$defs": bundle["$defs"]}, format_checker=formats)


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return _MOMENT.fullmatch(value) is not None and datetime.fromisoformat(value.upper()) is not None
    except ValueError:
        return False


def _violations(error: Any, prefix: str) -> Iterator[tuple[str, str, list[str]]]:
    at = prefix + "".join(f"/{_escape(part)}" for part in error.absolute_path)
    rule, allowed = error.validator, error.validator_value
    if rule == "required":
        for name in allowed:
            if name not in error.instance and repr(name) in error.message:
                yield f"{at}/{_escape(name)}", "it is missing", []
        return
    if rule == "additionalProperties" and isinstance(error.instance, dict):
        properties = list(error.schema.get("properties", {}))
        for name in error.instance:
            if name not in properties:
                close = close_matches(str(name), properties)
                hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(properties[:12])}"
                yield f"{at}/{_escape(name)}", f"no such field is known; {hint}", close
        return
    yield at, _reason(rule, allowed, error), []


def _reason(rule: str, allowed: Any, error: Any) -> str:
    actual = _value_text(error.instance)
    if rule == "type":
        return f"it must be {' or '.join(allowed) if isinstance(allowed, list) else allowed}, not {actual}"
    if rule == "enum":
        return f"{actual} must be one of {', '.join(map(str, allowed))}"
    if rule == "const":
        return f"it must be {_value_text(allowed)}, not {actual}"
    if rule == "pattern":
        return f"{actual} is not {PATTERNS[allowed]}"
    if rule == "format":
        return f"{actual} is not a {allowed} (ISO 8601), such as 2026-01-31T12:00:00Z"
    if rule in ("minItems", "minLength"):
        return f"it needs at least {allowed} {'item' if rule == 'minItems' else 'character'}{'' if allowed == 1 else 's'}"
    if rule in ("maxItems", "maxLength"):
        return f"it can have at most {allowed} {'items' if rule == 'maxItems' else 'characters'}"
    if rule in ("minimum", "maximum"):
        return f"{actual} is not {'at least' if rule == 'minimum' else 'at most'} {allowed}"
    return (
        f"{actual} fits none of its forms"
        if rule in ("anyOf", "oneOf")
        else f"{actual} does not follow the rule {rule!r} ({allowed})"
    )


def _finding(file: str, at: str, reason: str, suggestions: list[str]) -> Finding:
    finding = Finding(
        severity="error",
        detail=f"{file} is wrong at {at or '/'}: {reason.rstrip('.?')}.",
        file=file,
        pointer=at,
    )
    if reason.endswith("?"):
        finding.detail = f"{finding.detail[:-1]}?"
    if suggestions:
        finding.suggestions = suggestions
    return finding


def _value_text(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _escape(part: object) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")
