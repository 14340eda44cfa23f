"""What `Model.map` sends to workers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa

from ..models.mapping.executors import Engine
from ..models.mapping.task import run_batch, run_matrix, run_table, work_for

ENGINE = Engine(None, 2, distant=True)
ROWS = pa.table({"a": np.arange(6, dtype="f8"), "b": pa.array(range(6), pa.int32())})


def test_a_matrix_of_the_models_numbers_is_all_that_is_sent() -> None:
    work, matrix = work_for(ROWS, "float32", ENGINE)
    assert work is run_matrix
    assert matrix.dtype == np.float32
    assert matrix.flags.c_contiguous
    assert matrix.tolist() == [[i, i] for i in range(6)]


def test_rows_that_are_no_matrix_are_sent_as_they_are() -> None:
    lacking = ROWS.set_column(0, "a", pa.array([1.0, None, 3.0, 4.0, 5.0, 6.0]))
    for rows, kind in ((lacking, "float32"), (ROWS, None), (ROWS.slice(0, 0), "float32")):
        work, body = work_for(rows, kind, ENGINE)
        assert work is run_batch
        assert pa.ipc.open_stream(body).read_all().equals(rows)


def test_threads_of_this_process_get_the_rows_themselves() -> None:
    with ThreadPoolExecutor(1) as pool:
        assert work_for(ROWS, "float32", Engine(pool, 1, shares_memory=True)) == (run_table, ROWS)
