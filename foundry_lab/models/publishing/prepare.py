"""Which kind of model an object is: by the module of its class, so that no framework is imported to find out."""

from __future__ import annotations

import inspect
import os
from pathlib import Path
from typing import Any

from ...errors import InvalidManifestError
from ..model import Model
from .prepared import Prepared, Source


def prepare(source: Source) -> Prepared:
    """
    Write a model's files and say how they are called.

    Raises
    ------
    FoundryError
        If it is not a model that can be published, or does not run on the example.
    """
    model = source.model
    if isinstance(model, str | os.PathLike):
        from .from_path import from_path

        source.model = Path(model).expanduser()
        return from_path(source)
    if isinstance(model, bytes | bytearray | memoryview):
        from .from_onnx import from_onnx

        return from_onnx(source, bytes(model))
    if isinstance(model, list | tuple) and all(isinstance(one, str | Model) for one in model):
        from .from_steps import from_steps

        return from_steps(source)
    modules = _modules(model)
    if "onnx" in modules and hasattr(model, "SerializeToString"):
        from .from_onnx import from_onnx

        return from_onnx(source, model.SerializeToString())
    for library in ("xgboost", "lightgbm"):
        if library in modules:
            from .from_boosters import from_booster

            return from_booster(source, library)
    if "keras" in modules or "tensorflow" in modules:
        from .from_networks import from_keras

        return from_keras(source)
    if "torch" in modules:
        from .from_networks import from_torch

        return from_torch(source)
    if "sklearn" in modules and not inspect.isclass(model):
        from .from_sklearn import from_sklearn

        return from_sklearn(source)
    if inspect.isfunction(model) or inspect.isclass(model) or _is_own_object(model):
        from .from_python import from_python

        return from_python(source)
    raise InvalidManifestError(
        f"A {type(model).__name__} is not a model that can be published: give an ONNX model, a fitted estimator, a network, "
        "a function, a class, published steps, or a path of one."
    )


def _modules(model: Any) -> set[str]:
    """Return the top-level modules of an object's class and its bases."""
    if inspect.isfunction(model) or inspect.isclass(model):
        return set()
    return {base.__module__.partition(".")[0] for base in type(model).__mro__}


def _is_own_object(model: Any) -> bool:
    return any(callable(getattr(type(model), name, None)) for name in ("predict", "transform")) or (
        "__call__" in vars(type(model)) and type(model).__module__ != "builtins"
    )
