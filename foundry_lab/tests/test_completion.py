"""What Tab offers: references between quotes, from a kernel, and members of what calls return, as editors read them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jedi
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

import foundry_lab as foundry
from foundry_lab.tests.test_split_verbs import _table


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("completion")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STORE", "CACHE", "RUNTIME_DIR"):
            patch.setenv(f"FOUNDRY_{name}", str(home / name.lower()))
        rows = {"train": _table().slice(0, 4)}
        for name, version in (
            ("band-gaps", "1.0.0"),
            ("band-gaps", "1.0.1"),
            ("bulk", "1.0.0"),
            ("old", "1.0.0"),
        ):
            foundry.publish_dataset(
                rows,
                name=name,
                version=version,
                title="t",
                description=f"{name} {version}",
                license="MIT",
                authors="a",
                citations="c",
            )
        foundry.withdraw("old@1.0.0", "wrong")
        yield home / "store"


@pytest.fixture(scope="module")
def kernel(store: Path) -> Iterator[BlockingKernelClient]:
    manager, client = start_new_kernel(kernel_name="python3", startup_timeout=120)
    code = """
        import json, io
        import foundry_lab
        import foundry_lab as foundry
        from foundry_lab import load, benchmark as board
    """
    client.execute_interactive("\n".join(line.strip() for line in code.splitlines()), timeout=120)
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def offered(kernel: BlockingKernelClient, code: str) -> list[str]:
    content = kernel.complete(code, len(code), reply=True, timeout=60)["content"]
    assert content["status"] == "ok"
    return [code[: content["cursor_start"]] + match for match in content["matches"]]


@pytest.mark.parametrize(
    ("before", "references"),
    [
        ('foundry.load("', ["band-gaps", "bulk"]),
        ("x = foundry_lab.load('ban", ["band-gaps"]),
        ('load( reference = "bu', ["bulk"]),
        ('foundry.load("band-gaps@', ["band-gaps@1.0.1", "band-gaps@1.0.0"]),
        ('foundry.load("band-gaps@1.0.1', ["band-gaps@1.0.1"]),
        ('len(foundry.load("band-g', ["band-gaps"]),
        ('x = 1\nfoundry.load("bul', ["bulk"]),
    ],
)
def test_references_of_the_store_complete_between_quotes(
    kernel: BlockingKernelClient, before: str, references: list[str]
) -> None:
    start = max(before.rfind('"'), before.rfind("'")) + 1
    assert offered(kernel, before) == [before[:start] + reference for reference in references]


@pytest.mark.parametrize(
    "before",
    [
        'json.load("',
        'io.load("ban',
        'foundry.search("ban',
        'nothing.load("ban',
        'foundry.model("ban',
        'board("b',
        'foundry.load("./ban',
        'foundry.load("band-gaps@9',
        'foundry.load("none@',
        'foundry.load(f"ban',
        'x = "load(" "ban',
    ],
)
def test_nothing_else_is_offered_a_reference(kernel: BlockingKernelClient, before: str) -> None:
    assert not [text for text in offered(kernel, before) if "band-gaps" in text or "bulk" in text]


@pytest.mark.parametrize(
    ("expression", "members"),
    [
        ('foundry.load("x")', ["splits", "columns", "citation"]),
        ('foundry.load("x", split="train")', ["filter", "to_pandas"]),
        (
            'foundry.load("x")["train"].filter("gap > 1").sort("gap").select(["gap"]).head()',
            ["to_arrow", "sample"],
        ),
        ('foundry.load("x")["train"].preview()', ["selection", "description"]),
        ('foundry.load("x")["train"].train_test_split(0.2).test', ["filter", "to_polars"]),
        ("foundry.preview(1)", ["selection", "description"]),
        ('foundry.search("x")', ["to_pandas", "facets"]),
        ('foundry.search("x")[0]', ["reference", "load"]),
        ('foundry.model("x")', ["predict", "trust"]),
        ('foundry.benchmark("x")', ["submit", "leaderboard"]),
        ('foundry.run("x")', ["model", "data"]),
        ("foundry.pick()", ["value"]),
        ("foundry.publish_form()", ["published"]),
        ("foundry.table({})", ["to_arrow", "filter", "sort", "sample", "to_polars"]),
    ],
)
def test_an_editor_completes_what_calls_return(expression: str, members: list[str]) -> None:
    found = {
        each.name for each in jedi.Script(f"import foundry_lab as foundry\nx = {expression}\nx.").complete()
    }
    assert not {*members} - found


def test_a_store_that_cannot_be_read_offers_nothing_and_raises_nothing(tmp_path: Path) -> None:
    code = """
from IPython.testing.globalipapp import start_ipython
shell = start_ipython()
import foundry_lab as foundry
shell.user_ns["foundry"] = foundry
print("offered", [name for name in shell.complete("", 'foundry.load("b', 15)[1] if "%" not in name])
"""
    (tmp_path / "store").write_text("no folder")
    for store in (str(tmp_path / "store"), "s3://bucket/prefix", "http://127.0.0.1:9/", "no://x"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            env={"PATH": "/usr/bin", "HOME": str(tmp_path), "FOUNDRY_STORE": store},
            cwd=tmp_path,
        )
        assert "offered []" in done.stdout, done.stderr
        assert "Traceback" not in done.stderr
