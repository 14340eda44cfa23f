"""Predictions on their way to the hub: as Arrow, or as JSON where they are not all of one type."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
import numpy as np
import pyarrow as pa

from ..errors import InvalidPredictionsError
from .predictions import Predictions

_ARROW, _JSON = "application/vnd.apache.arrow.stream", "application/json"
#: Ids of fewer bytes are sent: with their digest alone, those in another order would need a second request.
_FEW = 1 << 20
_Answer = TypeVar("_Answer")


def send_predictions(
    send: Callable[[bytes | memoryview, str], _Answer],
    predictions: Predictions | None,
    request: Mapping[str, Any],
) -> _Answer:
    """
    Send a request with predictions.

    Many ids are said by the digest of each fold's: the hub knows them, and asks for them where they are others or in
    another order.

    Parameters
    ----------
    send : callable
        Takes a body and its media type.
    predictions : dict or None
        As `read_predictions` returns them.
    request : mapping
        What else is asked; None is left out.
    """
    rest = {key: value for key, value in request.items() if value is not None}
    if predictions is None:
        return send(msgspec.json.encode(rest), _JSON)
    types = {values.type if isinstance(values, pa.Array) else None for _, values in predictions.values()}
    if (
        len(types) != 1
        or None in types
        or any(len(ids) != len(values) for ids, values in predictions.values())
    ):
        folds = {
            fold: {
                "ids": ids.to_pylist(),
                "values": values.to_pylist() if isinstance(values, pa.Array) else values,
            }
            for fold, (ids, values) in predictions.items()
        }
        return send(msgspec.json.encode({**rest, "folds": folds}), _JSON)
    if sum(ids.nbytes for ids, _ in predictions.values()) > _FEW:
        try:
            return send(_stream(predictions, rest, by_digest=True), _ARROW)
        except InvalidPredictionsError as error:
            if error.pointer != "/ids":
                raise
    return send(_stream(predictions, rest, by_digest=False), _ARROW)


def _stream(predictions: Predictions, rest: Mapping[str, Any], *, by_digest: bool) -> memoryview:
    """Return an Arrow IPC stream with a record batch for each fold."""
    metadata = {"folds": msgspec.json.encode(list(predictions)), "request": msgspec.json.encode(rest)}
    [kind] = {values.type for _, values in predictions.values() if isinstance(values, pa.Array)}
    fields = [("prediction", kind)]
    if by_digest:
        metadata["ids"] = msgspec.json.encode([_digest(ids) for ids, _ in predictions.values()])
    else:
        fields.insert(0, ("id", pa.string()))
    schema = pa.schema(fields, metadata=metadata)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as stream:
        for ids, values in predictions.values():
            stream.write_batch(pa.record_batch([values] if by_digest else [ids, values], schema=schema))
    return memoryview(sink.getvalue())


def _digest(ids: pa.StringArray) -> str:
    """Return the SHA-256 of texts as Arrow has them: 32-bit offsets from 0, little-endian, and their bytes."""
    _, offsets, texts = ids.buffers()
    places = (
        np.frombuffer(offsets, np.int32, len(ids) + 1, 4 * ids.offset) if len(ids) else np.zeros(1, np.int32)
    )
    found = hashlib.sha256((places - places[0]).astype("<i4", copy=False).data)
    if texts is not None:
        found.update(memoryview(texts)[places[0] : places[-1]])
    return found.hexdigest()
