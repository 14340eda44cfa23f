"""What a person at a terminal meets: Tab, Ctrl+C, and problems that a script can read."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SCRIPT = Path(sys.executable).with_name("foundry-lab")
WAIT = 60

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="Windows has no pseudo-terminals and no Ctrl+C for one process"
)


def subcommands() -> list[str]:
    said = subprocess.run(
        [str(SCRIPT), "completion", "bash"], capture_output=True, text=True, timeout=WAIT, check=True
    ).stdout
    named = [name for name in re.findall(r"^    '([^']*)'\) words=", said, re.MULTILINE) if name]
    return [name for name in named if not any(other.startswith(f"{name} ") for other in named)]


COMMANDS = subcommands()


def test_every_subcommand_is_tried() -> None:
    assert {"search", "publish", "predict", "benchmark leaderboard", "serve"} <= {*COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_problems_are_json_where_json_is_asked_for(
    command: Run, store: Path, tmp_path: Path, name: str
) -> None:
    def ask(*words: str) -> int:
        done = command(*name.split(), *words, "--json", cwd=tmp_path, stdin=subprocess.DEVNULL)
        if done.returncode:
            problem = json.loads(done.stderr.splitlines()[-1])
            assert {"type", "title", "status", "detail"} <= {*problem}
            assert problem["detail"].endswith((".", "?"))
        return done.returncode

    assert ask("--no-such-option") == 2
    # Any word is searched for, and any folder holds a demo.
    counts = () if name in ("search", "demo") else (1, 2, 3)
    # As many arguments as it needs: 2 says that some are missing, or one is none of those that there are.
    statuses = {ask(*["no-such-thing"] * count) for count in counts}
    assert statuses <= {0, 1, 2}


SHELLS = {
    "bash": ["--noprofile", "--norc", "-i"],
    "zsh": ["-f", "-i"],
    "fish": ["--no-config", "-i"],
}


@pytest.mark.parametrize("shell", SHELLS)
def test_tab_completes(command: Run, shell: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_text(command("completion", shell).stdout)
    # What the shell runs once Tab has completed the line says which words it got.
    recorder = tmp_path / "bin" / "foundry-lab"
    recorder.parent.mkdir()
    recorder.write_text("#!/bin/sh\nprintf '<%s>' \"$@\"\n")
    recorder.chmod(0o755)
    path = f"{recorder.parent}{os.pathsep}{os.environ['PATH']}"
    terminal = pexpect.spawn(
        program,
        SHELLS[shell],
        env={**os.environ, "PATH": path, "HOME": str(tmp_path), "TERM": "dumb"},
        cwd=str(tmp_path),
        encoding="utf-8",
        timeout=WAIT,
        dimensions=(40, 200),
    )
    try:
        prepare = "autoload -Uz compinit; compinit -D; " if shell == "zsh" else ""
        terminal.send(f"{prepare}source ./script; printf 'rea%s' dy\r")
        terminal.expect("ready")
        for typed, words in (
            ("sea", ["search"]),
            ("benchmark lea", ["benchmark", "leaderboard"]),
            ("list --kind mod", ["list", "--kind", "model"]),
        ):
            terminal.send(f"foundry-lab {typed}\t\r")
            terminal.expect_exact("".join(f"<{word}>" for word in words))
    finally:
        terminal.close(force=True)


def test_ctrl_c_ends_a_publication_with_130_and_leaves_nothing(store: Path, tmp_path: Path) -> None:
    folder, temporary = tmp_path / "raw", tmp_path / "tmp"
    folder.mkdir()
    temporary.mkdir()
    line = "".join(f"r{i},{i},{i * 0.5},some text to read\n" for i in range(100_000))
    with (folder / "train.csv").open("w") as file:
        file.write("id,x,y,text\n")
        for _ in range(30):
            file.write(line)
    (folder / "dataset.json").write_text(json.dumps({"name": "large", "version": "1.0.0", "title": "Large"}))
    running = subprocess.Popen(
        [str(SCRIPT), "publish", str(folder)],
        env={**os.environ, "TMPDIR": str(temporary)},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    staging = store / ".staging"
    deadline = time.monotonic() + WAIT
    while not list(staging.glob("*/package/**/*.parquet")):
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    # As a terminal does, to every process of the command.
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=WAIT)
    assert (running.returncode, said) == (130, "")
    assert [path for path in store.rglob("*") if path.is_file()] == []
    assert list(temporary.iterdir()) == []
