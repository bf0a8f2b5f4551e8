from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from designer.design import Action, Check, Design, DesignerError, Exclusion, NotNull, Relationship
from designer.sql.constraints import (
    write_add_check,
    write_add_exclusion,
    write_add_primary_key,
    write_add_unique,
    write_drop_constraint,
    write_rename_constraint,
    write_validate_constraint,
)
from designer.sql.indexes import write_create_index
from designer.sql.not_nulls import write_add_not_null, write_rename_not_nulls
from designer.sql.relationships import (
    write_add_relationship,
    write_alter_relationship,
    write_drop_relationship,
    write_foreign_key,
    write_rename_relationship,
    write_validate_relationship,
)
from designer.sql.tables import write_create_table
from tests.sql.building import HOSTILE_NAMES, column, design, id_, index, key, relationship, run, table, value

A, B = column("a", "integer"), column("b, c", "integer")
T = table("t", A, B)
MUST = NotNull(column_id=A.id, name="must", is_validated=False)
X, Y = column("x", "integer"), column("y", "integer")
TARGET = table("target", X, Y, primary_key=key("target_pkey", X, Y))
BOTH = design(T, TARGET)


def fk(name: str = "t_fkey", **attributes: Any) -> Relationship:
    return relationship(name, T, (A, B), TARGET, (X, Y), **attributes)


def test_constraints_are_written_exactly() -> None:
    head = "alter table public.t add constraint "
    check = Check(id=id_("c"), name="positive", expression="a > 0")
    assert write_add_primary_key(key("t_pkey", A, B), T, BOTH) == [head + 't_pkey primary key (a, "b, c")']
    assert write_add_primary_key(key("t_pkey", A), T, BOTH, using_index="i") == [
        head + "t_pkey primary key using index i"
    ]
    assert write_add_unique(key("u", A, nulls_distinct=False, include=(B.id,)), T, BOTH) == [
        head + 'u unique nulls not distinct (a) include ("b, c")'
    ]
    assert write_add_unique(key("u", A, is_deferrable=True), T, BOTH, using_index="i") == [
        head + "u unique using index i deferrable"
    ]
    assert write_add_check(check, T) == [head + "positive check (a > 0)"]
    assert write_add_check(check, T, not_valid=True) == [head + "positive check (a > 0) not valid"]
    assert write_add_check(replace(check, is_enforced=False, is_validated=False), T) == [
        head + "positive check (a > 0) not enforced"
    ]
    assert write_validate_constraint(check, T) == ["alter table public.t validate constraint positive"]
    assert write_drop_constraint(check, T) == ["alter table public.t drop constraint positive"]
    assert write_add_not_null(MUST, A, T) == [head + "must not null a not valid"]
    assert write_add_not_null(replace(MUST, no_inherit=True), A, T) == [head + "must not null a no inherit not valid"]
    period = key("u", A, B, without_overlaps=True)
    assert write_add_unique(period, T, BOTH) == [head + 'u unique (a, "b, c" without overlaps)']


def test_a_foreign_key_is_written_exactly() -> None:
    plain = 'foreign key (a, "b, c") references public.target (x, y)'
    assert write_add_relationship(fk(), BOTH) == [f"alter table public.t\n  add constraint t_fkey\n  {plain}"]
    everything = fk(
        on_update=Action.RESTRICT,
        on_delete=Action.SET_NULL,
        set_columns=(B.id,),
        is_match_full=False,
        is_deferrable=True,
        is_initially_deferred=True,
        is_validated=False,
    )
    assert write_add_relationship(everything, BOTH)[0].endswith(
        f'{plain} on update restrict on delete set null ("b, c") deferrable initially deferred not valid'
    )
    assert write_foreign_key(fk(is_match_full=True), BOTH) == f"{plain} match full"
    assert write_foreign_key(fk(is_enforced=False), BOTH) == f"{plain} not enforced"
    temporal = 'foreign key (a, period "b, c") references public.target (x, period y)'
    assert write_foreign_key(fk(is_temporal=True), BOTH) == temporal


def test_a_missing_target_names_the_relationship() -> None:
    with pytest.raises(DesignerError, match=r"Relationship t_fkey refers to a table that is not in the design"):
        write_add_relationship(fk(), design(T))


def test_constraints_run(scratch: Any) -> None:
    check = Check(id=id_("c"), name="positive", expression="a > 0")
    exclusion = Exclusion(id=id_("x"), name="apart", definition="EXCLUDE USING btree (a WITH =)")
    unique = index("made before", A, is_unique=True)
    pkey, ukey = key("t_pkey", B), key("u", A, nulls_distinct=False)
    with scratch.connect() as connection:
        run(connection, write_create_table(T, BOTH), write_create_index(unique, T, BOTH))
        run(connection, write_add_unique(key("became", A), T, BOTH, using_index="made before"))
        run(connection, write_add_primary_key(pkey, T, BOTH), write_add_unique(ukey, T, BOTH))
        run(connection, write_add_check(check, T, not_valid=True))
        assert not value(connection, "select convalidated from pg_constraint where conname = 'positive'")
        run(connection, write_validate_constraint(check, T), write_add_exclusion(exclusion, T))
        assert value(connection, "select convalidated from pg_constraint where conname = 'positive'")
        run(connection, write_rename_constraint(ukey, key("renamed", A), T))
        names = "select array_agg(conname::text order by conname) from pg_constraint where conrelid = 't'::regclass and contype <> 'n'"
        assert value(connection, names) == ["apart", "became", "positive", "renamed", "t_pkey"]
        for gone in (check, exclusion, pkey, key("became", A), key("renamed", A)):
            run(connection, write_drop_constraint(gone, T))
        assert value(connection, names) is None


def test_foreign_keys_run(scratch: Any) -> None:
    everything = fk(
        on_update=Action.CASCADE,
        on_delete=Action.SET_DEFAULT,
        set_columns=(A.id,),
        is_deferrable=True,
        is_validated=False,
    )
    full = fk("full", is_match_full=True, on_delete=Action.RESTRICT)
    with scratch.connect() as connection:
        run(connection, write_create_table(T, BOTH), write_create_table(TARGET, BOTH))
        run(connection, write_add_relationship(everything, BOTH), write_add_relationship(full, BOTH))
        run(connection, write_validate_relationship(everything, BOTH))
        definition = value(connection, "select pg_get_constraintdef(oid) from pg_constraint where conname = 't_fkey'")
        assert definition == (
            'FOREIGN KEY (a, "b, c") REFERENCES target(x, y) ON UPDATE CASCADE ON DELETE SET DEFAULT (a) DEFERRABLE'
        )
        for deferrable, deferred in ((True, True), (True, False), (False, False)):
            changed = fk(is_deferrable=deferrable, is_initially_deferred=deferred)
            run(connection, write_alter_relationship(changed, BOTH))
            found = connection.execute("select condeferrable, condeferred from pg_constraint where conname = 't_fkey'")
            assert found.fetchone() == (deferrable, deferred)
        run(
            connection, write_rename_relationship(full, fk("fuller"), BOTH), write_drop_relationship(fk("fuller"), BOTH)
        )
        assert (
            value(connection, "select count(*) from pg_constraint where conrelid = 't'::regclass and contype = 'f'")
            == 1
        )


def test_what_postgresql_18_added_runs(scratch: Any) -> None:
    plain, span = column("n", "int4range", is_nullable=False), column("d", "daterange", is_nullable=False)
    booking = table("booking", plain, span, primary_key=key("booking_pkey", plain, span, without_overlaps=True))
    child = table("child", plain, span)
    both = design(booking, child)
    temporal = relationship("temporal", child, (plain, span), booking, (plain, span), is_temporal=True)
    unenforced = Check(id=id_("c"), name="someday", expression="n is null", is_enforced=False, is_validated=False)
    with scratch.connect() as connection:
        if connection.info.server_version < 180000:
            pytest.skip("temporal keys, NOT ENFORCED and NOT NULL constraints came with PostgreSQL 18")
        run(connection, write_create_table(booking, both), write_create_table(child, both))
        run(connection, write_add_relationship(temporal, both), write_add_check(unenforced, child))
        run(connection, write_create_table(T, BOTH), write_add_not_null(MUST, A, T))
        run(connection, write_rename_not_nulls([("absent", "x"), ("must", "shall")], T))
        kinds = "select string_agg(conname || contype::text, ' ' order by conname) from pg_constraint where conname in ('temporal', 'someday', 'shall')"
        assert value(connection, kinds) == "shalln somedayc temporalf"


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_not_nulls_are_renamed_under_hostile_names(scratch: Any, name: str) -> None:
    hostile = table(name, replace(A, is_nullable=False), not_nulls=(NotNull(column_id=A.id, name=name),))
    with scratch.connect() as connection:
        if connection.info.server_version < 180000:
            pytest.skip("NOT NULL constraints have names since PostgreSQL 18")
        run(connection, write_create_table(hostile, design(hostile)))
        run(connection, write_rename_not_nulls([("absent", "x"), (name, "plain")], hostile))
        assert value(connection, "select count(*) from pg_constraint where conname = 'plain' and contype = 'n'") == 1


def test_renaming_a_not_null_is_harmless_where_it_has_no_name(scratch: Any) -> None:
    with scratch.connect() as connection:
        run(connection, write_create_table(T, BOTH), write_rename_not_nulls([("t_a_not_null", "x_a_not_null")], T))


def test_hostile_constraint_names_survive(scratch: Any) -> None:
    with scratch.connect() as connection:
        run(connection, write_create_table(T, BOTH), write_create_table(TARGET, BOTH))
        for name in HOSTILE_NAMES:
            check = Check(id=id_("c"), name=name, expression="a is null")
            run(connection, write_add_check(check, T, not_valid=True), write_validate_constraint(check, T))
            run(connection, write_rename_constraint(check, replace(check, name="plain"), T))
            run(connection, write_drop_constraint(replace(check, name="plain"), T))
            run(connection, write_add_relationship(fk(name), BOTH), write_drop_relationship(fk(name), BOTH))
            run(connection, write_rename_not_nulls([(name, "x"), ("y", name)], T))
        assert (
            value(
                connection,
                "select count(*) from pg_constraint where conrelid = 't'::regclass and contype in ('c', 'f')",
            )
            == 0
        )
        run(connection, write_add_unique(key("u", B), T, Design()))
