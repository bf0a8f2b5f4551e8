"""Any two sound designs: the migration between them runs up, down and up again, file by file."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from msgspec.structs import replace

from designer.design import Design
from designer.design.integrity import check_design
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import scratch_database
from tests.migrations.proofs import faults_of_planning, prove, read, with_twins
from tests.sql.drawing import SCHEMA, designs


@pytest.mark.slow
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    # Shrinking would take minutes on a server; the first design that fails says enough.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(before=designs(), after=designs())
def test_any_two_designs_lead_to_each_other(cluster: Cluster, before: Design, after: Design) -> None:
    assume(not check_design(before) and not check_design(after))
    with scratch_database(cluster) as database:
        platform = tuple(row for row in read(database).schemas if row.name != SCHEMA)
        before, after = (replace(one, schemas=(*platform, *one.schemas)) for one in (before, after))
    proof = prove(cluster, before, after, answers=with_twins(before, after))
    assert faults_of_planning(proof) == []
