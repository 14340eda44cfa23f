"""What serves, whether it lives, and which model: five of the six routes."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import TYPES, Server, error_of


def test_server_metadata(server: Server) -> None:
    answer = server.get("/v2")
    assert answer.status_code == 200
    found = answer.json()
    assert isinstance(found["name"], str)
    assert isinstance(found["version"], str)
    assert all(isinstance(one, str) for one in found["extensions"])


@pytest.mark.parametrize("what", ["live", "ready"])
def test_health(server: Server, what: str) -> None:
    answer = server.get(f"/v2/health/{what}")
    assert answer.status_code == 200
    # Servers may answer with the status alone.
    if answer.content.strip() not in (b"", b"null"):
        found = answer.json()
        assert found.get(what, found.get("live")) is True


def test_model_metadata(server: Server, metadata: dict[str, Any]) -> None:
    assert metadata["name"] == server.model
    assert isinstance(metadata["platform"], str)
    for one in [*(metadata.get("inputs") or []), *(metadata.get("outputs") or [])]:
        assert isinstance(one["name"], str)
        assert one["datatype"] in {*TYPES, "BYTES"}
        assert all(isinstance(size, int) and size >= -1 for size in one["shape"])
    assert all(isinstance(version, str) for version in metadata.get("versions") or [])


def test_model_ready(server: Server) -> None:
    answer = server.get(f"{server.path}/ready")
    assert answer.status_code == 200
    if answer.content.strip() not in (b"", b"null"):
        assert answer.json()["ready"] is True


def test_a_version(server: Server, metadata: dict[str, Any]) -> None:
    versions = metadata.get("versions") or []
    if not versions:
        pytest.skip("the server names no versions of the model")
    path = f"{server.path}/versions/{versions[0]}"
    assert server.get(path).json()["name"] == server.model
    assert server.get(f"{path}/ready").status_code == 200


@pytest.mark.parametrize("rest", ["", "/ready"])
def test_an_unknown_model_is_an_error(server: Server, rest: str) -> None:
    error_of(server.get(f"/v2/models/no-such-model{rest}"))


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "%00", "a%5c..%5cb", "%2e%2e", "x" * 5000])
def test_a_hostile_name_is_a_clients_mistake(server: Server, name: str) -> None:
    assert 400 <= server.get(f"/v2/models/{name}").status_code < 500
    assert server.lives()
