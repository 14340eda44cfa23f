"""A model's signature: tensors from its files, columns with names, units and roles from the example and the publisher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from ...errors import InvalidManifestError
from .prepared import Prepared, Result

_NAMES = {
    "bool": "BOOL",
    "uint8": "UINT8",
    "uint16": "UINT16",
    "uint32": "UINT32",
    "uint64": "UINT64",
    "int8": "INT8",
    "int16": "INT16",
    "int32": "INT32",
    "int64": "INT64",
    "float16": "FP16",
    "float32": "FP32",
    "float64": "FP64",
}


def column_drafts(columns: Any, side: str) -> list[dict[str, Any]] | None:
    """
    Return what a publisher says about columns: names, mappings from names to units or meanings, or mappings.

    Raises
    ------
    InvalidManifestError
        If it is none of that.
    """
    if columns is None:
        return None
    if isinstance(columns, str):
        columns = [columns]
    if isinstance(columns, Mapping):
        items = [
            {"name": name, **(dict(fields) if isinstance(fields, Mapping) else {"unit": fields})}
            for name, fields in columns.items()
        ]
    elif isinstance(columns, Sequence):
        items = [{"name": one} if isinstance(one, str) else dict(one) for one in columns]
    else:
        raise InvalidManifestError(
            f"`{side}` is a mapping from column names to units, such as {{'gap': 'eV'}}."
        )
    for item in items:
        if not isinstance(item.get("name"), str) or not item["name"]:
            raise InvalidManifestError(f"`{side}` has a column without a name.")
        unit = item.get("unit")
        if unit is not None and not isinstance(unit, str):
            raise InvalidManifestError(
                f"The unit of {item['name']!r} in `{side}` is {unit!r}, and must be a text."
            )
    return [{key: value for key, value in item.items() if value} for item in items]


def datatype_of(values: np.ndarray) -> str:
    """
    Return the datatype of an array in the Open Inference Protocol.

    Raises
    ------
    InvalidManifestError
        If it has none.
    """
    name = _NAMES.get(values.dtype.name)
    if name:
        return name
    if values.dtype.kind in "US" or (
        values.dtype == object and all(isinstance(v, str | None) for v in values.flat)
    ):
        return "BYTES"
    raise InvalidManifestError(
        f"The model gives values of {values.dtype}, which a table of plain types cannot hold."
    )


def signature(
    preparation: Prepared,
    example: pa.Table | None,
    inputs: list[dict[str, Any]] | None,
    outputs: list[dict[str, Any]] | None,
    meanings: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """
    Return the signature as the manifest has it.

    Parameters
    ----------
    preparation : Prepared
    example : pyarrow.Table, optional
    inputs, outputs : list of dict, optional
        What the publisher says.
    meanings : mapping of str to mapping
        Units and descriptions of the columns of the training data.

    Raises
    ------
    InvalidManifestError
        If `outputs` names more columns than the model has.
    """
    own_fields = {column["name"]: column for column in inputs or []}
    sides: dict[str, list[dict[str, Any]]] = {"inputs": [], "outputs": []}
    for name, datatype, shape, columns in preparation.inputs:
        drafts = [
            _input(column, own_fields, example, meanings) | _input_limits(column, preparation)
            for column in columns
        ]
        sides["inputs"].append({"name": name, "datatype": datatype, "shape": shape, "columns": drafts})
    output_columns = _output_columns(preparation.results, outputs, meanings)
    for result, drafts in zip(preparation.results, output_columns, strict=True):
        values = result.values
        shape = [-1, *values.shape[1:]]
        sides["outputs"].append(
            {"name": result.name, "datatype": datatype_of(values), "shape": shape, "columns": drafts}
        )
    _check_names(sides)
    return sides


def _input_limits(name: str, preparation: Prepared) -> dict[str, Any]:
    """Return whether an input may be missing, and its categories."""
    draft: dict[str, Any] = {}
    if preparation.truth is not None and name in preparation.truth.nullable:
        draft["nullable"] = True
    if name in preparation.categories:
        draft |= {"type": "category", "categories": [str(one) for one in preparation.categories[name]]}
    return draft


def _input(
    name: str,
    own_fields: Mapping[str, Mapping[str, Any]],
    example: pa.Table | None,
    meanings: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    draft: dict[str, Any] = {"name": name, "role": "input"}
    draft |= {key: value for key, value in meanings.get(name, {}).items() if key in ("unit", "description")}
    if example is not None and name in example.column_names:
        metadata = example.schema.field(name).metadata or {}
        for key in ("unit", "description"):
            if metadata.get(key.encode()):
                draft[key] = metadata[key.encode()].decode()
    return draft | dict(own_fields.get(name, {}))


def _output_columns(
    results: Sequence[Result],
    own_drafts: list[dict[str, Any]] | None,
    meanings: Mapping[str, Mapping[str, Any]],
) -> list[list[dict[str, Any]]]:
    """Return the columns of each output tensor: as the publisher names them, in order, then by default."""
    defaults = [_default_names(result) for result in results]
    every = [name for names_of in defaults for name in names_of]
    count = len(every)
    names = list(own_drafts or [])
    if len(names) > count:
        raise InvalidManifestError(
            f"`outputs` names {len(names)} columns, and the model gives {count}: {', '.join(every[:8])}."
        )
    if len(results) > 1 and len(names) == len(results) < count:
        # One name for each tensor: those of several columns carry it in front.
        deviations: list[dict[str, Any]] = []
        for result_names, columns in zip(names, defaults, strict=True):
            endings = [column.rpartition("_")[2] for column in columns]
            deviations += (
                [result_names]
                if len(columns) == 1
                else [{**result_names, "name": f"{result_names['name']}_{end}"} for end in endings]
            )
        names = deviations
    names = _by_class(names, defaults, results)
    name_iterator = iter(names)
    groups: list[list[dict[str, Any]]] = []
    for result, columns in zip(results, defaults, strict=True):
        drafts = []
        for name in columns:
            draft: dict[str, Any] = dict(next(name_iterator, {"name": name}))
            meaning = meanings.get(draft["name"], {})
            found_here = {"name": draft["name"], "role": "target"}
            found_here |= {key: value for key, value in meaning.items() if key in ("unit", "description")}
            if result.classes:
                found_here["classes"] = result.classes
            drafts.append(found_here | draft)
        groups.append(drafts)
    return groups


def _by_class(
    names: list[dict[str, Any]], defaults: list[list[str]], results: Sequence[Result]
) -> list[dict[str, Any]]:
    """
    Return names in the order of the classes, where probabilities are called as classes.

    Raises
    ------
    InvalidManifestError
        If only some of them are.
    """
    order, start = list(names), 0
    for index, (result, columns) in enumerate(zip(results, defaults, strict=True)):
        end = start + len(columns)
        classes = results[index - 1].classes if index and result.name.startswith("probabilities") else None
        here = order[start:end]
        if classes and len(classes) == len(columns) and here:
            class_by_name = {draft["name"]: _class_in(draft["name"], classes) for draft in here}
            places = [class_by_name[draft["name"]] for draft in here]
            if any(place is not None and place != number for number, place in enumerate(places)):
                if sorted(places, key=str) != sorted(range(len(classes)), key=str):
                    raise InvalidManifestError(
                        f"`outputs` calls probabilities {', '.join(class_by_name)}, and the classes are "
                        f"{', '.join(map(str, classes))} in this order: name each by its class."
                    )
                order[start:end] = sorted(here, key=lambda draft: class_by_name[draft["name"]] or 0)
        start = end
    return order


def _class_in(name: str, classes: Sequence[Any]) -> int | None:
    """Return the place of the class that a name is, or ends or begins with."""
    for place, one in enumerate(map(str, classes)):
        if name == one or name.endswith(f"_{one}") or name.startswith(f"{one}_"):
            return place
    return None


def _default_names(result: Result) -> list[str]:
    if result.columns:
        return result.columns
    width = int(np.prod(result.values.shape[1:])) if result.values.ndim > 1 else 1
    if width == 1 or result.values.ndim > 2:
        return [result.name]
    return [f"{result.name}_{index}" for index in range(width)]


def _check_names(sides: Mapping[str, list[dict[str, Any]]]) -> None:
    for side, tensors in sides.items():
        names = [column["name"] for tensor in tensors for column in tensor["columns"]]
        twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
        if twice is not None:
            raise InvalidManifestError(
                f"The model's {side} have two columns {twice!r}: name them in `{side}`."
            )
