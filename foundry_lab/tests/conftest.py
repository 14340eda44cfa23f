"""Fixtures: every test has a store, a cache and a runtime folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# The same examples in every run where a failure must say something of the change; others wherever people work.
settings.register_profile("the same", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("the same")

DATA = Path(__file__).parents[2] / "examples" / "data"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Point the environment at folders of this test, and end the hubs that it started."""
    root = tmp_path / "foundry"
    for variable, folder in (
        ("STORE", "store"),
        ("CACHE", "cache"),
        ("RUNTIME_DIR", "runtime"),
        ("CONFIG_DIR", "config"),
    ):
        monkeypatch.setenv(f"FOUNDRY_{variable}", str(root / folder))
    monkeypatch.delenv("FOUNDRY_URL", raising=False)
    monkeypatch.delenv("FOUNDRY_TOKEN", raising=False)
    yield root
    running = sys.modules.get("foundry_lab.hub.running")
    if running is not None:
        running.stop_started()


@pytest.fixture
def store(home: Path) -> Path:
    """The store's folder of this test; publishing makes it."""
    return home / "store"


@pytest.fixture
def cache(home: Path) -> Path:
    """The cache folder of this test."""
    return home / "cache"


@pytest.fixture(scope="session")
def made_environments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where environments of models are made, once for all tests."""
    return tmp_path_factory.mktemp("environments")


@pytest.fixture
def environments(made_environments: Path, cache: Path) -> Path:
    """The environments of models that were made so far; tests that run a model's code share them."""
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "environments").symlink_to(made_environments)
    return made_environments


@pytest.fixture
def data() -> Path:
    """The folder of the example data."""
    return DATA


@pytest.fixture(scope="session")
def published_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with every example package, made once by the `foundry-lab` command; tests get copies of it."""
    root = tmp_path_factory.mktemp("examples")
    places = {"STORE": "store", "CACHE": "cache", "RUNTIME_DIR": "runtime"}
    env = os.environ | {f"FOUNDRY_{variable}": str(root / folder) for variable, folder in places.items()}
    command = [str(Path(sys.executable).with_name("foundry-lab")), "examples"]
    said = subprocess.run(command, capture_output=True, text=True, env=env)
    assert said.returncode == 0, said.stderr
    assert not said.stderr, f"a record is not whole: {said.stderr}"
    return root / "store"


@pytest.fixture
def examples(published_examples: Path, store: Path) -> Path:
    """The store of this test, with every example package."""
    shutil.copytree(published_examples, store)
    return store


@pytest.fixture
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the `foundry-lab` command of this environment and return what it said."""
    script = Path(sys.executable).with_name("foundry-lab")

    def run(*arguments: str | os.PathLike[str], **options: Any) -> subprocess.CompletedProcess[str]:
        given = [os.fspath(argument) for argument in arguments]
        return subprocess.run([str(script), *given], capture_output=True, text=True, timeout=120, **options)

    return run


@pytest.fixture(params=["folder", "hub"])
def reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Switch reading to the hub of this test's store, or leave it with the folder."""
    from foundry_lab.store import remote

    monkeypatch.setattr(remote, "_FRESH", -1.0)

    def switch() -> None:
        if request.param == "hub":
            from foundry_lab.hub.running import ensure_hub

            hub = ensure_hub()
            monkeypatch.setenv("FOUNDRY_URL", hub.url)
            monkeypatch.setenv("FOUNDRY_TOKEN", hub.token or "")

    return switch
