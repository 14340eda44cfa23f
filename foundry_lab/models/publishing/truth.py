"""What a publisher's own object gives: for the example, for rows drawn around it, and for rows of its training data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

import numpy as np
import pyarrow as pa
from pyarrow import types

from ...errors import InvalidManifestError

#: Calls a publisher's object as its users do; gives the arrays of its outputs, whose first axis counts rows.
Call = Callable[[pa.Table], list[np.ndarray]]

_DRAWN, _FAR, _TRAINING = 200, 40, 1000
_MOST_TRIED = 40
#: Seconds for a row.
_SLOW = 0.05


@dataclass(frozen=True)
class Truth:
    """
    What must come out of a published package.

    Attributes
    ----------
    rows : pyarrow.Table
        Inputs; the example's rows come first.
    values : list of numpy.ndarray
        What the publisher's object gave for them, for each output.
    near : int
        So many first rows are of the example and of the training data: the spread of outputs is theirs.
    missing : int
        So many last rows have missing values.
    nullable : frozenset of str
        Inputs in which the object takes missing values.
    refusals : tuple of pyarrow.Table
        Rows without missing values that the object itself refuses.
    """

    rows: pa.Table
    values: list[np.ndarray]
    near: int
    missing: int
    nullable: frozenset[str]
    refusals: tuple[pa.Table, ...] = ()

    def without_missing(self) -> Truth:
        """Return what holds for a package that takes no missing values."""
        count = self.rows.num_rows - self.missing
        values = [one[:count] for one in self.values]
        return Truth(self.rows.slice(0, count), values, self.near, 0, frozenset(), self.refusals)


def truth(call: Call, example: pa.Table, training: pa.Table | None) -> Truth:
    """
    Call a publisher's object on rows of many kinds; on those that it refuses, a package is not asked either.

    Parameters
    ----------
    call : callable
    example : pyarrow.Table
        The columns that it takes.
    training : pyarrow.Table, optional
        Rows that it was trained on.

    Raises
    ------
    Exception
        What the object raises on the example.
    InvalidManifestError
        If it gives not one value for each row.
    """
    began = monotonic()
    rows, values = [example], [answers(call, example)]
    # What takes seconds for a few rows is not asked for hundreds.
    if (monotonic() - began) / example.num_rows > _SLOW:
        return Truth(example, values[0], example.num_rows, 0, frozenset())
    refusals: list[pa.Table] = []
    near = example.num_rows
    training_rows = _of_training(example, training)
    if training_rows is not None:
        values_of_rows = _answers_or_none(call, training_rows)
        if values_of_rows is not None:
            rows.append(training_rows)
            values.append(values_of_rows)
            near += training_rows.num_rows
    around = (
        example if training_rows is None else pa.concat_tables([example, training_rows]).unify_dictionaries()
    )
    for sample in _samples(around.combine_chunks()):
        values_of_rows = _answers_or_none(call, sample)
        if values_of_rows is None:
            refusals.append(sample)
        else:
            rows.append(sample)
            values.append(values_of_rows)
    nullable, incomplete = _missing(call, example)
    missing = 0
    if incomplete is not None:
        rows.append(incomplete[0])
        values.append(incomplete[1])
        missing = incomplete[0].num_rows
    try:
        arrays = [np.concatenate(parts) for parts in zip(*values, strict=True)]
    except ValueError:
        raise InvalidManifestError(
            "The model gives arrays of other shapes for other rows: it must give the same for each row."
        ) from None
    return Truth(
        pa.concat_tables(rows).unify_dictionaries().combine_chunks(),
        arrays,
        near,
        missing,
        nullable,
        tuple(refusals),
    )


def answers(call: Call, rows: pa.Table) -> list[np.ndarray]:
    """
    Return what an object gives for rows.

    Raises
    ------
    InvalidManifestError
        If that is not one value for each row.
    """
    outputs = call(rows)
    for one in outputs:
        if one.ndim == 0 or len(one) != rows.num_rows:
            count = "one value" if one.ndim == 0 else f"{len(one)} values"
            raise InvalidManifestError(
                f"The model gives {count} for {rows.num_rows} rows, and must give one for each."
            )
    return outputs


def _answers_or_none(call: Call, rows: pa.Table) -> list[np.ndarray] | None:
    try:
        return answers(call, rows)
    except Exception:
        return None


def _of_training(example: pa.Table, training: pa.Table | None) -> pa.Table | None:
    if (
        training is None
        or not training.num_rows
        or not set(example.column_names) <= set(training.column_names)
    ):
        return None
    step = max(1, training.num_rows // _TRAINING)
    rows = training.select(example.column_names).take(list(range(0, training.num_rows, step))[:_TRAINING])
    try:
        return pa.table(
            [
                rows[field.name].cast(field.type)
                if not types.is_dictionary(field.type)
                else pa.array(rows[field.name].to_pylist(), type=field.type.value_type)
                .dictionary_encode()
                .cast(field.type)
                for field in example.schema
            ],
            schema=example.schema,
        )
    except (pa.ArrowException, ValueError):
        return None


def _samples(around: pa.Table) -> Iterator[pa.Table]:
    """Yield rows whose columns are shuffled apart, rows within and beyond the ranges, and rows far beyond them."""
    chance = np.random.default_rng(0)

    def column(name: str, width: float, rows: int) -> pa.Array:
        values = around[name].combine_chunks()
        if isinstance(values, pa.ChunkedArray):
            values = values.chunk(0)
        kind = values.type
        if width and (types.is_floating(kind) or types.is_integer(kind)):
            numbers = values.drop_null().to_numpy(zero_copy_only=False).astype(float)
            numbers = numbers[np.isfinite(numbers)]
            if len(numbers):
                least, most = float(numbers.min()), float(numbers.max())
                if types.is_integer(kind):
                    return pa.array(chance.integers(int(least), int(most), rows, endpoint=True)).cast(kind)
                edge = (most - least or abs(most) or 1.0) * width
                return pa.array(chance.uniform(least - edge, most + edge, rows)).cast(kind, safe=False)
        return values.take(pa.array(chance.integers(0, len(values), rows)))

    for width, rows in ((0.0, _DRAWN), (0.1, _DRAWN), (1000.0, _FAR)):
        columns = [column(name, width, rows) for name in around.column_names]
        yield pa.table(columns, schema=around.schema)


def _missing(
    call: Call, example: pa.Table
) -> tuple[frozenset[str], tuple[pa.Table, list[np.ndarray]] | None]:
    """Return the inputs in which an object takes missing values, with rows that have some and what it gives for them."""
    candidates = [
        field.name
        for field in example.schema
        if not types.is_nested(field.type)
        and (
            types.is_floating(field.type)
            or types.is_dictionary(field.type)
            or types.is_string(field.type)
            or types.is_large_string(field.type)
        )
    ]

    def trial(names: list[str]) -> tuple[pa.Table, list[np.ndarray]] | None:
        if not names:
            return None
        places = np.arange(max(example.num_rows, 8)) % example.num_rows
        rows = example.take(pa.array(places))
        gaps = np.arange(len(places)) % 2 == 0
        for number, name in enumerate(names):
            # Each misses in other rows, the first of them in all.
            here = gaps & (
                (np.arange(len(places)) // 2 % len(names) == number) | (np.arange(len(places)) == 0)
            )
            array = rows[name].combine_chunks()
            if isinstance(array, pa.ChunkedArray):
                array = array.chunk(0)
            indices = pa.array(np.arange(len(places)), mask=here)
            rows = rows.set_column(
                rows.schema.get_field_index(name), rows.schema.field(name), array.take(indices)
            )
        outputs = _answers_or_none(call, rows)
        if outputs is None or any(_is_nothing(one[gaps]) for one in outputs):
            return None
        return rows, outputs

    every = trial(candidates)
    if every is not None or len(candidates) > _MOST_TRIED:
        return frozenset(candidates if every is not None else ()), every
    nullable = [name for name in candidates if trial([name]) is not None]
    example_with_gaps = trial(nullable)
    return frozenset(nullable if example_with_gaps is not None else ()), example_with_gaps


def _is_nothing(values: np.ndarray) -> bool:
    """Whether an output is missing too wherever an input is."""
    if values.dtype.kind == "f":
        rows = np.isnan(values.reshape(len(values), -1)).all(axis=1)
        return bool(rows.all())
    if values.dtype == object:
        return all(value is None or value != value for value in values.flat)
    return False
