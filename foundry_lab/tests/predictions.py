"""Predictions as a table, whatever form they come in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

import foundry_lab


def predicted(model: foundry_lab.Model, data: Any, **how: Any) -> pa.Table:
    """Return a model's predictions for data of any form as an Arrow table, with nulls where they are missing."""
    made = model.predict(data, **how)
    if isinstance(made, np.ndarray):
        named = made.dtype.names
        columns = (
            [made[name] for name in named] if named else np.atleast_2d(made.T) if made.ndim > 1 else [made]
        )
        return pa.table([pa.array(column, from_pandas=True) for column in columns], names=model.outputs)
    if isinstance(made, list):
        return pa.table({name: _column([row[name] for row in made]) for name in model.outputs})
    if isinstance(made, pd.DataFrame):
        return pa.Table.from_pandas(made, preserve_index=False)
    return made.to_arrow() if hasattr(made, "to_arrow") else made


def _column(values: list[Any]) -> pa.Array:
    # Left to itself Arrow takes whole numbers for signed ones.
    large = any(isinstance(value, int) and value >= 2**63 for value in values)
    return pa.array(values, pa.uint64() if large else None)
