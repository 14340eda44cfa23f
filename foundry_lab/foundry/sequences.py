"""Datasets of PyTorch and TensorFlow whose items are dicts of an input and a target array."""

from __future__ import annotations

from typing import Any

from ..errors import FoundryError


class _Items:
    """Items by row: ``{"input": array of the inputs, "target": array of the targets}``."""

    def __init__(self, inputs: list[Any], targets: list[Any]) -> None:
        self.inputs = inputs
        self.targets = targets

    def __len__(self) -> int:
        return len(self.inputs[0]) if self.inputs else 0

    def __getitem__(self, idx: int) -> dict[str, Any]:
        import numpy as np

        # Sequences are read until an IndexError, which a list of no inputs would never give.
        if not -len(self) <= idx < len(self):
            raise IndexError(idx)
        parts = {"input": self.inputs, "target": self.targets}
        return {name: np.array([np.array(part[idx]) for part in arrays]) for name, arrays in parts.items()}


def torch_dataset(inputs: list[Any], targets: list[Any]) -> Any:
    """
    Return a PyTorch dataset.

    Raises
    ------
    FoundryError
        If PyTorch is not installed.
    """
    try:
        from torch.utils.data import Dataset
    except ImportError:
        raise FoundryError("PyTorch is not installed: `pip install torch`.") from None
    return type("TorchDataset", (_Items, Dataset), {"__doc__": _Items.__doc__})(inputs, targets)


def tensorflow_sequence(inputs: list[Any], targets: list[Any]) -> Any:
    """
    Return a Keras sequence.

    Raises
    ------
    FoundryError
        If TensorFlow is not installed.
    """
    try:
        from tensorflow.keras.utils import Sequence
    except ImportError:
        raise FoundryError("TensorFlow is not installed: `pip install tensorflow`.") from None
    return type("TensorflowSequence", (_Items, Sequence), {"__doc__": _Items.__doc__})(inputs, targets)
