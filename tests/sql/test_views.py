from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from designer.design import SequenceOptions, View
from designer.design.code import Sequence
from designer.sql.schemas import write_rename, write_set_schema
from designer.sql.sequences import (
    write_alter_sequence,
    write_create_sequence,
    write_drop_sequence,
    write_sequence_owner,
)
from designer.sql.tables import write_create_table
from designer.sql.views import (
    write_alter_view_options,
    write_create_view,
    write_drop_view,
)
from tests.sql.building import HOSTILE_NAMES, column, design, id_, run, table, value

PLAIN = View(id=id_("v"), schema="public", name="v", query=" SELECT 1 AS a;\n")
SAFE = replace(PLAIN, options=(("security_invoker", "true"), ("security_barrier", "on")), column_names=("A b",))
STORED = replace(PLAIN, is_materialized=True, is_populated=False, options=(("fillfactor", "50"),))


def test_views_are_written_exactly() -> None:
    assert write_create_view(PLAIN) == ["create view public.v as\nSELECT 1 AS a"]
    assert write_create_view(SAFE, or_replace=True) == [
        'create or replace view public.v ("A b")\n  with (security_invoker = true, security_barrier = on) as\nSELECT 1 AS a'
    ]
    assert write_create_view(STORED) == [
        "create materialized view public.v\n  with (fillfactor = 50) as\nSELECT 1 AS a\nwith no data"
    ]
    assert write_drop_view(PLAIN) == ["drop view public.v"]
    assert write_drop_view(STORED) == ["drop materialized view public.v"]
    assert write_alter_view_options(PLAIN, SAFE) == [
        "alter view public.v set (security_invoker = true, security_barrier = on)"
    ]


def test_views_run(scratch: Any) -> None:
    checked = View(
        id=id_("w"),
        schema="public",
        name="w",
        query="select a from t where a > 0 -- all",
        options=(("check_option", "cascaded"),),
    )
    moved = replace(SAFE, name="Moved", schema="app")
    options = "select reloptions from pg_class where relname = %s"
    with scratch.connect() as connection:
        run(connection, "create table t (a int)", "create schema app", write_create_view(SAFE))
        assert value(connection, options, "v") == ["security_invoker=true", "security_barrier=on"]
        run(connection, write_create_view(checked), write_create_view(checked, or_replace=True))
        assert value(connection, options, "w") == ["check_option=cascaded"]
        run(connection, write_alter_view_options(SAFE, PLAIN))
        assert value(connection, options, "v") is None
        assert value(connection, 'select "A b" from v') == 1
        run(connection, write_rename(PLAIN, moved), write_set_schema(replace(moved, schema="public"), moved))
        run(connection, write_drop_view(moved))


def test_materialized_views_run(scratch: Any) -> None:
    populated = "select relispopulated from pg_class where relname = %s"
    full, renamed = replace(STORED, name="full", is_populated=True), replace(STORED, name="R")
    with scratch.connect() as connection:
        run(connection, write_create_view(STORED), write_create_view(full, or_replace=True))
        assert (value(connection, populated, "v"), value(connection, populated, "full")) == (False, True)
        run(connection, write_alter_view_options(STORED, replace(STORED, options=())))
        run(
            connection,
            write_rename(STORED, renamed),
            write_drop_view(renamed),
        )


def test_sequences_are_written_exactly() -> None:
    down = SequenceOptions(increment=-1, minimum=-10, maximum=-1, start=-1, cache=2, cycles=True)
    sequence = Sequence(id=id_("s"), schema="public", name="s", type="integer", options=down)
    assert write_create_sequence(sequence) == [
        "create sequence public.s as integer start with -1 increment by -1 minvalue -10 maxvalue -1 cache 2 cycle"
    ]
    assert write_alter_sequence(sequence, replace(sequence, type="bigint", options=SequenceOptions())) == [
        "alter sequence public.s as bigint",
        "alter sequence public.s increment by 1 no minvalue no maxvalue start with 1 cache 1 no cycle restart",
    ]
    assert write_alter_sequence(sequence, sequence) == []
    assert write_sequence_owner(sequence, design()) == ["alter sequence public.s owned by none"]


def test_sequences_run(scratch: Any) -> None:
    owner_column = column("Odd id", "integer")
    owner = table("owner", owner_column)
    small = Sequence(
        id=id_("s"), schema="public", name="s", type="smallint", options=SequenceOptions(start=5, maximum=50)
    )
    down = replace(small, type="bigint", options=SequenceOptions(increment=-2, minimum=-99))
    state = "select format_type(seqtypid, null), seqstart, seqincrement, seqmin, seqmax from pg_sequence where seqrelid = 's'::regclass"
    with scratch.connect() as connection:
        run(connection, write_create_table(owner, design(owner)), write_create_sequence(small))
        assert connection.execute(state).fetchone() == ("smallint", 5, 1, 1, 50)
        owned = replace(small, owner_table_id=owner.id, owner_column_id=owner_column.id)
        run(connection, write_sequence_owner(owned, design(owner)))
        assert value(connection, "select pg_get_serial_sequence('owner', 'Odd id')") == "public.s"
        run(connection, write_sequence_owner(small, design(owner)))
        unlogged = replace(owner, name="unlogged", is_unlogged=True)
        run(connection, write_create_table(unlogged, design(unlogged)), write_sequence_owner(owned, design(unlogged)))
        assert value(connection, "select relpersistence::text from pg_class where oid = 's'::regclass") == "u"
        run(connection, "drop sequence s", write_create_sequence(down))
        assert connection.execute(state).fetchone() == ("bigint", -1, -2, -99, -1)
        run(connection, write_alter_sequence(down, small), write_drop_sequence(small))


def test_hostile_view_and_sequence_names_survive(scratch: Any) -> None:
    with scratch.connect() as connection:
        for name in HOSTILE_NAMES:
            view = replace(PLAIN, name=name, column_names=(name,))
            run(connection, write_create_view(view), write_drop_view(view))
            sequence = Sequence(id=id_("s"), schema="public", name=name)
            run(connection, write_create_sequence(sequence), write_rename(sequence, replace(sequence, name="plain")))
            run(connection, write_drop_sequence(replace(sequence, name="plain")))
