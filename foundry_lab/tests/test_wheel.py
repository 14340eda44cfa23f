"""The wheel: what is in it, and that it works in a bare environment without Node."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # The extension is built already: only what is in the wheel is tested here.
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
        env={**os.environ, "SKIP_JUPYTER_BUILDER": "1"},
    )
    (found,) = folder.glob("*.whl")
    return found


def test_it_holds_every_asset_and_names_no_content_network(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
        extension = "foundry_lab-0.1.0.data/data/share/jupyter/labextensions/foundry-lab"
        config = "foundry_lab-0.1.0.data/data/etc/jupyter/jupyter_server_config.d/foundry_lab.json"
        for path in (
            "foundry_lab/hub/dist/cli.mjs",
            "foundry_lab/py.typed",
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
                found = loaded.search(file.read(name))
                assert not found, f"{name} loads {found and found[0]!r} from elsewhere"


def test_it_works_in_a_bare_environment_without_node(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "bare"
    venv.create(home, with_pip=True)
    binaries = home / "bin"
    constraints = ["-c", str(ROOT / "constraints.txt")]
    subprocess.run(
        [
            binaries / "python",
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            *constraints,
            wheel,
        ],
        check=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    # Nothing but this environment on the path: no Node, no compiler, no checkout.
    env = {name: value for name, value in os.environ.items() if name.startswith(("FOUNDRY_", "LANG", "LC_"))}
    env |= {"PATH": str(binaries), "HOME": str(tmp_path)}

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
    assert re.search(r"foundry-lab v0\.1\.0 .*enabled.*OK", run("jupyter-labextension", "list"))
    assert re.search(r"foundry_lab\.server.*enabled", run("jupyter-server", "extension", "list"))
