"""A manifest by which KServe runs a hub with one model ready."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any, NamedTuple

from ..errors import FoundryError
from ..store.packages import find
from .served import allowed_packages

_MOUNT = "/mnt/foundry"
_PORT = 8080
_KUBERNETES_NAME = re.compile(r"[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?", re.ASCII)


class KServeOptions(NamedTuple):
    """
    Where KServe finds image and store.

    Attributes
    ----------
    image : str
        A container image that has `foundry-lab`.
    store : str, optional
        The store, `s3://bucket/prefix`.
    claim : str, optional
        A PersistentVolumeClaim that holds the store's folder, instead.
    namespace : str, optional
    replicas : int
        At least.
    token_secret : str
        The Secret whose key `token` is the hub's token.
    trusted : bool
        Whether the model's own code may run.
    """

    image: str
    store: str | None = None
    claim: str | None = None
    namespace: str | None = None
    replicas: int = 1
    token_secret: str = "foundry-lab"
    trusted: bool = False


def manifest(reference: str, options: KServeOptions) -> dict[str, Any]:
    """
    Return an InferenceService (`serving.kserve.io/v1beta1`) that serves a model.

    Parameters
    ----------
    reference : str
        `name` or `name@version`.
    options : KServeOptions

    Raises
    ------
    FoundryError
        If neither or both of store and claim are given, or a name is none that Kubernetes takes.
    NotFoundError
    RefusedModelError
        If it is a pickle, which no server opens.
    """
    if (options.store is None) == (options.claim is None):
        raise FoundryError(
            "A cluster cannot see this machine's folders: give the store as --store s3://bucket/prefix, "
            "or the volume that holds it as --claim NAME."
        )
    if options.store is not None and not options.store.startswith("s3://"):
        raise FoundryError(f"{options.store!r} is not a bucket: write the store as s3://bucket/prefix.")
    for flag in ("claim", "namespace", "token_secret"):
        value = getattr(options, flag)
        if value is not None and not _KUBERNETES_NAME.fullmatch(value):
            raise FoundryError(
                f"--{flag.replace('_', '-')} is {value!r}, which Kubernetes takes for no name: use lower case letters, "
                "digits and hyphens."
            )
    package = find("model", reference)
    allowed_packages(package, [package.reference])
    name = _label(package.manifest.name)
    arguments = ["serve", "--host", "0.0.0.0", "--port", str(_PORT), "--public-health"]
    if options.trusted:
        arguments += ["--trust", package.reference]
    secret = {"secretKeyRef": {"name": options.token_secret, "key": "token"}}
    container: dict[str, Any] = {
        "name": "kserve-container",
        "image": options.image,
        "command": ["foundry-lab"],
        "args": arguments,
        "env": [
            {"name": "FOUNDRY_STORE", "value": options.store or _MOUNT},
            {"name": "FOUNDRY_TOKEN", "valueFrom": secret},
            {"name": "FOUNDRY_CACHE", "value": "/tmp/foundry-cache"},
            {"name": "FOUNDRY_RUNTIME_DIR", "value": "/tmp/foundry-run"},
        ],
        "ports": [{"containerPort": _PORT, "protocol": "TCP"}],
        "readinessProbe": {"httpGet": {"path": "/v2/health/ready", "port": _PORT}, "periodSeconds": 5},
        "resources": {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"memory": "4Gi"}},
    }
    predictor: dict[str, Any] = {"minReplicas": options.replicas, "containers": [container]}
    if options.claim is not None:
        container["volumeMounts"] = [{"name": "store", "mountPath": _MOUNT}]
        predictor["volumes"] = [{"name": "store", "persistentVolumeClaim": {"claimName": options.claim}}]
    metadata: dict[str, Any] = {
        "name": name,
        "labels": {
            "app.kubernetes.io/managed-by": "foundry-lab",
            "app.kubernetes.io/version": version("foundry-lab"),
        },
        "annotations": {"foundry-lab/model": package.reference, "foundry-lab/digest": package.digest},
    }
    if options.namespace is not None:
        metadata["namespace"] = options.namespace
    return {
        "apiVersion": "serving.kserve.io/v1beta1",
        "kind": "InferenceService",
        "metadata": metadata,
        "spec": {"predictor": predictor},
    }


def _label(name: str) -> str:
    """Return a name that Kubernetes takes: it begins with a letter and is short enough for a service's name."""
    return re.sub(r"-+$", "", (name if name[:1].isalpha() else f"m-{name}")[:50])
