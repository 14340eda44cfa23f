"""`foundry-lab publish-model` and `foundry-lab predict`: each command imports only what it uses."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence

from ...errors import FoundryWarning


def run(arguments: Sequence[str]) -> int:
    """
    Run one of the commands and return its exit status.

    Raises
    ------
    FoundryError
        What is wrong, in one sentence.
    """
    name, *given = arguments
    if name == "publish-model":
        from .publish import publish as command
    else:
        from .predict import predict as command
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", FoundryWarning)
        status = command(given)
    for text in dict.fromkeys(str(warning.message) for warning in caught):
        print(f"Note: {text}", file=sys.stderr)
    return status
