"""Random objects of the database as a whole: publications, event triggers and default privileges."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from designer.design import (
    Column,
    DefaultPrivileges,
    EventTrigger,
    Function,
    Grant,
    Publication,
    PublishedTable,
    Table,
    id_from_path,
)
from designer.design.databases import PUBLISHED_OPERATIONS
from designer.postgres.quoting import quote_identifier

SCHEMA = "drawn"
COMMENTS = st.none() | st.sampled_from(["It's", "a\nb"])
TAGS = ["ALTER TABLE", "CREATE TABLE", "DROP VIEW"]
HELD = {
    "tables": ["DELETE", "INSERT", "SELECT"],
    "sequences": ["SELECT", "UPDATE", "USAGE"],
    "functions": ["EXECUTE"],
    "types": ["USAGE"],
}
WATCHER = Function(
    id=id_from_path("function", SCHEMA, "watch", ""),
    schema=SCHEMA,
    name="watch",
    returns="event_trigger",
    language="plpgsql",
    body="begin end",
)
Draw = Any


@st.composite
def publications(draw: Draw, tables: list[Table]) -> list[Publication]:
    """Some of three publications, one of them the platform's, in the order of their names."""
    found = []
    for name in draw(st.lists(st.sampled_from(["a feed", "b", "supabase_realtime"]), unique=True)):
        schemas = draw(st.sampled_from([(), (), (SCHEMA,)]))
        everything = not schemas and draw(st.integers(0, 4)) == 0
        chosen = [] if everything else draw(st.lists(st.sampled_from(tables), unique=True)) if tables else []
        publication = Publication(
            id=id_from_path("publication", name),
            name=name,
            is_managed=name == "supabase_realtime",
            has_all_tables=everything,
            schemas=schemas,
            tables=tuple(draw(published(table, has_columns=not schemas)) for table in sorted(chosen, key=_name)),
            operations=tuple(word for word in PUBLISHED_OPERATIONS if draw(st.booleans())),
            via_root=draw(st.booleans()),
            comment=draw(COMMENTS),
        )
        found.append(publication)
    return sorted(found, key=lambda row: row.name)


@st.composite
def published(draw: Draw, table: Table, *, has_columns: bool) -> PublishedTable:
    plain = [column for column in table.columns if column.generated is None]
    chosen = draw(st.lists(st.sampled_from(plain), unique=True)) if plain and has_columns else []
    predicate = None
    simple = [column for column in plain if column.type.type_id is None]
    if simple and draw(st.booleans()):
        predicate = f"{quote_identifier(simple[0].name)} IS NOT NULL"
    return PublishedTable(
        table_id=table.id, column_ids=tuple(column.id for column in _in_table_order(chosen, table)), predicate=predicate
    )


@st.composite
def event_triggers(draw: Draw) -> list[EventTrigger]:
    """Up to two event triggers that call WATCHER."""
    return [
        EventTrigger(
            id=id_from_path("event trigger", name),
            name=name,
            event=draw(st.sampled_from(["ddl_command_end", "sql_drop"])),
            tags=tuple(sorted(draw(st.lists(st.sampled_from(TAGS), unique=True)))),
            function_id=WATCHER.id,
            enabled=draw(st.sampled_from("ODRA")),
            comment=draw(COMMENTS),
        )
        for name in sorted(draw(st.lists(st.sampled_from(["On it", "watch"]), unique=True)))
    ]


@st.composite
def default_privileges(draw: Draw) -> list[DefaultPrivileges]:
    """What postgres' objects in the drawn schema carry by themselves."""
    found = []
    for type_ in sorted(draw(st.lists(st.sampled_from(sorted(HELD)), unique=True))):
        grants = []
        for grantee in ("anon", "dashboard_user"):
            held = sorted(draw(st.lists(st.sampled_from(HELD[type_]), unique=True)))
            if held:
                option = draw(st.booleans())
                grants.append(Grant(grantee=grantee, privileges=tuple(held), with_grant_option=option))
        if grants:
            id_ = id_from_path("default privileges", "postgres", SCHEMA, type_)
            row = DefaultPrivileges(id=id_, role="postgres", schema=SCHEMA, object_type=type_, grants=tuple(grants))
            found.append(row)
    return found


def _in_table_order(columns: list[Column], table: Table) -> list[Column]:
    return [column for column in table.columns if column in columns]


def _name(table: Table) -> str:
    return table.name
