"""What a model's file is by its content, whatever it is called."""

from __future__ import annotations

import bz2
import io
import json
import lzma
import pickletools
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from ..errors import RefusedModelError

# Published networks have a few thousand tensors; a header beyond this is made to exhaust its reader.
MOST_TENSORS = 20_000
_LONGEST_HEADER = 16 * 1024 * 1024
_LONGEST_TEXT_PICKLE = 16 * 1024 * 1024
_PACKED: dict[bytes, Callable[[bytes], bytes]] = {
    b"\x1f\x8b": lambda data: zlib.decompressobj(31).decompress(data, 4096),
    b"BZh": lambda data: bz2.BZ2Decompressor().decompress(data, 4096),
    b"\xfd7zXZ": lambda data: lzma.LZMADecompressor().decompress(data, 4096),
    b"\x78\x01": lambda data: zlib.decompressobj().decompress(data, 4096),
    b"\x78\x5e": lambda data: zlib.decompressobj().decompress(data, 4096),
    b"\x78\x9c": lambda data: zlib.decompressobj().decompress(data, 4096),
    b"\x78\xda": lambda data: zlib.decompressobj().decompress(data, 4096),
}
_NAMES = {
    "pickle": "a pickle",
    "skops": "a skops file",
    "keras": "a Keras archive",
    "torch": "an exported program of PyTorch",
    "xgboost": "a model of XGBoost",
    "lightgbm": "a model of LightGBM",
    "safetensors": "a safetensors file",
    "hdf5": "an HDF5 file",
    "zip": "an archive",
    "compressed": "a compressed file",
    "unknown": "something else",
}


def content_of(path: Path) -> str:
    """
    Return what a file holds.

    That is 'pickle', 'skops', 'keras', 'torch', 'xgboost', 'lightgbm', 'safetensors', 'hdf5', 'zip', 'compressed',
    or 'unknown', which an ONNX model is too, as it has no mark of its own.
    """
    with path.open("rb") as file:
        head = file.read(65536)
    if _is_pickle(head):
        return "pickle"
    if head.startswith(b"PK\x03\x04"):
        return _archive(path)
    if head.startswith(b"\x89HDF\r\n"):
        return "hdf5"
    for magic, unpack in _PACKED.items():
        if head.startswith(magic):
            try:
                start = unpack(head)
            except (OSError, zlib.error, lzma.LZMAError, EOFError):
                continue
            return "pickle" if _is_pickle(start) or _is_text_pickle(start, complete=False) else "compressed"
    if head.startswith(b"tree\nversion="):
        return "lightgbm"
    if head.lstrip()[:1] == b"{" and b'"learner"' in head:
        return "xgboost"
    if (
        len(head) > 9
        and head[8:9] == b"{"
        and int.from_bytes(head[:8], "little") <= max(path.stat().st_size, 1)
    ):
        return "safetensors"
    if path.stat().st_size <= _LONGEST_TEXT_PICKLE and _is_text_pickle(path.read_bytes()):
        return "pickle"
    return "unknown"


def require(path: Path, expected: str, name: str) -> None:
    """
    Check that a file is what its package says.

    Parameters
    ----------
    path : Path
    expected : str
        The format: 'onnx', 'skops', ...
    name : str
        What sentences call the model.

    Raises
    ------
    RefusedModelError
        If it is something else, above all a pickle under another name.
    """
    content = content_of(path)
    if content == ("unknown" if expected == "onnx" else expected):
        return
    if content == "pickle":
        raise RefusedModelError(
            f"{name} calls {path.name} {expected}, and it holds a pickle, which could run any code: it is not opened."
        )
    raise RefusedModelError(
        f"{name} calls {path.name} {expected}, and it holds {_NAMES[content]}: it is not opened."
    )


def check_files(files: Iterable[tuple[str, Path]], name: str, *, pickles: bool = False) -> None:
    """
    Check the files beside a model's code: no pickles unless `pickles`, and no safetensors header out of bounds.

    Raises
    ------
    RefusedModelError
        Naming the file.
    """
    for label, path in files:
        content = content_of(path)
        if content == "pickle" and not pickles:
            raise RefusedModelError(
                f"{label} of {name} holds a pickle, which could run any code when it is opened: keep arrays as "
                "safetensors or NumPy files and estimators as skops."
            )
        if content == "safetensors" or path.suffix == ".safetensors":
            check_safetensors(path, label)


def check_safetensors(path: Path, name: str) -> None:
    """
    Check a safetensors header before a library reads it.

    Raises
    ------
    RefusedModelError
        If it is not a safetensors file, or its header is longer or has more tensors than any real model's.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > _LONGEST_HEADER:
            raise RefusedModelError(
                f"{name} has a safetensors header of {length:,} bytes, and the most is {_LONGEST_HEADER:,}."
            )
        text = file.read(length)
    # Each tensor has one such key, so counting them is cheaper than building the objects of a hostile header.
    count = text.count(b'"data_offsets"')
    if count > MOST_TENSORS:
        raise RefusedModelError(
            f"{name} has a safetensors header of {count:,} entries, and the most is {MOST_TENSORS:,}."
        )
    try:
        header = json.loads(text)
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict) or len(header) > MOST_TENSORS + 1:
        raise RefusedModelError(
            f"{name} is not a safetensors file: its header is not a JSON object of tensors."
        )


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "schema.json" in names:
                return "skops"
            if "config.json" in names and any(name.startswith("model.weights") for name in names):
                return "keras"
            if any(name.endswith("/archive_format") for name in names):
                return "torch"
            for name in names[:1000]:
                with archive.open(name) as member:
                    if name.endswith(".pkl") or _is_pickle(member.read(64)):
                        return "pickle"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return "unknown"
    return "zip"


def _is_pickle(head: bytes) -> bool:
    return len(head) > 2 and head[0] == 0x80 and 2 <= head[1] <= 5


def _is_text_pickle(data: bytes, *, complete: bool = True) -> bool:
    """Whether data are a pickle of protocol 0 or 1, which have no mark: each byte must be read as an operation."""
    if not data or data[:1] not in b"(cI]}NSVFLKJMGl)U":
        return False
    calls = False
    try:
        for operation, _, _ in pickletools.genops(io.BytesIO(data)):
            calls = calls or operation.name in {"GLOBAL", "INST", "REDUCE", "BUILD", "OBJ"}
            if operation.name == "STOP":
                return True
    except Exception:
        return calls and not complete
    return False
