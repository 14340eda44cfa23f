"""A model's process, from the kernel's side."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import ModelRunError, RefusedModelError
from .confinement import unavailable
from .frames import FrameError, TruncatedError, read_frame, write_frame

_WORKER = Path(__file__).with_name("worker.py")
# What a process gets of the kernel's environment: nothing that names a person, a token or a folder of hers.
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "OMP_NUM_THREADS", "KERAS_BACKEND", "LD_LIBRARY_PATH")
_LOOK_EVERY = 0.1
_MOST_PROCESSES = 1
# What a model imports takes as long on a busy machine, however short its batches are.
_LOADING_SECONDS = 60.0


class Limits(NamedTuple):
    """
    What a model's process may use.

    Attributes
    ----------
    seconds : float
        For one batch of rows; loading the model may take a minute where this is less.
    memory : int
        Bytes.
    confined : bool
        Whether it may also open no file but its own and Python's, no connection and no process; where a machine cannot
        see to that, the model is refused.
    hidden : tuple of str
        Paths of which a confined process tries first that it cannot read them.
    """

    seconds: float = 300.0
    memory: int = 4 * 1024**3
    confined: bool = False
    hidden: tuple[str, ...] = ()


class ModelProcess:
    """
    A process that has loaded a model and answers batches of rows.

    Parameters
    ----------
    python : Path
        The Python of the model's environment.
    spec : mapping
        What `worker.py` reads first.
    name : str
        What sentences call the model.
    limits : Limits

    Raises
    ------
    RefusedModelError
        If it is to be confined, and this machine cannot.
    ModelRunError
        If the model cannot be loaded.
    """

    def __init__(self, python: Path, spec: Mapping[str, Any], name: str, limits: Limits) -> None:
        if limits.confined:
            require_confinement(name)
        self._name = name
        self._limits = limits
        self._home = tempfile.TemporaryDirectory(prefix="foundry-lab-", ignore_cleanup_errors=True)
        env = {key: os.environ[key] for key in _KEPT if key in os.environ}
        env |= {"HOME": self._home.name, "TMPDIR": self._home.name}
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            # Compiled files in a package are neither written nor believed: a reader sees the source.
            [str(python), "-I", "-B", "-X", "utf8", "-X", f"pycache_prefix={self._home.name}", str(_WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            cwd=self._home.name,
            env=env,
            start_new_session=True,
        )
        self._stop_reason = ""
        self._end = weakref.finalize(self, _end, self._process, self._home)
        confine = {"readable": [spec["folder"]], "writable": [self._home.name], "hidden": limits.hidden}
        more = {"confine": confine} if limits.confined else {}
        try:
            self._ask("open", {**spec, **more}, b"")
        except BaseException:
            self.close()
            raise

    def run(self, body: bytes) -> memoryview:
        """
        Return the outputs for a batch of rows, both as Arrow streams.

        Raises
        ------
        ModelRunError
            If the model's code fails, or goes beyond a limit: its process is ended then.
        """
        return self._ask("run", {}, body)

    @property
    def is_open(self) -> bool:
        """Whether it can run batches: it has neither ended nor been stopped."""
        return self._end.alive and self._process.poll() is None

    def close(self) -> None:
        """End the process and everything that it started."""
        self._end()

    def _ask(self, method: str, more: Mapping[str, Any], body: bytes) -> memoryview:
        loading = max(_LOADING_SECONDS, self._limits.seconds)
        seconds = loading if method == "open" else self._limits.seconds
        limits = {"seconds": seconds, "memory": self._limits.memory}
        end = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(end, seconds), daemon=True)
        watcher.start()
        try:
            stdin, stdout = self._process.stdin, self._process.stdout
            assert stdin is not None
            assert stdout is not None
            write_frame(stdin, {"method": method, "model": self._name, "limits": limits, **more}, [body])
            answer = read_frame(stdout, self._limits.memory)
        except (OSError, ValueError) as error:
            self.close()
            is_frame = isinstance(error, FrameError) and not isinstance(error, TruncatedError)
            why = f"what it sent is not an answer, as {error}" if is_frame else self._why()
            raise ModelRunError(f"{self._name} was stopped: {why}.") from None
        except BaseException:
            # An interrupted cell must not leave an answer behind that the next batch would read.
            self.close()
            raise
        finally:
            end.set()
        if answer is None:
            self.close()
            raise ModelRunError(f"{self._name} was stopped: {self._why()}.")
        problem = answer.header.get("problem")
        if problem is not None:
            # Code of a publisher may have written it: it says that the model failed, and nothing else.
            raise ModelRunError(str(problem.get("detail")) if isinstance(problem, dict) else self._name)
        return answer.body

    def _why(self) -> str:
        if self._stop_reason:
            return self._stop_reason
        self._stderr.seek(max(0, self._stderr.seek(0, 2) - 2000))
        lines = self._stderr.read().decode(errors="replace").strip().splitlines()
        status = self._process.poll()
        return f"its process ended with {status}" + (f" after saying {lines[-1]!r}" if lines else "")

    def _watch(self, end: threading.Event, seconds: float) -> None:
        """Stop the process when it takes too long, holds too much, or has started others."""
        import psutil

        waited = 0.0
        while not end.wait(_LOOK_EVERY):
            waited += _LOOK_EVERY
            try:
                tree = [psutil.Process(self._process.pid)]
                tree += tree[0].children(recursive=True)
                memory = sum(one.memory_info().rss for one in tree)
                size = _bytes_under(self._home.name)
            except psutil.Error:
                return
            if waited > seconds:
                self._stop_reason = f"it took longer than {seconds:g} s"
            elif memory > self._limits.memory:
                self._stop_reason = (
                    f"it holds more than its {self._limits.memory / 1024**3:.1f} GiB of memory"
                )
            elif size > self._limits.memory:
                self._stop_reason = f"it wrote more than {self._limits.memory / 1024**3:.1f} GiB of files"
            elif len(tree) > _MOST_PROCESSES + 8:
                self._stop_reason = "it started processes"
            else:
                continue
            _kill(self._process)
            return


def require_confinement(name: str) -> None:
    """
    Refuse a model that runs code on a machine that cannot confine it.

    Raises
    ------
    RefusedModelError
    """
    lack = unavailable()
    if lack is not None:
        raise RefusedModelError(
            f"{name} runs code of its publisher, which this machine cannot keep from files and networks, as {lack}; "
            "models in ONNX, XGBoost, LightGBM and known skops files run here."
        )


def _bytes_under(folder: str) -> int:
    size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                size += os.lstat(os.path.join(place, name)).st_size  # noqa: PTH118
    return size


def _end(process: subprocess.Popen[bytes], home: tempfile.TemporaryDirectory[str]) -> None:
    _kill(process)
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()
    process.wait()
    home.cleanup()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process with its session, and those that left the session."""
    import psutil

    with contextlib.suppress(psutil.Error):
        others = psutil.Process(process.pid).children(recursive=True)
        for one in others:
            with contextlib.suppress(psutil.Error):
                one.kill()
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
