"""Figures of pgTAP suites: the example's and a starter's, run once as they are and against every mutant."""

from __future__ import annotations

from collections.abc import Iterator

from designer.access.declarations import declare_access, read_declaration
from designer.access.mutants import run_mutation
from designer.catalog.imports import read_scripts
from designer.design import Design
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import get_cluster
from designer.sandbox.templates import has_pgtap
from script.benchmarks.figures import Figure, NotMeasurableError
from script.benchmarks.sandboxes import round_trips
from script.benchmarks.timings import Timing
from script.steps.commands import ROOT

SUITE_GOAL = 10_000
MUTANTS_A_MINUTE = 200
"""What two cores are to do, with the measuring of those that survive."""
_STARTER = "teams"


def suite_figures() -> Iterator[Figure]:
    """Both designs, each once. Raises NotMeasurableError where pgTAP is missing."""
    cluster = get_cluster()
    if not has_pgtap(cluster):
        raise NotMeasurableError("pgTAP is not installed; script/setup does it")
    for name, design in (("the example", _read_example()), (f"the starter {_STARTER}", _read_starter())):
        reference = round_trips(cluster)
        report = run_mutation(design, cluster=cluster)
        yield Figure(
            subject=f"pgTAP suite of {name}, {report.tests} tests",
            timing=Timing((report.suite_seconds * 1000,)),
            reference=reference,
            goal=SUITE_GOAL,
        )
        count, seconds = len(report.mutants), report.mutants_seconds
        yield Figure(
            subject=f"{count} mutants of {name}, {count / seconds * 60:.0f} a minute",
            timing=Timing((seconds * 1000,)),
            reference=reference,
            goal=count / MUTANTS_A_MINUTE * 60_000,
        )


def _read_example() -> Design:
    files = sorted((ROOT / "examples/coaching/supabase/migrations").glob("*.sql"))
    return read_scripts([read_script(file.read_bytes(), file.name) for file in files], cluster=get_cluster())[0]


def _read_starter() -> Design:
    folder = ROOT / "starters" / _STARTER
    script = read_script((folder / "schema.sql").read_bytes(), "schema.sql")
    design, _ = read_scripts([script], cluster=get_cluster())
    return declare_access(design, read_declaration((folder / "access.toml").read_bytes()))
