"""Triton's, KServe's and MLServer's own clients against the hub: what they read is what the framework gives."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline

import foundry_lab
from foundry_lab.hub.process import HubProcess, start_hub
from foundry_lab.hub.running import stop_started

ROOT = Path(__file__).parents[2]
NUMBERS = pd.DataFrame(np.random.default_rng(0).normal(size=(40, 3)), columns=["a", "b", "c"])
GAPS = Ridge().fit(NUMBERS, NUMBERS["a"] * 2 - NUMBERS["c"])
TEXTS = pd.DataFrame({"text": ["a wide gap", "a metal", "metal and gap", "gap, wide: é"] * 5})
KINDS = make_pipeline(CountVectorizer(), LogisticRegression())
KINDS.fit(TEXTS["text"], ["wide" if "wide" in text else "other" for text in TEXTS["text"]])
ENVIRONMENTS = {"triton": "clients", "kserve": "clients", "mlserver": "mlserver"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, made_environments: Path) -> Iterator[HubProcess]:
    root = tmp_path_factory.mktemp("clients")
    variables = {
        f"FOUNDRY_{name}": str(root / name) for name in ("STORE", "CACHE", "RUNTIME_DIR", "CONFIG_DIR")
    }
    (root / "CACHE").mkdir()
    (root / "CACHE/environments").symlink_to(made_environments)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        foundry_lab.publish_model(GAPS, name="gaps", example=NUMBERS[:5], outputs=["gap"])
        foundry_lab.publish_model(KINDS, name="kinds", example=TEXTS[:4], outputs=["kind", "other", "wide"])
        stop_started()
        process = start_hub(root / "STORE", variables)
        yield process
        process.stop()


def ask(
    client: str, hub: HubProcess, model: str, frame: pd.DataFrame, folder: Path
) -> dict[str, dict[str, Any]]:
    """Return what a client's ways of asking gave, by way and output."""
    python = ROOT / ".venv" / ENVIRONMENTS[client] / "bin/python"
    if not python.exists():
        pytest.skip(f"{client} is not installed: run `npm run setup -- {ENVIRONMENTS[client]}`")
    source, target = folder / "rows.json", folder / "answers.json"
    frame.to_json(source, orient="table", index=False, double_precision=15)
    script = Path(__file__).with_name("inference_clients.py")
    done = subprocess.run(
        [python, script, client, hub.url, hub.token, model, source, target], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    answers: dict[str, dict[str, Any]] = json.loads(target.read_text())
    return answers


@pytest.mark.parametrize("client", list(ENVIRONMENTS))
def test_numbers_come_back_as_the_framework_gives_them(client: str, hub: HubProcess, tmp_path: Path) -> None:
    answers = ask(client, hub, "gaps", NUMBERS, tmp_path)
    assert len(answers) == {"triton": 6, "kserve": 2, "mlserver": 2}[client]
    for way, outputs in answers.items():
        (values,) = outputs.values()
        np.testing.assert_allclose(values, GAPS.predict(NUMBERS), rtol=1e-12, err_msg=way)


@pytest.mark.parametrize("client", list(ENVIRONMENTS))
def test_texts_go_in_and_classes_come_back(client: str, hub: HubProcess, tmp_path: Path) -> None:
    for way, outputs in ask(client, hub, "kinds", TEXTS, tmp_path).items():
        labels = next(values for values in outputs.values() if isinstance(values[0], str))
        assert labels == KINDS.predict(TEXTS["text"]).tolist(), way
