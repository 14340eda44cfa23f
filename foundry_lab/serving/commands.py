"""`foundry-lab deploy`: a model on Ray Serve, or as a manifest for KServe."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from ..errors import FoundryError


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise FoundryError(f"{message[:1].upper()}{message[1:]} (--help shows how to call it).")


def run(arguments: Sequence[str]) -> int:
    """Run `deploy`, and return the exit status."""
    parser = _Parser(prog="foundry-lab deploy", add_help=False)
    parser.add_argument("model")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--ray", action="store_true")
    where.add_argument("--kserve", action="store_true")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--address")
    parser.add_argument("--replicas", type=int, default=1)
    parser.add_argument("--trust", action="store_true")
    parser.add_argument("--image")
    parser.add_argument("--store")
    parser.add_argument("--claim")
    parser.add_argument("--namespace")
    parser.add_argument("--token-secret", default="foundry-lab")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args(list(arguments)[1:])
    return _kserve(given) if given.kserve else _ray(given)


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
    print(
        f"{package.reference} answers at {url}/v2/models/{package.manifest.name} (Ctrl+C ends it).",
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
    text = yaml.safe_dump(manifest(given.model, options), sort_keys=False)
    if given.output is None:
        print(text, end="")
        return 0
    try:
        given.output.write_text(text, "utf-8")
    except OSError as error:
        raise FoundryError(f"{given.output} cannot be written: {error.strerror}.") from None
    print(f"Wrote the InferenceService of {given.model} to {given.output}.", file=sys.stderr)
    return 0
