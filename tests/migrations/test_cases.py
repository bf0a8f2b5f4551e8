"""Every case folder: the SQL is as a person has read it, and a server proves it up, down and up on rows."""

import pytest

from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import ScratchDatabase
from tests.migrations.cases import Case, expect, our_cases
from tests.migrations.proofs import build, faults, plan, prove, read_sql


@pytest.mark.parametrize("case", our_cases(), ids=lambda case: case.name)
def test_case(case: Case, cluster: Cluster, databases: tuple[ScratchDatabase, ScratchDatabase]) -> None:
    base, target = databases
    assert build(base, case.before) == []
    assert build(target, case.after) == []
    assert build(base, case.rows) == []
    before, after = read_sql(cluster, case.before), read_sql(cluster, case.after)
    proof = prove(cluster, before, after, rows=case.rows)
    assert faults(proof) == []
    assert proof.unfilled == ()
    expect(case, plan(before, after)[1])
