"""How a version comes into the store: without a process of its own, whole or not at all, and never in each other's way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import foundry_lab as foundry
from foundry_lab import errors
from foundry_lab.hub.running import ensure_hub
from foundry_lab.store.checksums import digest

pytestmark = pytest.mark.filterwarnings("ignore::foundry_lab.errors.FoundryWarning")
FRAME = pd.DataFrame({"formula": ["Ag", "GaN", "Si"], "gap": [0.0, 3.4, 1.1]})

_processes: list[str] = []
_watching = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and event == "subprocess.Popen":
        _processes.append(str(arguments[1]))


sys.addaudithook(_watch)


def staged(store: Path) -> list[str]:
    return [path.name for path in (store / ".staging").glob("*")]


def test_a_running_hub_commits_and_no_process_is_started(store: Path, tmp_path: Path) -> None:
    global _watching
    foundry.publish_dataset({"train": FRAME}, name="gaps")
    (tmp_path / "spectra").mkdir()
    (tmp_path / "spectra/a.xy").write_bytes(os.urandom(3 << 20))
    _watching = True
    try:
        made = foundry.publish_dataset({"train": FRAME.assign(gap=1.0)}, name="gaps", version="2.0.0")
        files = foundry.publish_dataset(
            {"train": pd.DataFrame({"path": ["spectra/a.xy"]})},
            name="spectra",
            columns={"path": {"path": True}},
            files=tmp_path,
        )
    finally:
        _watching = False
    assert _processes == []
    assert (made.reference, staged(store)) == ("gaps@2.0.0", [])
    for dataset, kind in ((made, "gaps"), (files, "spectra")):
        folder = store / "datasets" / kind / dataset.version
        manifest = json.loads((folder / "dataset.json").read_bytes())
        listed = {entry["path"]: (entry["bytes"], entry["sha256"]) for entry in manifest["files"]}
        there = {
            path.relative_to(folder).as_posix(): (path.stat().st_size, digest(path))
            for path in folder.rglob("*")
            if path.is_file() and path.name != "dataset.json"
        }
        assert listed == there


def test_publishers_who_name_no_version_all_succeed(store: Path) -> None:
    foundry.publish_dataset({"train": FRAME}, name="gaps")
    code = (
        "import sys, warnings; warnings.simplefilter('ignore')\n"
        "import pandas as pd, foundry_lab as foundry\n"
        "sys.stdin.readline()\n"
        "frame = pd.DataFrame({'formula': ['Ag', 'GaN', 'Si'], 'gap': [0.0, 3.4, float(sys.argv[1])]})\n"
        "print(foundry.publish_dataset({'train': frame}, name='gaps').reference)\n"
    )
    publishers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for one in publishers:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [one.communicate() for one in publishers]
    assert [one.returncode for one in publishers] == [0] * 4, said
    assert {reference.strip() for reference, _ in said} == {f"gaps@{n}.0.0" for n in (2, 3, 4, 5)}
    for number, (reference, _) in enumerate(said):
        assert foundry.load(reference.strip())["train"].to_pandas()["gap"].tolist() == [0.0, 3.4, number]
    assert staged(store) == []


@pytest.mark.parametrize("step", ["read", "write", "commit"])
def test_what_a_dead_process_staged_is_removed(step: str, store: Path) -> None:
    ensure_hub()
    code = (
        "import os, sys, signal, pandas as pd, foundry_lab as foundry\n"
        "def end(step, done, total):\n"
        "    if step == sys.argv[1]: os.kill(os.getpid(), signal.SIGKILL)\n"
        "foundry.publish_dataset({'train': pd.DataFrame({'gap': [1.0]})}, name='gaps', progress=end)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, step], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (staged(store) == []) == (step == "read")
    with pytest.raises(errors.NotFoundError):
        foundry.load("gaps")
    foundry.publish_dataset({"train": FRAME}, name="others")
    assert staged(store) == []


def test_what_is_given_up_leaves_nothing(store: Path) -> None:
    ensure_hub()
    for step in ("read", "write", "commit"):

        def stop(now: str, _done: int, _total: int, at: str = step) -> None:
            if now == at:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            foundry.publish_dataset({"train": FRAME}, name="gaps", progress=stop)
    assert staged(store) == []
    with pytest.raises(errors.NotFoundError):
        foundry.load("gaps")


def test_a_hub_that_has_ended_is_started_anew(store: Path) -> None:
    foundry.publish_dataset({"train": FRAME}, name="gaps")
    from foundry_lab.hub.running import _processes as hubs

    os.kill(hubs[str(store)].pid, signal.SIGKILL)
    assert foundry.publish_dataset({"train": FRAME}, name="more").reference == "more@1.0.0"


def test_the_command_commits_what_it_has_prepared(
    command: Callable[..., Any], store: Path, tmp_path: Path
) -> None:
    FRAME.to_csv(tmp_path / "train.csv", index=False)
    record = {"name": "gaps", "splits": [{"name": "train", "path": "train.csv"}]}
    (tmp_path / "dataset.json").write_text(json.dumps(record))
    for unchanged in (False, True):
        done = command("publish", tmp_path, "--json")
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout)
        assert (said["version"], said.get("unchanged", False)) == ("1.0.0", unchanged)
    assert staged(store) == []
    assert command("verify", "gaps").returncode == 0
