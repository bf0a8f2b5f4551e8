from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from designer.design import Design, TypeRef
from designer.migrations.conversions import write_using
from designer.sql.columns import write_alter_type
from designer.sql.types import write_type
from tests.sql.building import column, run, table, value

TYPES = (
    "smallint", "integer", "bigint", "numeric", "numeric(10,2)", "real", "double precision", "money", "boolean", "text",
    "character varying(20)", "character(3)", "uuid", "date", "timestamp without time zone", "time with time zone",
    "timestamp(3) with time zone", "time without time zone", "interval", "json", "jsonb", "bytea", "inet", "cidr", "macaddr",
    "macaddr8", "bit(4)", "bit varying", "xml", "tsvector", "tsquery", "point", "daterange", "tstzrange", "int4range",
)  # fmt: skip


@pytest.mark.parametrize("dimensions", [(0, 0), (1, 1), (0, 1), (1, 0)])
def test_between_any_two_types_there_is_a_conversion_the_server_takes(
    scratch: Any, dimensions: tuple[int, int]
) -> None:
    with scratch.connect() as connection:
        run(connection, "create table t (c text)")
        for old_name in TYPES:
            for new_name in TYPES:
                old = column("c", TypeRef(old_name, None, dimensions[0]))
                new = replace(old, type=TypeRef(new_name, None, dimensions[1]))
                written = [write_type(one.type, Design()) for one in (old, new)]
                using = write_using(old, written[0], new, written[1])
                run(connection, f"alter table t drop column c, add column c {written[0]}")
                run(connection, write_alter_type(new, table("t", new), Design(), using=using))


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
    ],
)
def test_values_survive_a_conversion(scratch: Any, old: str, new: str, before: str, after: str | None) -> None:
    was, becomes = column("c", old), column("c", new)
    with scratch.connect() as connection:
        run(connection, f"create table t (c {old})", f"insert into t values ({before})", "set timezone = 'UTC'")
        using = write_using(was, old, becomes, new)
        run(connection, write_alter_type(becomes, table("t", becomes), Design(), using=using))
        assert value(connection, "select c::text from t") == after
