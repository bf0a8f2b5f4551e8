"""docs/benchmarks.md: the figures, and how they were measured."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from script.benchmarks.figures import Figure

HEADING = """# Benchmarks

Written by `script/bench`; run it to measure your own machine. Nothing else should run meanwhile.

- **Measured** is the 95th percentile where the figure says p95, otherwise the median of the runs.
- **Ratio** is the measured time divided by the median of a reference that was measured right before it in the same
  process. Compare ratios, not milliseconds, between machines and over time.
- The references: **compute** is a fixed loop in plain Python ({compute}); **round trips** is 100 times `SELECT 1` on
  the sandbox's server, one after the other; **psql** is the same file run by `psql -f` in a scratch database.
"""


def write_report(
    figures: Sequence[Figure], notes: Sequence[str], file: Path, *, server: str, now: datetime, load: float
) -> None:
    """Writes the page. `notes` name what was not measured and why; `server` is the PostgreSQL measured on.

    `load` is the load average before the first figure: one that is not far below the cores spoils the milliseconds.
    """
    computed = [figure.reference.timing.median for figure in figures if figure.reference.name == "compute"]
    compute = f"{computed[0]:.0f} ms here" if computed else "not measured in this run"
    machine = (
        f"{now:%Y-%m-%d}, {os.cpu_count()} cores ({platform.machine()}), "
        f"Python {platform.python_version()}, Django {version('django')}, {server}, {sys.platform}; "
        f"load average before: {load:.1f}."
    )
    if load > (os.cpu_count() or 1) / 2:
        machine += "\n**The machine was busy with other work**: go by the ratios, the milliseconds are too high."
    rows = [_row(figure) for figure in figures]
    lines = [
        HEADING.format(compute=compute),
        machine,
        "",
        "| what | measured | goal | runs | ratio | reference |",
        "|---|--:|--:|--:|--:|---|",
        *rows,
        *([""] if notes else []),
        *(f"- Not measured: {note}" for note in notes),
        "",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")


def _row(figure: Figure) -> str:
    goal = "" if figure.goal is None else f"{figure.goal:,.0f} {figure.unit}"
    is_time = figure.unit == "ms"
    mark = "" if figure.is_reached else " (missed)"
    cells = [
        f"{figure.subject}{', p95' if figure.is_p95 else ''}",
        f"{_duration(figure.milliseconds) if is_time else f'{figure.milliseconds:,.0f} {figure.unit}'}{mark}",
        goal,
        str(len(figure.timing.milliseconds)),
        f"{figure.ratio:.2f}" if is_time else "",
        f"{figure.reference.name}, {_duration(figure.reference.timing.median)}" if is_time else "",
    ]
    return f"| {' | '.join(cells)} |"


def _duration(milliseconds: float) -> str:
    return f"{milliseconds:.1f} ms" if milliseconds < 100 else f"{milliseconds:.0f} ms"
