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

    def new_name(file: str) -> str:
        place, _, ending = file.partition(".")
        return f"{count(place)}.{ending}" if place.isdigit() else file

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        node_copy = {key: walk(value) for key, value in node.items()}
        if isinstance(node_copy.get("__id__"), int):
            node_copy["__id__"] = count(str(node_copy["__id__"]))
        if isinstance(node_copy.get("file"), str):
            node_copy["file"] = new_name(node_copy["file"])
        return node_copy

    schema = walk(json.loads(parts[_SCHEMA]))
    contents = {new_name(name): content for name, content in parts.items() if name != _SCHEMA}
    return {**contents, _SCHEMA: json.dumps(schema, indent=2).encode()}
