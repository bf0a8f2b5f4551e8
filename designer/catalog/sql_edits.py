"""The SQL of one object, edited: run beside the rest of the design, read back, and matched with what was there.

The rest of the design is built on a scratch server, the object is dropped there and made anew by the edited text. What
is read back of the object takes its place in the design; everything else stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from designer.catalog.imports import read_scripts
from designer.catalog.namings import Namings
from designer.catalog.reimports import match_input
from designer.design import Definition, Design, Domain, Enum, Function, QualifiedName, Table, View, kind_of
from designer.design.edits import put, remove
from designer.design.edits.lookups import full_name
from designer.design.errors import EditRefused
from designer.migrations import write_design, write_object
from designer.postgres.scripts import read_script, script_of
from designer.sandbox.clusters import Cluster
from designer.sandbox.outcomes import FailedStatement
from designer.sandbox.templates import GrantMode
from designer.sql.schemas import write_drop

EDITABLE = (Table, View, Function, Enum, Domain)
_FILE = "edited.sql"


class SqlRefused(EditRefused):
    """PostgreSQL stopped in the edited text; `line` and `column` count from 1."""

    def __init__(self, message: str, *, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def read_edited(design: Design, object_id: UUID, text: str, *, cluster: Cluster) -> Design:
    """The design with an object as an edited text makes it; ids stay, so relationships and history follow.

    A column that has another name at the same place with the same type counts as renamed. Raises SqlRefused where
    PostgreSQL stops, EditRefused where the text no longer makes the object.
    """
    old = design.by_id[object_id]
    found = _read(design, old, text, cluster)
    original = write_object(design, object_id)
    printed = _read(design, old, original, cluster)
    answers = _renamed_object(design, old, found)
    matched = match_input(found, design, answers=answers, printed=printed).design
    new = matched.by_id.get(object_id)
    if new is None or kind_of(new) != kind_of(old):
        raise EditRefused(
            f"The SQL no longer makes {full_name(old)}. Keep its CREATE statement; to remove the object, use Remove."
        )
    columns = dict(_renamed_columns(old, new))
    if columns:
        matched = match_input(found, design, answers={**answers, **columns}, printed=printed).design
    return _replaced(design, old, matched)


def _read(design: Design, old: Definition, text: str, cluster: Cluster) -> Design:
    scripts = [
        script_of("the design", write_design(design)),
        script_of("the old object", [f"{write_drop(old)[0]} cascade"]),
        read_script(text, _FILE),
    ]
    read, failures = read_scripts(scripts, cluster=cluster, grants=GrantMode.EXPLICIT)
    for failure in failures:
        if failure.file == _FILE:
            raise SqlRefused(_words_of(failure), line=failure.line, column=failure.column)
    return read


def _words_of(failure: FailedStatement) -> str:
    words = [failure.error, failure.detail, failure.hint]
    said = [f"{text[:1].upper()}{text[1:]}" for text in words if text]
    return " ".join(text if text[-1] in ".?" else f"{text}." for text in said)


def _renamed_object(design: Design, old: Definition, found: Design) -> Namings:
    """The new name of the object, where its own is gone and one of its kind has come."""
    names = {(_schema_of(row), row.name) for row in _of_kind(found, old)}
    if (_schema_of(old), old.name) in names:
        return {}
    known = {(_schema_of(row), row.name) for row in _of_kind(design, old)}
    fresh = sorted(names - known)
    return {old.id: QualifiedName(*fresh[0])} if len(fresh) == 1 else {}


def _renamed_columns(old: Definition, new: Definition) -> Iterator[tuple[UUID, QualifiedName]]:
    if not isinstance(old, Table) or not isinstance(new, Table) or len(old.columns) != len(new.columns):
        return
    kept = {column.id for column in old.columns} & {column.id for column in new.columns}
    for before, after in zip(old.columns, new.columns, strict=True):
        if before.id not in kept and after.id not in kept and before.type == after.type:
            yield before.id, QualifiedName("", after.name)


def _replaced(design: Design, old: Definition, matched: Design) -> Design:
    """The design with the object, what belongs to it, and what the text made besides."""
    gone = [row.id for row in _belongings(design, old.id) if row.id not in matched.by_id]
    own = {old.id, *(row.id for row in _belongings(matched, old.id))}
    referred = {row.target_table_id for row in matched.relationships if row.id in own}
    made = [
        row
        for row in matched.definitions()
        if row.id in own
        or (row.id not in design.by_id and (not getattr(row, "is_managed", False) or row.id in referred))
    ]
    return put(remove(design, *gone), *made)


def _belongings(design: Design, table_id: UUID) -> Iterable[Definition]:
    """What goes with a table although it is a definition of its own."""
    yield from (row for row in design.relationships if row.table_id == table_id)
    yield from (row for row in design.sequences if row.owner_table_id == table_id)


def _of_kind(design: Design, old: Definition) -> tuple[Any, ...]:
    return tuple(getattr(design, kind_of(old)))


def _schema_of(definition: Definition) -> str:
    return str(getattr(definition, "schema", ""))
