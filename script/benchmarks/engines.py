"""Figures of the engine alone: no database, no web."""

from __future__ import annotations

from collections.abc import Iterator

from designer.design import Design
from designer.design.documents import decode_design, encode_design
from designer.migrations import compare_designs, plan_files
from script.benchmarks.designs import change_ten_things, make_design, widen
from script.benchmarks.figures import Figure, compute
from script.benchmarks.timings import measure

LARGE = (375, 550)
"""Tables and foreign keys of the larger of the designs that the goals name."""
WIDE = 1000, 20
"""Tables and columns of each of the widest design that the goals name; with one foreign key per table."""


def document_figures() -> Iterator[Figure]:
    """Writing a design as JSON and reading it back with full type checking."""
    design = make_wide_design()
    yield Figure(
        subject=f"JSON round trip of {WIDE[0]} tables of {WIDE[1]} columns",
        reference=compute(),
        timing=measure(lambda: decode_design(encode_design(design)), runs=10),
        goal=300,
    )


def make_wide_design() -> Design:
    """A thousand tables of twenty columns."""
    tables, columns = WIDE
    return widen(make_design(tables, tables), columns)


def plan_figures() -> Iterator[Figure]:
    """Comparing two designs that differ in ten things, and planning the files of the migration.

    Both are read from JSON for every run, outside the clock: what a request finds, without anything remembered.
    """
    before = make_design(*LARGE)
    documents = encode_design(before), encode_design(change_ten_things(before))
    pair: list[Design] = []

    def read() -> None:
        pair[:] = map(decode_design, documents)

    def plan() -> None:
        plan_files(compare_designs(*pair), name="ten_things")

    yield Figure(
        subject=f"Compare and plan ten changes of {LARGE[0]} tables, {LARGE[1]} foreign keys",
        reference=compute(),
        timing=measure(plan, runs=20, prepare=read),
        goal=100,
    )
    wide = make_wide_design()
    yield Figure(
        subject=f"Plan from nothing to {WIDE[0]} tables of {WIDE[1]} columns",
        reference=compute(),
        timing=measure(lambda: plan_files(compare_designs(Design(), wide), name="everything"), runs=5),
        goal=1000,
    )
