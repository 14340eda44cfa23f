"""Rows of a table as one bit each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

#: Rows that are looked at together: few enough to stay in the processor's cache; a multiple of eight.
PIECE = 16_384


class RowBits:
    """
    Which rows are chosen: an eighth of a byte for each, and where the n-th of them is without counting them all.

    Parameters
    ----------
    pieces : iterable of numpy.ndarray of bool
        The rows in order, in arrays of any length.
    """

    def __init__(self, pieces: Iterable[np.ndarray[Any, Any]]) -> None:
        import numpy as np

        parts: list[np.ndarray[Any, Any]] = []
        counts = [0]
        self.rows = 0
        for piece in _in_pieces(pieces):
            parts.append(np.packbits(piece))
            counts.append(int(np.count_nonzero(piece)))
            self.rows += len(piece)
        self._bits = np.concatenate(parts) if parts else np.zeros(0, np.uint8)
        self._before = np.cumsum(counts)

    def __len__(self) -> int:
        return int(self._before[-1])

    def slice(self, start: int, end: int) -> np.ndarray[Any, Any]:
        """Return which of the rows from `start` to `end` are chosen, as booleans."""
        import numpy as np

        first = start // 8
        bits = np.unpackbits(self._bits[first : -(-end // 8)])
        return bits[start - 8 * first : end - 8 * first].view(bool)

    def numbers(self, offset: int = 0, limit: int | None = None) -> np.ndarray[Any, Any]:
        """Return the numbers of the chosen rows, or of `limit` of them after the first `offset`."""
        import numpy as np

        end = len(self) if limit is None else min(len(self), offset + limit)
        kind = np.uint32 if self.rows < 2**32 else np.uint64
        numbers = np.empty(max(0, end - offset), kind)
        if numbers.size == 0:
            return numbers
        first = int(np.searchsorted(self._before, offset, side="right")) - 1
        count = 0
        for piece in range(first, len(self._before) - 1):
            if self._before[piece] >= end:
                break
            start = piece * PIECE
            rows = np.flatnonzero(self.slice(start, min(self.rows, start + PIECE)))
            part = rows[max(0, offset - int(self._before[piece])) : end - int(self._before[piece])]
            numbers[count : count + part.size] = part + start
            count += part.size
        return numbers


def _in_pieces(pieces: Iterable[np.ndarray[Any, Any]]) -> Iterator[np.ndarray[Any, Any]]:
    """Return the same rows in arrays of `PIECE` rows, the last one shorter."""
    import numpy as np

    parts: list[np.ndarray[Any, Any]] = []
    size = 0
    for piece in pieces:
        at = 0
        while at < len(piece):
            part = piece[at : at + PIECE - size]
            parts.append(part)
            size, at = size + len(part), at + len(part)
            if size == PIECE:
                yield parts[0] if len(parts) == 1 else np.concatenate(parts)
                parts, size = [], 0
    if parts:
        yield np.concatenate(parts)
