"""A server on which thousands of scratch databases were made stays as quick as a new one."""

from __future__ import annotations

from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import ScratchDatabase
from designer.sandbox.vacuuming import vacuum_catalogs


def test_catalogs_are_vacuumed_when_many_of_their_rows_are_dead(cluster: Cluster, scratch: ScratchDatabase) -> None:
    with cluster.connect(scratch.name) as connection:
        connection.execute("update pg_description set description = description")
        connection.execute("update pg_description set description = description")
        connection.execute("select pg_stat_force_next_flush()")
        assert "pg_description" in vacuum_catalogs(connection)
        assert "pg_description" not in vacuum_catalogs(connection)
