from __future__ import annotations

from typing import Any

import pytest

from designer.design import (
    Attribute,
    Check,
    Composite,
    Design,
    DesignerError,
    Domain,
    DomainCheck,
    Enum,
    Extension,
    Policy,
    Role,
    Schema,
    Trigger,
    TypeRef,
    View,
)
from designer.design.code import Sequence
from designer.sql.comments import write_comment, write_comments, write_view_column_comment
from designer.sql.composites import write_create_composite
from designer.sql.domains import write_create_domain
from designer.sql.enums import write_create_enum
from designer.sql.functions import write_create_function
from designer.sql.indexes import write_create_index
from designer.sql.policies import write_create_policy
from designer.sql.relationships import write_add_relationship
from designer.sql.sequences import write_create_sequence
from designer.sql.tables import write_create_table
from designer.sql.triggers import write_create_trigger
from designer.sql.views import write_create_view
from tests.sql.building import HOSTILE_NAMES, column, design, function, id_, index, key, relationship, run, table, value

EVIL = 'It\'s \\ a $$ "comment";\n-- Ünïcode'


def test_comments_are_written_exactly() -> None:
    users = table("users", column("a"))
    assert write_comment(users, "It's", Design()) == ["comment on table public.users is 'It''s'"]
    assert write_comment(users.columns[0], None, Design(), owner=users) == ["comment on column public.users.a is null"]
    assert write_comment(Role(id=id_("r"), name="R"), "x", Design()) == ["comment on role \"R\" is 'x'"]
    assert write_comment(Extension(id=id_("e"), name="citext", schema="x"), "x", Design()) == [
        "comment on extension citext is 'x'"
    ]


def test_a_part_needs_its_owner() -> None:
    with pytest.raises(DesignerError, match="Give the table, view or type it lives on"):
        write_comment(column("a"), "x", Design())


def everything() -> tuple[Design, list[str]]:
    """One of each kind that can carry a comment, all with the same one, and the SQL that creates them."""
    touch = function("touch", returns="trigger", language="plpgsql", body="begin return new; end", comment=EVIL)
    a = column("a b", "integer", is_nullable=False, comment=EVIL)
    t = table(
        "t",
        a,
        comment=EVIL,
        primary_key=key("t_pkey", a, comment=EVIL),
        unique_keys=(key("t_key", a, comment=EVIL),),
        checks=(Check(id=id_("c"), name="t_check", expression="true", comment=EVIL),),
        indexes=(index("t_idx", a, comment=EVIL),),
        triggers=(
            Trigger(
                id=id_("g"), name="t_trigger", timing="before", events=("insert",), function_id=touch.id, comment=EVIL
            ),
        ),
        policies=(Policy(id=id_("p"), name="t_policy", comment=EVIL),),
    )
    link = relationship("t_fkey", t, (a,), t, (a,), comment=EVIL)
    view = View(
        id=id_("v"), schema="public", name="v", query="select 1 as a", comment=EVIL, column_comments=(("a", EVIL),)
    )
    stored = View(id=id_("m"), schema="public", name="m", query="select 1 as a", is_materialized=True, comment=EVIL)
    mood = Enum(id=id_("e"), schema="public", name="mood", comment=EVIL)
    text = Domain(
        id=id_("d"),
        schema="public",
        name="d",
        base=TypeRef("text"),
        comment=EVIL,
        checks=(DomainCheck(id=id_("k"), name="d_check", expression="true", comment=EVIL),),
    )
    pair = Composite(
        id=id_("x"),
        schema="public",
        name="pair",
        comment=EVIL,
        attributes=(Attribute(id=id_("y"), name="a", type=TypeRef("text"), comment=EVIL),),
    )
    numbers = Sequence(id=id_("s"), schema="public", name="s", comment=EVIL)
    procedure = function("p", is_procedure=True, returns=None, body="", comment=EVIL)
    app = Schema(id=id_("n"), name="app", comment=EVIL)
    whole = design(touch, t, link, view, stored, mood, text, pair, numbers, procedure, app)
    created = ["create schema app"]
    created += write_create_function(touch) + write_create_table(t, whole) + write_add_relationship(link, whole)
    created += write_create_view(view) + write_create_view(stored) + write_create_enum(mood)
    created += write_create_domain(text, whole) + write_create_composite(pair, whole) + write_create_sequence(numbers)
    created += write_create_function(procedure) + write_create_index(t.indexes[0], t, whole)
    created += write_create_trigger(t.triggers[0], t, whole) + write_create_policy(t.policies[0], t)
    return whole, created


def test_every_comment_arrives_unharmed(scratch: Any) -> None:
    whole, created = everything()
    statements = [sql for definition in whole.definitions() for sql in write_comments(definition, whole)]
    with scratch.connect() as connection:
        run(connection, created, statements)
        # 11 definitions, a column of each table, view and composite, and two keys with index, check, index, trigger, policy …
        assert len(statements) == 21
        assert value(connection, "select count(*) from pg_description where description = %s", EVIL) == len(statements)


def test_what_has_no_comment_writes_nothing() -> None:
    assert write_comments(table("t", column("a")), Design()) == []


def test_a_comment_is_removed(scratch: Any) -> None:
    t = table("t", comment=EVIL)
    view = View(id=id_("v"), schema="public", name="v", query="select 1 as a")
    with scratch.connect() as connection:
        run(connection, write_create_table(t, design(t)), write_comments(t, Design()), write_comment(t, None, Design()))
        assert value(connection, "select obj_description('t'::regclass)") is None
        run(connection, write_create_view(view), write_view_column_comment(view, "a", None))


def test_hostile_names_can_be_commented_on(scratch: Any) -> None:
    with scratch.connect() as connection:
        for name in HOSTILE_NAMES:
            a = column(name, is_nullable=False, comment="c")
            t = table(name, a, primary_key=key(f"k{name}"[:60], a, comment="k"), comment=name)
            run(connection, write_create_table(t, design(t)), write_comments(t, design(t)))
            role = Role(id=id_("r"), name=name)
            run(connection, f'create role "{name.replace(chr(34), chr(34) * 2)}"', write_comment(role, EVIL, Design()))
