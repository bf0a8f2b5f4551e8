"""Vacuuming system catalogs: autovacuum is off, so that nothing touches the tables of a run behind its back.

Every scratch database leaves hundreds of dead rows in the catalogs that all databases share; without vacuum a server
that has made a thousand of them needs ten times as long for the next.
"""

from __future__ import annotations

import psycopg

from designer.postgres.quoting import quote_identifier
from designer.sandbox.servers import run_sql

MOST_DEAD_ROWS = 5000
"""So many dead rows cost less than looking for them more often."""


def vacuum_catalogs(connection: psycopg.Connection) -> list[str]:
    """Vacuums the system catalogs, shared ones included, that have many dead rows; returns their names.

    The connection is a superuser's and in no transaction. A catalog that somebody else vacuums is skipped.
    """
    rows = connection.execute(
        "select relname from pg_stat_sys_tables where schemaname = 'pg_catalog' and n_dead_tup > %s", (MOST_DEAD_ROWS,)
    ).fetchall()
    for (name,) in rows:
        # Giving pages back to the disk would need a lock that stops everybody.
        run_sql(connection, f"vacuum (skip_locked, truncate false) pg_catalog.{quote_identifier(name)}")
    return [name for (name,) in rows]
