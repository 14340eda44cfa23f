"""Long values of a page cut short, so that no page is larger than a browser likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

#: Bytes up to which a page is sent as it is.
BUDGET = 1_000_000
#: Characters or bytes that stay of a value; a cell shows at most a thousand.
KEPT = 1_001
_ITEMS = 64


def cut(rows: pa.Table) -> tuple[pa.Table, list[str]]:
    """Return a page within its budget where cutting helps, and the names of the columns that were cut."""
    import pyarrow as pa
    from pyarrow import compute, types

    if rows.get_total_buffer_size() <= BUDGET or rows.nbytes <= BUDGET:
        return rows, []
    share = BUDGET // max(1, rows.num_columns)
    names: list[str] = []
    for index, field in enumerate(rows.schema):
        column = rows.column(index)
        if column.nbytes <= share:
            continue
        kind = field.type
        try:
            if types.is_string(kind) or types.is_large_string(kind):
                shorter = compute.utf8_slice_codeunits(column, 0, KEPT)
            elif types.is_binary(kind) or types.is_large_binary(kind):
                shorter = compute.binary_slice(column, 0, KEPT)
            elif types.is_list(kind) or types.is_large_list(kind):
                shorter = compute.list_slice(column, 0, _ITEMS)
            else:
                continue
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            continue
        names.append(field.name)
        rows = rows.set_column(index, field.with_type(shorter.type), shorter)
    return rows, names
