"""One table of problems: the same code, status and title over HTTP, in a widget and from the command."""

from __future__ import annotations

import json
import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
import pytest

import foundry_lab as foundry
from foundry_lab import errors
from foundry_lab.foundry.faults import DatasetNotFoundError
from foundry_lab.hub.running import ensure_hub
from foundry_lab.problems import error_of, problem_of
from foundry_lab.widgets.publish import PublishWidget

TABLE = json.loads((Path(__file__).parents[2] / "schema/problems.json").read_text("utf-8"))["problems"]
Asked = tuple[int, dict[str, Any]]


@pytest.fixture
def gaps() -> None:
    foundry.publish_dataset(
        {"train": pd.DataFrame({"gap": [0.5, 1.5]})},
        name="gaps",
        version="1.0.0",
        title="Gaps",
        description="d",
        license="CC0-1.0",
        authors="A. Author",
        citations="A work",
    )


def over_http(method: str, path: str, body: object = None) -> Asked:
    hub = ensure_hub()
    answer = httpx.request(
        method, f"{hub.url}/api/v1/{path}", json=body, headers={"authorization": f"Bearer {hub.token}"}
    )
    return answer.status_code, answer.json()


def in_a_widget(message: dict[str, Any], widget: Any) -> dict[str, Any]:
    """The problem that a widget sends to the browser for a message of it."""
    sent: queue.Queue[dict[str, Any]] = queue.Queue()
    widget.send = lambda content, buffers=None: sent.put(content)
    widget._handle_custom_msg({"id": 7, **message}, [])
    while (content := sent.get(timeout=30))["type"] != "problem":
        pass
    details: dict[str, Any] = content["problem"]
    return details


def from_the_command(command: Callable[..., Any], *arguments: object) -> dict[str, Any]:
    done = command(*arguments, "--json")
    assert done.returncode == 1, done.stdout
    details: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
    return details


def agree(code: str, http: Asked, *others: dict[str, Any]) -> None:
    status, details = http
    expected = {"type": code, "title": TABLE[code]["title"], "status": TABLE[code]["status"]}
    assert status == expected["status"]
    for one in (details, *others):
        assert {key: one[key] for key in expected} == expected


@pytest.mark.usefixtures("gaps")
def test_what_is_not_there(command: Callable[..., Any]) -> None:
    agree(
        "not-found",
        over_http("GET", "datasets/absent/latest"),
        in_a_widget({"type": "call", "method": "dataset", "args": ["absent"]}, foundry.pick()),
        from_the_command(command, "show", "absent"),
        from_the_command(command, "check", "absent"),
    )


@pytest.mark.usefixtures("gaps")
def test_what_was_withdrawn(command: Callable[..., Any]) -> None:
    foundry.withdraw("gaps", reason="Wrong unit.")
    agree(
        "withdrawn",
        over_http("GET", "datasets/gaps/latest"),
        in_a_widget({"type": "call", "method": "dataset", "args": ["gaps"]}, foundry.pick()),
        from_the_command(command, "show", "gaps"),
    )


@pytest.fixture
def form() -> Iterator[PublishWidget]:
    widget = foundry.publish_form(pd.DataFrame({"gap": [2.5]}))
    assert isinstance(widget, PublishWidget)
    yield widget
    widget.close()


@pytest.mark.parametrize(
    ("code", "name"),
    [("duplicate-version", "gaps"), ("invalid-name", "Band Gaps"), ("invalid-manifest", None)],
)
@pytest.mark.usefixtures("gaps")
def test_what_cannot_be_published(
    code: str, name: str | None, form: PublishWidget, command: Callable[..., Any], tmp_path: Path
) -> None:
    draft: dict[str, Any] = {"name": name or "gaps-2", "version": "1.0.0", "title": "Gaps"}
    if name is None:
        draft["keywords"] = [7]
    (tmp_path / "gaps.csv").write_text("gap\n2.5\n")
    record = {**draft, "splits": [{"name": "train", "path": "gaps.csv"}]}
    (tmp_path / "dataset.json").write_text(json.dumps(record))
    prepared = {
        "schemaVersion": 1,
        "kind": "dataset",
        "columns": [{"name": "gap", "type": "double"}],
        "splits": [{"name": "train", "path": "data/train.parquet", "rows": 1}],
        "files": [{"path": "data/train.parquet", "bytes": 9}],
        **draft,
    }
    agree(
        code,
        over_http("POST", "uploads", prepared),
        in_a_widget({"type": "publish", "draft": draft, "splits": form.splits}, form),
        from_the_command(command, "publish", tmp_path),
    )


def test_every_error_and_every_problem_is_in_the_table() -> None:
    assert problem_of(DatasetNotFoundError("gaps")).type == "not-found"
    kinds: list[type[errors.FoundryError]] = [errors.FoundryError]
    kinds += [
        kind for kind in _below(errors.FoundryError) if kind.code in TABLE and "__init__" not in vars(kind)
    ]
    assert len(kinds) > 20
    for kind in kinds:
        details = problem_of(kind("A sentence.", suggestions=["gaps"], pointer="/name"))
        row = TABLE[kind.code]
        assert (details.title, details.status) == (row["title"], row["status"])
        back = error_of(details)
        assert (back.code, back.message, back.suggestions, back.pointer) == (
            kind.code,
            "A sentence.",
            ("gaps",),
            "/name",
        )


def _below(kind: type[errors.FoundryError]) -> Iterator[type[errors.FoundryError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
