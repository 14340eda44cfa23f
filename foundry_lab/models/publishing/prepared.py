"""A model's files and how they are called, before its signature has columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ..isolation.process import Limits
from .agreement import DOUBLE
from .truth import Truth


@dataclass
class Result:
    """
    An output tensor.

    Attributes
    ----------
    name : str
    values : numpy.ndarray
        For the example rows; the first axis counts them.
    columns : list of str
        Default names of its columns.
    classes : list, optional
        The values that the column can have, for a label.
    """

    name: str
    values: np.ndarray
    columns: list[str] = field(default_factory=list)
    classes: list[str] | None = None


@dataclass
class Prepared:
    """
    A model that is written to a folder.

    Attributes
    ----------
    format, entry : str
        As in the manifest.
    inputs : list of (name, datatype, shape, columns)
        The input tensors with the columns that they hold.
    results : list of Result
        What the publisher's model gives for the example.
    call : dict
        How Python calls it, as in the manifest.
    artifacts : list of dict
        Other files with the same model.
    versions : dict of str to str
        Packages that it needs.
    isolated : bool
        Whether it runs in an environment of its own.
    grants : frozenset of str
        Digests of steps that run for its publisher.
    truth : Truth, optional
        What the publisher's object gives for the example and for rows around it.
    categories : dict of str to list
        The values of inputs that are categories, in their order.
    precision : {"double", "single"}
        Of the numbers that are kept.
    tolerance : float
        What outputs may differ by, as a share of their spread.
    """

    format: str
    entry: str
    inputs: list[tuple[str, str, list[int], list[str]]]
    results: list[Result]
    call: dict[str, Any] = field(default_factory=dict)
    artifacts: list[dict[str, str]] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    isolated: bool = False
    steps: list[dict[str, str]] = field(default_factory=list)
    grants: frozenset[str] = frozenset()
    truth: Truth | None = None
    categories: dict[str, list[Any]] = field(default_factory=dict)
    precision: str = "double"
    tolerance: float = DOUBLE


@dataclass
class Source:
    """
    What a publisher gives.

    Attributes
    ----------
    model : object
        An object, or a Path.
    name : str
    folder : Path
        Where the model's files go.
    example : pyarrow.Table, optional
        Rows with the inputs.
    form : {"pandas", "arrow", "array"}
        What the example was.
    inputs, outputs : list of dict, optional
        What the publisher says about columns.
    method, takes, entrypoint : str, optional
    per_row : bool
    trust : bool or "pickle"
    versions : dict of str to str
        Packages that the publisher names.
    limits : Limits
    shape : tuple of int
        The shape of an array that the example was.
    precision : {"single", "double"}, optional
        What the publisher asks for.
    training : pyarrow.Table, optional
        Rows that the model was trained on.
    """

    model: Any
    name: str
    folder: Path
    example: pa.Table | None
    form: str
    inputs: list[dict[str, Any]] | None
    outputs: list[dict[str, Any]] | None
    method: str | None = None
    takes: str | None = None
    entrypoint: str | None = None
    per_row: bool = False
    trust: Any = False
    versions: dict[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    shape: tuple[int, ...] = ()
    precision: str | None = None
    training: pa.Table | None = None


#: Writes a model's files and says how they are called.
Preparation = Callable[[Source], Prepared]
