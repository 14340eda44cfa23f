"""Splits asked in SQL, by DuckDB."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from ..errors import InvalidFilterError
from ..tables.engine_types import quote_name
from .load import load

#: A query reads splits and nothing else: no file, no address, no variable of the notebook.
_CONFINED = {
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}


def sql(query: str) -> pa.Table:
    """
    Return what a query finds in splits, which it names as ``"dataset".split``.

    Columns that are not needed are not read into memory. What a query computes has no unit: those of columns are in
    `dataset.columns`.

    Parameters
    ----------
    query : str
        A SELECT in DuckDB's SQL; a dataset is written as `foundry_lab.load` takes it, in double quotes, with a version
        or without. It sees no files and no variables.

    Raises
    ------
    InvalidFilterError
        If it cannot be read, is no SELECT, or does not fit the splits.
    NotFoundError, UnknownSplitError
        If there is no such dataset or split.
    InvalidTableError
        If a split has a column that DuckDB does not hold exactly.

    Examples
    --------
    >>> foundry_lab.sql('select avg(gap) from "matbench-expt-gap".train where gap > 0')  # doctest: +SKIP
    """
    import duckdb

    with duckdb.connect(config={"enable_external_access": "false", **_CONFINED}) as connection:
        for place, (dataset, split) in enumerate(sorted(_named_tables(query, connection))):
            relation = load(dataset)[split].to_duckdb(connection)
            schema, view = quote_name(dataset), quote_name(split)
            connection.register(f"__split_{place}", relation)
            connection.execute(f"create schema if not exists {schema}").fetchall()
            connection.execute(f"create view {schema}.{view} as from __split_{place}").fetchall()
        connection.execute("set lock_configuration = true").fetchall()
        try:
            table: pa.Table = connection.sql(query).to_arrow_table()
            return table
        except duckdb.Error as error:
            raise _refusal(str(error)) from None


def _named_tables(query: str, connection: Any) -> set[tuple[str, str]]:
    """Return the datasets and splits that a query names."""
    tree = json.loads(connection.execute("select json_serialize_sql(?::varchar)", [query]).fetchall()[0][0])
    if tree["error"]:
        raise _refusal(tree["error_message"])
    if len(tree["statements"]) != 1:
        raise _refusal("it is not a single SELECT")
    return {
        (node["schema_name"], node["table_name"])
        for node in _nodes(tree)
        if node.get("type") == "BASE_TABLE" and node.get("schema_name")
    }


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    queue = [tree]
    while queue:
        node = queue.pop()
        if isinstance(node, dict):
            yield node
            queue += node.values()
        elif isinstance(node, list):
            queue += node


def _refusal(message: str) -> InvalidFilterError:
    reason = message.partition("\n")[0].rstrip(".!")
    return InvalidFilterError(f'The query cannot be answered: {reason}; name splits as "dataset".split.')
