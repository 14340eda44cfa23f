"""Words for a person for Arrow types: those of `src/components/table/column-type.ts`."""

from __future__ import annotations

import re

WORDS = (
    (r"^dictionary<", "category"),
    (r"^(u?int\d|float|double|halffloat|decimal)", "number"),
    (r"^(large_)?string|^utf8|^string_view", "text"),
    (r"^bool", "true or false"),
    (r"^date", "date"),
    (r"^timestamp", "date and time"),
    (r"^time", "time of day"),
    (r"^duration", "duration"),
    (r"^(large_|fixed_size_)?binary|^binary_view", "bytes"),
    (r"^(large_|fixed_size_)?list", "list"),
    (r"^struct", "record"),
    (r"^map", "map"),
    (r"^extension", "extension"),
    (r"^null", "no values"),
)


def type_word(kind: str) -> str:
    """Return a word for an Arrow type as pyarrow prints it; the type itself where there is none."""
    return next((word for pattern, word in WORDS if re.search(pattern, kind)), kind)
