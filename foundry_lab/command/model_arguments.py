"""What both commands take: data by name or file, consent, and limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from ..datasets.load import load
from ..errors import FoundryError, NotFoundError, UnknownSplitError
from ..models.model import Trust
from ..references import check_name
from ..tables.read import READABLE

_GIB = 1024**3


class ModelOptions(msgspec.Struct, rename="camel", kw_only=True):
    """Consent to a model's own code, and its limits."""

    trust: bool
    trust_pickle: bool
    #: Seconds for one batch.
    timeout: float
    #: In GiB.
    memory: float


def limits_of(options: ModelOptions) -> dict[str, Any]:
    """Return consent and limits as `model` and `publish_model` take them."""
    trust: Trust = "pickle" if options.trust_pickle else options.trust
    return {"trust": trust, "timeout": options.timeout, "memory": int(options.memory * _GIB)}


def data_of(text: str) -> Any:
    """
    Return the path of a file, or a split that is named as `name@version/split`.

    Raises
    ------
    NotFoundError, UnknownSplitError
        If there is neither.
    """
    path = Path(text).expanduser()
    if path.exists():
        return path
    reference, _, name = text.partition("/")
    if path.suffix.lower() in READABLE or not _is_name(reference.partition("@")[0]):
        raise NotFoundError(f"There is no file {text}.")
    dataset = load(reference)
    if not name and len(dataset) > 1:
        raise UnknownSplitError(
            f"{dataset.reference} has the splits {', '.join(dataset)}: name one, "
            f"such as {dataset.reference}/{next(iter(dataset))}."
        )
    if name and name not in dataset:
        raise UnknownSplitError(f"{dataset.reference} has no split {name!r}; there are {', '.join(dataset)}.")
    return dataset[name or next(iter(dataset))]


def _is_name(text: str) -> bool:
    try:
        check_name(text)
    except FoundryError:
        return False
    return True
