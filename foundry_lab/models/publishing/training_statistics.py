"""What a model's columns hold in the splits that it was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from ...contracts.models import Statistics
from ...datasets.load import load
from ...errors import FoundryError
from ..units import conversion

#: The file of a model's package that holds them.
FILE = "training.json"


def training_statistics(entries: Sequence[Mapping[str, Any]], signature: Mapping[str, Any]) -> bytes | None:
    """
    Return `Statistics` of the columns of a signature in its training data, as JSON, in the units of the signature.

    Parameters
    ----------
    entries : sequence of mapping
        As `trainedOn` of a model's manifest.
    signature : mapping
        As the manifest's.

    Returns
    -------
    bytes or None
        None if no column of the model is in a dataset that can be read here.
    """
    from ...tables.statistics import split_statistics

    units = {
        column["name"]: column.get("unit")
        for side in ("inputs", "outputs")
        for tensor in signature[side]
        for column in tensor["columns"]
    }
    statistics = []
    for entry in entries:
        try:
            split = load(f"{entry['dataset']}@{entry['version']}")[entry["split"]]
            names = [column.name for column in split.columns if column.name in units]
            table = split.to_arrow(columns=names) if names else None
        except FoundryError:
            # A model may name a dataset of another store.
            continue
        if table is not None:
            table = _in_units(table, units)
            statistics.append(split_statistics(entry["split"], table))
    return (
        msgspec.json.encode(Statistics(splits=statistics)) if any(one.columns for one in statistics) else None
    )


def training_rows(entries: Sequence[Mapping[str, Any]]) -> pa.Table | None:
    """Return the rows of the first split that a model was trained on; None where none can be read here."""
    for entry in entries:
        try:
            return load(f"{entry['dataset']}@{entry['version']}")[entry["split"]].to_arrow()
        except FoundryError:
            continue
    return None


def _in_units(table: pa.Table, units: Mapping[str, str | None]) -> pa.Table:
    """Return the columns in other units; without those whose unit cannot be brought to the wanted one."""
    for field in table.schema:
        unit, target_unit = (field.metadata or {}).get(b"unit", b"").decode(), units[field.name]
        if not unit or not target_unit or unit == target_unit:
            continue
        change = conversion(unit, target_unit)
        place = table.schema.get_field_index(field.name)
        if change is None:
            table = table.remove_column(place)
        else:
            values = table.column(place).cast(pa.float64()).to_numpy()
            table = table.set_column(place, field.name, pa.array(change(values), from_pandas=True))
    return table
