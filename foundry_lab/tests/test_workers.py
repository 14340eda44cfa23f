"""Processes that run models: the frames in which they speak, their limits, and how they end."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psutil
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import foundry_lab
from foundry_lab.hub.process import HubProcess, start_hub
from foundry_lab.models.isolation import frames

VECTORS = json.loads((Path(__file__).parents[2] / "schema/vectors/frames.json").read_text(encoding="utf-8"))
ISOLATED = Path(frames.__file__).with_name("worker.py")
WORKERS = {
    "serving": ["-m", "foundry_lab.serving.worker"],
    "benchmarks": ["-m", "foundry_lab.benchmarks.worker"],
    "isolation": ["-I", str(ISOLATED)],
}
named = pytest.mark.parametrize


def written(header: dict[str, Any], *body: bytes) -> bytes:
    stream = io.BytesIO()
    frames.write_frame(stream, header, body)
    return stream.getvalue()


def read(data: bytes) -> tuple[dict[str, Any], bytes]:
    frame = frames.read_frame(io.BufferedReader(io.BytesIO(data)))
    assert frame is not None
    return frame.header, bytes(frame.body)


@named("vector", VECTORS["frames"], ids=lambda vector: vector["name"])
def test_a_frame_is_read_and_what_is_written_is_read_as_the_same(vector: dict[str, Any]) -> None:
    expected = (vector["header"], bytes.fromhex(vector["body"]))
    assert read(bytes.fromhex(vector["bytes"])) == expected
    again = written(*expected)
    assert read(again) == expected
    if vector["exact"]:
        assert again.hex() == vector["bytes"]


@named("vector", VECTORS["broken"] + VECTORS["cut"], ids=lambda vector: vector["name"])
def test_what_is_not_a_frame_is_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(frames.FrameError, match=vector.get("reason", "it ends within a frame")):
        read(bytes.fromhex(vector["bytes"]))


def test_a_body_beyond_the_limit_and_a_header_without_end_are_refused() -> None:
    with pytest.raises(frames.FrameError, match="a body has 3 bytes, and at most 2 are read"):
        frames.read_frame(io.BytesIO(written({}, b"abc")), 2)
    with pytest.raises(frames.FrameError, match="not JSON"):
        read((1_000_000).to_bytes(4, "little") + bytes(8) + b"[" * 1_000_000)
    with pytest.raises(ValueError, match="JSON"):
        written({"seconds": float("nan")})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.text(), json_values, max_size=4), st.lists(st.binary(max_size=99), max_size=3)
        ),
        max_size=4,
    )
)
def test_whatever_is_written_is_read_as_it_was(messages: list[tuple[dict[str, Any], list[bytes]]]) -> None:
    stream = io.BytesIO(b"".join(written(header, *body) for header, body in messages))
    found = []
    while frame := frames.read_frame(stream):
        found.append((frame.header, bytes(frame.body)))
    assert found == [(header, b"".join(body)) for header, body in messages]


def answers(worker: str, sent: bytes) -> list[dict[str, Any]]:
    """Return the headers that a worker answers with until it ends."""
    done = subprocess.run([sys.executable, *WORKERS[worker]], input=sent, capture_output=True, timeout=60)
    stream, found = io.BytesIO(done.stdout), []
    while frame := frames.read_frame(stream):
        found.append(frame.header)
    return found


@named("worker", WORKERS)
def test_broken_frames_are_one_problem_each_and_end_a_worker(worker: str) -> None:
    unknown = written({"method": "jump", "model": "x"})
    no_method = "A worker has no method 'jump'; it has open, run."
    for vector in VECTORS["broken"][:2] + VECTORS["broken"][3:4] + VECTORS["cut"]:
        # What comes before it is answered, and what comes after it is not read; a worker that is busy ends with its input.
        before = [] if vector in VECTORS["cut"] else [unknown]
        *earlier, last = answers(worker, b"".join(before) + bytes.fromhex(vector["bytes"]))
        assert earlier == [{"problem": {"type": "internal", "detail": no_method}} for _ in before]
        assert last["problem"]["type"] == "internal"
        reason = vector.get("reason", "it ends within a frame")
        assert last["problem"]["detail"].startswith(f"A worker was sent what is not a frame: {reason}")


SPINNING = """
    import os
    def predict(x):
        if x[0] != 1:
            open(MARK, "w").close()
            while True: pass
        return x
"""


class Serving:
    """A hub whose model never ends once it is given something else than 1."""

    def __init__(self, process: HubProcess, mark: Path) -> None:
        self.process = process
        self.mark = mark
        self._client = httpx.Client(
            base_url=process.url, headers={"authorization": f"Bearer {process.token}"}, timeout=120
        )

    def infer(self, value: float) -> httpx.Response:
        tensor = {"name": "x", "datatype": "FP64", "shape": [1], "data": [value]}
        body = {"inputs": [tensor], "parameters": {"cache": False}}
        return self._client.post("/v2/models/mine/infer", json=body)

    def result(self, value: float) -> list[float]:
        answer = self.infer(value)
        assert answer.status_code == 200, answer.text
        values: list[float] = answer.json()["outputs"][0]["data"]
        return values

    def running(self) -> list[psutil.Process]:
        """Return the hub's processes once its model has begun a batch: the worker's, and the model's own."""
        while not self.mark.exists():
            time.sleep(0.01)
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found


@pytest.fixture
def publish(tmp_path: Path, home: Path, environments: Path) -> Callable[[str], None]:
    """Publish a model of code that the hub's operator trusts."""

    def publish(source: str) -> None:
        folder = tmp_path / "code"
        folder.mkdir()
        (folder / "model.py").write_text(textwrap.dedent(source))
        example = pa.table({"x": [1.0]})
        foundry_lab.publish_model(
            folder, name="mine", example=example, outputs=["y"], entrypoint="model:predict"
        )

    return publish


@pytest.fixture
def serving(publish: Callable[[str], None], home: Path, tmp_path: Path) -> Iterator[Callable[..., Serving]]:
    started: list[HubProcess] = []

    def start(**variables: str) -> Serving:
        mark = tmp_path / "mark"
        publish(f"MARK = {str(mark)!r}\n{textwrap.dedent(SPINNING)}")
        started.append(start_hub(home / "store", {"FOUNDRY_SERVE_TRUST": "mine@1.0.0", **variables}))
        return Serving(started[0], mark)

    yield start
    for process in started:
        process.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that ends a process at once")
@named("ends", ["the worker", "the hub"])
def test_nothing_outlives_the_end_in_the_middle_of_a_batch_of(
    ends: str, serving: Callable[..., Serving]
) -> None:
    hub = serving()
    assert hub.result(1) == [1]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(hub.infer, 2)
        processes = hub.running()
        worker = next(one for one in processes if one.cmdline()[-1] == "foundry_lab.serving.worker")
        assert len(processes) >= 2
        (worker if ends == "the worker" else psutil.Process(hub.process.pid)).kill()
        _, alive = psutil.wait_procs(processes, timeout=60)
        assert alive == []
        if ends == "the hub":
            with pytest.raises(httpx.HTTPError):
                waiting.result()
            return
        answer = waiting.result()
    assert answer.status_code == 503
    assert answer.json()["error"] == (
        "mine@1.0.0 did not run: its process ended with SIGKILL; try again, and see the hub's log."
    )
    assert hub.result(1) == [1]


def test_a_batch_that_takes_too_long_ends_with_its_process_and_the_next_one_runs(
    serving: Callable[..., Serving],
) -> None:
    hub = serving(FOUNDRY_SERVE_TIMEOUT="15")
    assert hub.result(1) == [1]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(hub.infer, 2)
        processes = hub.running()
        answer = waiting.result()
    assert answer.status_code == 504
    assert answer.json()["error"] == (
        "mine@1.0.0 did not run: it took longer than 15 s; try again, and see the hub's log."
    )
    _, alive = psutil.wait_procs(processes, timeout=60)
    assert alive == []
    assert hub.result(1) == [1]
