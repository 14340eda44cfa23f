"""Files: what each holds decides how it is published."""

from __future__ import annotations

import shutil
from pathlib import Path

from ...errors import InvalidManifestError, NotFoundError, RefusedModelError
from ..content import content_of
from .from_onnx import from_onnx
from .prepared import Prepared, Source


def from_path(source: Source) -> Prepared:
    """
    Prepare the model of a file or folder.

    Raises
    ------
    NotFoundError
        If there is none.
    RefusedModelError
        If it is a pickle whose risk is not named, or a skops file with types that are not known to be harmless.
    InvalidManifestError
        If it is not a model that can be published.
    """
    path: Path = source.model
    if path.is_dir() or path.suffix == ".py":
        from .from_python import from_folder

        return from_folder(source)
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}: give the path of a model.")
    content = content_of(path)
    if content == "pickle":
        if path.suffix == ".onnx":
            raise InvalidManifestError(
                f"{path.name} is not an ONNX model: it holds a pickle, which is not opened."
            )
        return _pickle(source)
    if content == "skops":
        return _skops(source)
    if content in ("xgboost", "lightgbm"):
        from .from_boosters import from_booster, open_booster

        source.model = open_booster(path, content)
        return from_booster(source, content)
    if content in ("torch", "keras"):
        return _network(source, content)
    if content == "safetensors":
        raise InvalidManifestError(
            f"{path.name} holds weights without a model: publish the model, or a folder with its code and this file."
        )
    if content in ("hdf5", "zip", "compressed"):
        raise InvalidManifestError(
            f"{path.name} is not a model that can be published: save it as ONNX, skops, .keras or .pt2."
        )
    return from_onnx(source, path.read_bytes())


def _skops(source: Source) -> Prepared:
    from ..runners.estimators import untrusted_types
    from .from_sklearn import from_sklearn

    types = untrusted_types(source.model, source.model.name)
    if types and not source.trust:
        raise RefusedModelError(
            f"{source.model.name} has the types {', '.join(types[:5])}, which are not known to be harmless: "
            "publish it with trust=True if you made it."
        )
    from skops import io

    source.model = io.load(source.model, trusted=types)
    return from_sklearn(source)


def _network(source: Source, kind: str) -> Prepared:
    from .from_networks import from_keras, from_torch

    path: Path = source.model
    try:
        if kind == "torch":
            import torch

            source.model = torch.export.load(path)
            return from_torch(source)
        import keras

        source.model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except ImportError:
        raise InvalidManifestError(
            f"{path.name} is a model of {kind}, which is not installed here."
        ) from None
    except (ValueError, TypeError, RuntimeError, OSError) as error:
        raise RefusedModelError(
            f"{path.name} cannot be loaded by {kind}: {str(error).splitlines()[0][:200]}."
        ) from None
    return from_keras(source)


def _pickle(source: Source) -> Prepared:
    path: Path = source.model
    if source.trust != "pickle":
        raise RefusedModelError(
            f"{path.name} holds a pickle, which can run any code on every machine that opens it: publish the object "
            'instead, or say trust="pickle" if you know the risk.'
        )
    import joblib

    from ..isolation.worker_tables import estimator_outputs, in_form
    from .example import require_example
    from .from_sklearn import _results, _tensors, methods_of
    from .requirements import versions_of

    estimator = joblib.load(path)
    table = require_example(source)
    methods = [source.method] if source.method else methods_of(estimator)
    form = "pandas" if hasattr(estimator, "feature_names_in_") else "array"
    values = estimator_outputs(estimator, methods, in_form(table, form))
    entry = f"{source.name}.pkl"
    shutil.copyfile(path, source.folder / entry)
    versions = versions_of(
        ["joblib", "numpy", type(estimator).__module__, *(["pandas"] if form == "pandas" else [])]
    )
    call = {"takes": form, "gives": methods}
    return Prepared(
        "pickle",
        entry,
        _tensors(table),
        _results(estimator, methods, values),
        call,
        versions=versions,
        isolated=True,
    )
