"""The exact SQL of operations, forwards and backwards, without a server."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from designer.design import (
    Action,
    Check,
    Command,
    Design,
    Enum,
    EnumValue,
    Grant,
    Identity,
    IndexKey,
    Partitioning,
    Policy,
    Role,
    Sequence,
    Table,
    Trigger,
    TypeRef,
    View,
)
from designer.design.edits import put, remove
from designer.migrations import HazardKind, Lock, Operation, compare_designs
from tests.sql.building import column, design, function, id_, index, key, relationship, table

ID = column("id", "bigint", is_nullable=False)
NAME = column("name", default="'x'")
BASE = table("orders", ID, NAME, primary_key=key("orders_pkey", ID))


def only(before: Design, after: Design) -> Operation:
    operations = compare_designs(before, after)
    assert len(operations) == 1, [operation.describe() for operation in operations]
    return operations[0]


def change(old: Table, new: Table) -> Operation:
    return only(design(old), design(new))


def with_column(**changes: object) -> Table:
    return replace(BASE, columns=(ID, replace(NAME, **changes)))


@pytest.mark.parametrize(
    ("new", "up", "down"),
    [
        (with_column(default="'y'"), "set default 'y'", "set default 'x'"),
        (with_column(default=None), "drop default", "set default 'x'"),
        (with_column(is_nullable=False), "set not null", "drop not null"),
        (with_column(compression="lz4"), "set compression lz4", "set compression default"),
    ],
)
def test_a_change_of_a_column_knows_what_was_before(new: Table, up: str, down: str) -> None:
    operation = change(BASE, new)
    assert operation.up() == [f"alter table public.orders alter column name {up}"]
    assert operation.down() == [f"alter table public.orders alter column name {down}"]
    assert operation.lock == Lock.ACCESS_EXCLUSIVE


def test_a_wider_type_needs_no_conversion_and_no_new_default() -> None:
    narrow = with_column(type=TypeRef("character varying(10)"))
    operation = change(narrow, with_column(type=TypeRef("character varying(20)")))
    assert operation.up() == ["alter table public.orders alter column name type character varying(20)"]
    assert not [hazard for hazard in operation.hazards if hazard.kind == HazardKind.REWRITE]
    back = change(with_column(type=TypeRef("character varying(20)")), narrow)
    assert HazardKind.REWRITE in {hazard.kind for hazard in back.hazards}


def test_a_dropped_column_comes_back_with_everything_but_its_values() -> None:
    operation = change(replace(BASE, columns=(ID, replace(NAME, comment="Who"))), replace(BASE, columns=(ID,)))
    assert operation.symbol == "-"
    assert operation.down() == [
        "alter table public.orders add column name text default 'x'",
        "comment on column public.orders.name is 'Who'",
    ]
    assert HazardKind.DATA_LOSS in {hazard.kind for hazard in operation.hazards}


@pytest.mark.parametrize(
    ("kind", "value"), [("integer", "'0'::integer"), ("text", "''::text"), ("timestamp(3) with time zone", "'epoch'")]
)
def test_a_required_column_comes_back_with_something_in_it(kind: str, value: str) -> None:
    required = column("rank", kind, is_nullable=False)
    operation = change(replace(BASE, columns=(ID, required)), replace(BASE, columns=(ID,)))
    first, second = operation.down()
    assert first.startswith("-- Its values are lost")
    assert f"default {value}" in first
    assert second == "alter table public.orders alter column rank drop default"


def test_an_identity_starts_behind_the_values_there_are() -> None:
    operation = change(BASE, replace(BASE, columns=(replace(ID, identity=Identity.ALWAYS), NAME)))
    assert operation.up()[1].startswith("select pg_catalog.setval(")
    assert operation.down() == ["alter table public.orders alter column id drop identity"]


def test_a_rename_is_one_operation() -> None:
    operation = change(BASE, replace(BASE, name="sales", primary_key=BASE.primary_key))
    assert operation.describe() == "Rename table orders to sales"
    assert operation.up()[0] == "alter table public.orders rename to sales"
    assert operation.down()[-1] == "alter table public.sales rename to orders"


def test_a_check_is_dropped_by_its_name_and_added_anew() -> None:
    old = replace(BASE, checks=(Check(id=id_("c"), name="positive", expression="id > 0"),))
    new = replace(BASE, checks=(Check(id=id_("c"), name="positive", expression="id > 1"),))
    operations = compare_designs(design(old), design(new))
    assert [sql for operation in operations for sql in operation.up()] == [
        "alter table public.orders drop constraint positive",
        "alter table public.orders add constraint positive check (id > 1)",
    ]


def test_spacing_alone_is_no_change() -> None:
    old = replace(BASE, checks=(Check(id=id_("c"), name="positive", expression="id>0"),))
    new = replace(BASE, checks=(Check(id=id_("c"), name="positive", expression="(id > 0)"),))
    assert compare_designs(design(old), design(new)) == []


def test_the_order_of_columns_is_no_change() -> None:
    assert compare_designs(design(BASE), design(replace(BASE, columns=(NAME, ID)))) == []


def test_a_policy_is_altered_where_alter_policy_can_both_ways() -> None:
    policy = Policy(id=id_("p"), name="own", using="true")
    old = replace(BASE, policies=(policy,))
    altered = change(old, replace(BASE, policies=(replace(policy, using="false", roles=("anon",)),)))
    assert altered.up() == ["alter policy own on public.orders\n  to anon\n  using (false)"]
    made_anew = compare_designs(design(old), design(replace(BASE, policies=(replace(policy, command=Command.SELECT),))))
    assert [operation.symbol for operation in made_anew] == ["-", "+"]
    # Adding a clause could be altered, but not taken away again.
    added = compare_designs(design(old), design(replace(BASE, policies=(replace(policy, check="true"),))))
    assert [operation.symbol for operation in added] == ["-", "+"]


def test_row_level_security_is_enabled_after_its_policies_and_disabled_before() -> None:
    closed = replace(BASE, has_rls=True, policies=(Policy(id=id_("p"), name="own", using="true"),))
    up = [operation.describe() for operation in compare_designs(design(BASE), design(closed))]
    assert up == ["Create policy own on public.orders", "Enable row-level security on public.orders"]
    down = [operation.describe() for operation in compare_designs(design(closed), design(BASE))]
    assert down == ["Disable row-level security on public.orders", "Drop policy own on public.orders"]


def test_a_foreign_key_with_another_action_is_made_anew() -> None:
    other = table("lines", replace(ID, id=id_("line")))
    foreign = relationship("lines_fkey", other, other.columns, BASE, (ID,))
    before = design(BASE, other, foreign)
    after = put(before, replace(foreign, on_delete=Action.CASCADE))
    assert [operation.describe() for operation in compare_designs(before, after)] == [
        "Drop foreign key lines_fkey on public.lines",
        "Add foreign key lines_fkey on public.lines",
    ]


def test_tables_that_refer_to_one_another_are_made_before_their_foreign_keys() -> None:
    other = table("lines", replace(ID, id=id_("line")), primary_key=None)
    other = replace(other, primary_key=key("lines_pkey", other.columns[0]))
    there = relationship("a_fkey", other, other.columns, BASE, (ID,))
    back = relationship("b_fkey", BASE, (ID,), other, other.columns)
    whole = design(BASE, other, there, back)
    assert [operation.symbol + type(operation).__name__ for operation in compare_designs(Design(), whole)] == [
        "+CreateTable",
        "+CreateTable",
        "+AddRelationship",
        "+AddRelationship",
    ]
    assert [operation.symbol + type(operation).__name__ for operation in compare_designs(whole, Design())] == [
        "-DropRelationship",
        "-DropRelationship",
        "-DropTable",
        "-DropTable",
    ]


def test_a_serial_column_brings_its_sequence_and_takes_it_along() -> None:
    serial = replace(ID, default="nextval('public.orders_id_seq'::regclass)")
    sequence = Sequence(
        id=id_("s"), schema="public", name="orders_id_seq", owner_table_id=BASE.id, owner_column_id=ID.id
    )
    orders = replace(BASE, columns=(serial, NAME))
    created = only(Design(), design(orders, sequence))
    assert created.up()[0] == "create sequence public.orders_id_seq"
    assert "alter sequence public.orders_id_seq owned by public.orders.id" in created.up()
    assert only(design(orders, sequence), Design()).up() == ["drop table public.orders"]


def test_a_default_comes_after_the_function_it_calls() -> None:
    after = design(with_column(default="public.make()"), function("make"))
    described = [operation.describe() for operation in compare_designs(Design(), after)]
    assert described == ["Create function public.make()", "Create table public.orders"]


def test_a_function_with_another_result_is_made_anew_under_what_calls_it() -> None:
    old = function("make")
    policy = Policy(id=id_("p"), name="own", using="public.make() > 0")
    guarded = replace(BASE, policies=(policy,))
    operations = compare_designs(design(guarded, old), design(guarded, replace(old, returns="bigint")))
    assert [operation.describe() for operation in operations] == [
        "Drop policy own on public.orders",
        "Drop function public.make()",
        "Create function public.make()",
        "Create policy own on public.orders",
    ]
    body = only(design(guarded, old), design(guarded, replace(old, body="select 2")))
    assert body.describe() == "Change function public.make()"


def test_a_view_is_taken_down_and_put_back_with_what_is_on_it() -> None:
    grants = (Grant(grantee="anon", privileges=("SELECT",)),)
    view = View(
        id=id_("v"), schema="public", name="names", query="select name from public.orders", grants=grants, comment="All"
    )
    after = put(design(BASE, view), with_column(type=TypeRef("character varying(9)")))
    operations = compare_designs(design(BASE, view), after)
    assert [operation.symbol for operation in operations] == ["-", "~", "+"]
    assert operations[0].down() == operations[-1].up()
    assert operations[-1].up()[1:] == [
        "revoke all on table public.names from anon, authenticated, service_role",
        "grant select on table public.names to anon",
        "comment on view public.names is 'All'",
    ]


@pytest.mark.parametrize(
    ("query", "symbols"),
    [
        ("select name from public.orders where name > 'a' order by name", ["~"]),
        ("select name, id from public.orders", ["-", "+"]),
        ("select name from public.orders join public.orders o using (name)", ["-", "+"]),
        ("select name from public.orders union select 'x'", ["-", "+"]),
    ],
)
def test_a_view_is_replaced_where_its_columns_stay(query: str, symbols: list[str]) -> None:
    view = View(id=id_("v"), schema="public", name="names", query="select name from public.orders where id > 1")
    operations = compare_designs(design(BASE, view), design(BASE, replace(view, query=query)))
    assert [operation.symbol for operation in operations] == symbols


def test_added_enum_values_are_first_and_alone_and_can_be_taken_back() -> None:
    old = Enum(
        id=id_("e"), schema="public", name="mood", values=(EnumValue(id_("1"), "sad"), EnumValue(id_("2"), "happy"))
    )
    new = replace(old, values=(EnumValue(id_("0"), "awful"), *old.values, EnumValue(id_("3"), "ecstatic")))
    typed = with_column(type=TypeRef(type_id=old.id), default="'sad'::public.mood")
    operation = only(design(old, typed), design(new, typed))
    assert operation.is_alone
    assert operation.up() == [
        "alter type public.mood add value 'awful' before 'sad'",
        "alter type public.mood add value 'ecstatic' after 'happy'",
    ]
    assert operation.down()[0] == "alter table public.orders alter column name drop default"
    assert operation.down()[-1] == "alter table public.orders alter column name set default 'sad'::public.mood"


def test_a_trigger_is_switched_off_in_place_and_changed_by_a_new_one() -> None:
    trigger = Trigger(
        id=id_("t"), name="note", timing="before", events=("insert",), for_each_row=True, function_name="public.note"
    )
    old = replace(BASE, triggers=(trigger,))
    off = change(old, replace(BASE, triggers=(replace(trigger, enabled="D"),)))
    assert (off.up(), off.down()) == (
        ["alter table public.orders disable trigger note"],
        ["alter table public.orders enable trigger note"],
    )
    changed = compare_designs(design(old), design(replace(BASE, triggers=(replace(trigger, timing="after"),))))
    assert [operation.symbol for operation in changed] == ["-", "+"]


def test_roles_come_before_what_they_are_granted() -> None:
    granted = replace(BASE, grants=(Grant(grantee="clerk", privileges=("SELECT",)),))
    after = design(granted, Role(id=id_("r"), name="clerk"))
    assert [operation.describe() for operation in compare_designs(Design(), after)] == [
        "Create role clerk",
        "Create table public.orders",
    ]
    assert [operation.describe() for operation in compare_designs(after, Design())] == [
        "Drop table public.orders",
        "Drop role clerk",
    ]


def test_a_partition_key_of_another_type_takes_a_new_table_with_the_rows() -> None:
    parted = replace(
        BASE, primary_key=None, partitioning=Partitioning(strategy="range", keys=(IndexKey(column_id=ID.id),))
    )
    wider = replace(parted, columns=(replace(ID, type=TypeRef("numeric")), NAME))
    assert [operation.describe() for operation in compare_designs(design(parted), design(wider))] == [
        "Keep the rows of public.orders",
        "Drop table public.orders",
        "Create table public.orders",
        "Put the rows of public.orders back",
    ]


def test_every_reverse_leads_back() -> None:
    """Planned from the other side, the same two designs give operations that mirror these."""
    orders = replace(BASE, indexes=(index("orders_name_idx", NAME),))
    full = design(orders, function("make"), Role(id=id_("r"), name="clerk"))
    forth, back = compare_designs(Design(), full), compare_designs(full, Design())
    assert sorted(operation.subject for operation in forth) == sorted(operation.subject for operation in back)
    assert compare_designs(full, remove(full, id_("r")))[0].up() == forth[0].down()
