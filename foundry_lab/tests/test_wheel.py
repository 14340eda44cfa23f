"""The wheel: what is in it, and that it works in a bare environment without Node."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import venv
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from foundry_lab import __version__

ROOT = Path(__file__).parents[2]
CONSTRAINTS = ["-c", str(ROOT / "constraints.txt")]


def build(*command: str | Path, cwd: Path) -> None:
    """Build as people do: in an environment that knows nothing of this one."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    # `npm test` puts the checkout's own tools in front.
    own = (str(ROOT / ".venv"), str(ROOT / "node_modules"))
    env["PATH"] = os.pathsep.join(
        folder for folder in env["PATH"].split(os.pathsep) if not folder.startswith(own)
    )
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the processes of this run share, one at a time: what takes minutes is made once."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "of-the-wheel"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def clone(shared: Path) -> Path:
    """A fresh clone of what is committed here."""
    folder = shared / "clone"
    with FileLock(shared / "clone.lock"):
        if not folder.is_dir():
            subprocess.run(["git", "clone", "--quiet", "--depth=1", ROOT.as_uri(), folder], check=True)
    return folder


@pytest.fixture(scope="session")
def wheel(shared: Path, clone: Path) -> Path:
    """The wheel that pip builds of a fresh clone."""
    folder = shared / "wheel"
    with FileLock(shared / "wheel.lock"):
        if not folder.is_dir():
            build("pip", "wheel", ".", "--quiet", "--no-deps", *CONSTRAINTS, "-w", folder, cwd=clone)
    (path,) = folder.glob("*.whl")
    return path


def test_building_leaves_a_clone_as_it_was_and_the_source_distribution_builds_the_same(
    wheel: Path, clone: Path, tmp_path: Path
) -> None:
    git = ["git", "-C", str(clone)]
    status = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=True)
    assert status.stdout == ""
    # Everything that is built is built again.
    subprocess.run([*git, "clean", "-fdxq", "-e", "node_modules"], check=True)
    build("build", "--outdir", tmp_path, ".", cwd=clone)
    assert (tmp_path / f"foundry_lab-{__version__}.tar.gz").is_file()
    with zipfile.ZipFile(wheel) as of_pip, zipfile.ZipFile(tmp_path / wheel.name) as of_build:
        assert set(of_build.namelist()) == set(of_pip.namelist())


def test_it_holds_every_asset_and_names_no_content_network(wheel: Path) -> None:
    size = wheel.stat().st_size / 1e6
    print(f"{wheel.name}: {size:.1f} MB")
    assert size < 12
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
        extension = f"foundry_lab-{__version__}.data/data/share/jupyter/labextensions/foundry-lab"
        config = f"foundry_lab-{__version__}.data/data/etc/jupyter/jupyter_server_config.d/foundry_lab.json"
        for path in (
            "foundry_lab/hub/dist/cli.mjs",
            "foundry_lab/contracts/models.py",
            "foundry_lab/contracts/version.py",
            "foundry_lab/widgets/static/preview.js",
            "foundry_lab/py.typed",
            "foundry_lab/example_files/packages.json",
            "foundry_lab/example_files/quickstart.ipynb",
            f"{extension}/package.json",
            f"{extension}/install.json",
            f"{extension}/schemas/foundry-lab/panel.json",
            config,
        ):
            assert path in names, path
        assert any(re.search(r"/static/remoteEntry\.[0-9a-f]+\.js$", name) for name in names)
        unwanted = ("foundry_lab/tests", "node_modules", "foundry_lab/labextension/")
        assert not [name for name in names if name.startswith(unwanted)]
        # Elements, imports and style sheets that a browser would fetch; a mere URL in a string is not fetched.
        # (`from` stands in comments of shaders, too: an import's address is in quotes.)
        loaded = re.compile(
            rb"(?:(?:\bsrc\s*=|\bimport\s*\(|@import|\burl\()\s*[\"']?|\bfrom\s*[\"'])https?://(?!www\.w3\.org/)"
        )
        for name in names:
            if name.endswith((".js", ".mjs", ".css", ".html")):
                address = loaded.search(file.read(name))
                assert not address, f"{name} loads {address and address[0]!r} from elsewhere"


def _environment(folder: Path, *packages: str | Path) -> Path:
    """Make an environment of packages alone, and return the folder of its commands."""
    venv.create(folder, with_pip=True)
    binaries = _commands(folder)
    install: list[str | Path] = [binaries / "python", "-m", "pip", "install", "-q"]
    install.append("--disable-pip-version-check")
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([*install, *CONSTRAINTS, *packages], check=True, env=env)
    return binaries


def _commands(environment: Path) -> Path:
    return environment / ("Scripts" if os.name == "nt" else "bin")


@pytest.fixture(scope="session")
def binaries(shared: Path, wheel: Path) -> Path:
    """The commands of an environment that holds the wheel and what it needs."""
    folder = shared / "environment"
    with FileLock(shared / "environment.lock"):
        if not folder.is_dir():
            _environment(folder, wheel)
    return _commands(folder)


def _outside(binaries: Path, home: Path) -> dict[str, str]:
    """Nothing but an environment's commands on the path: no Node, no compiler, no checkout."""
    return {"PATH": str(binaries), "HOME": str(home)}


def test_it_works_in_a_bare_environment_without_node(binaries: Path, tmp_path: Path) -> None:
    env = _outside(binaries, tmp_path)

    def run(*command: str) -> str:
        done = subprocess.run(
            [binaries / command[0], *command[1:]], cwd=tmp_path, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    code = (
        "import foundry_lab, warnings; warnings.simplefilter('ignore');"
        "foundry_lab.publish_dataset({'train': {'gap': [1.5]}}, name='gaps', title='Band gaps');"
        "print(foundry_lab.load('gaps')['train'].to_arrow().num_rows, len(foundry_lab.search('band gap')))"
    )
    assert run("python", "-c", code).split()[-2:] == ["1", "1"]
    assert json.loads(run("foundry-lab", "search", "band", "--json"))["hits"][0]["name"] == "gaps"
    assert "gaps@1.0.0" in run("foundry-lab", "verify", "gaps")
    assert re.search(
        rf"foundry-lab v{re.escape(__version__)} .*enabled.*OK", run("jupyter-labextension", "list")
    )
    assert re.search(r"foundry_lab\.server.*enabled", run("jupyter-server", "extension", "list"))


def test_an_extra_that_is_missing_is_named_with_its_command(binaries: Path, tmp_path: Path) -> None:
    for file, extra in (("a.xlsx", "excel"), ("a.h5", "hdf5"), ("a.cif", "structures"), ("a.arff", "arff")):
        (tmp_path / file).write_bytes(b"\x89HDF\r\n\x1a\n" if extra == "hdf5" else b"data_x\n")
        done = subprocess.run(
            [binaries / "python", "-c", f"import foundry_lab; foundry_lab.table({file!r}).to_arrow()"],
            cwd=tmp_path,
            env=_outside(binaries, tmp_path),
            capture_output=True,
            text=True,
        )
        assert done.stderr.strip().endswith(f"`pip install 'foundry-lab[{extra}]'`."), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="no Chromium is looked for on Windows")
def test_the_demo_shows_the_quickstart_on_the_examples(binaries: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(binaries / "foundry-lab"), "demo", "--no-browser", "--port", str(port), "--json"]
    since = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=_outside(binaries, tmp_path),
        stdout=subprocess.PIPE,
        stderr=(tmp_path / "log").open("w"),
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        print(f"JupyterLab's address after {time.monotonic() - since:.1f} s")
        assert line, (tmp_path / "log").read_text()
        address = json.loads(line)["url"]
        assert "/lab/tree/examples/quickstart.ipynb" in address
        journey = ["npx", "playwright", "test", "--config", "ui-tests/playwright.config.ts", "demo"]
        done = subprocess.run(
            journey,
            cwd=ROOT,
            env=os.environ | {"FOUNDRY_DEMO": address},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-3000:]
    finally:
        process.terminate()
        process.wait(30)
    assert (tmp_path / "foundry-lab-demo" / ".foundry" / "store" / "foundry-store.json").is_file()
    # Nothing of it is left running.
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_worker_needs_no_jupyterlab(wheel: Path, tmp_path: Path) -> None:
    page = (ROOT / "docs/how-to/install.md").read_text(encoding="utf-8")
    (packages,) = re.findall(r"^ +pip install (duckdb .*)$", page, re.MULTILINE)
    binaries = _environment(tmp_path / "worker", "--no-deps", wheel)
    install = [str(binaries / "python"), "-m", "pip", "install", "-q", *CONSTRAINTS]
    subprocess.run([*install, *packages.split()], check=True)
    # The store is another machine's: a worker publishes nothing.
    store = {"FOUNDRY_STORE": str(tmp_path / "store")}
    subprocess.run([sys.executable, "-m", "foundry_lab", "examples"], env=os.environ | store, check=True)
    code = """
import sys, foundry_lab
test = foundry_lab.load("solubility")["test"]
found = foundry_lab.model("solubility-forest").map(test).result()
print(test.to_arrow().num_rows, found.num_rows, "jupyterlab" in sys.modules)
"""
    done = subprocess.run(
        [binaries / "python", "-c", code],
        cwd=tmp_path,
        env=_outside(binaries, tmp_path) | store,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["257", "257", "False"], done.stdout + done.stderr
