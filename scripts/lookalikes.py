"""Writes schema/lookalikes.json: letters that Unicode's table of confusables takes for Latin ones, and slashes.

`--check` changes nothing and fails when what is committed differs.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from pathlib import Path

from confusable_homoglyphs import confusables

TARGET = Path(__file__).parent.parent / "schema/lookalikes.json"
COMMENT = "Letters and slashes that are mistaken for Latin ones, by these: Unicode's table of confusables."
SLASHES = {"/": "\u2044\u2215\u29f8\uff0f", "\\": "\u2216\u29f5\u29f9\uff3c\ufe68"}


def main() -> int:
    """Write the file, or compare it."""
    table = dict(SLASHES)
    for mark in map(chr, range(128, sys.maxunicode + 1)):
        # What Unicode itself calls the same as another letter needs no table.
        if not re.fullmatch(r"[^\W\d_]", mark) or unicodedata.normalize("NFKC", mark) != mark:
            continue
        for match in confusables.is_confusable(mark, greedy=True, preferred_aliases=["latin"]) or []:
            latin = next((str(item["c"]) for item in match["homoglyphs"] if str(item["c"]).isascii()), None)
            if latin is not None:
                table[latin] = table.get(latin, "") + mark
                break
    text = json.dumps(
        {"$comment": COMMENT, "lookalikes": dict(sorted(table.items()))}, ensure_ascii=False, indent=2
    )
    if "--check" in sys.argv:
        if TARGET.read_text("utf-8") == text + "\n":
            return 0
        print(f"{TARGET.name} differs from Unicode's table: run `python scripts/lookalikes.py` and commit.")
        return 1
    TARGET.write_text(text + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
