from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest

import foundry_lab as foundry
from foundry_lab import errors
from foundry_lab.datasets.stored_split import StoredSplit
from foundry_lab.hub import running

RECORD = {"title": "Gaps", "description": "d", "license": "MIT", "authors": "a", "citations": "c"}
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a server of S3."""
    server = subprocess.Popen(
        [Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", "0"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    for line in server.stderr:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            yield found[0]
            break
    server.kill()
    server.wait()
    server.stderr.close()


@pytest.fixture
def bucket(s3: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Point the environment at a bucket of this test."""
    import boto3

    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", s3)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    boto3.client("s3", endpoint_url=s3, region_name="us-east-1").create_bucket(Bucket="foundry")
    store = f"s3://foundry/{home.parent.name.lower().replace('_', '-')}"
    monkeypatch.setenv("FOUNDRY_STORE", store + "/")
    return store


def test_publish_load_and_search_in_a_bucket(
    bucket: str, cache: Path, command: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = pa.table({"formula": ["Ag", "GaN"], "gap": [0.0, 3.4]})
    published = foundry.publish_dataset({"train": table}, name="gaps", columns={"gap": "eV"}, **RECORD)  # type: ignore[arg-type]
    assert published["train"].to_arrow(filter="gap > 1").to_pydict() == {"formula": ["GaN"], "gap": [3.4]}
    (hit,) = foundry.search("gaps")
    assert hit.name == "gaps"
    (kept,) = [path for path in (cache / "files").rglob("*") if path.is_file()]
    stored = published["train"]._stored
    assert isinstance(stored, StoredSplit)
    assert stored._file.sha256 == kept.name
    with pytest.raises(errors.DuplicateVersionError):
        foundry.publish_dataset({"train": table}, name="gaps", version="1.0.0", **RECORD)  # type: ignore[arg-type]
    with pytest.raises(errors.NotFoundError, match="gaps") as caught:
        foundry.load("gap")
    assert "gaps" in caught.value.suggestions
    assert command("verify", "gaps").returncode == 0
    # Another hub of the same bucket, with nothing in its cache.
    running.stop_started()
    monkeypatch.setenv("FOUNDRY_CACHE", str(cache.parent / "other-cache"))
    assert foundry.load("gaps@1.0.0")["train"].to_arrow().num_rows == 2


def test_a_bucket_that_is_not_there_is_a_sentence(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOUNDRY_STORE", "s3://no-such-bucket/x")
    with pytest.raises(errors.HubUnavailableError, match="There is no bucket") as caught:
        foundry.load("gaps")
    assert len(str(caught.value).splitlines()) == 1
    monkeypatch.setenv("FOUNDRY_STORE", "gs://bucket/x")
    with pytest.raises(errors.FoundryError, match="s3://bucket/prefix"):
        foundry.load("gaps")
