"""`foundry-lab deploy`: a model on Ray Serve, or as a manifest for KServe."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from ..arguments import Parser, whole_number
from ..errors import FoundryError

_FOR_RAY = ("host", "port", "address")
_FOR_KSERVE = ("image", "store", "claim", "namespace", "token_secret", "output")


def run(arguments: Sequence[str]) -> int:
    """Run `deploy`, and return the exit status."""
    parser = _parser()
    given = parser.parse_args(list(arguments)[1:])
    others = _FOR_RAY if given.kserve else _FOR_KSERVE
    unused = next((name for name in others if getattr(given, name) != parser.get_default(name)), None)
    if unused is not None:
        here, there = ("--kserve", "--ray") if given.kserve else ("--ray", "--kserve")
        raise FoundryError(f"--{unused.replace('_', '-')} goes with {there}, and {here} is given.")
    return _kserve(given) if given.kserve else _ray(given)


def _parser() -> Parser:
    parser = Parser("foundry-lab deploy")
    parser.add_argument("model")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--ray", action="store_true")
    where.add_argument("--kserve", action="store_true")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=whole_number(1, 65_535), default=8000)
    parser.add_argument("--address")
    parser.add_argument("--replicas", type=whole_number(1, 1000), default=1)
    parser.add_argument("--trust", action="store_true")
    parser.add_argument("--image")
    parser.add_argument("--store")
    parser.add_argument("--claim")
    parser.add_argument("--namespace")
    parser.add_argument("--token-secret", default="foundry-lab")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--json", action="store_true")
    return parser


def _ray(given: argparse.Namespace) -> int:
    from ..store.packages import find
    from .ray_serve import RayOptions, start, stop

    package = find("model", given.model)
    trusted = [package.reference] if given.trust else []
    options = RayOptions(given.host, given.port, given.replicas, given.address, trusted=trusted)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    url = start(package.reference, options)
    address = f"{url}/v2/models/{package.manifest.name}"
    said = {"model": package.reference, "url": address}
    print(
        json.dumps(said) if given.json else f"{package.reference} answers at {address} (Ctrl+C ends it).",
        flush=True,
    )
    while not ended.wait(1):
        pass
    stop()
    return 0


def _kserve(given: argparse.Namespace) -> int:
    import yaml

    from .kserve import KServeOptions, manifest

    if not given.image:
        raise FoundryError("KServe runs a container: give an image that has foundry-lab as --image.")
    options = KServeOptions(
        given.image,
        given.store,
        given.claim,
        given.namespace,
        given.replicas,
        given.token_secret,
        given.trust,
    )
    found = manifest(given.model, options)
    text = f"{json.dumps(found, indent=2)}\n" if given.json else yaml.safe_dump(found, sort_keys=False)
    if given.output is None:
        print(text, end="")
        return 0
    try:
        given.output.write_text(text, "utf-8")
    except OSError as error:
        raise FoundryError(f"{given.output} cannot be written: {error.strerror}.") from None
    print(f"Wrote the InferenceService of {given.model} to {given.output}.", file=sys.stderr)
    return 0
