"""The Python blocks of the documentation, each page's in a kernel and in the order in which a reader meets them."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import foundry_lab

DOCS = Path(__file__).parents[2] / "docs"
FENCED = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: Blocks that ask for what no test has: a model that somebody else serves.
ELSEWHERE = "https://host"


def blocks(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    indented = re.findall(r"(?:^    .*\n|^\n(?=    ))+", FENCED.sub("", text), re.MULTILINE)
    dedented = (textwrap.dedent(block).strip() for block in indented)
    python = [block for block in dedented if re.match(r"import |.*foundry\.", block)]
    # A page has blocks of one kind.
    return [block for block in FENCED.findall(text) or python if ELSEWHERE not in block]


PAGES = [page for page in [*sorted((DOCS / "how-to").glob("*.md")), DOCS / "tutorial.md"] if blocks(page)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_block_of_a_page_runs_after_those_before_it(page: Path, tmp_path: Path) -> None:
    foundry_lab.examples()
    cells = [nbformat.v4.new_code_cell(block) for block in blocks(page)]  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()


def test_there_are_pages_with_blocks() -> None:
    assert len(PAGES) > 10
