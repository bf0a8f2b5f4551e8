"""Enums, domains and composite types, from SQL to values."""

from __future__ import annotations

from designer.design import (
    PUBLIC,
    Attribute,
    Composite,
    Domain,
    DomainCheck,
    Enum,
    EnumValue,
    Grant,
    TypeRef,
    id_from_path,
)
from tests.catalog.conftest import Read


def test_an_enum_in_sort_order(read: Read) -> None:
    design = read("""
        create type mood as enum ('sad', 'happy');
        alter type mood add value 'ok' before 'happy';
        comment on type mood is 'How';
    """)
    assert design.enums == (
        Enum(
            id=id_from_path("type", "public", "mood"),
            schema="public",
            name="mood",
            values=tuple(
                EnumValue(id=id_from_path("enum value", "public", "mood", label), name=label)
                for label in ("sad", "ok", "happy")
            ),
            comment="How",
        ),
    )


def test_grants_of_a_type_are_none_while_they_are_postgresqls_default(read: Read) -> None:
    design = read("""
        create type untouched as enum (); create type explicit as enum (); create type closed as enum ();
        create type partly as enum ();
        grant usage on type explicit to public; revoke usage on type closed, partly from public;
        grant usage on type partly to authenticated with grant option;
    """)
    grants = {enum.name: enum.grants for enum in design.enums}
    assert grants == {
        "untouched": None,
        "explicit": None,
        "closed": (),
        "partly": (Grant(grantee="authenticated", privileges=("USAGE",), with_grant_option=True),),
    }


def test_grants_to_public_beside_others(read: Read) -> None:
    design = read("create type t as enum (); grant usage on type t to public, authenticated")
    assert design.enums[0].grants == (
        Grant(grantee="authenticated", privileges=("USAGE",)),
        Grant(grantee=PUBLIC, privileges=("USAGE",)),
    )


def test_a_domain(read: Read) -> None:
    design = read("""
        create type mood as enum ('sad');
        create domain plain as mood[];
        create domain code as varchar(8) collate "C" default 'a' || 'b' not null
          constraint short check (length(value) < 5 and value <> ')');
        alter domain code add constraint later check (value <> '') not valid;
        comment on constraint short on domain code is 'Short';
    """)
    code, plain = design.domains
    assert plain.base == TypeRef(type_id=design.enums[0].id, dimensions=1)
    assert code == Domain(
        id=id_from_path("type", "public", "code"),
        schema="public",
        name="code",
        base=TypeRef("character varying(8)"),
        is_nullable=False,
        default="('a'::text || 'b'::text)",
        collation='"C"',
        checks=(
            DomainCheck(
                id=id_from_path("constraint", "public", "code", "later"),
                name="later",
                expression="(VALUE)::text <> ''::text",
                is_validated=False,
            ),
            DomainCheck(
                id=id_from_path("constraint", "public", "code", "short"),
                name="short",
                expression="(length((VALUE)::text) < 5) AND ((VALUE)::text <> ')'::text)",
                comment="Short",
            ),
        ),
    )


def test_a_composite_type(read: Read) -> None:
    design = read("""
        create type place as (x numeric(4,1), label text collate "C");
        comment on column place.x is 'East';
        create table not_a_composite (x int);
    """)
    assert design.composites == (
        Composite(
            id=id_from_path("type", "public", "place"),
            schema="public",
            name="place",
            attributes=(
                Attribute(
                    id=id_from_path("attribute", "public", "place", "x"),
                    name="x",
                    type=TypeRef("numeric(4,1)"),
                    comment="East",
                ),
                Attribute(
                    id=id_from_path("attribute", "public", "place", "label"),
                    name="label",
                    type=TypeRef("text"),
                    collation='"C"',
                ),
            ),
        ),
    )


def test_types_of_extensions_are_not_the_projects(read: Read) -> None:
    design = read("create extension citext with schema public; create table t (a citext)")
    assert (design.domains, design.composites, design.enums) == ((), (), ())
    assert design.functions == ()
    assert [(row.name, row.schema, row.version, row.comment) for row in design.extensions] == [
        ("citext", "public", None, None)
    ]
