"""The steps of a pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import RefusedModelError
from ..store.package import Package
from ..store.packages import find
from .isolation.process import Limits

if TYPE_CHECKING:
    from .model import Model


def steps_of(package: Package, limits: Limits, granted: frozenset[str] = frozenset()) -> list[Model]:
    """
    Return the models that a pipeline runs, in order.

    Raises
    ------
    NotFoundError
        If one is not in the store.
    RefusedModelError
        If one is not the version that the pipeline was published with.
    """
    from .model import Model

    steps = []
    for step in package.manifest.steps or []:
        found = find("model", step.model)
        if found.digest != step.sha256:
            raise RefusedModelError(
                f"The step {step.model} of {package.reference} is not the one that it was published with."
            )
        steps.append(Model(found, limits=limits, granted=granted))
    return steps
