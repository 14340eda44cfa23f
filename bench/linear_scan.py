"""Finds records by a scan of all of them: reads a text a line, an empty line, then queries; prints times and memory."""

from __future__ import annotations

import json
import resource
import sys
import time

import pandas as pd


def main() -> None:
    texts: list[str] = []
    for line in sys.stdin:
        if line == "\n":
            break
        texts.append(line[:-1].lower())
    frame = pd.DataFrame({"text": texts})
    del texts
    milliseconds = []
    for query in json.loads(sys.stdin.readline()):
        start = time.perf_counter()
        found = pd.Series(True, index=frame.index)
        for word in query.replace('"', "").split():
            found &= frame["text"].str.contains(word, regex=False)
        frame[found].head(20)
        milliseconds.append((time.perf_counter() - start) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"milliseconds": milliseconds, "rss": peak}), flush=True)


main()
