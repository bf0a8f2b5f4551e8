"""Figures of importing a real schema: run it, read it, build it again from the design, compare the dumps."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from designer.catalog.imports import import_scripts
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster, get_cluster
from designer.sandbox.databases import ScratchDatabase, sandbox_run
from script.benchmarks.figures import Figure, NotMeasurableError, Reference, reference
from script.benchmarks.timings import measure
from script.steps.commands import ROOT

FILE = "pagila-schema.sql"
RUNS = 7


def import_figures() -> Iterator[Figure]:
    """Pagila, PostgreSQL's sample database. Raises NotMeasurableError where the file is not there."""
    file = Path(os.environ.get("ROWHOUSE_CASES") or ROOT.parent / "shared" / "cases") / FILE
    if not file.exists():
        raise NotMeasurableError(f"there is no {file}; ROWHOUSE_CASES names the folder it should be in")
    cluster = get_cluster()
    script = read_script(file.read_bytes(), FILE)
    timing = measure(lambda: import_scripts([script], cluster=cluster), runs=RUNS)
    yield Figure(subject=f"Import of {FILE}", timing=timing, reference=psql(cluster, file), goal=2000)


def psql(cluster: Cluster, file: Path) -> Reference:
    """The same file run by PostgreSQL's own client, each time in a fresh clone of the template."""
    with sandbox_run(cluster) as run:
        database: list[ScratchDatabase] = []

        def clone() -> None:
            database[:] = [run.database()]

        def load() -> None:
            command = [str(cluster.bin_dir / "psql"), "-X", "-q", "-f", str(file), database[0].conninfo()]
            subprocess.run(command, capture_output=True, check=True)

        return reference("psql", load, runs=RUNS, prepare=clone)
