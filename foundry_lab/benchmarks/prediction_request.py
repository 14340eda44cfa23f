"""Predictions on their way to the hub: as Arrow, or as JSON where they are not all of one type."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
import numpy as np
import pyarrow as pa

from ..errors import InvalidPredictionsError
from .predictions import Predictions, Values

_ARROW, _JSON = "application/vnd.apache.arrow.stream", "application/json"
#: Ids of fewer bytes are sent: with their digest alone, those in another order would need a second request.
_FEW = 1 << 20
_SENDABLE = (pa.float64(), pa.bool_(), pa.string())
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
    types = {
        (_type(rows.values), None if rows.uncertainties is None else _type(rows.uncertainties))
        for rows in predictions.values()
    }
    if (
        len(types) != 1
        or types.isdisjoint((kind, deviation) for kind in _SENDABLE for deviation in (None, pa.float64()))
        or any(len(rows.ids) != len(column) for rows in predictions.values() for column in rows[1:] if column)
    ):
        folds = {
            fold: {
                name: column.to_pylist() if isinstance(column, pa.Array) else column
                for name, column in rows._asdict().items()
                if column is not None
            }
            for fold, rows in predictions.items()
        }
        return send(msgspec.json.encode({**rest, "folds": folds}), _JSON)
    if sum(rows.ids.nbytes for rows in predictions.values()) > _FEW:
        try:
            return send(_stream(predictions, rest, by_digest=True), _ARROW)
        except InvalidPredictionsError as error:
            if error.pointer != "/ids":
                raise
    return send(_stream(predictions, rest, by_digest=False), _ARROW)


def _type(values: Values) -> pa.DataType | None:
    return values.type if isinstance(values, pa.Array) else None


def _stream(predictions: Predictions, rest: Mapping[str, Any], *, by_digest: bool) -> memoryview:
    """Return an Arrow IPC stream with a record batch for each fold."""
    metadata = {"folds": msgspec.json.encode(list(predictions)), "request": msgspec.json.encode(rest)}
    [first, *_] = predictions.values()
    fields = [("prediction", _type(first.values))]
    if first.uncertainties is not None:
        fields.append(("uncertainty", pa.float64()))
    if by_digest:
        metadata["ids"] = msgspec.json.encode([_digest(rows.ids) for rows in predictions.values()])
    else:
        fields.insert(0, ("id", pa.string()))
    schema = pa.schema(fields, metadata=metadata)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as stream:
        for rows in predictions.values():
            columns = [column for column in rows if column is not None]
            stream.write_batch(pa.record_batch(columns[1:] if by_digest else columns, schema=schema))
    return memoryview(sink.getvalue())


def _digest(ids: pa.StringArray) -> str:
    """Return the SHA-256 of texts as Arrow has them: 32-bit offsets from 0, little-endian, and their bytes."""
    _, offsets, texts = ids.buffers()
    places = (
        np.frombuffer(offsets, np.int32, len(ids) + 1, 4 * ids.offset) if len(ids) else np.zeros(1, np.int32)
    )
    hasher = hashlib.sha256((places - places[0]).astype("<i4", copy=False).data)
    if texts is not None:
        hasher.update(memoryview(texts)[places[0] : places[-1]])
    return hasher.hexdigest()
