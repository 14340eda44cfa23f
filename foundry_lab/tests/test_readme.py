"""The README's block runs by itself, and prints what the README says."""

from __future__ import annotations

import contextlib
import io
import re
import textwrap
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_the_block_prints_what_stands_below_it() -> None:
    indented = r"\n\n((?:    .*\n|\n)+)"
    code, printed = re.findall(
        rf"## In a cell{indented}prints{indented}", README.read_text(encoding="utf-8")
    )[0]
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(textwrap.dedent(code), {})
    assert said.getvalue().rstrip() == textwrap.dedent(printed.rstrip())
