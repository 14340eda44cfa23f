"""Times several ways of doing one thing, side by side, and prints one table."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Case:
    """One way of doing the thing: what is timed, and what makes it fair before each run."""

    name: str
    run: Callable[[], object]
    before: Callable[[], object] = lambda: None
    repeats: int = 7


def measure(cases: list[Case], warmup: int = 1) -> dict[str, list[float]]:
    """Seconds of each run, the cases in turn (A B C A B C ...) so that a drifting machine hurts all alike."""
    seconds: dict[str, list[float]] = {case.name: [] for case in cases}
    for turn in range(warmup + max(case.repeats for case in cases)):
        for case in cases:
            if turn >= warmup + case.repeats:
                continue
            case.before()
            gc.collect()
            start = time.perf_counter()
            result = case.run()
            elapsed = time.perf_counter() - start
            del result
            if turn >= warmup:
                seconds[case.name].append(elapsed)
    return seconds


def report(
    title: str, seconds: dict[str, list[float]], limit: str, target: dict[str, float] | None = None
) -> None:
    """Print median, minimum and maximum in milliseconds, and the ratio of medians to `limit`."""
    base = statistics.median(seconds[limit])
    print(f"\n{title}\n{'':44}{'median ms':>11}{'min':>11}{'max':>11}{'ratio':>9}  target")
    for name, runs in seconds.items():
        median = statistics.median(runs)
        bound = (target or {}).get(name)
        verdict = "" if bound is None else f"<= {bound:g} {'met' if median / base <= bound else 'MISSED'}"
        figures = "".join(f"{value * 1000:11.3f}" for value in (median, min(runs), max(runs)))
        print(f"{name:44}{figures}{median / base:9.2f}  {verdict}".rstrip())
