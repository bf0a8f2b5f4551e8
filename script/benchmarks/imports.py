"""Figures of importing: run the SQL, read the catalogs, build it again from the design, compare the dumps."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from designer.catalog import read_design
from designer.catalog.imports import import_scripts
from designer.design import Design
from designer.migrations import write_design
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster, get_cluster
from designer.sandbox.databases import ScratchDatabase, sandbox_run, scratch_database
from designer.sql.formatting import format_script
from script.benchmarks.designs import make_design
from script.benchmarks.engines import LARGE, WIDE, make_wide_design
from script.benchmarks.figures import Figure, NotMeasurableError, Reference, reference
from script.benchmarks.sandboxes import round_trips
from script.benchmarks.timings import measure
from script.steps.commands import ROOT

FILE = "pagila-schema.sql"
RUNS = 7
LARGE_RUNS = 3
WORDS = f"{LARGE[0]} tables, {LARGE[1]} foreign keys"


def import_figures() -> Iterator[Figure]:
    """Pagila, PostgreSQL's sample database. Raises NotMeasurableError where the file is not there."""
    file = Path(os.environ.get("ROWHOUSE_CASES") or ROOT.parent / "shared" / "cases") / FILE
    if not file.exists():
        raise NotMeasurableError(f"there is no {file}; ROWHOUSE_CASES names the folder it should be in")
    cluster = get_cluster()
    script = read_script(file.read_bytes(), FILE)
    timing = measure(lambda: import_scripts([script], cluster=cluster), runs=RUNS)
    yield Figure(subject=f"Import of {FILE}", timing=timing, reference=psql(cluster, file), goal=2000)


def large_import_figures() -> Iterator[Figure]:
    """A made-up schema of the size of a large company's; the goal is twice what psql takes, and two seconds."""
    cluster = get_cluster()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.sql"
        file.write_text(format_script(write_design(make_design(*LARGE))), encoding="utf-8")
        script = read_script(file.read_bytes(), file.name)
        known = psql(cluster, file, runs=LARGE_RUNS)
    timing = measure(lambda: import_scripts([script], cluster=cluster), runs=LARGE_RUNS)
    goal = 2 * known.timing.median + 2000
    yield Figure(subject=f"Import of {WORDS}", timing=timing, reference=known, goal=goal)


def reading_figures() -> Iterator[Figure]:
    """Reading the catalogs of databases that exist."""
    wide = f"{WIDE[0]} tables of {WIDE[1]} columns"
    yield _read(f"Reading a database of {WORDS}", make_design(*LARGE), goal=1000)
    yield _read(f"Reading a database of {wide}", make_wide_design(), goal=3000)


def _read(subject: str, design: Design, *, goal: float) -> Figure:
    cluster = get_cluster()
    with scratch_database(cluster) as database, database.connect() as connection:
        connection.execute(";\n".join(write_design(design)).encode())
        timing = measure(lambda: read_design(connection), runs=5)
    return Figure(subject=subject, timing=timing, reference=round_trips(cluster), goal=goal)


def psql(cluster: Cluster, file: Path, *, runs: int = RUNS) -> Reference:
    """The same file run by PostgreSQL's own client, each time in a fresh clone of the template."""
    with sandbox_run(cluster) as run:
        database: list[ScratchDatabase] = []

        def clone() -> None:
            database[:] = [run.database()]

        def load() -> None:
            command = [str(cluster.bin_dir / "psql"), "-X", "-q", "-f", str(file), database[0].conninfo()]
            subprocess.run(command, capture_output=True, check=True)

        return reference("psql", load, runs=runs, prepare=clone)
