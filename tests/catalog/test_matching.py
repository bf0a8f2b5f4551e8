"""Ids of a freshly read design: those the project already uses, and never one of them twice."""

from __future__ import annotations

from uuid import UUID, uuid4

from msgspec.structs import replace

from designer.catalog.matching import adopt_ids
from designer.design import Design, Function, kind_of
from designer.design.documents import decode_design, encode_design
from tests.catalog.conftest import Read

SQL = """
    create extension citext with schema extensions;
    create type mood as enum ('sad', 'ok');
    create domain slug as text check (value <> '');
    create type place as (x int);
    create table orgs (id int primary key, slug slug unique, feels mood, check (id > 0));
    create table docs (id serial primary key, org int references orgs, at date, exclude (at with =));
    create index on docs (org) include (at);
    create policy own on docs using (org > 0);
    create function touch() returns trigger language plpgsql as 'begin return new; end';
    create function f(a int) returns int language sql as 'select 1';
    create function f(a text) returns int language sql as 'select 1';
    create trigger w before update of org on docs for each row execute function touch();
    create table logs (at date) partition by range (at);
    create table logs_rest partition of logs default;
    create index on logs (at);
    create view v as select 1 as a;
    grant update (org) on docs to authenticated;
"""


def with_random_ids(design: Design) -> Design:
    """The design as if it had been drawn: none of its ids derived from a name."""
    text = encode_design(design).decode()
    for id_ in all_ids(design):
        text = text.replace(str(id_), str(uuid4()))
    return decode_design(text)


def all_ids(design: Design) -> list[UUID]:
    """Ids of every object, however deep."""
    found: list[UUID] = []

    def visit(value: object) -> None:
        if isinstance(getattr(value, "id", None), UUID):
            found.append(value.id)  # type: ignore[attr-defined]
        if isinstance(value, tuple):
            for item in value:
                visit(item)
        else:
            for name in getattr(value, "__struct_fields__", ()):
                visit(getattr(value, name))

    visit(design)
    return found


def test_an_equal_design_becomes_the_known_one(read: Read) -> None:
    design = read(SQL)
    known = with_random_ids(design)
    assert known != design
    assert adopt_ids(design, known) == known


def test_an_object_renamed_in_the_project_does_not_lend_its_id(read: Read) -> None:
    design = read("create table a (x int); create table b (y int)")
    a = design.table("public", "a")
    # The project renamed a to c and dropped b; the database still has a and b.
    known = Design(schemas=design.schemas, tables=(replace(a, name="c"),))
    adopted = adopt_ids(design, known)
    assert not {table.id for table in adopted.tables} & {a.id}
    assert not set(all_ids(adopted)) & (set(all_ids(known)) - {schema.id for schema in known.schemas})


def test_swapped_names_swap_ids(read: Read) -> None:
    design = read("create table a (x int primary key); create table b (x int references a)")
    a, b = design.table("public", "a"), design.table("public", "b")
    known = replace(design, tables=(replace(a, name="b"), replace(b, name="a")))
    adopted = adopt_ids(design, known)
    assert adopted.table("public", "a").id == b.id
    assert adopted.table("public", "b").id == a.id
    assert adopted.relationships[0].table_id == a.id
    assert len(all_ids(adopted)) == len(set(all_ids(adopted)))


def test_a_function_that_is_alone_is_known_by_its_name(read: Read) -> None:
    design = read("create function f(a int) returns int language sql as 'select 1'")
    known = replace(design, functions=(typed("int4", design.functions[0]),))
    assert adopt_ids(design, known).functions[0].id == known.functions[0].id


def typed(type_: str, function: Function) -> Function:
    arguments = tuple(replace(argument, type=type_) for argument in function.arguments)
    return replace(function, id=uuid4(), arguments=arguments)


def test_no_id_is_used_twice(read: Read) -> None:
    design = read(SQL)
    ids = all_ids(adopt_ids(design, with_random_ids(read("drop view v; create view w as select 2 as b"))))
    assert len(ids) == len(set(ids))
    assert {kind_of(row) for row in design.definitions()} >= {"tables", "views", "functions", "relationships"}
