"""Measuring: how long something takes, and how long a fixed reference takes on the same machine in the same minute."""

from __future__ import annotations

import gc
import hashlib
import statistics
import time
from collections.abc import Callable

from msgspec import Struct


class Timing(Struct, frozen=True):
    """The durations of a number of runs, in milliseconds."""

    milliseconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """The duration that 95 of 100 runs stay below; of few runs, nearly the slowest."""
        if len(self.milliseconds) == 1:
            return self.milliseconds[0]
        return statistics.quantiles(self.milliseconds, n=20, method="inclusive")[-1]


def measure(
    subject: Callable[[], object], *, runs: int, warm_up: int = 1, prepare: Callable[[], object] = lambda: None
) -> Timing:
    """Times a subject `runs` times after running it `warm_up` times unmeasured (caches, connections, imports).

    `prepare` is called before every run, outside the clock.
    """
    durations = []
    for run in range(warm_up + runs):
        prepare()
        if run == warm_up:
            gc.collect()
        started = time.perf_counter()
        subject()
        durations.append((time.perf_counter() - started) * 1000)
    return Timing(tuple(durations[warm_up:]))


def compute_reference() -> str:
    """A fixed amount of plain Python work: dictionaries, strings, a sort, a hash. Some tens of milliseconds."""
    names = [f"table_{number * 7919 % 20011:05d}" for number in range(60_000)]
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + len(name)
    text = ",".join(f"{name}:{count}" for name, count in sorted(counts.items()))
    return hashlib.sha256(text.encode()).hexdigest()
