from __future__ import annotations

from typing import Any

import pytest

from designer.design import (
    Attribute,
    Composite,
    Design,
    DesignerError,
    Domain,
    DomainCheck,
    Enum,
    EnumValue,
    TypeRef,
)
from designer.sql.composites import (
    write_add_attribute,
    write_alter_attribute,
    write_create_composite,
    write_drop_attribute,
    write_drop_composite,
    write_rename_attribute,
)
from designer.sql.domains import (
    write_add_domain_check,
    write_create_domain,
    write_drop_domain,
    write_drop_domain_check,
    write_rename_domain_check,
    write_set_domain_default,
    write_set_domain_nullable,
    write_validate_domain_check,
)
from designer.sql.enums import (
    write_add_enum_value,
    write_create_enum,
    write_drop_enum,
    write_rebuild_enum,
    write_rename_enum_value,
)
from designer.sql.schemas import write_rename, write_set_schema
from designer.sql.tables import write_create_table
from designer.sql.types import write_type
from tests.sql.building import HOSTILE_NAMES, column, design, id_, run, table, value

NONE = Design()


def enum(*labels: str, name: str = "mood", schema: str = "public") -> Enum:
    return Enum(
        id=id_("mood"), schema=schema, name=name, values=tuple(EnumValue(id_(label), label) for label in labels)
    )


def domain(**attributes: Any) -> Domain:
    defaults: dict[str, Any] = {"id": id_("d"), "schema": "public", "name": "d", "base": TypeRef("text")}
    return Domain(**(defaults | attributes))


def composite(*attributes: Attribute) -> Composite:
    return Composite(id=id_("c"), schema="public", name="c", attributes=attributes)


def attribute(name: str, type_: str = "text", **attributes: Any) -> Attribute:
    return Attribute(id=id_(f"attribute {name}"), name=name, type=TypeRef(type_), **attributes)


LABELS = "select array_agg(enumlabel::text order by enumsortorder) from pg_enum where enumtypid = (select max(oid) from pg_type where typtype = 'e')"


def test_a_type_that_is_gone_is_refused() -> None:
    with pytest.raises(DesignerError, match="type that is not in the design"):
        write_type(TypeRef(type_id=id_("nobody")), NONE)


def test_enums_are_written_exactly() -> None:
    assert write_create_enum(enum("sad", "it's")) == ["create type public.mood as enum (\n  'sad',\n  'it''s'\n)"]
    assert write_create_enum(enum()) == ["create type public.mood as enum ()"]
    three = enum("a", "b", "c")
    assert write_add_enum_value(three.values[0], three) == ["alter type public.mood add value 'a' before 'b'"]
    assert write_add_enum_value(three.values[2], three) == ["alter type public.mood add value 'c' after 'b'"]
    assert write_add_enum_value(three.values[0], enum("a")) == ["alter type public.mood add value 'a'"]
    assert write_drop_enum(three) == ["drop type public.mood"]


def test_enum_changes_run(scratch: Any) -> None:
    with scratch.connect() as connection:
        run(connection, write_create_enum(enum()))
        for labels in (["b"], ["a", "b"], ["a", "b", "d"], ["a", "b", "c", "d"]):
            grown = enum(*labels)
            new = {"1": "b", "2": "a", "3": "d", "4": "c"}[str(len(labels))]
            run(connection, write_add_enum_value(next(v for v in grown.values if v.name == new), grown))
            assert value(connection, LABELS) == labels
        run(connection, write_rename_enum_value(EnumValue(id_("c"), "c"), EnumValue(id_("c"), "it's"), enum()))
        assert value(connection, LABELS) == ["a", "b", "it's", "d"]
        moved = enum(name="Mood", schema="app")
        run(connection, "create schema app", write_rename(enum(), moved), write_set_schema(enum(name="Mood"), moved))
        run(connection, write_drop_enum(moved))


def test_rebuilding_an_enum_keeps_the_rows(scratch: Any) -> None:
    old, new = enum("a", "b", "gone"), enum("b", "a")
    type_ = TypeRef(type_id=old.id)
    one = column("one", type_, default="'b'::public.mood")
    many = column("many", TypeRef(type_id=old.id, dimensions=1))
    holder = table("holder", one, many)
    with scratch.connect() as connection:
        run(connection, write_create_enum(old), write_create_table(holder, design(old, holder)))
        run(connection, "insert into holder values ('gone', '{a,gone}'), ('a', '{}'), (default, null)")
        run(connection, write_rebuild_enum(old, new, design(new, holder), mapping={"gone": "b"}))
        run(connection, "insert into holder default values")
        rows = connection.execute("select one::text, many::text from holder").fetchall()
        assert rows == [("b", "{a,b}"), ("a", "{}"), ("b", None), ("b", None)]
        assert value(connection, LABELS) == ["b", "a"]
        assert value(connection, "select count(*) from pg_type where typname like '%old'") == 0


def test_domains_are_written_exactly() -> None:
    check = DomainCheck(id=id_("k"), name="ok", expression="VALUE <> ''")
    everything = domain(collation='"C"', default="'x'", is_nullable=False, checks=(check,))
    assert write_create_domain(everything, NONE) == [
        """\
create domain public.d as text
  collate "C"
  default 'x'
  not null
  constraint ok check (VALUE <> '')"""
    ]
    assert write_add_domain_check(check, everything, not_valid=True) == [
        "alter domain public.d add constraint ok check (VALUE <> '') not valid"
    ]


def test_domain_changes_run(scratch: Any) -> None:
    ok = DomainCheck(id=id_("k"), name="ok", expression="VALUE <> ''")
    late = DomainCheck(id=id_("l"), name="late", expression="length(VALUE) < 9", is_validated=False)
    start = domain(checks=(ok, late), default="'x'", is_nullable=False, collation='"C"')
    state = "select typdefault, typnotnull from pg_type where typname = 'd'"
    valid = "select array_agg(conname::text || convalidated order by conname) from pg_constraint where contypid = 'd'::regtype and contype = 'c'"
    with scratch.connect() as connection:
        run(connection, write_create_domain(start, NONE))
        assert connection.execute(state).fetchone() == ("'x'::text", True)
        assert value(connection, valid) == ["latefalse", "oktrue"]
        run(connection, write_validate_domain_check(late, start))
        run(connection, write_rename_domain_check(ok, DomainCheck(id=ok.id, name="fine", expression=""), start))
        assert value(connection, valid) == ["finetrue", "latetrue"]
        run(connection, write_drop_domain_check(late, start), write_set_domain_nullable(domain()))
        run(connection, write_set_domain_default(domain()), write_set_domain_nullable(domain(is_nullable=False)))
        assert connection.execute(state).fetchone() == (None, True)
        run(connection, write_set_domain_default(domain(default="1 = 1 or false")))
        run(connection, write_rename(domain(), domain(name="e")), write_drop_domain(domain(name="e")))


def test_a_domain_can_stand_on_the_projects_own_array_type(scratch: Any) -> None:
    mood = enum("a")
    moods = domain(base=TypeRef(type_id=mood.id, dimensions=1))
    with scratch.connect() as connection:
        run(connection, write_create_enum(mood), write_create_domain(moods, design(mood)))
        assert value(connection, "select format_type(typbasetype, null) from pg_type where typname = 'd'") == "mood[]"


def test_composites_are_written_exactly() -> None:
    both = composite(attribute("a", collation='"C"'), attribute("b c", "numeric(10,2)"))
    assert write_create_composite(both, NONE) == [
        'create type public.c as (\n  a text collate "C",\n  "b c" numeric(10,2)\n)'
    ]
    assert write_create_composite(composite(), NONE) == ["create type public.c as ()"]


def test_composite_changes_run(scratch: Any) -> None:
    a, b = attribute("a"), attribute("b", "integer")
    with scratch.connect() as connection:
        run(connection, write_create_composite(composite(a), NONE), write_add_attribute(b, composite(a, b), NONE))
        run(connection, write_rename_attribute(b, attribute("c d"), composite(a, b)))
        run(connection, write_alter_attribute(attribute("c d", "bigint"), composite(a, b), NONE))
        run(connection, write_drop_attribute(a, composite(a, b)))
        found = connection.execute(
            "select attname, format_type(atttypid, null) from pg_attribute where attrelid = 'c'::regclass and not attisdropped"
        ).fetchall()
        assert found == [("c d", "bigint")]
        run(connection, write_drop_composite(composite()))


def test_hostile_names_of_types_and_labels_survive(scratch: Any) -> None:
    with scratch.connect() as connection:
        for name in HOSTILE_NAMES:
            evil = enum(name, "plain", name=name)
            renamed = enum("plain again", "plain", name=name)
            run(connection, write_create_enum(evil), write_rename_enum_value(evil.values[0], renamed.values[0], evil))
            run(connection, write_rebuild_enum(renamed, evil, NONE, mapping={"plain again": name}))
            assert value(connection, LABELS) == [name, "plain"]
            run(connection, write_drop_enum(evil), write_create_domain(domain(name=name), NONE))
            check = DomainCheck(id=id_("k"), name=name, expression="VALUE <> ''")
            run(connection, write_add_domain_check(check, domain(name=name)), write_drop_domain(domain(name=name)))
            evil_composite = composite(attribute(name))
            run(connection, write_create_composite(evil_composite, NONE), write_drop_composite(evil_composite))
