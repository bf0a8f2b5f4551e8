"""A killed process leaves nothing for long."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import scratch_database
from designer.sandbox.orphans import sweep_orphans

VICTIM = textwrap.dedent("""
    from designer.postgres.scripts import read_script
    from designer.sandbox.databases import scratch_database
    from designer.sandbox.scripts import apply_script
    with scratch_database() as database, database.connect() as connection:
        apply_script(connection, read_script("create role of_the_dead; create table t (); grant select on t to of_the_dead"))
        print(database.name, flush=True)
        connection.execute("select pg_sleep(3600)")
""")


def test_a_killed_run_is_swept(cluster: Cluster) -> None:
    victim = subprocess.Popen(
        [sys.executable, "-c", VICTIM], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2], env=os.environ
    )
    assert victim.stdout is not None
    name = victim.stdout.readline().strip()
    assert name.startswith("run_")
    assert name not in sweep_orphans(cluster), "a living run must not be swept"
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    victim.stdout.close()

    dropped: list[str] = []
    while not dropped:  # until the server has noticed that the client is gone, at most a second
        dropped = [orphan for orphan in sweep_orphans(cluster) if name.startswith(orphan)]
    assert name in dropped
    with cluster.connect() as connection:
        assert connection.execute("select 1 from pg_database where datname = %s", (name,)).fetchone() is None
        assert connection.execute("select 1 from pg_roles where rolname = 'of_the_dead'").fetchone() is None


def test_a_sweep_leaves_living_runs_alone(cluster: Cluster) -> None:
    with scratch_database(cluster) as database, database.connect() as connection:
        dropped = sweep_orphans(cluster)
        assert database.name not in dropped
        assert database.run.role not in dropped
        assert connection.execute("select 1").fetchone() == (1,)
