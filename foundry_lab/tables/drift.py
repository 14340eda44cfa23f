"""How far a column's distribution in one table is from that in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..contracts.models import ColumnDrift
from .numbers import finite, is_numeric
from .value_counts import is_countable, value_counts

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

_TERMS = 100
#: Different values up to which shares say something, however few rows there are.
_FEW = 10


def column_drift(name: str, first: pa.ChunkedArray, second: pa.ChunkedArray) -> ColumnDrift:
    """
    Return how far a column of the second table is from that of the first.

    Numbers, dates and times are measured by the Kolmogorov-Smirnov statistic of their finite values, text and
    booleans by the Jensen-Shannon distance of their values' shares. Other columns, those of different kinds or
    without values, and text that is nearly all different, such as names, have no measure.
    """
    if is_numeric(first.type) and is_numeric(second.type):
        own, other = finite(first), finite(second)
        if own.size and other.size:
            value, probability = kolmogorov_smirnov(own, other)
            return ColumnDrift(name=name, measure="Kolmogorov-Smirnov", value=value, p_value=probability)
    elif is_countable(first.type) and is_countable(second.type):
        before, after = _counts(first), _counts(second)
        if before and after:
            unseen = sum(count for value, count in after.items() if value not in before)
            if all(len(each) > _FEW and 2 * len(each) > sum(each.values()) for each in (before, after)):
                return ColumnDrift(name=name, unseen=unseen)
            names = sorted(before.keys() | after.keys())
            distance = jensen_shannon(
                [before.get(one, 0) for one in names], [after.get(one, 0) for one in names]
            )
            return ColumnDrift(name=name, measure="Jensen-Shannon", value=distance, unseen=unseen)
    return ColumnDrift(name=name)


def kolmogorov_smirnov(first: NDArray[np.float64], second: NDArray[np.float64]) -> tuple[float, float]:
    """
    Return the two-sample Kolmogorov-Smirnov statistic and its probability under one common distribution.

    The statistic is the greatest difference between the two empirical distribution functions: 0 where they
    agree, 1 where the samples do not overlap. The probability is asymptotic; with few values it is a guide.

    Parameters
    ----------
    first, second : numpy.ndarray
        Finite values, of shape (n,) and (m,), in any order.

    References
    ----------
    N. V. Smirnov, "On the estimation of the discrepancy between empirical curves of distribution for two
    independent samples", Bull. Math. Univ. Moscou 2 (1939) 3-14. The correction for few values is that of
    M. A. Stephens, "Use of the Kolmogorov-Smirnov, Cramer-von Mises and related statistics without extensive
    tables", J. R. Stat. Soc. B 32 (1970) 115-122.
    """
    import numpy as np

    own, other = np.sort(first), np.sort(second)
    # The functions change at values only, so that nothing between them needs to be looked at.
    both = np.concatenate([own, other])
    below_own = np.searchsorted(own, both, side="right") / own.size
    below_other = np.searchsorted(other, both, side="right") / other.size
    statistic = float(np.abs(below_own - below_other).max())
    size = np.sqrt(own.size * other.size / (own.size + other.size))
    return statistic, _kolmogorov_tail((size + 0.12 + 0.11 / size) * statistic)


def _kolmogorov_tail(statistic: float) -> float:
    """Return the probability that Kolmogorov's distribution exceeds a value."""
    import numpy as np

    # Below this the series converges slowly, and the probability is 1 to ten digits.
    if statistic < 0.2:
        return 1.0
    k = np.arange(1, _TERMS + 1)
    series = 2 * np.sum((-1.0) ** (k - 1) * np.exp(-2 * np.square(k * statistic)))
    return float(min(1.0, max(0.0, series)))


def jensen_shannon(first: Any, second: Any) -> float:
    """
    Return the Jensen-Shannon distance, to base 2, of two lists of counts of the same classes.

    It is the square root of the Jensen-Shannon divergence: 0 where the shares agree, 1 where no class is in both.

    Parameters
    ----------
    first, second : array-like
        Counts of shape (classes,), each with a sum above 0.

    References
    ----------
    J. Lin, "Divergence measures based on the Shannon entropy", IEEE Trans. Inf. Theory 37 (1991) 145-151;
    that its root is a metric: D. M. Endres and J. E. Schindelin, IEEE Trans. Inf. Theory 49 (2003) 1858-1860.
    """
    import numpy as np

    own, other = np.asarray(first, float), np.asarray(second, float)
    own, other = own / own.sum(), other / other.sum()
    middle = (own + other) / 2

    def divergence(shares: NDArray[np.float64]) -> float:
        some = shares > 0
        return float(np.sum(shares[some] * np.log2(shares[some] / middle[some])))

    return float(np.sqrt(min(1.0, max(0.0, (divergence(own) + divergence(other)) / 2))))


def _counts(column: pa.ChunkedArray) -> dict[Any, int]:
    values, counts = value_counts(column)
    return dict(zip(values.to_pylist(), counts.to_pylist(), strict=True))
