"""`foundry-lab publish-model`: a model's file, or a folder with an entry point."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import FoundryError, NotFoundError
from .messages import print_json, progress_line
from .model_arguments import ModelOptions, data_of, limits_of


class PublishModelOptions(ModelOptions, rename="camel"):
    """The model's file or folder, and what its record says."""

    path: Path
    name: str
    version: str
    input_unit: list[tuple[str, str | None]]
    output_unit: list[tuple[str, str | None]]
    trained_on: list[str]
    metric: list[tuple[str, float]]
    author: list[str]
    citation: list[str]
    keyword: list[str]
    domain: list[str]
    task: list[str]
    requirement: list[str]
    per_row: bool
    json: bool
    progress: bool
    example: str | None = None
    card: Path | None = None
    title: str | None = None
    description: str | None = None
    license: str | None = None
    intended_use: str | None = None
    limits: str | None = None
    entrypoint: str | None = None
    method: str | None = None
    takes: str | None = None


def publish(options: PublishModelOptions) -> int:
    """
    Publish a model and return the exit status.

    Raises
    ------
    FoundryError
        What is wrong, in one sentence.
    """
    from ..models.publish_model import publish_model

    path = options.path.expanduser()
    if not path.exists():
        raise NotFoundError(f"There is no file or folder {options.path}.")
    lists = {
        "trained_on": options.trained_on,
        "authors": options.author,
        "citations": options.citation,
        "keywords": options.keyword,
        "domains": options.domain,
        "tasks": options.task,
        "requirements": options.requirement,
    }
    record: dict[str, Any] = {name: values for name, values in lists.items() if values}
    model = publish_model(
        path,
        name=options.name,
        version=options.version,
        example=None if options.example is None else data_of(options.example),
        inputs=dict(options.input_unit) or None,
        outputs=dict(options.output_unit) or None,
        metrics=dict(options.metric),
        per_row=options.per_row,
        title=options.title,
        description=options.description,
        license=options.license,
        intended_use=options.intended_use,
        limits=options.limits,
        card=None if options.card is None else _text(options.card),
        entrypoint=options.entrypoint,
        method=options.method,
        takes=options.takes,
        progress=progress_line if options.progress else None,
        **record,
        **limits_of(options),
    )
    if options.json:
        print_json(
            {
                "kind": "model",
                "name": model.name,
                "version": model.version,
                "unchanged": model.unchanged,
                "format": model.format,
                "inputs": model.inputs,
                "outputs": model.outputs,
                "runsCode": model.runs_code,
            }
        )
    elif not model.unchanged:
        print(
            f"Published the model {model.reference} ({model.format}): "
            f"inputs {', '.join(model.inputs)}; outputs {', '.join(model.outputs)}."
        )
    return 0


def _text(path: Path) -> str:
    try:
        return path.expanduser().read_text("utf-8")
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {path} for the card.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise FoundryError(f"{path} cannot be read as text: {error}.") from None
