"""The names under which pg_dump lists what a design models.

Source: the calls of ArchiveEntry in PostgreSQL's pg_dump.c. What lives on a table is named "<table> <name>", unquoted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from designer.catalog.dependents import signature_of
from designer.design import (
    Aggregate,
    Collation,
    Column,
    Composite,
    Definition,
    Design,
    Domain,
    Enum,
    EventTrigger,
    Extension,
    ForeignDataWrapper,
    ForeignServer,
    Function,
    Index,
    Publication,
    Range,
    Relationship,
    Schema,
    Sequence,
    Statistics,
    Table,
    Trigger,
    View,
)
from designer.postgres.archives import ArchiveEntry
from designer.postgres.platform import MANAGED_SCHEMAS
from designer.postgres.quoting import split_name
from designer.sql.object_names import identity_sequence_name


class EntryName(NamedTuple):
    """Kind, schema and name of an entry in a dump's table of contents."""

    kind: str
    schema: str
    name: str


OWNED_KINDS = frozenset(
    {
        "AGGREGATE",
        "COLLATION",
        "CONVERSION",
        "DOMAIN",
        "EVENT TRIGGER",
        "FOREIGN TABLE",
        "FUNCTION",
        "MATERIALIZED VIEW",
        "OPERATOR",
        "OPERATOR CLASS",
        "OPERATOR FAMILY",
        "PROCEDURE",
        "PUBLICATION",
        "SCHEMA",
        "SERVER",
        "STATISTICS",
        "TABLE",
        "TEXT SEARCH CONFIGURATION",
        "TEXT SEARCH DICTIONARY",
        "TYPE",
        "VIEW",
    }
)
"""Kinds whose owner can be changed by itself."""

_REASONS = {
    "ACL": "Privileges on something that is not modelled, or beyond what the platform gives.",
    "CHECK CONSTRAINT": "A check of a table that is not modelled.",
    "COMMENT": "A comment on something that is not modelled.",
    "CONSTRAINT": "A constraint that is not modelled, or on a table that is not.",
    "DEFAULT": "A default of a view's or an inherited column.",
    "EXTENSION DEPENDENCY": "It is dropped with an extension.",
    "FK CONSTRAINT": "A foreign key from or to a table that is not modelled.",
    "FOREIGN TABLE": "A foreign table of an extension's server.",
    "INDEX": "An index that some partition of its table lacks (ON ONLY), or on a table that is not modelled.",
    "INDEX ATTACH": "It belongs to an index that some partition lacks.",
    "OWNER": "It belongs to another role than postgres.",
    "POLICY": "A policy on a table that is not modelled.",
    "ROW SECURITY": "It belongs to a table that is not modelled.",
    "RULE": "A rule on something that is not modelled.",
    "SEQUENCE": "A sequence of a table that is not modelled.",
    "STATISTICS": "Extended statistics on something that is not modelled.",
    "TABLE": "A typed table, or one with a parent that is not modelled.",
    "TRIGGER": "A constraint trigger with FROM, or a trigger with a state of its own on a partition.",
    "USER MAPPING": "Who a role is on a foreign server, with its password: kept as it is, and not shown.",
    "TYPE": "A base type, or a range type with a canonical function, which must each exist before the other.",
}


_PRIVILEGE_KINDS = frozenset({"ACL", "COMMENT"})


def reason_of(name: EntryName) -> str:
    """Why an entry is not modelled, in a sentence."""
    if name.kind not in _PRIVILEGE_KINDS and name.schema in MANAGED_SCHEMAS:
        return f"It is in {name.schema}, a schema of the platform."
    return _REASONS.get(name.kind) or f"{_plural(name.kind.capitalize())} are not modelled."


def _plural(words: str) -> str:
    if words.endswith("y"):
        return f"{words[:-1]}ies"
    return f"{words}es" if words.endswith("s") else f"{words}s"


def modelled_names(design: Design) -> dict[EntryName, UUID]:
    """All entries of a dump that the design accounts for by name, with the id of the definition that does."""
    return {name: definition.id for definition in design.definitions() for name in _names(definition, design)}


def is_automatic(entry: ArchiveEntry, design: Design, attached: set[tuple[str, str]]) -> bool:
    """Whether an entry comes with another: an index or key that a partition has from its parent, an inherited default.

    `attached` are schemas and names of the indexes that belong to a parent's.
    """
    if entry.kind in {"INDEX", "INDEX ATTACH"}:
        return (entry.schema, entry.name) in attached
    if entry.kind == "CONSTRAINT":
        return any((entry.schema, key) in attached for table, key in _parts(entry, design) if table.partition_of)
    if entry.kind == "DEFAULT":
        return any(
            entry.create_sql.strip().endswith(f" SET DEFAULT {default};")
            for table, column in _parts(entry, design)
            for default in _inherited_defaults(table, column, design)
        )
    return False


def _parts(entry: ArchiveEntry, design: Design) -> Iterator[tuple[Table, str]]:
    """The tables that the name of an entry may begin with, and what remains."""
    for table in design.tables:
        if table.schema == entry.schema and entry.name.startswith(f"{table.name} "):
            yield table, entry.name[len(table.name) + 1 :]


def _inherited_defaults(table: Table, column: str, design: Design) -> Iterator[str]:
    for parent in (design.tables_by_id[id_] for id_ in table.inherits):
        yield from (row.default for row in parent.columns if row.name == column and row.default is not None)
        yield from _inherited_defaults(parent, column, design)


def _names(definition: Definition, design: Design) -> Iterator[EntryName]:
    match definition:
        case Schema():
            yield EntryName("SCHEMA", "", definition.name)
        case Extension():
            yield EntryName("EXTENSION", "", definition.name)
        case Collation():
            yield EntryName("COLLATION", definition.schema, definition.name)
        case Enum() | Composite() | Range():
            yield EntryName("TYPE", definition.schema, definition.name)
        case Domain(schema=schema, name=name):
            yield EntryName("DOMAIN", schema, name)
            yield from (EntryName("CHECK CONSTRAINT", schema, f"{name} {check.name}") for check in definition.checks)
        case Function():
            schema, name, inputs = signature_of(definition)
            yield EntryName("PROCEDURE" if definition.is_procedure else "FUNCTION", schema, f"{name}({inputs})")
        case Aggregate():
            schema, name, inputs = signature_of(definition)
            yield EntryName("AGGREGATE", schema, f"{name}({inputs or '*'})")
        case Sequence():
            yield EntryName("SEQUENCE", definition.schema, definition.name)
            if definition.owner_table_id is not None:
                yield EntryName("SEQUENCE OWNED BY", definition.schema, definition.name)
        case Table():
            yield from _of_table(definition)
            yield from _of_inherited_columns(definition, design)
        case ForeignDataWrapper():
            yield EntryName("FOREIGN DATA WRAPPER", "", definition.name)
        case ForeignServer():
            yield EntryName("SERVER", "", definition.name)
        case Statistics():
            yield EntryName("STATISTICS", definition.schema, definition.name)
        case Relationship():
            home = design.tables_by_id[definition.table_id]
            yield EntryName("FK CONSTRAINT", home.schema, f"{home.name} {definition.name}")
        case View():
            yield from _of_view(definition)
        case Publication():
            yield from _of_publication(definition, design)
        case EventTrigger():
            yield EntryName("EVENT TRIGGER", "", definition.name)
        case _:
            return


def _of_table(table: Table) -> Iterator[EntryName]:
    schema, name = table.schema, table.name
    yield from (EntryName("POLICY", schema, f"{name} {policy.name}") for policy in table.policies)
    yield from _of_triggers(schema, name, table.triggers)
    if table.is_managed:
        return
    yield from (EntryName("RULE", schema, f"{name} {rule.name}") for rule in table.rules)
    for kind in ("FOREIGN TABLE" if table.foreign else "TABLE", "TABLE ATTACH", "ROW SECURITY"):
        yield EntryName(kind, schema, name)
    for column in table.columns:
        yield from _of_column(table, column)
    keys = (*table.unique_keys, *([table.primary_key] if table.primary_key else []))
    yield from (EntryName("CONSTRAINT", schema, f"{name} {key.name}") for key in keys)
    yield from (EntryName("CONSTRAINT", schema, f"{name} {exclusion.name}") for exclusion in table.exclusions)
    yield from (EntryName("CHECK CONSTRAINT", schema, f"{name} {check.name}") for check in table.checks)
    unproven = (row for row in table.not_nulls if not row.is_validated)
    yield from (EntryName("CONSTRAINT", schema, f"{name} {row.name}") for row in unproven)
    yield from _of_indexes(schema, table.indexes)


def _of_column(table: Table, column: Column) -> Iterator[EntryName]:
    yield EntryName("DEFAULT", table.schema, f"{table.name} {column.name}")
    if column.identity is not None:
        yield EntryName(
            "SEQUENCE", table.schema, column.identity_sequence or identity_sequence_name(table.name, column.name)
        )


def _of_inherited_columns(table: Table, design: Design) -> Iterator[EntryName]:
    for row in table.inherited_columns:
        if row.default is not None:
            yield EntryName("DEFAULT", table.schema, f"{table.name} {design.columns_by_id[row.column_id].name}")


def _of_view(view: View) -> Iterator[EntryName]:
    yield EntryName("MATERIALIZED VIEW" if view.is_materialized else "VIEW", view.schema, view.name)
    # Views that depend on each other are dumped as empty ones first, then as the rules that views are made of.
    yield EntryName("RULE", view.schema, f"{view.name} _RETURN")
    yield from (EntryName("RULE", view.schema, f"{view.name} {rule.name}") for rule in view.rules)
    for column in view.columns:
        if column.default is not None:
            yield EntryName("DEFAULT", view.schema, f"{view.name} {column.name}")
    yield from _of_triggers(view.schema, view.name, view.triggers)
    yield from _of_indexes(view.schema, view.indexes)


def _of_publication(publication: Publication, design: Design) -> Iterator[EntryName]:
    yield EntryName("PUBLICATION", "", publication.name)
    for schema in publication.schemas:
        yield EntryName("PUBLICATION TABLES IN SCHEMA", schema, f"{publication.name} {schema}")
    for row in publication.tables:
        table = design.tables_by_id.get(row.table_id) if row.table_id else None
        schema, name = (table.schema, table.name) if table else split_name(row.table_name)
        yield EntryName("PUBLICATION TABLE", schema, f"{publication.name} {name}")


def _of_triggers(schema: str, name: str, triggers: tuple[Trigger, ...]) -> Iterator[EntryName]:
    return (EntryName("TRIGGER", schema, f"{name} {trigger.name}") for trigger in triggers)


def _of_indexes(schema: str, indexes: tuple[Index, ...]) -> Iterator[EntryName]:
    for index in indexes:
        yield EntryName("INDEX", schema, index.name)
        if index.attached_to is not None:
            yield EntryName("INDEX ATTACH", schema, index.name)
