"""script/bench: measures everything, prints it, and writes docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from designer.sandbox.clusters import get_cluster
from script.benchmarks.access import access_figures
from script.benchmarks.canvases import canvas_figures, page_at
from script.benchmarks.diagrams import diagram_figures
from script.benchmarks.engines import document_figures, plan_figures
from script.benchmarks.figures import Figure, NotMeasurableError
from script.benchmarks.imports import import_figures, large_import_figures, reading_figures
from script.benchmarks.pages import edit_figures, page_figures
from script.benchmarks.policies import policy_figures
from script.benchmarks.proofs import proof_figures
from script.benchmarks.reports import write_report
from script.benchmarks.sandboxes import clone_figures
from script.steps.commands import ROOT, StepError, run_main, say

GROUPS: dict[str, Callable[[], Iterator[Figure]]] = {
    "documents": document_figures,
    "plans": plan_figures,
    "proofs": proof_figures,
    "access": access_figures,
    "policies": policy_figures,
    "diagrams": diagram_figures,
    "clones": clone_figures,
    "imports": import_figures,
    "large-imports": large_import_figures,
    "readings": reading_figures,
    "pages": page_figures,
    "edits": edit_figures,
    "canvas": canvas_figures,
}


def main() -> int:
    options = _options()
    load = os.getloadavg()[0]
    figures: list[Figure] = []
    notes: list[str] = []
    for name in options.groups or GROUPS:
        try:
            for figure in page_at(options.url, options.ready) if options.url else GROUPS[name]():
                figures.append(figure)
                say(_line(figure))
        except NotMeasurableError as reason:
            notes.append(f"{name}: {reason}")
            say(notes[-1])
    if not figures:
        raise StepError("Nothing could be measured.", "The lines above say what is missing.")
    if not options.groups or options.output != _default_output():
        version = get_cluster().server_version
        server = f"PostgreSQL {version // 10000}.{version % 10000}"
        write_report(figures, notes, options.output, server=server, now=datetime.now(UTC), load=load)
        say(f"Written to {options.output}.")
    return 0 if all(figure.is_reached for figure in figures) else 1


def _line(figure: Figure) -> str:
    missed = "" if figure.is_reached else ", missed"
    goal = "" if figure.goal is None else f" (goal {figure.goal:,.0f} {figure.unit}{missed})"
    statistic = "p95" if figure.is_p95 else "median"
    measured = f"{figure.milliseconds:9,.1f} {figure.unit} {statistic}{goal}"
    ratio = f", {figure.ratio:.2f} x {figure.reference.name}" if figure.unit == "ms" else ""
    return f"{figure.subject:<50} {measured}{ratio}"


def _default_output() -> Path:
    return ROOT / "docs" / "benchmarks.md"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/bench",
        description="Measures Rowhouse on this machine; ends with status 1 if a goal is missed.",
        epilog="All groups together are written to docs/benchmarks.md; chosen ones only where --output says.",
    )
    parser.add_argument("groups", nargs="*", choices=[*GROUPS, []], metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--output", type=Path, default=_default_output(), help="the page to write")
    parser.add_argument("--url", help="measure this page, of whatever tool, instead: script/bench canvas --url ADDRESS")
    parser.add_argument("--ready", default="svg, canvas", help="selector of what shows that the page can be used")
    options = parser.parse_args()
    if options.url and options.groups != ["canvas"]:
        parser.error("--url is measured by the group canvas alone")
    return options


if __name__ == "__main__":
    run_main(main)
