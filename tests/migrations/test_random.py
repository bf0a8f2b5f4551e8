"""From one schema of chance to another and back, with rows, in plain and in online form."""

from random import Random

import pytest

from designer.sandbox.clusters import Cluster
from tests.migrations.proofs import faults_of_planning, prove, read_sql
from tests.migrations.schemas import make_schema


@pytest.mark.parametrize("seed", [0, 1, 80, 173])
def test_schemas_of_chance(seed: int, cluster: Cluster) -> None:
    _prove(seed, cluster)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 300))
def test_many_schemas_of_chance(seed: int, cluster: Cluster) -> None:
    _prove(seed, cluster)


def _prove(seed: int, cluster: Cluster) -> None:
    random = Random(seed)
    before, after = (read_sql(cluster, make_schema(random)) for _ in range(2))
    assert before != after
    assert faults_of_planning(prove(cluster, before, after, online=seed % 3 != 0)) == []
