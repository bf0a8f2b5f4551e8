"""Figures of the engine alone: no database, no web."""

from __future__ import annotations

from collections.abc import Iterator

from designer.design.documents import decode_design, encode_design
from script.benchmarks.designs import make_design
from script.benchmarks.figures import Figure, compute
from script.benchmarks.timings import measure

LARGE = (375, 550)
"""Tables and foreign keys of the design the issue names."""


def document_figures() -> Iterator[Figure]:
    """Writing a design as JSON and reading it back with full type checking."""
    design = make_design(*LARGE)
    yield Figure(
        subject=f"JSON round trip of {LARGE[0]} tables",
        reference=compute(),
        timing=measure(lambda: decode_design(encode_design(design)), runs=30),
    )
