"""Zip files of models whose bytes follow from what they hold, so that the same model is known again."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

_SCHEMA = "schema.json"


def without_times(path: Path, rewrite: Callable[[dict[str, bytes]], dict[str, bytes]]) -> None:
    """Write a zip file again without the times at which its parts were made."""
    with zipfile.ZipFile(path) as file:
        parts = rewrite({item.filename: file.read(item) for item in file.infolist()})
    with zipfile.ZipFile(path, "w") as file:
        for name in sorted(parts):
            file.writestr(zipfile.ZipInfo(name), parts[name])


def skops_parts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a skops file in which objects are counted, where skops has their places in memory."""
    numbers: dict[str, int] = {}

    def count(place: str) -> int:
        return numbers.setdefault(place, len(numbers))

    def renamed(file: str) -> str:
        place, _, ending = file.partition(".")
        return f"{count(place)}.{ending}" if place.isdigit() else file

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        made = {key: walk(value) for key, value in node.items()}
        if isinstance(made.get("__id__"), int):
            made["__id__"] = count(str(made["__id__"]))
        if isinstance(made.get("file"), str):
            made["file"] = renamed(made["file"])
        return made

    schema = walk(json.loads(parts[_SCHEMA]))
    named = {renamed(name): content for name, content in parts.items() if name != _SCHEMA}
    return {**named, _SCHEMA: json.dumps(schema, indent=2).encode()}
