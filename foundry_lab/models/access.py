"""Whether a model may run, and within which limits its own code does."""

from __future__ import annotations

from ..store.package import Package
from .isolation.process import Limits, require_confinement
from .isolation.trust import distrust, is_trusted, trust
from .runner import Runner
from .runners.open_runner import needs_trust, open_runner, require_trust
from .steps import with_steps


class Access:
    """
    The decision to trust a model, its limits, and what may run of it.

    Parameters
    ----------
    package : Package or None
        None for a model of which nothing runs here.
    limits : Limits
        Time and memory for its own code.
    grants : frozenset of str
        Digests of versions that run without a kept decision.
    """

    def __init__(self, package: Package | None, limits: Limits, grants: frozenset[str] = frozenset()) -> None:
        self._package = package
        self.limits = limits
        self.grants = grants

    def packages(self) -> list[Package]:
        """Return its package and, of a pipeline, those of its steps."""
        return [] if self._package is None else with_steps(self._package)

    @property
    def runs_code(self) -> bool:
        """Whether running it, or a step of it, runs code of its publisher."""
        return any(needs_trust(one) for one in self.packages())

    @property
    def trusted(self) -> bool:
        """Whether it runs no code of its publisher, or this version is trusted."""
        return all(
            not needs_trust(one) or is_trusted(one.digest, pickle=one.manifest.format == "pickle")
            for one in self.packages()
        )

    def trust(self, *, pickle: bool) -> None:
        """Let this version's code run until `distrust`."""
        for one in self.packages():
            if one.manifest.format != "pipeline":
                trust(one.digest, one.reference, pickle=pickle)

    def distrust(self) -> None:
        """Take the decision of `trust` back."""
        for one in self.packages():
            distrust(one.digest)

    def require(self) -> frozenset[str]:
        """
        Check that the model, and every step of it, may run; return the digests that a worker may run by this decision.

        Raises
        ------
        RefusedModelError
            If it is not trusted.
        """
        packages = self.packages()
        for one in packages:
            if one.manifest.format != "pipeline":
                require_trust(one, self.grants)
        return self.grants | {one.digest for one in packages}

    def require_here(self) -> None:
        """
        Open the model, and every step of it, so that what keeps it from running is known before its time counts.

        Raises
        ------
        RefusedModelError
            If it runs code and is not trusted, or this machine cannot confine it where it is to be.
        ModelRunError
            If its environment cannot be made.
        """
        if self._package is None:
            return
        self.open()
        if self.runs_code and self.limits.confined:
            require_confinement(self._package.reference)

    def open(self) -> Runner:
        """
        Return what runs the model.

        Raises
        ------
        RefusedModelError, ModelRunError
            As `require_here` does.
        """
        assert self._package is not None
        return open_runner(self._package, self.limits, self.grants)
