"""How far long work is, where it is asked for, where a person looks, and where nobody does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import psutil
import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab import errors
from foundry_lab.hub.running import ensure_hub
from foundry_lab.progress import reporting

STEPS = [("convert", 0, 4), ("lock", 1, 4), ("try", 2, 4), ("commit", 3, 4), ("commit", 4, 4)]
PUBLISH = """
import os, signal, sys, pyarrow as pa, foundry_lab as foundry
def doubled(x):
    return x * 2
def end(step, done, total):
    if step == sys.argv[1] and done < total:
        os.kill(os.getpid(), signal.SIGINT)
more = {"progress": end} if sys.argv[1:] else {}
foundry.publish_model(doubled, name="doubled", example=pa.table({"x": [1.0, 2.0]}), outputs=["y"], **more)
"""


@pytest.fixture
def script(tmp_path: Path) -> str:
    """A script that publishes a model, and is interrupted at the step that it is given."""
    path = tmp_path / "publish.py"
    path.write_text(PUBLISH)
    return str(path)


def doubled(x: float) -> float:
    return x * 2


def staged(store: Path) -> list[str]:
    folder = store / ".staging"
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def test_publishing_a_model_tells_its_steps(store: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    table = pa.table({"x": [1.0, 2.0]})
    foundry.publish_model(
        doubled,
        name="doubled",
        example=table,
        outputs=["y"],
        progress=lambda *step: steps.append(step),
    )
    assert steps == STEPS


def test_the_command_tells_the_steps_as_lines_of_json(
    command: Callable[..., subprocess.CompletedProcess[str]], store: Path, tmp_path: Path
) -> None:
    (tmp_path / "doubled.py").write_text("def doubled(x):\n    return x * 2\n")
    (tmp_path / "rows.csv").write_text("x\n1.5\n2.5\n")
    options = ["--name", "doubled", "--example", tmp_path / "rows.csv", "--entrypoint", "doubled:doubled"]
    done = command(
        "publish-model", tmp_path / "doubled.py", *options, "--output-unit", "y", "--progress", "--json"
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["step"], line["done"], line["total"]) for line in lines if "step" in line] == STEPS


@pytest.mark.parametrize("step", ["convert", "lock", "try", "commit"])
def test_interrupting_a_publication_leaves_nothing(step: str, script: str, store: Path) -> None:
    ensure_hub()
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    done = subprocess.run([sys.executable, script, step], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGINT, done.stderr
    assert done.stderr.rstrip().endswith("KeyboardInterrupt")
    assert staged(store) == []
    with pytest.raises(errors.NotFoundError):
        foundry.model("doubled")
    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before


def test_a_person_at_a_terminal_sees_a_bar(script: str, store: Path) -> None:
    terminal = pexpect.spawn(sys.executable, [script], encoding="utf-8", timeout=120, dimensions=(24, 100))
    terminal.expect("Publishing doubled: try")
    terminal.sendintr()
    terminal.expect("KeyboardInterrupt")
    terminal.wait()
    assert staged(store) == []


def test_what_is_short_shows_no_bar(store: Path) -> None:
    code = (
        "import foundry_lab as foundry\n"
        "foundry.publish_dataset({'train': {'x': [1.0]}}, name='first', progress=False)\n"
        "foundry.publish_dataset({'train': {'x': [2.0]}}, name='short')\n"
        "print('done')"
    )
    terminal = pexpect.spawn(sys.executable, ["-W", "ignore", "-c", code], encoding="utf-8", timeout=60)
    terminal.expect("done")
    assert "Publishing" not in str(terminal.before)


def test_a_log_gets_no_bars(script: str, store: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", script],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    assert "Publishing" not in done.stdout + done.stderr


def test_a_bar_goes_with_its_work(capsys: pytest.CaptureFixture[str]) -> None:
    with reporting(True, "Copying gaps") as report:
        for done in range(0, 101, 10):
            report("copy", done, 100)
        report("check", 0, 2)
        report("check", 2, 2)
    shown = capsys.readouterr().err
    assert "Copying gaps: copy" in shown
    assert "Copying gaps: check" in shown
    assert shown.endswith("\r")
