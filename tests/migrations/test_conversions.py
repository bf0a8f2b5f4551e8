from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from designer.design import Design, TypeRef
from designer.migrations import compare_designs
from designer.migrations.conversions import write_using
from designer.sql.columns import write_alter_type
from designer.sql.tables import write_create_table
from designer.sql.types import write_type
from tests.sql.building import column, design, run, table, value

TYPES = (
    "smallint", "bigint", "numeric(10,2)", "numeric", "double precision", "money", "boolean", "text",
    "character varying(20)", "uuid", "date", "timestamp(3) with time zone", "time without time zone",
    "time with time zone", "interval", "json", "jsonb", "bytea", "inet", "cidr", "bit(4)", "bit varying", "tstzrange",
)  # fmt: skip


def type_of(connection: Any, expression: str) -> int:
    return int(connection.execute(f"select {expression} from t limit 0".encode()).description[0].type_code)


@pytest.mark.parametrize("dimensions", [(0, 0), (1, 1), (0, 1), (1, 0)])
def test_between_any_two_types_there_is_a_conversion_the_server_takes(
    scratch: Any, dimensions: tuple[int, int]
) -> None:
    columns = [column(f"c{number}", TypeRef(name, None, dimensions[0])) for number, name in enumerate(TYPES)]
    start = table("t", *columns)
    with scratch.connect() as connection, connection.transaction():
        run(connection, write_create_table(start, design(start)))
        for old in columns:
            for new in (replace(old, type=TypeRef(name, None, dimensions[1])) for name in TYPES):
                written = write_type(new.type, Design())
                using = write_using(old, write_type(old.type, Design()), new, written)
                if using is not None:
                    assert type_of(connection, using) == type_of(connection, f"null::{written}"), using
                else:
                    with connection.transaction(force_rollback=True):
                        run(connection, write_alter_type(new, start, Design()))


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("boolean", "bigint", "true", "1"),
        ("bigint", "boolean", "0", "false"),
        ("boolean", "jsonb", "true", "true"),
        ("uuid", "jsonb", "'00000000-0000-0000-0000-000000000001'", '"00000000-0000-0000-0000-000000000001"'),
        ("text", "jsonb", "'[1]'", "[1]"),
        ("text", "integer", "'7'", "7"),
        ("date", "timestamp with time zone", "'2026-01-02'", "2026-01-02 00:00:00+00"),
        ("integer", "uuid", "null", None),
        ("bigint", "timestamp with time zone", "1767312000", "2026-01-02 00:00:00+00"),
        ("bigint", "timestamp without time zone", "1767312000", "2026-01-02 00:00:00"),
        ("numeric", "date", "1767312000.5", "2026-01-02"),
        ("timestamp without time zone", "bigint", "'2026-01-02'", "1767312000"),
    ],
)
def test_values_survive_a_conversion(scratch: Any, old: str, new: str, before: str, after: str | None) -> None:
    was, becomes = column("c", old), column("c", new)
    with scratch.connect() as connection:
        run(connection, f"create table t (c {old})", f"insert into t values ({before})", "set timezone = 'UTC'")
        using = write_using(was, old, becomes, new)
        run(connection, write_alter_type(becomes, table("t", becomes), Design(), using=using))
        assert value(connection, "select c::text from t") == after


def test_a_generated_column_becomes_ordinary_before_it_gets_a_type_and_a_default() -> None:
    was = column("c", generated="upper('x')", is_nullable=False, comment="kept")
    becomes = column("c", "jsonb", default="'{}'::jsonb", is_nullable=False, comment="kept")
    operations = compare_designs(design(table("t", was)), design(table("t", becomes)))
    head = "alter table public.t alter column c "
    assert [operation.up() for operation in operations] == [
        [head + "drop expression"],
        [head + "type jsonb using c::jsonb"],
        [head + "set default '{}'::jsonb"],
    ]
    assert operations[2].down() == [head + "drop default"]
    assert operations[0].down()[-1] == "comment on column public.t.c is 'kept'"
