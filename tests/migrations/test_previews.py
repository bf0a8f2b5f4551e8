"""A design as SQL: the whole, one object, or who may do what."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from designer.design import Design, Grant, Policy
from designer.migrations import write_access, write_design, write_object
from designer.proofs.catalogs import compare_designs_read
from designer.sandbox.comparisons import compare_dumps
from designer.sandbox.databases import ScratchDatabase
from tests.migrations.cases import FOLDER
from tests.migrations.proofs import build, read
from tests.sql.building import column, design, function, id_, index, key, relationship, table

ID = column("id", "bigint", is_nullable=False)
OWNER = column("owner", "uuid")
POLICY = Policy(id=id_("p"), name="own", using="public.may_see(owner)")
ORDERS = table(
    "orders",
    ID,
    OWNER,
    primary_key=key("orders_pkey", ID),
    indexes=(index("orders_owner_idx", OWNER),),
    policies=(POLICY,),
    has_rls=True,
    grants=(Grant(grantee="authenticated", privileges=("SELECT",)),),
    comment="Sold",
)
LINES = table("lines", replace(ID, id=id_("line")))
WHOLE = design(
    ORDERS,
    LINES,
    function("may_see"),
    function("other"),
    relationship("lines_fkey", LINES, LINES.columns, ORDERS, (ID,)),
)


def test_an_object_comes_with_everything_on_it() -> None:
    sql = write_object(WHOLE, ORDERS.id)
    for part in (
        "create table public.orders",
        "create index orders_owner_idx",
        "create policy own",
        "enable row level",
    ):
        assert part in sql
    assert "comment on table public.orders is 'Sold'" in sql
    assert "grant select on table public.orders to authenticated" in sql
    assert "lines" not in sql
    assert "may_see(" in sql
    assert "create or replace function" not in sql


def test_a_table_comes_with_its_own_foreign_keys() -> None:
    sql = write_object(WHOLE, LINES.id)
    assert "create table public.lines" in sql
    assert "add constraint lines_fkey" in sql
    assert "orders_pkey" not in sql


def test_an_object_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        write_object(WHOLE, id_("nobody"))


def test_access_is_helpers_privileges_policies_and_flags() -> None:
    sql = write_access(WHOLE)
    assert "function public.may_see" in sql
    assert "function public.other" not in sql
    assert "create policy own on public.orders" in sql
    assert "alter table public.orders enable row level security" in sql
    assert "create table" not in sql


def test_an_empty_design_is_empty() -> None:
    assert write_design(Design()) == []


@pytest.mark.parametrize("case", ["people.sql", "retype_column_in_use/before.sql", "partitions/before.sql"])
def test_a_design_rebuilds_what_was_read(case: str, databases: tuple[ScratchDatabase, ScratchDatabase]) -> None:
    original, rebuilt = databases
    assert build(original, (FOLDER / case).read_text()) == []
    read_design = read(original)
    with rebuilt.connect() as connection:
        for statement in write_design(read_design):
            connection.execute(statement.encode())
    found = read(rebuilt)
    assert compare_designs_read(found, read_design) == []
    assert compare_dumps(original.dump(), rebuilt.dump()) == []
