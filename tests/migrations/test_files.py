"""Files: what shares a transaction, what stands alone, and what a person reads in them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from designer.design import Check, Design, Exclusion, IndexKey, Partitioning, PartitionOf, Table
from designer.design.edits import put
from designer.migrations import HazardKind, MigrationFile, compare_designs, plan_files
from tests.sql.building import column, design, function, id_, index, key, relationship, table

ID = column("id", "bigint", is_nullable=False)
NAME = column("name")
ORDERS = table("orders", ID, NAME, primary_key=key("orders_pkey", ID))
PARTED = table("parted", ID, NAME, partitioning=Partitioning(strategy="list", keys=(IndexKey(column_id=ID.id),)))
PARTITION = table(
    "parted_1",
    replace(ID, id=id_("part_id")),
    replace(NAME, id=id_("part_name")),
    partition_of=PartitionOf(table_id=PARTED.id, bound="default"),
)
LINES = table("lines", replace(ID, id=id_("line")))


def plan(before: Design, after: Design, *, online: bool = True) -> list[MigrationFile]:
    return plan_files(compare_designs(before, after), name="edit", online=online)


def with_index(orders: Table) -> Table:
    return replace(orders, indexes=(index("orders_name_idx", NAME),))


def test_a_file_says_its_name_its_limits_and_each_step() -> None:
    (file,) = plan(design(ORDERS), design(replace(ORDERS, comment="Sold")))
    assert file.up_sql == (
        "-- edit\n"
        "set local lock_timeout = '4s';\n"
        "set local statement_timeout = '2min';\n"
        "\n"
        "-- Set the comment on public.orders\n"
        "comment on table public.orders is 'Sold';\n"
    )
    assert file.down_sql.endswith(
        "-- Undo: Set the comment on public.orders\ncomment on table public.orders is null;\n"
    )


def test_the_author_is_quoted_above_the_statement() -> None:
    operations = compare_designs(design(ORDERS), design(replace(ORDERS, comment="Sold")))
    (file,) = plan_files(operations, name="edit", reason=lambda operation: f"Because of {operation.subject}")
    assert "-- Set the comment on public.orders\n-- Because of public.orders\ncomment on" in file.up_sql


def test_an_index_on_a_table_that_exists_is_built_alone() -> None:
    (file,) = plan(design(ORDERS), design(with_index(ORDERS)))
    assert not file.is_transactional
    statements = [line for line in file.up_sql.splitlines() if not line.startswith("--")]
    assert statements == ["create index concurrently orders_name_idx on public.orders (name);"]
    assert "drop index concurrently public.orders_name_idx;" in file.down_sql
    assert file.up_sql.splitlines()[0] == "-- pg-delta: transaction=false"


def test_an_index_on_a_new_table_is_plain() -> None:
    (file,) = plan(Design(), design(with_index(ORDERS)))
    assert file.is_transactional
    assert "create index orders_name_idx" in file.up_sql


def test_offline_everything_is_plain_and_in_one_file() -> None:
    (file,) = plan(design(ORDERS), design(with_index(ORDERS)), online=False)
    assert file.is_transactional


def test_a_check_on_a_table_that_exists_is_validated_later() -> None:
    checked = replace(ORDERS, checks=(Check(id=id_("c"), name="positive", expression="id > 0"),))
    first, second = plan(design(ORDERS), design(checked))
    assert "check (id > 0) not valid;" in first.up_sql
    assert "validate constraint positive;" in second.up_sql
    assert second.name_suffix == "_validate"


def test_a_foreign_key_between_tables_that_exist_is_validated_later() -> None:
    foreign = relationship("lines_fkey", LINES, LINES.columns, ORDERS, (ID,))
    base = design(ORDERS, LINES)
    assert [file.name_suffix for file in plan(base, put(base, foreign))] == ["_expand", "_validate"]
    assert len(plan(design(ORDERS), put(base, foreign))) == 1


def test_a_changed_index_stands_beside_the_old_one_until_it_is_built() -> None:
    changed = replace(ORDERS, indexes=(replace(index("orders_name_idx", NAME), is_unique=True),))
    files = plan(design(with_index(ORDERS)), design(changed))
    assert [file.is_transactional for file in files] == [False, True, False]
    assert "create unique index concurrently _orders_name_idx_new" in files[0].up_sql
    assert "rename to _orders_name_idx_old" in files[1].up_sql
    assert "drop index concurrently public._orders_name_idx_old" in files[2].up_sql


def test_bodies_of_functions_may_look_ahead() -> None:
    (file,) = plan(Design(), design(function("make")))
    assert "set local check_function_bodies = off;" in file.up_sql


def test_equal_input_gives_equal_files() -> None:
    after = design(with_index(ORDERS), LINES, function("make"))
    shuffled = replace(after, tables=after.tables[::-1])
    assert [file.up_sql for file in plan(Design(), after)] == [file.up_sql for file in plan(Design(), shuffled)]


def test_nothing_to_do_makes_no_file() -> None:
    assert plan(design(ORDERS), design(ORDERS)) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            ORDERS,
            replace(ORDERS, exclusions=(Exclusion(id=id_("one"), name="one", definition="exclude (name with =)"),)),
            "no other way",
        ),
        (
            replace(PARTED, unique_keys=(key("parted_key", ID),)),
            replace(PARTED, unique_keys=(key("parted_key", ID, NAME),)),
            "not every partition",
        ),
    ],
)
def test_what_is_done_in_one_step_says_why(old: Table, new: Table, reason: str) -> None:
    files = plan(design(old, PARTITION), design(new, PARTITION))
    hazards = [hazard.message for file in files for step in file.operations for hazard in step.hazards]
    assert [message for message in hazards if "in one step because" in message and reason in message]


def test_a_key_of_a_partitioned_table_is_made_of_its_partitions_indexes() -> None:
    keyed = replace(PARTED, unique_keys=(key("parted_key", ID),))
    first, last = plan(design(PARTED, PARTITION), design(keyed, PARTITION))
    assert "create unique index concurrently parted_1_id_key" in first.up_sql
    assert "alter table only public.parted add constraint parted_key unique (id);" in last.up_sql
    assert not [hazard for hazard in last.operations[0].hazards if hazard.kind == HazardKind.SCAN]


def test_a_partition_with_a_key_of_its_own_gets_its_parents_at_once() -> None:
    own = replace(PARTITION, unique_keys=(key("parted_1_id_key", PARTITION.columns[0]),))
    keyed = replace(PARTED, unique_keys=(key("parted_key", ID),))
    (file,) = plan(design(PARTED, own), design(keyed, PARTITION))
    assert "alter table public.parted add constraint parted_key unique (id);" in file.up_sql
