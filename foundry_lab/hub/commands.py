"""Running a command of `foundry-lab` in Node, with its progress and its refusals."""

from __future__ import annotations

import subprocess

import msgspec

from .. import config
from ..errors import FoundryError
from ..problems import error_of, read_problem
from ..progress import Progress
from . import node


def run_command(*arguments: str, progress: Progress | None = None) -> bytes:
    """
    Return the JSON document that a command prints.

    Parameters
    ----------
    arguments : str
        The command and what it is given; `--json` and `--progress` are added.
    progress : callable, optional
        Called with a step's name, how much of it is done, and how much there is.

    Raises
    ------
    FoundryError
        What the command says is wrong.
    """
    with subprocess.Popen(
        node.command(*arguments, "--json", "--progress"),
        env=config.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        try:
            # Its one line of output fits into the pipe while it reports its progress.
            lines = [line for line in process.stderr if not _pass_progress(line, progress)]
            output = process.stdout.read()
        except BaseException:
            process.terminate()
            raise
    if process.returncode == 0:
        return output.encode()
    text = "".join(lines).strip()
    problem = read_problem(text) or next(filter(None, map(read_problem, lines)), None)
    if problem:
        raise error_of(problem)
    raise FoundryError(
        f"`foundry-lab {arguments[0]}` failed: {text or f'the command ended with {process.returncode}'}"
    )


def _pass_progress(line: str, progress: Progress | None) -> bool:
    """Whether a line was a report of progress, which is passed on."""
    try:
        report = msgspec.json.decode(line)
    except msgspec.DecodeError:
        return False
    if not isinstance(report, dict) or "step" not in report:
        return False
    if progress:
        progress(str(report["step"]), int(report.get("done", 0)), int(report.get("total", 0)))
    return True
