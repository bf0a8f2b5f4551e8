"""Any change of publications, event triggers and default privileges runs up and down again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.catalog import read_design
from designer.design import Design
from designer.design.integrity import check_design
from designer.migrations import compare_designs, write_design
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import scratch_database
from tests.sql.building import run
from tests.sql.drawing import designs
from tests.sql.drawing_databases import WATCHER, default_privileges, event_triggers, publications
from tests.sql.test_round_trips import drawn_part

Draw = Any


@st.composite
def pairs(draw: Draw) -> tuple[Design, Design]:
    """Two designs that differ only in what belongs to the database as a whole, and in which tables there are."""
    before = draw(designs())
    tables = before.tables[: draw(st.integers(1, len(before.tables)))] if before.tables else ()
    kept = {table.id for table in tables}
    relationships = (row for row in before.relationships if {row.table_id, row.target_table_id} <= kept)
    watchers = tuple(draw(event_triggers()))
    after = replace(
        before,
        tables=tables,
        relationships=tuple(relationships),
        functions=(WATCHER,) if watchers else (),
        default_privileges=tuple(draw(default_privileges())),
        publications=tuple(draw(publications(list(tables)))),
        event_triggers=watchers,
    )
    return before, after


@pytest.mark.slow
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(pair=pairs())
def test_any_two_lead_to_each_other(cluster: Cluster, pair: tuple[Design, Design]) -> None:
    before, after = pair
    assume(not check_design(before) and not check_design(after))
    operations = compare_designs(before, after)
    with scratch_database(cluster) as database, database.connect() as connection:
        run(connection, write_design(before))
        for operation in operations:
            run(connection, operation.up())
        assert drawn_part(read_design(connection)) == drawn_part(after)
        for operation in reversed(operations):
            run(connection, operation.down())
        assert drawn_part(read_design(connection)) == drawn_part(before)
