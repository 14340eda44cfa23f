"""Which verb of a split does what people look for under another library's name."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import close_matches

_HERE = {
    "iloc": "split[0] or split[:5]",
    "loc": "split.filter('gap > 0') or split['gap']",
    "query": "split.filter('gap > 0')",
    "where": "split.filter('gap > 0')",
    "sort_values": "split.sort('gap')",
    "order_by": "split.sort('gap')",
    "features": "split.schema",
    "dtypes": "split.schema",
    "column_names": "split.columns.names",
    "iter_rows": "for row in split",
    "iterrows": "for row in split",
    "itertuples": "for row in split",
    "limit": "split.head(5)",
    "take": "split[:5]",
    "shuffle": "split.train_test_split(0.2, seed=0) or split.sample(100, seed=0)",
    "map_batches": "split.map(function)",
    "apply": "split.map(function)",
    "to_df": "split.to_pandas()",
    "df": "split.to_pandas()",
    "pl": "split.to_polars()",
    "values": "split.to_numpy()",
    "push_to_hub": "foundry_lab.push",
    "units": "split.columns['gap'].unit",
}


def hint(name: str, names: Sequence[str]) -> str:
    """Return a sentence for a name that a split does not have."""
    if name in _HERE:
        return f"A split has no {name!r}: use {_HERE[name]}."
    import pandas

    if hasattr(pandas.DataFrame, name):
        return f"A split has no {name!r}, and frames have: use split.to_pandas().{name}."
    close = close_matches(name, names)
    advice = (
        f"did you mean {' or '.join(map(repr, close))}?" if close else "its verbs are those of dir(split)."
    )
    return f"A split has no {name!r}; {advice}"
