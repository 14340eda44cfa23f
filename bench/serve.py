"""
What a prediction costs: in the kernel beside ONNX Runtime itself, and through the hub beside MLServer.

One network of 118 inputs is published (as ONNX) and given to MLServer (as scikit-learn saves it), which has an
environment of its own (`npm run setup -- mlserver`). Everything is measured on one machine, the client included: the same
client sends the same rows over as many connections to each, and what it and the servers use of the processors is shown.
`serve.py kernel` or `serve.py http` runs one half.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

import numpy as np
import pyarrow as pa
from serve_requests import Load, Measured, Target

ROOT = Path(__file__).parents[1]
INPUTS = 118
BATCHES = (1, 32, 1024, 10_000)
ROUNDS = 5
SECONDS = 2.0
#: Calls of `predict` or a session in a row.
TURN = 10
#: Connections by rows of a request: few where each takes long.
CLIENTS = {1: 32, 32: 32, 1024: 16, 10_000: 4}


def main() -> None:
    """Measure and print one table."""
    with tempfile.TemporaryDirectory(prefix="foundry-bench-") as folder:
        root = Path(folder)
        for variable, place in (
            ("STORE", "store"),
            ("CACHE", "cache"),
            ("RUNTIME_DIR", "run"),
            ("CONFIG_DIR", "config"),
        ):
            os.environ[f"FOUNDRY_{variable}"] = str(root / place)
        estimators = publish()
        only = set(sys.argv[1:])
        if not only or "kernel" in only:
            kernel()
        if not only or "http" in only:
            hub_beside_mlserver(root, estimators["network"])


def publish() -> dict[str, Any]:
    """Publish the network and a forest, and return the estimators."""
    import pandas as pd
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.neural_network import MLPRegressor

    import foundry_lab

    random = np.random.default_rng(0)
    features = random.random((2000, INPUTS)).astype("f4")
    target = features @ random.random(INPUTS)
    example = pd.DataFrame(features[:20], columns=[f"x{i}" for i in range(INPUTS)])
    made = {
        "network": MLPRegressor(hidden_layer_sizes=(64, 32), max_iter=15, random_state=0).fit(
            features, target
        ),
        "forest": RandomForestRegressor(100, max_depth=10, random_state=0).fit(features, target),
    }
    for name, estimator in made.items():
        foundry_lab.publish_model(estimator, name=name, version="1.0.0", example=example, outputs={"y": "eV"})
    return made


def kernel() -> None:
    """Compare `predict` with a session of ONNX Runtime that has the rows as one matrix already."""
    import foundry_lab

    print("\nIn the kernel (ms, medians; added: over ONNX Runtime on a ready matrix)")
    names = ("model", "rows", "ONNX Runtime", "array", "ratio", "added", "stack+ORT", "table", "ratio")
    print("".join(name.ljust(10) if name == "model" else name.rjust(13) for name in names))
    for name in ("network", "forest"):
        for rows in BATCHES:
            plain, ours, hand, tables = kernel_times(foundry_lab.model(name), rows)
            cells = (plain, ours, ours / plain, ours - plain, hand, tables, tables / hand)
            print(f"{name:10}{rows:>13,}" + "".join(f"{cell:>13.3f}" for cell in cells), flush=True)


def kernel_times(model: Any, rows: int) -> list[float]:
    """Return what rows cost: a session on a matrix, ours on it, a session on a table stacked by hand, ours on it."""
    import onnxruntime

    path = str(model.package.folder / model.manifest.entry)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    given, gives = session.get_inputs()[0].name, [session.get_outputs()[0].name]
    # A session takes values of its own type alone, which is what the estimator computes in.
    kind = {"tensor(float)": "f4", "tensor(double)": "f8"}[session.get_inputs()[0].type]
    matrix = np.random.default_rng(1).random((rows, INPUTS)).astype(kind)
    table = pa.table([pa.array(column) for column in matrix.T], names=model.inputs)
    ways: list[Callable[[], object]] = [
        lambda: session.run(gives, {given: matrix}),
        lambda: model.predict(matrix),
        lambda: session.run(
            gives, {given: np.stack([column.to_numpy() for column in table.columns], axis=1)}
        ),
        lambda: model.predict(table),
    ]
    return interleaved(ways, 5_000_000 // (rows * INPUTS))


def interleaved(ways: list[Callable[[], object]], count: int) -> list[float]:
    """
    Return the median milliseconds of each way.

    They take turns of some calls each, so that a busy moment is everyone's. The first calls of a turn do not count: the
    threads of the session before spin for a while, and whoever runs one model has one session.
    """
    times: list[list[float]] = [[] for _ in ways]
    order = np.random.default_rng(0)
    for _ in range(max(ROUNDS, min(300, count) // TURN)):
        for i in order.permutation(len(ways)):
            for call in range(2 + TURN):
                since = time.perf_counter()
                ways[i]()
                if call >= 2:
                    times[i].append(1000 * (time.perf_counter() - since))
    return [median(found) for found in times]


def hub_beside_mlserver(root: Path, estimator: Any) -> None:
    """Compare answers of the hub with those of MLServer to the same requests."""
    import foundry_lab
    from foundry_lab.hub.process import start_hub

    given = foundry_lab.model("network").signature.inputs[0]
    own = {"name": given.name, "datatype": given.datatype}
    hub = start_hub(os.environ["FOUNDRY_STORE"])
    address = f"{hub.url}/v2/models/network/infer"
    headers = {"Authorization": f"Bearer {hub.token}"}
    try:
        with mlserver(root, estimator) as (url, pid):
            targets = {
                "MLServer, JSON": Target(url, {}, binary=False, pid=pid),
                "hub, JSON": Target(address, headers, binary=False, pid=hub.pid, **own),
                "hub, binary": Target(address, headers, binary=True, pid=hub.pid, **own),
            }
            print(
                "\nThrough HTTP (latency: one connection, ms; throughput: many, rows a second; each server's best round, "
                "for other work of the machine only takes away; server, client: processors in use meanwhile)"
            )
            names = (
                "rows",
                "latency",
                "connections",
                "throughput",
                "server",
                "client",
                "a processor",
                "x MLServer",
            )
            print("server".ljust(16) + "".join(name.rjust(13) for name in names) + "  target")
            for rows in BATCHES:
                report(targets, rows, root)
    finally:
        hub.stop()


def report(targets: dict[str, Target], rows: int, folder: Path) -> None:
    """Print one line for each server; they take turns, so that a busy moment is everyone's."""
    matrix = np.random.default_rng(2).random((rows, INPUTS)).astype("f4")
    loads = {name: Load(target, matrix, folder) for name, target in targets.items()}
    clients = CLIENTS[rows]
    alone: dict[str, list[float]] = {name: [] for name in targets}
    many: dict[str, list[Measured]] = {name: [] for name in targets}
    for turn in range(ROUNDS + 1):
        for name, load in loads.items():
            one, some = load.run(1, SECONDS / 3), load.run(clients, SECONDS)
            # The first turn warms up whoever is cold.
            if turn > 0:
                alone[name].append(one.wait)
                many[name].append(some)
    found = {name: max(turns) for name, turns in many.items()}
    base = next(iter(found.values())).rows
    for name, (speed, _, server, client) in found.items():
        goal = {"hub, JSON": 2 if rows <= 32 else 1, "hub, binary": 10 if rows >= 32 else None}.get(name)
        verdict = "" if goal is None else f">= {goal} {'met' if speed >= goal * base else 'MISSED'}"
        cells = f"{rows:>13,}{min(alone[name]):>13.2f}{clients:>13}{speed:>13,.0f}"
        cells += f"{server:>13.2f}{client:>13.2f}{speed / server:>13,.0f}"
        print(f"{name:16}{cells}{speed / base:>13.1f}  {verdict}".rstrip(), flush=True)


@contextmanager
def mlserver(root: Path, estimator: Any) -> Iterator[tuple[str, int]]:
    """Run MLServer with the estimator, and end it; yields the address of its `infer` route, and its process."""
    import joblib

    command = Path(os.environ.get("FOUNDRY_MLSERVER") or peer())
    folder = root / "mlserver"
    (folder / "network").mkdir(parents=True)
    joblib.dump(estimator, folder / "network" / "model.joblib")
    model = {
        "name": "network",
        "implementation": "mlserver_sklearn.SKLearnModel",
        "parameters": {"uri": "./model.joblib"},
    }
    http, grpc, metrics = ports(3)
    # Without a worker process it answers faster: nothing is pickled between processes.
    settings = {
        "host": "127.0.0.1",
        "http_port": http,
        "grpc_port": grpc,
        "metrics_port": metrics,
        "parallel_workers": 0,
    }
    (folder / "network" / "model-settings.json").write_text(json.dumps(model))
    (folder / "settings.json").write_text(json.dumps(settings | {"logging_settings": None, "debug": False}))
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([command, "start", str(folder)], stdout=log, stderr=log)
    url = f"http://127.0.0.1:{http}/v2/models/network"
    try:
        for _ in range(600):
            try:
                with urlopen(f"{url}/ready", timeout=5):
                    break
            except OSError:
                time.sleep(0.2)
        else:
            sys.exit(f"MLServer did not start:\n{(folder / 'log').read_text()[-3000:]}")
        yield f"{url}/infer", process.pid
    finally:
        process.kill()
        process.wait()


def peer() -> Path:
    """Return the command of MLServer, in an environment that is made if it is not there."""
    subprocess.run(["node", ROOT / "scripts" / "setup.mjs", "mlserver"], check=True)
    return ROOT / ".venv" / "mlserver" / "bin" / "mlserver"


def ports(count: int) -> list[int]:
    """Return ports that are free."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    found = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return found


if __name__ == "__main__":
    main()
