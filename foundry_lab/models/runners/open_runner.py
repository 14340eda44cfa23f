"""Which runner a package needs, and whether it may run."""

from __future__ import annotations

from collections import OrderedDict

from ...errors import RefusedModelError
from ...store.package import Package
from ..content import require
from ..isolation.process import Limits
from ..isolation.trust import is_trusted
from ..package_execution import PackageExecution
from ..runner import Runner
from ..session_threads import session_threads
from ..steps import steps_of

_MOST_OPEN = 8
_open: OrderedDict[tuple[str, bool, Limits, int], Runner] = OrderedDict()


def open_runner(package: Package, limits: Limits, grants: frozenset[str] = frozenset()) -> Runner:
    """
    Return what runs a model; one that is open already is used again.

    Parameters
    ----------
    package : Package
    limits : Limits
    grants : frozenset of str, optional
        The digests that whoever asks has already decided to trust, on another machine or before publishing.

    Raises
    ------
    RefusedModelError
        If the model could run code and is not trusted, or a file is not what the package says; nothing of it was run.
    ModelRunError
        If a library that it needs lacks, or its environment cannot be made.
    """
    if package.manifest.format == "pipeline":
        from .pipelines import PipelineRunner

        steps = [execution_of(step, limits, grants) for step in steps_of(package)]
        return PipelineRunner(steps, package.manifest.signature)
    isolated = require_trust(package, grants)
    # An open model is used only while its files are as they were published.
    package.files() if isolated else package.file(package.manifest.entry)
    key = (package.digest, isolated, limits, session_threads.get())
    runner = _open.get(key)
    if runner is None:
        runner = _isolated(package, limits) if isolated else _here(package)
        _open[key] = runner
        while len(_open) > _MOST_OPEN:
            # Processes end with the last reference to their runner.
            _open.popitem(last=False)
    else:
        _open.move_to_end(key)
    return runner


def execution_of(package: Package, limits: Limits, grants: frozenset[str] = frozenset()) -> PackageExecution:
    """Return what runs rows of a package's model, which is opened when the first ones come."""
    return PackageExecution(package, lambda: open_runner(package, limits, grants))


def needs_trust(package: Package) -> bool:
    """
    Return whether a model can run code of its publisher.

    Raises
    ------
    RefusedModelError
        If its file is not what the package says.
    """
    manifest = package.manifest
    if manifest.format == "skops":
        from .estimators import untrusted_types

        path = package.file(manifest.entry)
        require(path, "skops", package.reference)
        return bool(untrusted_types(path, package.reference))
    return manifest.format in {"python", "torch", "keras", "pickle"}


def require_trust(package: Package, grants: frozenset[str] = frozenset()) -> bool:
    """
    Return whether a model runs in a process of its own, after checking that it may.

    Raises
    ------
    RefusedModelError
        If it could run code and is not trusted.
    """
    if not needs_trust(package):
        return False
    manifest = package.manifest
    digest = package.digest
    is_pickle = manifest.format == "pickle"
    if digest in grants or is_trusted(digest, pickle=is_pickle):
        return True
    name = package.reference
    if is_pickle:
        raise RefusedModelError(
            f"{name} is a pickle, which can run any code on this machine when it is opened: if you know who made it, "
            f'say so with foundry_lab.model("{name}", trust="pickle").'
        )
    if manifest.format == "skops":
        from .estimators import untrusted_types

        types = untrusted_types(package.file(manifest.entry), name)
        reason = f"has the types {', '.join(types[:5])}, which are not known to be harmless"
    else:
        reason = "runs code of its publisher"
    raise RefusedModelError(
        f"{name} {reason}: read its files, and if you trust it, say so with "
        f'foundry_lab.model("{name}", trust=True).'
    )


def _isolated(package: Package, limits: Limits) -> Runner:
    from .isolated import IsolatedRunner

    return IsolatedRunner(package, limits)


def _here(package: Package) -> Runner:
    manifest = package.manifest
    path = package.file(manifest.entry)
    require(path, manifest.format, package.reference)
    call = manifest.call or None
    if manifest.format == "onnx":
        from ..onnx import open_model
        from .networks import OnnxRunner

        session = open_model(path, package.entry(manifest.entry).sha256, package.reference)
        return OnnxRunner(session, manifest.signature, package.reference)
    if manifest.format == "skops":
        from .estimators import EstimatorRunner

        return EstimatorRunner(path, call, manifest.signature, package.reference)
    from .boosters import BoosterRunner

    return BoosterRunner(path, manifest.format, call, manifest.signature, package.reference)
