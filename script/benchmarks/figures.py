"""Figures: a measured duration, the goal it has, and the reference it is compared to."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from script.benchmarks.timings import Timing, compute_reference, measure

REFERENCE_RUNS = 9


class NotMeasurableError(Exception):
    """Something a group needs is not there; the message names it."""


class Reference(Struct, frozen=True):
    """A fixed piece of work, measured right before the figure, that tells a slow machine from slow code."""

    name: str
    timing: Timing


class Figure(Struct, frozen=True, kw_only=True):
    """One line of docs/benchmarks.md. `goal` is in `unit`, mostly milliseconds; None where the issue names none.

    What is counted or weighed has another unit; its numbers stand in `timing` all the same.
    """

    subject: str
    timing: Timing
    reference: Reference
    goal: float | None = None
    unit: str = "ms"
    is_p95: bool = False
    """The goal is for the 95th percentile; otherwise it is for the median."""

    @property
    def milliseconds(self) -> float:
        return self.timing.p95 if self.is_p95 else self.timing.median

    @property
    def ratio(self) -> float:
        """How many times the reference the subject took: comparable between machines, unlike the milliseconds."""
        return self.milliseconds / self.reference.timing.median

    @property
    def is_reached(self) -> bool:
        return self.goal is None or self.milliseconds <= self.goal


def compute() -> Reference:
    """The reference for work in Python alone."""
    return Reference("compute", measure(compute_reference, runs=REFERENCE_RUNS))


def reference(
    name: str, work: Callable[[], object], *, runs: int = REFERENCE_RUNS, prepare: Callable[[], object] = lambda: None
) -> Reference:
    """A reference of its own, such as the same file run by psql."""
    return Reference(name, measure(work, runs=runs, prepare=prepare))
