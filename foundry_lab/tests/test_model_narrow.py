"""What `Model.map` sends to workers."""

from __future__ import annotations

import msgspec
import numpy as np
import pyarrow as pa
import pytest

from ..contracts.models import Signature
from ..models.fit import require_fit
from ..models.mapping.narrow import narrowed, sent_schema
from ..models.mapping.task import packed


def _signature(datatype: str) -> Signature:
    tensor = {"name": "X", "datatype": datatype, "shape": [-1, 2], "columns": [{"name": "a"}, {"name": "b"}]}
    output = {"name": "y", "datatype": datatype, "shape": [-1, 1], "columns": [{"name": "y"}]}
    return msgspec.convert({"inputs": [tensor], "outputs": [output]}, Signature)


def _table(rows: int = 1000) -> pa.Table:
    values = np.random.default_rng(0).random((2, rows))
    table = pa.table({"a": values[0], "b": pa.array(values[1], mask=np.arange(rows) == 3)})
    return table.replace_schema_metadata({"foundry": "{}"})


@pytest.mark.parametrize(("datatype", "kind"), [("FP32", pa.float32()), ("FP64", pa.float64())])
def test_rows_are_sent_as_wide_as_the_model_takes_them(datatype: str, kind: pa.DataType) -> None:
    table, signature = _table(), _signature(datatype)
    schema = sent_schema(table.schema, signature, require_fit(table.schema, signature, "m@1.0.0", None))
    sent = narrowed(table, schema)
    assert sent.schema.types == [kind, kind]
    assert sent.schema.metadata == table.schema.metadata
    assert sent["b"].null_count == 1
    assert np.allclose(sent["a"].to_numpy(), table["a"].to_numpy())
    if datatype == "FP32":
        assert packed(sent).size < 0.6 * packed(table).size
