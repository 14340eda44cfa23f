"""A model on tensors: what a server runs."""

from __future__ import annotations

from collections.abc import Collection
from math import prod
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..contracts.models import Signature
from ..errors import RefusedModelError
from ..models.isolation.process import Limits
from ..models.model import DEFAULT_LIMITS
from ..models.runners.isolated import IsolatedRunner
from ..models.runners.networks import OnnxRunner
from ..models.runners.open_runner import needs_trust, open_runner
from ..models.signature import arrays, column_type, holds_lists
from ..models.steps import with_steps
from ..protocol.tensors import NamedArray
from ..store.package import Package
from ..store.packages import find

if TYPE_CHECKING:
    import numpy as np


class ServedModel:
    """
    A model that is open.

    Parameters
    ----------
    package : Package
    trusted : collection of str, optional
        References of models whose code whoever runs the server allows; a pipeline's covers its steps. What the
        person who runs it trusts elsewhere does not count: others ask here.
    limits : Limits, optional
        Of the processes of its own code.

    Raises
    ------
    RefusedModelError
        If it runs code and is not among `trusted`, or is a pickle.
    """

    def __init__(
        self, package: Package, trusted: Collection[str] = (), limits: Limits = DEFAULT_LIMITS
    ) -> None:
        packages = allowed_packages(package, trusted)
        grants = frozenset(one.digest for one in packages if _is_allowed(package, trusted))
        self.package = package
        self.signature: Signature = package.manifest.signature
        self._runner = open_runner(package, limits, grants)
        if isinstance(self._runner, IsolatedRunner):
            self._runner.start()

    def run(self, inputs: dict[str, np.ndarray]) -> list[NamedArray]:
        """
        Return all outputs for input arrays by tensor, which have the signature's types.

        Raises
        ------
        SignatureMismatchError, ModelRunError
        """
        outputs = self.signature.outputs
        if isinstance(self._runner, OnnxRunner):
            results = self._runner.run_arrays(inputs)
        else:
            columns = self._runner.run(self._batch(inputs))
            names = [str(index) for index in range(len(columns))]
            output_signature = _with_names(outputs, names)
            results = list(
                arrays(pa.RecordBatch.from_arrays(columns, names=names), output_signature).values()
            )
        return [
            NamedArray(tensor.name, tensor.datatype, array)
            for tensor, array in zip(outputs, results, strict=True)
        ]

    def _batch(self, inputs: dict[str, np.ndarray]) -> pa.RecordBatch:
        import numpy as np

        columns, fields = [], []
        for tensor in self.signature.inputs:
            values = inputs[tensor.name]
            kind = column_type(tensor)
            rows = len(values)
            if holds_lists(tensor):
                width = prod(values.shape[1:])
                flat = pa.array(np.ascontiguousarray(values).reshape(-1))
                lists: Any = pa.FixedSizeListArray.from_arrays(flat, width) if width else pa.nulls(rows, kind)
                columns.append(lists.cast(kind))
                fields.append(pa.field(tensor.columns[0].name, kind))
                continue
            for column, part in zip(tensor.columns, values.reshape(rows, len(tensor.columns)).T, strict=True):
                columns.append(pa.array(part, type=kind))
                fields.append(pa.field(column.name, kind))
        return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))


def allowed_packages(package: Package, trusted: Collection[str]) -> list[Package]:
    """
    Return a model and the steps that it is made of.

    Raises
    ------
    RefusedModelError
        If one runs code and the model is not among `trusted`, or is a pickle.
    """
    packages = with_steps(package)
    is_allowed = _is_allowed(package, trusted)
    for one in packages:
        if one.manifest.format == "pickle":
            raise RefusedModelError(
                f"{one.reference} is a pickle, which a server never opens: publish it as skops or ONNX."
            )
        if not is_allowed and one.manifest.format != "pipeline" and needs_trust(one):
            raise RefusedModelError(
                f"{package.reference} runs code of its publisher, and whoever runs this server has not allowed it: "
                f"start it with --trust {package.reference}."
            )
    return packages


def _is_allowed(package: Package, trusted: Collection[str]) -> bool:
    return not {package.reference, package.manifest.name}.isdisjoint(trusted)


def open_served(
    reference: str, trusted: Collection[str] = (), limits: Limits = DEFAULT_LIMITS
) -> ServedModel:
    """Return the model of a reference, open; see `ServedModel`."""
    return ServedModel(find("model", reference), trusted, limits)


def _with_names(tensors: list[Any], names: list[str]) -> Signature:
    """Return outputs as inputs whose columns have these names: `arrays` then reads them back."""
    import msgspec

    rest = iter(names)
    renamed_tensors = []
    for tensor in tensors:
        columns = [msgspec.structs.replace(column, name=next(rest)) for column in tensor.columns]
        renamed_tensors.append(msgspec.structs.replace(tensor, columns=columns))
    return Signature(inputs=renamed_tensors, outputs=renamed_tensors)
