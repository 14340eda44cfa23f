"""The steps of a pipeline."""

from __future__ import annotations

from ..errors import RefusedModelError
from ..store.package import Package
from ..store.packages import find


def steps_of(package: Package) -> list[Package]:
    """
    Return the packages that a pipeline runs, in order.

    Raises
    ------
    NotFoundError
        If one is not in the store.
    RefusedModelError
        If one is not the version that the pipeline was published with.
    """
    steps = []
    for step in package.manifest.steps or []:
        package_of_step = find("model", step.model)
        if package_of_step.digest != step.sha256:
            raise RefusedModelError(
                f"The step {step.model} of {package.reference} is not the one that it was published with."
            )
        steps.append(package_of_step)
    return steps


def with_steps(package: Package) -> list[Package]:
    """Return a model's package and, of a pipeline, those of its steps and of theirs."""
    return [package, *(one for step in steps_of(package) for one in with_steps(step))]
