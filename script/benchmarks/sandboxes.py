"""Figures of the sandbox: cloning the emulated Supabase."""

from __future__ import annotations

from collections.abc import Iterator

from designer.sandbox.clusters import Cluster, get_cluster
from designer.sandbox.databases import sandbox_run, scratch_database
from script.benchmarks.figures import Figure, Reference, reference
from script.benchmarks.timings import measure

ROUND_TRIPS = 100


def round_trips(cluster: Cluster) -> Reference:
    """The reference for work that mostly waits for the server."""
    with cluster.connect() as connection:

        def ask() -> None:
            for _ in range(ROUND_TRIPS):
                connection.execute("SELECT 1")

        return reference("round trips", ask)


def clone_figures() -> Iterator[Figure]:
    """A clone alone, and a scratch database from nothing to gone."""
    cluster = get_cluster()
    with sandbox_run(cluster) as run:
        timing = measure(run.database, runs=10)
    yield Figure(subject="Clone of the template database", timing=timing, reference=round_trips(cluster), goal=200)

    def make_and_drop() -> None:
        with scratch_database(cluster):
            pass

    timing = measure(make_and_drop, runs=10)
    yield Figure(subject="Scratch database, made and dropped", timing=timing, reference=round_trips(cluster))
