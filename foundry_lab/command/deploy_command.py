"""`foundry-lab deploy`: a model on Ray Serve, or as a manifest for KServe."""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path

import msgspec

from .check_commands import write_text
from .messages import note, print_json


class DeployOptions(msgspec.Struct, rename="camel"):
    """The model, and how Ray Serve or KServe runs it."""

    reference: str
    ray: bool
    kserve: bool
    host: str
    port: int
    replicas: int
    trust: bool
    token_secret: str
    json: bool
    address: str | None = None
    image: str | None = None
    store: str | None = None
    claim: str | None = None
    namespace: str | None = None
    output: Path | None = None


def deploy(options: DeployOptions) -> int:
    """Run a model until it is ended, or print what KServe takes."""
    return _kserve(options) if options.kserve else _ray(options)


def _ray(options: DeployOptions) -> int:
    from ..serving.ray_serve import RayOptions, start, stop
    from ..store.packages import find

    package = find("model", options.reference)
    trusted = [package.reference] if options.trust else []
    ray = RayOptions(options.host, options.port, options.replicas, options.address, trusted=trusted)
    stop_event = threading.Event()
    status = 0

    def end(number: int, _: object) -> None:
        nonlocal status
        status = 130 if number == signal.SIGINT else 0
        stop_event.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    url = start(package.reference, ray)
    address = f"{url}/v2/models/{package.manifest.name}"
    if options.json:
        print_json({"model": package.reference, "url": address})
    else:
        print(f"{package.reference} answers at {address} (Ctrl+C ends it).", flush=True)
    while not stop_event.wait(1):
        pass
    stop()
    return status


def _kserve(options: DeployOptions) -> int:
    import yaml

    from ..models.model import Model
    from ..serving.kserve import KServeOptions, manifest
    from ..store.packages import find

    service = manifest(
        options.reference,
        KServeOptions(
            options.image or "",
            options.store,
            options.claim,
            options.namespace,
            options.replicas,
            options.token_secret,
            options.trust,
        ),
    )
    package = find("model", options.reference)
    if not options.trust and Model(package).runs_code:
        sentence = f"{package.reference} runs code of its publisher, which this service refuses: add --trust to let it run."
        note(sentence, as_json=options.json)
    text = f"{json.dumps(service, indent=2)}\n" if options.json else yaml.safe_dump(service, sort_keys=False)
    if options.output is None:
        print(text, end="")
    else:
        write_text(options.output, text, f"the InferenceService of {options.reference}", as_json=options.json)
    return 0
