"""The master property: what is written and run reads back as it was, and the integrity checks have nothing against it."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from msgspec.structs import replace

from designer.catalog import read_design
from designer.design import Design, Publication, Table
from designer.design.integrity import check_design
from designer.migrations import write_design
from tests.sql.building import run
from tests.sql.drawing import SCHEMA, designs, designs_of_types


def drawn_part(design: Design) -> Design:
    """What lives in the schema of drawn designs, in an order that means nothing."""
    return Design(
        schemas=tuple(row for row in design.schemas if row.name == SCHEMA),
        collations=design.collations,
        enums=tuple(design.enums),
        ranges=tuple(sorted(design.ranges, key=lambda row: row.name)),
        aggregates=design.aggregates,
        tables=tuple(
            sorted((in_order(row) for row in design.tables if row.schema == SCHEMA), key=lambda row: row.name)
        ),
        relationships=tuple(sorted(design.relationships, key=lambda row: str(row.id))),
        functions=design.functions,
        default_privileges=design.default_privileges,
        publications=tuple(row for row in design.publications if not is_untouched(row)),
        event_triggers=design.event_triggers,
        statistics=tuple(sorted(design.statistics, key=lambda row: row.name)),
    )


def is_untouched(publication: Publication) -> bool:
    """Whether it is the platform's publication as every project has it."""
    return publication == Publication(id=publication.id, name="supabase_realtime", is_managed=True)


def in_order(table: Table) -> Table:
    """The table with its parts by name: their order means nothing."""
    by_name = {
        kind: tuple(sorted(getattr(table, kind), key=lambda row: row.name))
        for kind in ("unique_keys", "checks", "indexes", "rules", "policies")
    }
    grants = tuple(sorted(table.grants))
    return replace(table, **by_name, grants=grants, not_nulls=())


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(design=designs())
def test_a_design_that_is_sound_is_written_and_read_without_loss(scratch: Any, design: Design) -> None:
    assume(not check_design(design))
    with scratch.connect() as connection:
        run(connection, write_design(design))
        assert drawn_part(read_design(connection)) == drawn_part(design)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(design=designs_of_types())
def test_types_and_aggregates_are_written_and_read_without_loss(scratch: Any, design: Design) -> None:
    assume(not check_design(design))
    with scratch.connect() as connection:
        run(connection, write_design(design))
        assert drawn_part(read_design(connection)) == drawn_part(design)
