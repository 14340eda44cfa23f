"""`foundry-lab publish-model`: a model's file, or a folder with an entry point."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...arguments import Parser, named
from ...errors import FoundryError, NotFoundError
from .given import add_limits, data_of, limits_of

#: Flags that are given as they are to `publish_model`.
_TEXTS = ("title", "description", "license", "intended_use", "limits", "method", "entrypoint", "takes")
_LISTS = {
    "trained_on": "trained_on",
    "author": "authors",
    "citation": "citations",
    "requirement": "requirements",
    "keyword": "keywords",
    "domain": "domains",
    "task": "tasks",
}


def publish(arguments: Sequence[str]) -> int:
    """
    Publish a model and return the exit status.

    Raises
    ------
    FoundryError
        What is wrong, in one sentence.
    """
    given = _parser().parse_args(list(arguments))
    path = given.path.expanduser()
    if not path.exists():
        raise NotFoundError(f"There is no file or folder {given.path}.")
    options: dict[str, Any] = {name: getattr(given, name) for name in _TEXTS}
    options |= {to: getattr(given, name) for name, to in _LISTS.items() if getattr(given, name)}
    if given.example is not None:
        options["example"] = data_of(given.example)
    if given.card is not None:
        options["card"] = _text(given.card)
    from ..publish import publish_model

    found = publish_model(
        path,
        name=given.name,
        version=given.version,
        inputs=dict(given.input_unit) or None,
        outputs=dict(given.output_unit) or None,
        metrics=dict(given.metric),
        per_row=given.per_row,
        **options,
        **limits_of(given),
    )
    if given.json:
        import msgspec

        said = {
            "kind": "model",
            "name": found.name,
            "version": found.version,
            "format": found.format,
            "inputs": found.inputs,
            "outputs": found.outputs,
            "runsCode": found.runs_code,
        }
        print(msgspec.json.encode(said).decode())
    else:
        print(
            f"Published the model {found.reference} ({found.format}): "
            f"it takes {', '.join(found.inputs)} and gives {', '.join(found.outputs)}."
        )
    return 0


def _parser() -> Parser:
    parser = Parser("foundry-lab publish-model")
    parser.add_argument("path", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--example")
    parser.add_argument("--input-unit", action="append", default=[], type=_column)
    parser.add_argument("--output-unit", action="append", default=[], type=_column)
    for name in _LISTS:
        parser.add_argument(f"--{name.replace('_', '-')}", action="append", default=[])
    parser.add_argument("--metric", action="append", default=[], type=_metric)
    for name in _TEXTS:
        parser.add_argument(f"--{name.replace('_', '-')}")
    parser.add_argument("--card", type=Path)
    parser.add_argument("--per-row", action="store_true")
    add_limits(parser)
    parser.add_argument("--json", action="store_true")
    return parser


def _column(text: str) -> tuple[str, str | None]:
    """Read `COLUMN=UNIT`, or a column without a unit."""
    return named("COLUMN=UNIT")(text) if "=" in text else (text, None)


def _metric(text: str) -> tuple[str, float]:
    name, value = named("NAME=NUMBER")(text)
    try:
        return name, float(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} in {text!r} is no number") from None


def _text(path: Path) -> str:
    try:
        return path.expanduser().read_text("utf-8")
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {path} for the card.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise FoundryError(f"{path} cannot be read as text: {error}.") from None
