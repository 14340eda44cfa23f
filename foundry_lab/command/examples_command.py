"""`examples`: the example packages into the store."""

from __future__ import annotations

import msgspec

from ..catalog.examples import examples
from .messages import print_json, progress_line


class ExamplesOptions(msgspec.Struct):
    """Which example packages; all where none is named."""

    names: list[str]
    json: bool
    progress: bool


def publish_examples(options: ExamplesOptions) -> int:
    """
    Publish those that the store does not hold yet, and print all of them.

    Raises
    ------
    FoundryError
        What the store or hub says, or that there is no such example.
    """
    references = examples(options.names, progress=progress_line if options.progress else None)
    if options.json:
        print_json(references)
    else:
        print(*(f"{reference} is in the store." for reference in references), sep="\n")
    return 0
