"""Figures of proving: ten operations, up, down and up again with rows, on a small and on a large design."""

from __future__ import annotations

from collections.abc import Iterator

from designer.migrations import find_differences, plan_files
from designer.proofs import Plan, predict_locks, prove_migration, with_names
from designer.sandbox.clusters import get_cluster
from script.benchmarks.designs import change_ten_things, make_design
from script.benchmarks.engines import LARGE
from script.benchmarks.figures import Figure
from script.benchmarks.sandboxes import round_trips
from script.benchmarks.timings import measure

SMALL = (30, 40)
"""Tables and foreign keys of the smaller design that the goals name."""


def proof_figures() -> Iterator[Figure]:
    """The goals are ten seconds and a minute."""
    for size, goal in ((SMALL, 10_000), (LARGE, 60_000)):
        cluster, plan = get_cluster(), make_plan(*size)
        timing = measure(lambda: prove_migration(plan, cluster=cluster), runs=1, warm_up=0)  # noqa: B023
        subject = f"Proof of ten changes of {size[0]} tables, {size[1]} foreign keys"
        yield Figure(subject=subject, timing=timing, reference=round_trips(cluster), goal=goal)


def make_plan(tables: int, relationships: int) -> Plan:
    """Ten changes of a made-up design."""
    before = make_design(tables, relationships)
    after = change_ten_things(before)
    files = plan_files(find_differences(before, after).operations, name="ten_things")
    names = [f"{number}{file.name_suffix}.sql" for number, file in enumerate(files, start=1)]
    return Plan(before=before, after=after, files=tuple(with_names(files, names)), predictions=predict_locks(files))
