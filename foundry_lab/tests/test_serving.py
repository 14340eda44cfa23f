"""Models as a service: the hub under the Open Inference Protocol, and its clients."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import jsonschema
import numpy as np
import psutil
import pyarrow as pa
import pytest
import yaml

import foundry_lab
from foundry_lab import errors
from foundry_lab.hub.process import HubProcess, start_hub
from foundry_lab.protocol.bodies import read_response, write_request
from foundry_lab.protocol.tensors import NamedArray

ROOT = Path(__file__).parents[2]


class Hub:
    """A hub of a test, and how to ask it."""

    def __init__(self, process: HubProcess) -> None:
        self.url = process.url
        self.pid = process.pid
        self.token = process.token
        headers = {"authorization": f"Bearer {process.token}"}
        self.client = httpx.Client(base_url=process.url, headers=headers, timeout=60)

    def address(self, model: str) -> str:
        return f"{self.url}/v2/models/{model}"

    def infer(self, model: str, rows: np.ndarray, **more: object) -> httpx.Response:
        tensor = {
            "name": "X",
            "datatype": "FP32",
            "shape": list(rows.shape),
            "data": rows.reshape(-1).tolist(),
        }
        return self.client.post(f"/v2/models/{model}/infer", json={"inputs": [tensor], **more})

    def metric(self, name: str, **labels: str) -> float:
        """Return the sum of a metric's values that have these labels."""
        found = 0.0
        for line in self.client.get("/metrics").text.splitlines():
            if line.split("{")[0].split(" ")[0] == name and all(
                f'{key}="{value}"' in line for key, value in labels.items()
            ):
                found += float(line.rsplit(" ", 1)[1])
        return found


@pytest.fixture(scope="module")
def module_hub(published_examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    root = tmp_path_factory.mktemp("serving")
    store = shutil.copytree(published_examples, root / "store")
    env = {
        "FOUNDRY_CACHE": str(root / "cache"),
        "FOUNDRY_RUNTIME_DIR": str(root / "run"),
        "FOUNDRY_SERVE_BODY_MB": "4",
    }
    process = start_hub(store, env)
    yield Hub(process)
    process.stop()


@pytest.fixture
def hub(module_hub: Hub, published_examples: Path, home: Path) -> Hub:
    """The hub of this file, on a store that holds the examples; this test's own store is a copy of it."""
    shutil.copytree(published_examples, home / "store")
    return module_hub


def conformance(url: str, model: str, report: Path, **variables: str) -> tuple[int, str, dict[str, str]]:
    """Run the black-box suite; return its status, what it said, and the attributes of its report."""
    env = {**os.environ, "FOUNDRY_V2_URL": url, "FOUNDRY_V2_MODEL": model, **variables}
    arguments = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(ROOT / "conformance")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments, "--junitxml", str(report), str(ROOT / "conformance")],
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
    )
    suite = ElementTree.parse(report).getroot().find("testsuite")
    assert suite is not None
    return done.returncode, done.stdout[-3000:], dict(suite.attrib)


def test_the_hub_passes_the_conformance_suite(hub: Hub, tmp_path: Path) -> None:
    status, said, counts = conformance(
        hub.url,
        "solubility-forest",
        tmp_path / "report.xml",
        FOUNDRY_V2_TOKEN=hub.token,
        FOUNDRY_V2_STRICT="1",
        FOUNDRY_V2_LIMIT_MB="4",
    )
    assert status == 0, said
    assert int(counts["tests"]) > 60
    assert counts["skipped"] == "0"


def test_a_served_model_gives_what_the_local_one_gives(hub: Hub) -> None:
    split = foundry_lab.load("solubility")["test"]
    local = foundry_lab.model("solubility-forest")
    served = foundry_lab.model(hub.address("solubility-forest"), token=hub.token)
    assert served.inputs == local.inputs
    assert served.version == local.version
    with pytest.warns(errors.FoundryWarning, match="missing inputs: 2"):
        expected = local.predict(split)
    with pytest.warns(errors.FoundryWarning, match="missing inputs: 2"):
        found = served.predict(split)
    assert found.schema.field("solubility").metadata == expected.schema.field("solubility").metadata
    np.testing.assert_allclose(found["solubility"].to_numpy(), expected["solubility"].to_numpy(), rtol=1e-5)
    origin = json.loads(found.schema.metadata[b"foundry"])
    assert origin["model"] == hub.address("solubility-forest")
    assert origin["data"]["reference"] == "solubility@1.0.0"
    array = np.random.default_rng(0).random((10, len(local.inputs)))
    one = served.submit(array).result(60)
    assert one.shape == (10,)
    mapped = served.map(array, batch_rows=4).result(60)
    np.testing.assert_allclose(mapped["solubility"], one, rtol=1e-5)
    lines = repr(served).splitlines()
    assert lines[0] == f"solubility-forest [{hub.address('solubility-forest')}]"
    assert "mol_weight (g/mol)" in lines[1]


def test_what_a_served_model_cannot_do_is_said(hub: Hub) -> None:
    served = foundry_lab.model(hub.address("solubility-forest"), token=hub.token)
    with pytest.raises(errors.SignatureMismatchError, match="takes the columns"):
        served.predict(pa.table({"x": [1.0]}))
    with pytest.raises(errors.FoundryError, match="has no files here"):
        _ = served.package
    with pytest.raises(errors.FoundryError, match="names nothing to cite"):
        served.cite()
    with pytest.raises(errors.NotFoundError, match=r"There is no model 'nothing'"):
        foundry_lab.model(hub.address("nothing"), token=hub.token)
    with pytest.raises(errors.HubUnavailableError, match="asks for another token"):
        foundry_lab.model(hub.address("solubility-forest"), token="wrong")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(errors.HubUnavailableError, match="does not answer"):
            foundry_lab.model(f"http://127.0.0.1:{unused.getsockname()[1]}/v2/models/x")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize("binary", [False, True])
def test_a_compressed_request_is_what_it_was_before(encoding: str, binary: bool, hub: Hub) -> None:
    rows = np.random.default_rng(7).random((30, 20)).astype("f4")
    headers, body = write_request([NamedArray("X", "FP32", rows)], binary=binary)
    compress = gzip.compress if encoding == "gzip" else zlib.compress
    sent = {**headers, "Content-Encoding": encoding}
    answer = hub.client.post("/v2/models/solubility-forest/infer", content=compress(body), headers=sent)
    plain = hub.client.post("/v2/models/solubility-forest/infer", content=body, headers=headers)
    found, expected = (read_response(one.headers, one.content)[0].array for one in (answer, plain))
    np.testing.assert_array_equal(found, expected)


def test_what_is_not_compressed_as_it_says_is_refused_and_so_is_a_body_that_grows_beyond_the_limit(
    hub: Hub,
) -> None:
    bomb = gzip.compress(bytes(5 * 1024**2))
    for content, encoding, status, sentence in (
        (b"{}", "gzip", 400, "not what its Content-Encoding says"),
        (gzip.compress(b"{}" * 999)[:-9], "gzip", 400, "not what its Content-Encoding says"),
        (b"{}", "br", 415, "send it as gzip, deflate, or as it is"),
        (bomb, "gzip", 413, "more than 4194304 bytes"),
    ):
        answer = hub.client.post(
            "/v2/models/solubility-forest/infer", content=content, headers={"Content-Encoding": encoding}
        )
        assert (answer.status_code, sentence in answer.json()["error"]) == (status, True), answer.text
    assert hub.infer("solubility-forest", np.zeros((1, 20), "f4")).status_code == 200


def test_the_configuration_and_the_index_say_what_is_served(hub: Hub) -> None:
    described = hub.client.get("/v2/models/solubility-forest").json()
    configured = hub.client.get("/v2/models/solubility-forest/config").json()
    for side in ("input", "output"):
        assert configured[side] == [
            {"name": one["name"], "data_type": f"TYPE_{one['datatype']}", "dims": one["shape"]}
            for one in described[f"{side}s"]
        ]
    for body in (None, {}, {"ready": True}):
        index = hub.client.post("/v2/repository/index", json=body).json()
        forest = {"name": "solubility-forest", "version": "1.0.0", "state": "READY", "reason": ""}
        assert forest in index
        for one in index:
            assert hub.client.get(f"/v2/models/{one['name']}/versions/{one['version']}").is_success
    assert hub.client.post("/v2/repository/index", content=b"[").status_code == 400


def test_health_needs_no_token_where_it_is_so_started(home: Path, hub: Hub) -> None:
    assert httpx.get(f"{hub.url}/v2/health/ready").status_code == 401
    script = Path(sys.executable).with_name("foundry-lab")
    serve = [str(script), "serve", "--port", "0", "--public-health", "--json"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        for path, status in (("health/ready", 200), ("health/live", 200), ("models/solubility-forest", 401)):
            assert httpx.get(f"{url}/v2/{path}").status_code == status, path
        process.send_signal(signal.SIGTERM)


def test_known_results_come_from_the_cache_unless_it_is_switched_off(hub: Hub) -> None:
    rows = np.random.default_rng(1).random((3, 20)).astype("f4")
    batches = hub.metric("foundry_inference_batch_rows_count", model="solubility-forest")
    first, second = (hub.infer("solubility-forest", rows).json() for _ in range(2))
    assert [first["parameters"]["cached"], second["parameters"]["cached"]] == [False, True]
    assert first["outputs"] == second["outputs"]
    assert hub.metric("foundry_inference_batch_rows_count", model="solubility-forest") == batches + 1
    off = hub.infer("solubility-forest", rows, parameters={"cache": False}).json()
    assert off["parameters"]["cached"] is False
    assert hub.metric("foundry_inference_cache_total", model="solubility-forest", result="hit") >= 1


def test_requests_that_come_together_run_together(hub: Hub) -> None:
    rows = np.random.default_rng(2).random((200, 20)).astype("f4")
    before = {name: hub.metric(f"foundry_inference_{name}") for name in ("batch_rows_count", "rows_total")}
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda row: hub.infer("solubility-forest", row[None]), rows))
    assert {answer.status_code for answer in answers} == {200}
    whole = hub.infer("solubility-forest", rows).json()["outputs"][0]["data"]
    np.testing.assert_allclose(
        [answer.json()["outputs"][0]["data"][0] for answer in answers], whole, rtol=1e-5
    )
    batches = hub.metric("foundry_inference_batch_rows_count") - before["batch_rows_count"] - 1
    assert hub.metric("foundry_inference_rows_total") - before["rows_total"] == 400
    assert batches < 200


def test_too_many_requests_are_refused_and_come_through_later(
    published_examples: Path, tmp_path: Path
) -> None:
    store = shutil.copytree(published_examples, tmp_path / "store")
    process = start_hub(store, {"FOUNDRY_SERVE_REQUESTS": "1", "FOUNDRY_SERVE_CACHE_MB": "0"})
    hub = Hub(process)
    try:
        hub.client.get("/v2/models/solubility-forest/ready").raise_for_status()
        rows = np.random.default_rng(3).random((2000, 20)).astype("f4")
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _: hub.infer("solubility-forest", rows), range(48)))
        assert {answer.status_code for answer in answers} == {200, 429}
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert int(refused.headers["retry-after"]) >= 1
        assert "as many as it takes" in refused.json()["error"]
        assert hub.metric("foundry_inference_refused_total") == [a.status_code for a in answers].count(429)
        served = foundry_lab.model(hub.address("solubility-forest"), token=hub.token)
        with ThreadPoolExecutor(3) as pool:
            found = list(pool.map(lambda _: len(served.predict(rows)), range(3)))
        assert found == [2000] * 3
        assert hub.infer("solubility-forest", rows).json()["parameters"]["cached"] is False
        assert hub.infer("solubility-forest", rows).json()["parameters"]["cached"] is False
    finally:
        process.stop()


def test_a_large_answer_says_the_same_as_json_and_as_binary(hub: Hub) -> None:
    rows = np.random.default_rng(4).integers(0, 9, (18_000, 20)).astype("f4")
    answer = hub.infer("solubility-forest", rows, id="large", parameters={"cache": False})
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()
    assert found["id"] == "large"
    (output,) = found["outputs"]
    assert output["shape"][0] == 18_000
    binary = hub.infer("solubility-forest", rows, parameters={"cache": False, "binary_data_output": True})
    length = int(binary.headers["inference-header-content-length"])
    np.testing.assert_array_equal(np.float32(output["data"]), np.frombuffer(binary.content[length:], "<f4"))
    # What went to a thread to be written is still whole where it is kept.
    again = [hub.infer("solubility-forest", rows).json() for _ in range(3)]
    assert [one["parameters"]["cached"] for one in again] == [False, True, True]
    assert all(one["outputs"] == found["outputs"] for one in again)


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows cannot stop a process to end it at a known moment"
)
def test_a_process_that_dies_fails_its_requests_in_a_sentence_and_the_next_ones_run(hub: Hub) -> None:
    rows = np.random.default_rng(5).random((3, 20)).astype("f4")
    before = hub.infer("solubility-forest", rows, parameters={"cache": False}).json()["outputs"]
    workers = [
        one
        for one in psutil.Process(hub.pid).children()
        if one.cmdline()[-1:] == ["foundry_lab.serving.worker"]
    ]
    assert workers
    for one in workers:
        one.suspend()
    with ThreadPoolExecutor(3) as pool:
        waiting = []
        for count in (1, 2, 3):
            waiting.append(pool.submit(hub.infer, "solubility-forest", rows, parameters={"cache": False}))
            while hub.metric("foundry_inference_active_requests") < count:
                pass
        for one in workers:
            one.kill()
        ran, *waited = [one.result() for one in waiting]
    assert ran.status_code == 503
    assert ran.json()["error"] == (
        "solubility-forest@1.0.0 did not run: its process ended with SIGKILL; try again, and see the hub's log."
    )
    for answer in [*waited, hub.infer("solubility-forest", rows, parameters={"cache": False})]:
        assert answer.status_code == 200
        assert answer.json()["outputs"] == before


@pytest.mark.parametrize("length", [1000, 1_000_000])
def test_a_request_that_breaks_off_gives_its_room_back(hub: Hub, length: int) -> None:
    def until(count: int) -> None:
        while hub.metric("foundry_inference_active_requests") != count:
            pass

    until(0)
    head = f"POST /v2/models/solubility-forest/infer HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {hub.token}\r\n"
    with socket.create_connection((urlsplit(hub.url).hostname or "", urlsplit(hub.url).port or 0)) as sent:
        sent.sendall(f'{head}Content-Length: {length}\r\n\r\n{{"inputs": ['.encode())
        until(1)
    until(0)
    assert hub.infer("solubility-forest", np.zeros((1, 20), "f4")).status_code == 200
    until(0)


def test_code_runs_only_when_the_operator_says_so(
    home: Path, environments: Path, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    del environments
    frame = pa.table({"mass": [1.0, 2.0], "speed": [3.0, 4.0]})
    foundry_lab.publish_model(_energy, name="energy", version="1.0.0", example=frame, outputs={"energy": "J"})
    # What the person trusts in her own notebooks is no leave for those who ask the hub.
    foundry_lab.model("energy", trust=True)
    for trusted, status in (("", 403), ("energy@1.0.0", 200)):
        process = start_hub(home / "store", {"FOUNDRY_SERVE_TRUST": trusted})
        try:
            hub = Hub(process)
            ready = hub.client.get("/v2/models/energy/ready", timeout=300)
            assert ready.status_code == status
            assert ready.json()["ready"] is (status == 200)
            (entry,) = hub.client.post("/v2/repository/index").json()
            assert entry["state"] == ("READY" if status == 200 else "UNAVAILABLE")
            if status == 403:
                assert "--trust energy@1.0.0" in ready.json()["error"]
                assert "--trust energy@1.0.0" in entry["reason"]
                where = ["--image", "registry.example/foundry-lab:1", "--claim", "store"]
                said = command("deploy", "energy", "--kserve", *where)
                assert "energy@1.0.0 runs code of its publisher, which this service refuses" in said.stderr
                assert command("deploy", "energy", "--kserve", *where, "--trust").stderr == ""
                continue
            served = foundry_lab.model(hub.address("energy"), token=hub.token)
            assert served.predict(frame)["energy"].to_pylist() == [4.5, 16.0]
        finally:
            process.stop()


def _energy(mass: float, speed: float) -> float:
    return mass * speed**2 / 2


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@pytest.fixture(scope="module")
def mlserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    # An environment of its own: its pins are not ours.
    own = ROOT / ".venv/mlserver/bin/mlserver"
    command = os.environ.get("FOUNDRY_MLSERVER") or (own if own.exists() else None)
    if not command:
        pytest.skip(
            "MLServer is not installed: run `npm run setup -- mlserver`, or name it in FOUNDRY_MLSERVER"
        )
    python = Path(command).with_name("python")
    folder = tmp_path_factory.mktemp("mlserver")
    (folder / "net").mkdir()
    fit = (
        "import joblib, numpy as np; from sklearn.linear_model import LinearRegression;"
        "X = np.random.default_rng(0).random((50, 4)); model = LinearRegression().fit(X, X @ [1, 2, 3, 4]);"
        f"joblib.dump(model, {str(folder / 'net' / 'model.joblib')!r})"
    )
    subprocess.run([python, "-c", fit], check=True, capture_output=True)
    settings = {
        "name": "net",
        "implementation": "mlserver_sklearn.SKLearnModel",
        "parameters": {"uri": "./model.joblib"},
    }
    described = settings | {
        "name": "described",
        "inputs": [{"name": "X", "datatype": "FP32", "shape": [-1, 4]}],
        "outputs": [{"name": "predict", "datatype": "FP64", "shape": [-1, 1]}],
    }
    shutil.copytree(folder / "net", folder / "described")
    (folder / "net" / "model-settings.json").write_text(json.dumps(settings))
    (folder / "described" / "model-settings.json").write_text(json.dumps(described))
    http, grpc, metrics = _free_ports(3)
    ports = {"host": "127.0.0.1", "http_port": http, "grpc_port": grpc, "metrics_port": metrics}
    (folder / "settings.json").write_text(json.dumps(ports))
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([command, "start", str(folder)], stdout=log, stderr=log, cwd=folder)
    url = f"http://127.0.0.1:{http}"
    deadline = time.monotonic() + 120
    while True:
        try:
            if all(httpx.get(f"{url}/v2/models/{one}/ready").is_success for one in ("net", "described")):
                break
        except httpx.HTTPError:
            pass
        assert time.monotonic() < deadline, (folder / "log").read_text()[-2000:]
        assert process.poll() is None, (folder / "log").read_text()[-2000:]
        time.sleep(0.2)
    yield url
    # It has a process for each worker, which a kill would leave behind.
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


def test_mlserver_passes_the_suite_as_far_as_the_protocol_goes(mlserver: str, tmp_path: Path) -> None:
    status, said, counts = conformance(mlserver, "described", tmp_path / "report.xml")
    assert status == 0, said
    assert int(counts["tests"]) - int(counts["skipped"]) > 45


@pytest.mark.parametrize("name", ["described", "net"])
def test_a_model_of_mlserver_runs_as_if_it_were_local(mlserver: str, name: str) -> None:
    model = foundry_lab.model(f"{mlserver}/v2/models/{name}")
    rows = np.random.default_rng(0).random((9000, 4))
    found = model.predict(rows)
    assert model.outputs == ["predict"]
    np.testing.assert_allclose(found, rows @ [1, 2, 3, 4], atol=1e-5)
    frame = pa.table({letter: rows[:, i] for i, letter in enumerate("abcd")})
    np.testing.assert_allclose(model.predict(frame)["predict"], found)
    assert model.map(rows, batch_rows=4096).result(120).num_rows == 9000
    with pytest.raises(errors.SignatureMismatchError, match="takes"):
        model.predict(rows[:, :3])


REPLICA = """
import sys
import uvicorn
from starlette.requests import Request
from foundry_lab.serving.replica import Replica

replica = Replica(["solubility-forest@1.0.0"], [])

async def app(scope, receive, send):
    answer = await replica.answer(Request(scope, receive))
    await answer(scope, receive, send)

uvicorn.run(app, port=int(sys.argv[1]), lifespan="off", log_level="error")
"""


def check_replica(url: str, hub: Hub) -> None:
    """Compare a replica's predictions with the hub's, and see that nothing else of the store is to be had."""
    rows = np.random.default_rng(5).random((100, 20))
    here = foundry_lab.model(hub.address("solubility-forest"), token=hub.token).predict(rows)
    there = foundry_lab.model(f"{url}/v2/models/solubility-forest").predict(rows)
    np.testing.assert_allclose(there, here, rtol=1e-5)
    # Nobody is asked for a token.
    for path in (
        "/",
        "/health",
        "/api/v1/datasets",
        "/metrics",
        "/v2/models/gap-line",
        "/v2/repository/index",
    ):
        answer = httpx.get(f"{url}{path}")
        assert (answer.status_code, "error" in answer.json()) == (404, True), path


def check_conformance(url: str, report: Path) -> None:
    status, text, counts = conformance(
        url, "solubility-forest", report, FOUNDRY_V2_STRICT="1", FOUNDRY_V2_LIMIT_MB="64"
    )
    assert status == 0, text
    assert counts["skipped"] == "0"


@pytest.mark.parametrize("place", ["a folder", "a hub"])
def test_a_replica_is_a_hub_for_one_version_of_one_model(
    place: str, hub: Hub, home: Path, tmp_path: Path
) -> None:
    pytest.importorskip("uvicorn", reason="Ray Serve is not installed: pip install 'foundry-lab[serve]'")
    (port,) = _free_ports(1)
    env = dict(os.environ)
    if place == "a hub":
        shutil.rmtree(home / "store")
        env |= {"FOUNDRY_URL": hub.url, "FOUNDRY_TOKEN": hub.token}
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen([sys.executable, "-c", REPLICA, str(port)], env=env) as process:
        try:
            while process.poll() is None:
                try:
                    httpx.get(f"{url}/v2/health/ready").raise_for_status()
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            check_replica(url, hub)
            if place == "a folder":
                check_conformance(url, tmp_path / "report.xml")
        finally:
            process.terminate()


def test_ray_serve_runs_replicas(hub: Hub, tmp_path: Path) -> None:
    pytest.importorskip("ray.serve", reason="Ray Serve is not installed: pip install 'foundry-lab[serve]'")
    (port,) = _free_ports(1)
    script = Path(sys.executable).with_name("foundry-lab")
    with (tmp_path / "log").open("w") as log:
        flags = ["--host", "127.0.0.1", "--port", str(port), "--replicas", "1", "--json"]
        arguments = [str(script), "deploy", "solubility-forest", "--ray", *flags]
        deployed = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert deployed.stdout is not None
        said = deployed.stdout.readline()
        while said and not said.startswith("{"):
            said = deployed.stdout.readline()
        assert said, (tmp_path / "log").read_text()[-2000:]
        url = f"http://127.0.0.1:{port}"
        assert json.loads(said) == {
            "model": "solubility-forest@1.0.0",
            "url": f"{url}/v2/models/solubility-forest",
        }
        check_replica(url, hub)
        check_conformance(url, tmp_path / "report.xml")
    finally:
        deployed.send_signal(signal.SIGINT)
        deployed.wait(60)


def test_the_manifest_for_kserve_follows_its_schema(
    examples: Path, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    where = ["--image", "registry.example/foundry-lab:1", "--claim", "store"]
    said = command("deploy", "solubility-forest", "--kserve", *where)
    assert said.returncode == 0, said.stderr
    found = yaml.safe_load(said.stdout)
    assert (found["apiVersion"], found["kind"]) == ("serving.kserve.io/v1beta1", "InferenceService")
    (container,) = found["spec"]["predictor"]["containers"]
    assert container["name"] == "kserve-container"
    assert container["readinessProbe"]["httpGet"]["path"] == "/v2/health/ready"
    assert "--public-health" in container["args"]
    assert container["volumeMounts"] == [{"name": "store", "mountPath": "/mnt/foundry"}]
    assert found["metadata"]["annotations"]["foundry-lab/model"] == "solubility-forest@1.0.0"
    for arguments, status, sentence in (
        ([], 2, "give an image"),
        (["--image", "x"], 1, "give the store as --store"),
    ):
        refused = command("deploy", "solubility-forest", "--kserve", *arguments)
        assert refused.returncode == status
        assert sentence in refused.stderr
    crd = os.environ.get("FOUNDRY_KSERVE_CRD")
    if not crd:
        pytest.skip(
            "FOUNDRY_KSERVE_CRD names no file with KServe's definition of an InferenceService; the rest passed"
        )
    versions = yaml.safe_load(Path(crd).read_text())["spec"]["versions"]
    schema = next(one for one in versions if one["name"] == "v1beta1")["schema"]["openAPIV3Schema"]
    _close(schema)
    schema["properties"]["metadata"] = {"type": "object"}
    jsonschema.validate(found, schema)


def _close(schema: Any) -> None:
    """Let a Kubernetes schema refuse what it does not name, as the API server does."""
    if isinstance(schema, dict):
        if schema.get("x-kubernetes-int-or-string"):
            schema.pop("type", None)
        if "properties" in schema and not schema.get("x-kubernetes-preserve-unknown-fields"):
            schema.setdefault("additionalProperties", False)
        for inner in schema.values():
            _close(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _close(inner)
