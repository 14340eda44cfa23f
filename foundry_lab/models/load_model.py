"""Loading a model by its reference."""

from __future__ import annotations

import os

from ..store.packages import find
from .isolation.process import Limits
from .model import DEFAULT_LIMITS, Model, Trust


def model(
    reference: str | os.PathLike[str] | Model,
    *,
    trust: Trust = False,
    timeout: float = DEFAULT_LIMITS.seconds,
    memory: int = DEFAULT_LIMITS.memory,
    token: str | None = None,
) -> Model:
    """
    Return a published model; its file is read when it first runs.

    Parameters
    ----------
    reference : str or path
        `name` (the newest version), `name@1.2.0`, `name@1` (the newest that begins so), a DOI, a package's folder, or
        the address of a model that a server of the Open Inference Protocol runs, `https://host/v2/models/NAME`.
    trust : bool or 'pickle', optional
        Trust the publisher of a model that runs code, as `Model.trust` does; kept for this version until
        `Model.distrust`. A pickle needs 'pickle': it can run any code when it is opened.
    timeout : float, optional
        Seconds that a model's own code, or a server, may take for one batch of rows.
    memory : int, optional
        Bytes that the process of a model's own code may use.
    token : str, optional
        The bearer token for a server; that of the hub in use need not be given.

    Raises
    ------
    NotFoundError
        If there is none; the sentence names those near it.
    InvalidNameError, InvalidManifestError, HubUnavailableError

    Examples
    --------
    >>> forest = foundry_lab.model("solubility-forest")  # doctest: +SKIP
    >>> forest.predict(foundry_lab.load("solubility")["test"])  # doctest: +SKIP
    """
    if isinstance(reference, Model):
        target = reference
    elif isinstance(reference, str) and "/v2/models/" in reference and _is_address(reference):
        from .endpoint.model import endpoint

        target = endpoint(reference, token, float(timeout))
    else:
        target = Model(find("model", reference), limits=Limits(float(timeout), int(memory)))
    if trust:
        target.trust(pickle=trust == "pickle")
    return target


def _is_address(reference: str) -> bool:
    from .endpoint.client import is_address

    return is_address(reference)
