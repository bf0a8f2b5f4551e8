"""Figures of the diagram: layout by Graphviz and the drawing made of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from designer.diagram import draw_design
from script.benchmarks.designs import make_design
from script.benchmarks.figures import Figure, compute
from script.benchmarks.timings import measure

SIZES = {100: 5, 500: 3, 1000: 3}
"""Tables, and how often that many are drawn."""


def diagram_figures() -> Iterator[Figure]:
    """SVG files of made-up designs with one and a half foreign keys per table."""
    for tables, runs in SIZES.items():
        design = make_design(tables, tables * 3 // 2)
        reference = compute()
        timing = measure(partial(draw_design, design, format="svg"), runs=runs)
        yield Figure(subject=f"Diagram of {tables} tables as SVG", timing=timing, reference=reference)
