"""Pairs of schemas that others wrote, proven up, down and up; read from a folder beside the project, where there is one."""

import pytest

from designer.sandbox.clusters import Cluster
from tests.migrations.cases import SHARED, Case, shared_lines, shared_pairs
from tests.migrations.proofs import faults, prove, read_sql, with_twins

EVERY = 50
"""Of the 502 pairs of pairs.jsonl every so many are part of the ordinary suite."""

PAIRS = shared_pairs()
LINES = shared_lines()


@pytest.mark.skipif(not PAIRS, reason=f"{SHARED}/pairs is missing; ROWHOUSE_CASES names its folder")
@pytest.mark.parametrize("case", PAIRS, ids=lambda case: case.name)
def test_pair(case: Case, cluster: Cluster) -> None:
    _prove(case, cluster)


@pytest.mark.skipif(not LINES, reason=f"{SHARED}/pairs.jsonl is missing; ROWHOUSE_CASES names its folder")
@pytest.mark.parametrize("case", LINES[::EVERY], ids=lambda case: case.name)
def test_line(case: Case, cluster: Cluster) -> None:
    _prove(case, cluster)


@pytest.mark.slow
@pytest.mark.skipif(not LINES, reason=f"{SHARED}/pairs.jsonl is missing; ROWHOUSE_CASES names its folder")
@pytest.mark.parametrize("case", LINES, ids=lambda case: case.name)
def test_every_line(case: Case, cluster: Cluster) -> None:
    _prove(case, cluster)


@pytest.mark.slow
@pytest.mark.skipif(not LINES, reason=f"{SHARED}/pairs.jsonl is missing; ROWHOUSE_CASES names its folder")
@pytest.mark.parametrize("case", LINES, ids=lambda case: case.name)
def test_every_line_with_twins(case: Case, cluster: Cluster) -> None:
    before, after = read_sql(cluster, case.before), read_sql(cluster, case.after)
    if answers := with_twins(before, after):
        assert faults(prove(cluster, before, after, answers=answers)) == []


def _prove(case: Case, cluster: Cluster) -> None:
    # Some pairs need roles or extensions that are not there: what a server refuses is missing from both designs.
    before, after = read_sql(cluster, case.before), read_sql(cluster, case.after)
    assert faults(prove(cluster, before, after)) == []
