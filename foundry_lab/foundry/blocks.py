"""Metadata blocks whose fields are items and attributes, as notebooks use both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


class Doi(str):
    """A DOI; `root` is the same text, where foundry-ml keeps it."""

    __slots__ = ()

    @property
    def root(self) -> str:
        """The DOI as a plain text."""
        return str(self)


class Block(dict[str, Any]):
    """
    A metadata block: ``block["titles"][0]["title"]`` is ``block.titles[0].title``.

    A field that the block does not have is None as an attribute.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.get(name)

    def __setattr__(self, name: str, value: object) -> None:
        self[name] = value

    def json(self) -> str:
        """Return the block as JSON."""
        return json.dumps(self)

    def model_dump(self) -> dict[str, Any]:
        """Return the block as plain dicts."""
        record: dict[str, Any] = json.loads(self.json())
        return record


def block_of(value: Any) -> Any:
    """Return plain values with blocks for their dicts."""
    if isinstance(value, Mapping):
        return Block({str(key): block_of(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return [block_of(item) for item in value]
    return value


def citation(value: Mapping[str, Any]) -> Block:
    """Return the block `dc`, whose DOI has a `root`."""
    block: Block = block_of(value)
    identifier = block.get("identifier")
    if isinstance(identifier, Block) and isinstance(identifier.get("identifier"), Mapping):
        identifier["identifier"] = identifier["identifier"].get("__root__", "")
    if isinstance(identifier, Block) and isinstance(identifier.get("identifier"), str):
        identifier["identifier"] = Doi(identifier["identifier"])
    return block
