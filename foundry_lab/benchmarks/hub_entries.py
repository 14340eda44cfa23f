"""The entries of a benchmark, which the hub keeps and scores."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from ..contracts import models as contract

if TYPE_CHECKING:
    from httpx import Response

_LONG = 600.0


class HubEntries:
    """
    What the hub is asked about a benchmark's entries.

    Parameters
    ----------
    name, version : str
        Of the benchmark.
    """

    def __init__(self, name: str, version: str) -> None:
        self._address = f"benchmarks/{name}/{version}"

    def record(
        self, method: str, path: str, body: bytes | None = None, media_type: str = "application/json"
    ) -> contract.Submission:
        """Return the entry that the hub answers with."""
        return msgspec.json.decode(self.ask(method, path, body, media_type), type=contract.Submission)

    def enter(self, body: bytes | memoryview, media_type: str) -> tuple[contract.Submission, bool]:
        """Return the entry that is there then, and whether it was before, and is the same."""
        answer = self._answer("POST", "submissions", body, media_type)
        return msgspec.json.decode(
            answer.content, type=contract.Submission
        ), answer.status_code == HTTPStatus.OK

    def predictions(self, id: str) -> dict[str, dict[str, Any]]:
        """
        Return the predictions of an entry, `[fold][id]`.

        Raises
        ------
        NotAllowedError
            If the benchmark's labels are hidden.
        """
        return self._by_id(id, "values")

    def uncertainties(self, id: str) -> dict[str, dict[str, float]]:
        """Return the standard deviations of an entry's predictions, `[fold][id]`; no folds where it gave none."""
        return self._by_id(id, "uncertainties")

    def _by_id(self, id: str, column: str) -> dict[str, dict[str, Any]]:
        content = msgspec.json.decode(self.ask("GET", f"submissions/{quote(id)}/predictions"))
        return {
            fold: dict(zip(rows["ids"], rows[column], strict=True))
            for fold, rows in content["folds"].items()
            if column in rows
        }

    def withdraw(self, id: str, reason: str | None = None) -> contract.Submission:
        """Mark an entry as withdrawn."""
        body = msgspec.json.encode({} if reason is None else {"reason": reason})
        return self.record("POST", f"submissions/{quote(id)}/withdraw", body)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | memoryview | None = None,
        media_type: str = "application/json",
    ) -> bytes:
        """Return what the hub answers at a path below the benchmark's."""
        return self._answer(method, path, body, media_type).content

    def _answer(self, method: str, path: str, body: bytes | memoryview | None, media_type: str) -> Response:
        from ..hub.running import ensure_hub

        address = f"{self._address}/{path}"
        return ensure_hub().request(method, address, content=body, media_type=media_type, timeout=_LONG)
