"""The old design as it is after every rename, so that what still differs from the new one is a real change.

Renames are known by ids. PostgreSQL follows them inside stored expressions by itself; so an expression that differs
only by renamed names, by spacing or by redundant parentheses is taken from the new design and counts as unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.design import (
    FUNCTION_KINDS,
    KINDS,
    RELATION_KINDS,
    TYPE_KINDS,
    DefaultPrivileges,
    Design,
    Grant,
    PublishedTable,
    QualifiedName,
    Statistics,
    Table,
    Verbatim,
    id_from_path,
    kind_of,
)
from designer.design.documents import with_ids
from designer.design.edits import put
from designer.design.edits.texts import rewrite_names
from designer.migrations.likenesses import changed_pairs
from designer.migrations.spellings import follows_renames
from designer.migrations.texts import ROLE_LISTS, TEXTS
from designer.postgres.parsing import ACTION_HEAD, normalise_action, normalise_expression, normalise_query
from designer.postgres.references import (
    Renames,
    references_of_expression,
    references_of_statements,
    rename_in_action,
    rename_in_expression,
    rename_in_query,
)

_STATEMENTS = frozenset({"query", "action"})
"""Kinds of text that are statements, not expressions."""
_ASIDE_BYTES = 54
_PLAIN_NAMES = frozenset({"collation", "operator"})


class Alignment(Struct, frozen=True):
    """What was renamed. `columns` are by the id of their table, old name to new."""

    schemas: Mapping[str, str]
    roles: Mapping[str, str]
    relations: Mapping[QualifiedName, QualifiedName]
    functions: Mapping[QualifiedName, QualifiedName]
    types: Mapping[QualifiedName, QualifiedName]
    collations: Mapping[QualifiedName, QualifiedName]
    columns: Mapping[UUID, Mapping[str, str]]
    labels: Mapping[str, str]
    table_ids: Mapping[QualifiedName, UUID]

    @property
    def is_empty(self) -> bool:
        return not any((self.schemas, self.roles, *self._maps(), self.columns, self.labels))

    def _maps(self) -> tuple[Mapping[QualifiedName, QualifiedName], ...]:
        return self.relations, self.functions, self.types, self.collations

    def moved(self) -> list[tuple[QualifiedName, QualifiedName]]:
        """Old and new name of everything that SQL texts name with its schema."""
        return [pair for renamed in self._maps() for pair in renamed.items()]

    def bare_names(self) -> dict[str, str]:
        """Every old name to its new one, whatever it names."""
        names = {old.name: new.name for old, new in self.moved()}
        schemas = {old.schema: new.schema for old, new in self.moved()}
        columns = {old: new for renamed in self.columns.values() for old, new in renamed.items()}
        return {**schemas, **self.schemas, **columns, **names, **self.roles}

    def new_name(self, parts: tuple[str, ...]) -> tuple[str, ...] | None:
        """The new form of a dotted name that begins with something renamed, or None."""
        old = QualifiedName(*parts[:2]) if len(parts) > 1 else QualifiedName("", parts[0])
        new = next((renamed[old] for renamed in self._maps() if old in renamed), None)
        return None if new is None else (*([new.schema] if new.schema else []), new.name, *parts[2:])

    def new_collation(self, parts: tuple[str, ...]) -> tuple[str, ...] | None:
        """The new form of a qualified collation's name, or None."""
        new = self.collations.get(QualifiedName(*parts[-2:])) if len(parts) > 1 else None
        return (new.schema, new.name) if new else None

    def within(self, text: str, kind: str, table: Table | None) -> Renames:
        """The renames that count inside a text: columns only of its own table and of tables it mentions."""
        columns = dict(self.columns.get(table.id, {})) if table else {}
        if self.columns:
            has_statements = kind in _STATEMENTS
            found = references_of_statements(_whole(text, kind)) if has_statements else references_of_expression(text)
            for name in found.relations:
                table_id = self.table_ids.get(name)
                if table_id:
                    columns = {**self.columns.get(table_id, {}), **columns}
        return Renames(self.relations, self.functions, self.types, columns, self.labels)


def align_design(before: Design, after: Design) -> Design:
    """`before` with the names, and the spelling of unchanged expressions, that `after` has for the same ids."""
    alignment = find_renames(before, after)
    kinds = {}
    for kind in KINDS:
        old_rows, new_rows = getattr(before, kind), getattr(after, kind)
        if old_rows is not new_rows and old_rows != new_rows:
            kinds[kind] = _align_rows(old_rows, new_rows, alignment, None)
    return _give_way(replace(before, **kinds), before, after)


def tell_kinds_apart(before: Design, after: Design) -> Design:
    """`after`, where what has the id of another kind of object (a domain that was an enum) has an id of its own."""
    others = {
        id_: id_from_path(kind_of(new), str(id_))
        for id_, new in after.by_id.items()
        if (old := before.by_id.get(id_)) is not None and type(old) is not type(new)
    }
    return with_ids(after, others)


def _give_way(aligned: Design, before: Design, after: Design) -> Design:
    """Types that go, but whose name a type of another kind takes, step aside: columns move from one to the other."""
    moved: list[Any] = [replace(row, name=name_aside(row.name)) for row in _giving_way(before, after)]
    return put(aligned, *moved) if moved else aligned


def _aside(before: Design, after: Design) -> dict[QualifiedName, QualifiedName]:
    found: dict[QualifiedName, QualifiedName] = {}
    for row in _giving_way(before, after):
        found[QualifiedName(row.schema, row.name)] = QualifiedName(row.schema, name_aside(row.name))
        if row.schema == "public":
            found[QualifiedName("", row.name)] = QualifiedName("", name_aside(row.name))
    return found


def _giving_way(before: Design, after: Design) -> list[Any]:
    if all(getattr(before, kind) is getattr(after, kind) for kind in TYPE_KINDS):
        return []
    old, new = ({row.id: row for kind in TYPE_KINDS for row in getattr(design, kind)} for design in (before, after))
    taken = {_place(row) for row in new.values() if row.id not in old}
    return [row for row in old.values() if row.id not in new and _place(row) in taken]


def find_renames(before: Design, after: Design) -> Alignment:
    """Every rename between the two, by old name. Raises nothing: an id that vanished is no rename."""
    columns: dict[UUID, dict[str, str]] = {}
    for old, new in changed_pairs(before.tables, after.tables):
        names = _renamed(old.columns, new.columns)
        if names:
            columns[old.id] = names
    labels: dict[str, str] = {}
    for old, new in changed_pairs(before.enums, after.enums):
        labels |= _renamed(old.values, new.values)
    return Alignment(
        schemas=_renamed(before.schemas, after.schemas),
        roles=_renamed(before.roles, after.roles),
        relations=_moved(before, after, RELATION_KINDS),
        functions=_moved(before, after, FUNCTION_KINDS),
        types=_moved(before, after, (*TYPE_KINDS, "tables", "views"))
        | _moved_multiranges(before, after)
        | _aside(before, after),
        collations=_moved(before, after, ("collations",)),
        columns=columns,
        labels=labels,
        table_ids=_table_ids(before) if columns else {},
    )


def _table_ids(design: Design) -> dict[QualifiedName, UUID]:
    ids = {QualifiedName("", table.name): table.id for table in design.tables}
    return ids | {QualifiedName(table.schema, table.name): table.id for table in design.tables}


def _renamed(before: tuple[Any, ...], after: tuple[Any, ...]) -> dict[str, str]:
    pairs = changed_pairs(before, after)
    return {old.name: new.name for old, new in pairs if old.name != new.name}


def _moved(before: Design, after: Design, kinds: tuple[str, ...]) -> dict[QualifiedName, QualifiedName]:
    found: dict[QualifiedName, QualifiedName] = {}
    for kind in kinds:
        for old, new in changed_pairs(getattr(before, kind), getattr(after, kind)):
            if (old.schema, old.name) != (new.schema, new.name):
                found[QualifiedName(old.schema, old.name)] = QualifiedName(new.schema, new.name)
                if old.schema == "public" and old.name != new.name:
                    found[QualifiedName("", old.name)] = QualifiedName("", new.name)
    return found


def _moved_multiranges(before: Design, after: Design) -> dict[QualifiedName, QualifiedName]:
    pairs = changed_pairs(before.ranges, after.ranges)
    names = ((QualifiedName(row.schema, row.multirange_name) for row in pair) for pair in pairs)
    return {old: new for old, new in names if old != new}


def _align_rows(
    old_rows: tuple[Any, ...], new_rows: tuple[Any, ...], alignment: Alignment, table: Table | None
) -> tuple[Any, ...]:
    """Rows paired by id where they have one, else by position."""
    if old_rows and not hasattr(old_rows[0], "id"):
        if len(old_rows) != len(new_rows):
            return tuple(_align(old, None, alignment, table) for old in old_rows)
        return tuple(_align(old, new, alignment, table) for old, new in zip(old_rows, new_rows, strict=True))
    new_by_id = {row.id: row for row in new_rows}
    aligned = tuple(_align(old, new_by_id.get(old.id), alignment, table) for old in old_rows)
    return _move_aside(old_rows, aligned, new_by_id)


def _move_aside(old_rows: tuple[Any, ...], rows: tuple[Any, ...], kept: Mapping[UUID, Any]) -> tuple[Any, ...]:
    # A row that goes, but whose name a renamed one takes, gives way first: dropped it is only later.
    taken = {_place(row) for old, row in zip(old_rows, rows, strict=True) if row.id in kept and row.name != old.name}
    if not taken:
        return rows
    return tuple(
        replace(row, name=name_aside(row.name)) if row.id not in kept and _place(row) in taken else row for row in rows
    )


def _place(row: Any) -> tuple[str, str]:
    return getattr(row, "schema", ""), row.name


def name_aside(name: str) -> str:
    """The name of an object that gives way to another until it is dropped."""
    return name_beside(name, "old")


def name_beside(name: str, word: str) -> str:
    """A name for something that stands beside an object of this name for a while, within 63 bytes."""
    return f"_{name.encode()[:_ASIDE_BYTES].decode(errors='ignore')}_{word}"


def _align(old: Any, new: Any, alignment: Alignment, table: Table | None) -> Any:
    """One struct with all that is in it; `new` is None for what goes."""
    if old is new or (new is not None and old == new):
        return new
    if new is None and alignment.is_empty:
        return old
    if isinstance(old, Verbatim):
        return _align_verbatim(old, new, alignment)
    own_table = table_around(old, table)
    changes = {}
    for field in old.__struct_fields__:
        value = getattr(old, field)
        aligned = _align_field(old, field, value, new, alignment, own_table)
        if aligned is not value:
            changes[field] = aligned
    return replace(old, **changes) if changes else old


def _align_verbatim(old: Verbatim, new: Verbatim | None, alignment: Alignment) -> Verbatim:
    """Rules, publications and the like follow renames by themselves, too; what remains to be done has the new names."""
    if alignment.is_empty:
        return old
    if new is not None and follows_renames(old.create_sql, new.create_sql, alignment.bare_names(), is_query=False):
        return new
    return replace(
        old,
        create_sql=rewrite_names(old.create_sql, alignment.new_name),
        drop_sql=rewrite_names(old.drop_sql, alignment.new_name),
    )


def table_around(value: Any, table: Table | None) -> Table | None:
    """The table whose columns the texts of a struct are about: its own, or as good as its own."""
    if isinstance(value, PublishedTable | Statistics) and value.table_id is not None:
        return Table(id=value.table_id, schema="", name="")
    return value if isinstance(value, Table) else table


def _align_field(old: Any, field: str, value: Any, new: Any, alignment: Alignment, table: Table | None) -> Any:
    new_value = getattr(new, field) if new is not None else None
    text_kind = TEXTS.get((type(old), field))
    if text_kind is not None:
        return align_text(value, new_value, text_kind, alignment, table) if value else value
    if field == "name" and hasattr(old, "id"):
        return value if new is None else new_value
    if field == "schema":
        return new_value if new is not None else alignment.schemas.get(value, value)
    if field == "identity_sequence" and new is not None and new.identity is not None:
        return new_value
    if field == "not_nulls" and new is not None and old.partition_of == new.partition_of:
        # Their names are brought into line by `renames`.
        names = {row.column_id: row.name for row in new_value or ()}
        return tuple(replace(row, name=names.get(row.column_id, row.name)) for row in value)
    if field == "role" and isinstance(old, DefaultPrivileges):
        return alignment.roles.get(value, value)
    if field == "schemas":
        return tuple(alignment.schemas.get(name, name) for name in value)
    if field == "grantee" and isinstance(old, Grant):
        return alignment.roles.get(value, value)
    if field == "owner" and isinstance(value, str):
        return alignment.roles.get(value, value)
    if (type(old), field) in ROLE_LISTS:
        return tuple(alignment.roles.get(role, role) for role in value)
    if isinstance(value, Struct):
        return _align(value, new_value, alignment, table)
    if isinstance(value, tuple) and value and isinstance(value[0], Struct):
        return _align_rows(value, new_value or (), alignment, table)
    return value


def align_text(old: str, new: str | None, kind: str, alignment: Alignment, table: Table | None) -> str:
    """The new text where both mean the same after the renames, else the old one with the renames applied."""
    if old == new:
        return old
    spelled_old, spelled_new = _normalise(old, kind), None if new is None else _normalise(new, kind)
    if new is not None and spelled_old == spelled_new:
        return new
    if alignment.is_empty:
        return old
    if kind in _PLAIN_NAMES:
        return rewrite_names(old, alignment.new_collation)
    renames = alignment.within(old, kind, table)
    renamed = _rename(old, kind, renames)
    if spelled_new is not None and new is not None:
        others = _rename(old, kind, replace(renames, columns={}))
        is_query = kind in _STATEMENTS
        if renamed == spelled_new or follows_renames(others, spelled_new, renames.columns, is_query=is_query):
            return new
    return old if renamed == spelled_old else renamed


def rename_in_text(text: str, kind: str, alignment: Alignment, table: Table | None) -> str:
    """The text with the new names; the very same where it names nothing that was renamed."""
    if kind in _PLAIN_NAMES:
        return rewrite_names(text, alignment.new_collation)
    renamed = _rename(text, kind, alignment.within(text, kind, table))
    return text if renamed == _normalise(text, kind) else renamed


def _whole(text: str, kind: str) -> str:
    return f"{ACTION_HEAD}{text}" if kind == "action" else text


def _normalise(text: str, kind: str) -> str:
    if kind == "query":
        return normalise_query(text)
    if kind == "action":
        return normalise_action(text)
    if kind in _PLAIN_NAMES:
        return text
    return normalise_expression(text if kind == "expression" else _as_cast(text))


def _rename(text: str, kind: str, renames: Renames) -> str:
    if kind == "query":
        return rename_in_query(text, renames)
    if kind == "action":
        return rename_in_action(text, renames)
    if kind == "expression":
        return rename_in_expression(text, renames)
    head, name = _split_set_of(text)
    renamed = rename_in_expression(f"NULL::{name}", renames)
    return head + renamed.removeprefix("NULL::") if renamed.startswith("NULL::") else text


def _as_cast(text: str) -> str:
    head, name = _split_set_of(text)
    return f"{head}NULL::{name}" if not head else f"{head}{name}"


def _split_set_of(text: str) -> tuple[str, str]:
    return (text[:6], text[6:]) if text[:6].lower() == "setof " else ("", text)
