"""Whether a table fits what a model takes, by name, kind of value, unit and role; and the rows as the model takes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from ..contracts.models import ColumnDraft, Signature, Tensor
from ..errors import SignatureMismatchError
from ..tables.columns import listing
from .signature import column_type, columns_of, holds_lists
from .units import Conversion, conversion
from .values import in_type


@dataclass
class Compatibility:
    """
    How a model's inputs come out of a table's columns.

    Attributes
    ----------
    columns : dict of str to str
        The table's column for each input.
    converted : dict of str to tuple of str
        The unit in the table and the unit that the model takes, for inputs that are converted.
    problems : list of str
        Sentences on what does not fit; empty if the model can run.
    """

    columns: dict[str, str] = field(default_factory=dict)
    converted: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return not self.problems


def compatibility(
    schema: pa.Schema, signature: Signature, model: str, columns: Mapping[str, str] | None = None
) -> Compatibility:
    """
    Return how a model's inputs come out of a table.

    Parameters
    ----------
    schema : pyarrow.Schema
    signature : Signature
    model : str
        What sentences call the model.
    columns : mapping of str to str, optional
        The table's column for inputs that are named differently there, or have another role.
    """
    mapping = dict(columns or {})
    result = Compatibility()
    inputs = columns_of(signature.inputs)
    unknown = [name for name in mapping if name not in {column.name for column in inputs}]
    if unknown:
        result.problems.append(
            f"{model} has no input {unknown[0]!r}; {listing([column.name for column in inputs])}"
        )
    missing = [column.name for column in inputs if mapping.get(column.name, column.name) not in schema.names]
    if missing:
        names = ", ".join(map(repr, (mapping.get(name, name) for name in missing[:6])))
        names += f" and {len(missing) - 6} more" if len(missing) > 6 else ""
        result.problems.append(
            f"{model} takes {'the column' if len(missing) == 1 else 'the columns'} {names}, which the table lacks; "
            + listing(schema.names)
        )
    for tensor in signature.inputs:
        for column in tensor.columns:
            name = mapping.get(column.name, column.name)
            if name not in schema.names:
                continue
            present = schema.field(name)
            problem = _problem(present, column, tensor, model, is_mapped=column.name in mapping)
            result.columns[column.name] = name
            if problem:
                result.problems.append(problem)
            elif _unit(present) and column.unit and _unit(present) != column.unit:
                result.converted[column.name] = (_unit(present), column.unit)
    return result


def require_compatible(
    schema: pa.Schema, signature: Signature, model: str, columns: Mapping[str, str] | None = None
) -> Compatibility:
    """
    Return how a model's inputs come out of a table.

    Raises
    ------
    SignatureMismatchError
        Naming the columns that lack, or the first that holds another kind of value, unit or role.
    """
    result = compatibility(schema, signature, model, columns)
    if result.problems:
        raise SignatureMismatchError(result.problems[0])
    return result


def inputs_of(
    batch: pa.RecordBatch, signature: Signature, how: Compatibility, model: str, first: int = 0
) -> pa.RecordBatch:
    """
    Return rows as a model takes them: its columns in order, with its types and units; what is not a number is missing.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
    signature : Signature
    how : Compatibility
    model : str
        What sentences call the model.
    first : int, optional
        The number of the first row.

    Raises
    ------
    SignatureMismatchError
        If a value would be another one in the type that the model takes; it names the row.
    """
    arrays, fields = [], []
    for tensor in signature.inputs:
        kind = column_type(tensor)
        for column in tensor.columns:
            array = batch.column(how.columns[column.name])
            conversion_units = how.converted.get(column.name)
            if conversion_units:
                array = _convert(array, conversion(*conversion_units))
            takes_missing = column.nullable is True
            array = in_type(array, tensor, how.columns[column.name], model, first, nullable=takes_missing)
            arrays.append(_without_nan(array))
            fields.append(pa.field(column.name, kind))
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields))


def require_values(table: pa.Table, signature: Signature, how: Compatibility, model: str) -> None:
    """
    Check that every value of a table is one that the model takes.

    Raises
    ------
    SignatureMismatchError
        Naming the first row that holds another one.
    """
    for tensor in signature.inputs:
        kind = column_type(tensor)
        for column in tensor.columns:
            name = how.columns[column.name]
            if column.name in how.converted or table.schema.field(name).type == kind:
                continue
            first = 0
            for chunk in table[name].chunks:
                in_type(chunk, tensor, name, model, first, nullable=column.nullable is True)
                first += len(chunk)


def _without_nan(array: pa.Array) -> pa.Array:
    """Return floating-point values with nothing in place of what is not a number: containers write either."""
    import pyarrow.compute as pc

    if not pa.types.is_floating(array.type):
        return array
    not_numbers = pc.is_nan(array)
    if not pc.any(not_numbers).as_py():
        return array
    return pc.if_else(not_numbers, pa.scalar(None, array.type), array)


def _convert(array: pa.Array, change: Conversion | None) -> pa.Array:
    assert change is not None
    values = array.cast(pa.float64(), safe=False)
    mask = values.is_null().to_numpy(zero_copy_only=False)
    return pa.array(change(values.to_numpy(zero_copy_only=False)), mask=mask, from_pandas=False)


def _problem(
    present: pa.Field, column: ColumnDraft, tensor: Tensor, model: str, *, is_mapped: bool
) -> str | None:
    if not _is_kind(present.type, tensor):
        return (
            f"{model} takes column {present.name!r} as {tensor.datatype}, and the table holds {present.type} there: "
            "convert it first."
        )
    unit = _unit(present)
    if (
        unit
        and isinstance(column.unit, str)
        and unit != column.unit
        and conversion(unit, column.unit) is None
    ):
        return (
            f"{model} takes column {present.name!r} in {column.unit}, and the table has it in {unit}, "
            "which cannot be converted."
        )
    role = (present.metadata or {}).get(b"role", b"").decode()
    if role == "target" and column.role == "input" and not is_mapped:
        return (
            f"{model} takes column {present.name!r} as an input, and the table has it as a target: "
            f"give columns={{{column.name!r}: {present.name!r}}} if that is meant."
        )
    return None


def _is_kind(kind: pa.DataType, tensor: Tensor) -> bool:
    if isinstance(kind, pa.BaseExtensionType):
        kind = kind.storage_type
    if holds_lists(tensor):
        if not (pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)):
            return False
        kind = kind.value_type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_null(kind):
        return True
    if tensor.datatype == "BYTES":
        return bool(
            pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
        )
    number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
    return bool(number or pa.types.is_decimal(kind))


def _unit(present: pa.Field) -> str:
    unit: str = (present.metadata or {}).get(b"unit", b"").decode()
    return unit
