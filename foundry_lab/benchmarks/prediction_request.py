"""Predictions on their way to the hub: as Arrow, or as JSON where they are not all of one type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import pyarrow as pa

from .predictions import Predictions

_ARROW, _JSON = "application/vnd.apache.arrow.stream", "application/json"


def request_body(predictions: Predictions | None, request: Mapping[str, Any]) -> tuple[bytes, str]:
    """
    Return the body of a request and its media type.

    Parameters
    ----------
    predictions : dict or None
        As `read_predictions` returns them.
    request : mapping
        What else is asked; None is left out.
    """
    rest = {key: value for key, value in request.items() if value is not None}
    if predictions is None:
        return msgspec.json.encode(rest), _JSON
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
        return msgspec.json.encode({**rest, "folds": folds}), _JSON
    schema = pa.schema(
        [("id", pa.string()), ("prediction", types.pop())],
        metadata={"folds": msgspec.json.encode(list(predictions)), "request": msgspec.json.encode(rest)},
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as stream:
        for ids, values in predictions.values():
            stream.write_batch(pa.record_batch([ids, values], schema=schema))
    return sink.getvalue().to_pybytes(), _ARROW
