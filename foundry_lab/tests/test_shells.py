"""The anywidget around a preview: its code comes from the wheel, its rows and modules from the kernel."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab.errors import FoundryError
from foundry_lab.widgets.hosts import brings_own_code

anywidget = pytest.importorskip("anywidget", reason="anywidget is not installed: pip install anywidget")
TABLE = pa.table({"n": range(10)})
WAIT = 30
ELSEWHERE = re.compile(r"(?:import\s*\(|from\s*|src\s*=)\s*[\"']https?://")


class Asked:
    """A preview whose messages to the browser are kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.widget = foundry.preview(TABLE, title="ten", anywidget=True)
        self.sent: list[tuple[dict[str, Any], list[bytes]]] = []
        self.came = threading.Condition()
        monkeypatch.setattr(type(self.widget), "send", self._send)

    def _send(self, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        with self.came:
            self.sent.append((content, buffers or []))
            self.came.notify_all()

    def ask(self, message: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        self.widget._handle_custom_msg(message, [])
        with self.came:
            assert self.came.wait_for(lambda: self.sent, WAIT)
            return self.sent.pop()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


def test_it_is_an_anywidget_with_code_of_its_own_that_needs_nothing_from_elsewhere(asked: Asked) -> None:
    # perspective 3042: the module is not found in VS Code. lonboard 457: assets from a CDN fail behind firewalls.
    assert isinstance(asked.widget, anywidget.AnyWidget)
    assert "foundry-preview" in asked.widget._esm
    assert ELSEWHERE.search(asked.widget._esm) is None
    # One module: a host has nowhere to find another one by its name.
    assert re.findall(r"(?:^|[;}\n])\s*import\s*[\w{*\"']", asked.widget._esm) == []
    assert re.findall(r"\bimport\(\s*[\"'][^\"']*[\"']", asked.widget._esm) == []
    assert asked.widget.description["rows"] == 10
    assert "<th" in asked.widget._repr_mimebundle_()["text/html"]


def test_the_result_of_a_run_grows_in_it() -> None:
    class Run:
        rows = 4
        schema = TABLE.schema

        def done(self) -> bool:
            return False

        def __iter__(self) -> Iterator[pa.RecordBatch]:
            yield from pa.table({"n": range(4)}).to_batches(max_chunksize=2)

    widget = foundry.preview(Run(), anywidget=True)
    assert isinstance(widget, anywidget.AnyWidget)
    for thread in threading.enumerate():
        if thread.name == "foundry-growing":
            thread.join(WAIT)
    assert (widget.description["rows"], widget.description["growing"]) == (4, False)


def test_it_answers_pages(asked: Asked) -> None:
    head, (rows,) = asked.ask({"type": "page", "request": {"id": 2**40, "offset": 3, "limit": 2}})
    assert head["response"]["total"] == 10
    assert pa.ipc.open_stream(rows).read_all()["n"].to_pylist() == [3, 4]


@pytest.mark.parametrize("name", ["3dmol", "smiles-drawer", "plotly"])
def test_it_hands_out_the_libraries_that_draw(asked: Asked, name: str) -> None:
    head, (code,) = asked.ask({"type": "module", "id": 1, "name": name})
    assert head["type"] == "module"
    assert b"export" in code
    assert ELSEWHERE.search(code.decode()) is None


@pytest.mark.parametrize("name", ["../preview", "/etc/passwd", "nothing"])
def test_it_hands_out_nothing_else(asked: Asked, name: str) -> None:
    head, buffers = asked.ask({"type": "module", "id": 1, "name": name})
    assert "There is no module" in head["problem"]["detail"]
    assert buffers == []


def test_the_host_or_the_user_says_which_shell_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOUNDRY_ANYWIDGET", raising=False)
    assert not brings_own_code()
    monkeypatch.setenv("FOUNDRY_ANYWIDGET", "1")
    assert isinstance(foundry.preview(TABLE), anywidget.AnyWidget)
    monkeypatch.setenv("FOUNDRY_ANYWIDGET", "0")
    assert not isinstance(foundry.preview(TABLE), anywidget.AnyWidget)
    monkeypatch.delenv("FOUNDRY_ANYWIDGET")
    monkeypatch.setitem(sys.modules, "google.colab", sys)
    assert brings_own_code()


def test_without_anywidget_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    for name in ("foundry_lab.widgets.shell",):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr("foundry_lab.widgets.shell", raising=False)
    with pytest.raises(FoundryError, match=r"pip install foundry-lab\[anywidget\]"):
        foundry.preview(TABLE, anywidget=True)
