"""Taking away what crashed or killed runs left: databases, logins and roles.

A run holds its lease lock as long as its process lives; PostgreSQL frees the lock when the connection dies. So whatever
bears the number of a run whose lock can be had belongs to nobody.
"""

from __future__ import annotations

import re
import time

import psycopg

from designer.postgres.quoting import quote_identifier
from designer.sandbox.roles import has_role_changes, restore_roles, try_role_lock
from designer.sandbox.servers import Cluster, run_sql

LEASE_LOCK = 0x5277 << 48
"""Added to a run's number, the key of the lock that says it lives. Disjoint from two-integer locks."""

SWEEP_SECONDS = 60
_last_sweep: dict[str, float] = {}

_NAME = re.compile(r"run_([0-9a-f]{12})(?:_\d+)?")


def sweep_orphans(cluster: Cluster) -> list[str]:
    """Drops what belongs to no living run; returns the names. Safe beside living runs and other sweeps."""
    dropped: list[str] = []
    with cluster.connect() as connection:
        for number, databases in _find_runs(connection).items():
            if _try_lease(connection, number):
                dropped += _drop_run(connection, number, databases)
        if has_role_changes(connection) and try_role_lock(connection):
            restore_roles(connection)
    return dropped


def sweep_sometimes(cluster: Cluster) -> None:
    """Sweeps when this process has not done so for a while; every run begins with it."""
    if time.monotonic() - _last_sweep.get(cluster.url, 0.0) > SWEEP_SECONDS:
        _last_sweep[cluster.url] = time.monotonic()
        sweep_orphans(cluster)


def _find_runs(connection: psycopg.Connection) -> dict[int, list[str]]:
    """The databases of every run that has left a trace, by its number."""
    runs: dict[int, list[str]] = {}
    for (role,) in connection.execute("select rolname from pg_roles where rolname like 'run\\_%%'"):
        if match := _NAME.fullmatch(role):
            runs.setdefault(int(match[1], 16), [])
    for (name,) in connection.execute("select datname from pg_database where datname like 'run\\_%%'"):
        if match := _NAME.fullmatch(name):
            runs.setdefault(int(match[1], 16), []).append(name)
    return runs


def _try_lease(connection: psycopg.Connection, number: int) -> bool:
    row = connection.execute("select pg_try_advisory_lock(%s)", (LEASE_LOCK + number,)).fetchone()
    return row is not None and bool(row[0])


def _drop_run(connection: psycopg.Connection, number: int, databases: list[str]) -> list[str]:
    role = f"run_{number:012x}"
    for name in databases:
        run_sql(connection, f"drop database if exists {quote_identifier(name)} with (force)")
    run_sql(connection, f"drop role if exists {quote_identifier(role)}")
    return [*databases, role]
