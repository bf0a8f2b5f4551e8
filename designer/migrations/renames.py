"""Renames and moves: one operation each, first of all, so that everything after them speaks of the new names only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias
from uuid import UUID

from msgspec.structs import replace

from designer.design import Design, Table
from designer.migrations.alignments import name_beside
from designer.migrations.likenesses import Rows, changed_pairs
from designer.migrations.names import identity_sequence_of, not_null_name_of
from designer.migrations.operations import Hazard, HazardKind, Lock, Operation
from designer.migrations.simple_kinds import SIMPLE_KINDS, has_schema
from designer.migrations.things import keys_of
from designer.migrations.types import parent_ids
from designer.sql.columns import write_rename_column
from designer.sql.composites import write_rename_attribute
from designer.sql.constraints import write_rename_constraint
from designer.sql.domains import write_rename_domain_check
from designer.sql.enums import write_rename_enum_value
from designer.sql.identities import write_rename_identity_sequence
from designer.sql.indexes import write_rename_index
from designer.sql.not_nulls import not_null_of, write_rename_not_nulls
from designer.sql.policies import write_rename_policy
from designer.sql.relationships import write_rename_relationship
from designer.sql.roles import write_rename_role
from designer.sql.rules import write_rename_rule
from designer.sql.schemas import kind_words, write_rename, write_rename_schema, write_set_schema
from designer.sql.triggers import write_rename_trigger

Writer: TypeAlias = Callable[[Any, Any], list[str]]
"""From a thing under its old name and the same under its new one to the statements that rename it."""

_FIRST_MOVED = ("tables", "views", "sequences", "enums", "domains", "composites", "functions")
_SIMPLE = tuple(simple.kind for simple in SIMPLE_KINDS)
_MOVABLE = (*_FIRST_MOVED, *(kind for kind in _SIMPLE if has_schema(kind)))
_WITHOUT_SCHEMA = tuple(kind for kind in _SIMPLE if kind not in _MOVABLE)


class Rename(Operation, frozen=True, kw_only=True, eq=False):
    """Gives one object another name or schema. PostgreSQL follows it in everything it stores parsed."""

    rank = 50

    noun: str
    old_name: str
    new_name: str
    owner_name: str = ""
    thing_id: UUID | None = None
    """The table that is renamed, or whose column is."""
    forward: tuple[str, ...]
    backward: tuple[str, ...]

    @property
    def subject(self) -> str:
        return f"{self.old_name} on {self.owner_name}" if self.owner_name else self.old_name

    def describe(self) -> str:
        return f"Rename {self.noun} {self.subject} to {self.new_name}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.noun in {
            "column",
            "table",
            "view",
            "materialized view",
            "function",
            "procedure",
            "schema",
            "enum value",
        }:
            return (Hazard(HazardKind.BREAKS_OLD_CODE, f"Code that still says {self.old_name} fails."),)
        return ()

    def up(self) -> list[str]:
        return list(self.forward)

    def down(self) -> list[str]:
        return list(self.backward)


def rename_containers(before: Design, aligned: Design) -> Iterator[Rename]:
    """Renamed roles and schemas: before any new one could take a name."""
    yield from _renames("role", changed_pairs(before.roles, aligned.roles), write_rename_role, before.roles)
    yield from _renames("schema", changed_pairs(before.schemas, aligned.schemas), write_rename_schema, before.schemas)


def rename_objects(before: Design, aligned: Design, after: Design) -> Iterator[Rename]:
    """Moved and renamed objects, then what is in them; `aligned` is the old design under the new names."""
    schemas = {old.name: new.name for old, new in changed_pairs(before.schemas, aligned.schemas)}
    renamed: list[Rename] = []
    for kind in _MOVABLE:
        renamed += _move(getattr(before, kind), getattr(aligned, kind), schemas)
    for old, new in zip(before.tables, aligned.tables, strict=True):
        if after.tables_by_id.get(old.id) is old:
            continue
        if old is not new:
            renamed += _rename_columns(old, new, before, aligned)
        # The name of a NOT NULL may go where nothing else is renamed.
        for hidden in _rename_hidden(old, new, before, after):
            _join(renamed, hidden, new)
    yield from renamed
    for kind in _WITHOUT_SCHEMA:
        rows = getattr(before, kind)
        for pair in (pairs := list(changed_pairs(rows, getattr(aligned, kind))))[:1]:
            yield from _renames(kind_words(pair[0]), pairs, write_rename, rows)
    for old, new in changed_pairs(before.enums, aligned.enums):
        write = _with(write_rename_enum_value, new)
        yield from _renames("enum value", changed_pairs(old.values, new.values), write, old.values, new)
    for old, new in changed_pairs(before.domains, aligned.domains):
        write = _with(write_rename_domain_check, new)
        yield from _renames("constraint", changed_pairs(old.checks, new.checks), write, old.checks, new)
    for old, new in changed_pairs(before.composites, aligned.composites):
        write = _with(write_rename_attribute, new)
        yield from _renames("attribute", changed_pairs(old.attributes, new.attributes), write, old.attributes, new)
    for old, new in changed_pairs(before.tables, aligned.tables):
        yield from _rename_parts(old, new, before, aligned)
    for old, new in changed_pairs(before.views, aligned.views):
        yield from _rename_on_relation(old, new)
    for old, new in changed_pairs(before.relationships, aligned.relationships):
        if old.name != new.name:
            yield _rename(
                "foreign key", old, new, _with(write_rename_relationship, aligned), aligned.tables_by_id[new.table_id]
            )


def _with(write: Callable[[Any, Any, Any], list[str]], owner: Any) -> Writer:
    return lambda old, new: write(old, new, owner)


def _renames(
    noun: str, pairs: Iterable[tuple[Any, Any]], write: Writer, everybody: Iterable[Any], owner: Any = None
) -> Iterator[Rename]:
    """The renames of siblings in an order in which every name is free when it is taken."""
    pending = [(old, new) for old, new in pairs if old.name != new.name]
    taken = {row.name for row in everybody}
    while pending:
        place = next((place for place, (_, new) in enumerate(pending) if new.name not in taken), None)
        if place is None:
            # They exchange their names: one steps aside.
            old, new = pending[0]
            aside = replace(old, name=name_beside(new.name, "moving"))
            pending[0] = (aside, new)
        else:
            old, new = pending.pop(place)
            aside = new
        yield _rename(noun, old, aside, write, owner)
        taken.discard(old.name)
        taken.add(aside.name)


def _rename(noun: str, old: Any, new: Any, write: Writer, owner: Any = None) -> Rename:
    return Rename(
        noun=noun,
        old_name=old.name,
        new_name=new.name,
        owner_name=f"{owner.schema}.{owner.name}" if owner is not None else "",
        thing_id=owner.id if isinstance(owner, Table) else new.id,
        forward=tuple(write(old, new)),
        backward=tuple(write(new, old)),
        lock=Lock.ACCESS_EXCLUSIVE if isinstance(owner, Table) or isinstance(new, Table) else Lock.NONE,
    )


def _move(before: Rows, aligned: Rows, schemas: dict[str, str]) -> Iterator[Rename]:
    """Moves into other schemas under the old names, then renames, schema by schema."""
    by_schema: dict[str, list[tuple[Any, Any]]] = {}
    for old, new in changed_pairs(before, aligned):
        here = replace(new, name=old.name, schema=schemas.get(old.schema, old.schema))
        moved = replace(here, schema=new.schema)
        if here.schema != moved.schema:
            yield Rename(
                noun=kind_words(here),
                old_name=f"{here.schema}.{here.name}",
                new_name=f"{moved.schema}.{moved.name}",
                thing_id=moved.id,
                forward=tuple(write_set_schema(here, moved)),
                backward=tuple(write_set_schema(moved, here)),
                lock=Lock.ACCESS_EXCLUSIVE if isinstance(new, Table) else Lock.NONE,
            )
        by_schema.setdefault(new.schema, []).append((moved, new))
    for pairs in by_schema.values():
        nouns = kind_words(pairs[0][0])
        occupied = [old for old, _ in pairs]
        yield from _renames(nouns, pairs, write_rename, occupied)


def _join(renamed: list[Rename], hidden: Rename, table: Table) -> None:
    """Makes the hidden renames part of the last one that brought them about; alone they stand where there is none."""
    for place in range(len(renamed) - 1, -1, -1):
        if renamed[place].thing_id == table.id:
            cause = renamed[place]
            forward, backward = (*cause.forward, *hidden.forward), (*hidden.backward, *cause.backward)
            renamed[place] = replace(cause, forward=forward, backward=backward)
            return
    renamed.append(hidden)


def _rename_columns(old: Table, new: Table, before: Design, aligned: Design) -> Iterator[Rename]:
    columns = [
        pair for pair in changed_pairs(old.columns, new.columns) if not _parent_renames(*pair, new, before, aligned)
    ]
    yield from _renames("column", columns, _with(write_rename_column, new), old.columns, new)


def _rename_parts(old: Table, new: Table, before: Design, aligned: Design) -> Iterator[Rename]:
    constraints = [
        *changed_pairs(keys_of(old), keys_of(new)),
        *(
            pair
            for pair in changed_pairs(old.checks, new.checks)
            if not _parent_renames_check(*pair, new, before, aligned)
        ),
        *changed_pairs(old.exclusions, new.exclusions),
    ]
    everybody = (*keys_of(old), *old.checks, *old.exclusions)
    yield from _renames("constraint", constraints, _with(write_rename_constraint, new), everybody, new)
    policies = changed_pairs(old.policies, new.policies)
    yield from _renames("policy", policies, _with(write_rename_policy, new), old.policies, new)
    yield from _rename_on_relation(old, new)


def _rename_on_relation(old: Any, new: Any) -> Iterator[Rename]:
    yield from _renames(
        "index", changed_pairs(old.indexes, new.indexes), _with(write_rename_index, new), old.indexes, new
    )
    write = _with(write_rename_trigger, new)
    yield from _renames("trigger", changed_pairs(old.triggers, new.triggers), write, old.triggers, new)
    yield from _renames("rule", changed_pairs(old.rules, new.rules), _with(write_rename_rule, new), old.rules, new)


def _parent_renames(old: Any, new: Any, table: Table, before: Design, aligned: Design) -> bool:
    """Whether a parent's column is renamed alike, which its children follow."""
    for parent_id in parent_ids(table):
        parents = before.tables_by_id.get(parent_id), aligned.tables_by_id.get(parent_id)
        if parents[0] is None or parents[1] is None:
            continue
        for was, now in changed_pairs(parents[0].columns, parents[1].columns):
            if (was.name, now.name) == (old.name, new.name):
                return True
    return False


def _parent_renames_check(old: Any, new: Any, table: Table, before: Design, aligned: Design) -> bool:
    for parent_id in parent_ids(table):
        parents = before.tables_by_id.get(parent_id), aligned.tables_by_id.get(parent_id)
        if parents[0] is not None and parents[1] is not None:
            names = [(was.name, now.name) for was, now in changed_pairs(parents[0].checks, parents[1].checks)]
            if (old.name, new.name) in names:
                return True
    return False


def _rename_hidden(old: Table, aligned: Table, before: Design, after: Design) -> Iterator[Rename]:
    """The names a rename leaves behind: of identity sequences and, from PostgreSQL 18 on, of NOT NULL constraints.

    Where the design names none, they follow the names of table and column, as if the table had been created so.
    """
    new = after.tables_by_id.get(old.id)
    if new is None or old.is_managed:
        return
    new_columns = {column.id: column for column in new.columns}
    not_nulls = list(_inherited_not_nulls(old, new))
    for was in old.columns:
        now = new_columns.get(was.id)
        if now is None:
            continue
        if was.identity is not None and now.identity is not None:
            names = [identity_sequence_of(was, old), identity_sequence_of(now, new)]
            if names[0] != names[1]:
                yield _hidden(
                    "sequence",
                    names,
                    aligned,
                    lambda one, other: write_rename_identity_sequence(one, other, aligned.schema),
                )
        if _has_not_null(was, old) and _has_not_null(now, new) and old.partition_of == new.partition_of is None:
            pair = not_null_name_of(was, old, before), not_null_name_of(now, new, after)
            not_nulls += [pair] if pair[0] != pair[1] else []
    if not_nulls:
        yield Rename(
            noun="not-null constraints",
            old_name="",
            new_name=f"those of {new.name}",
            owner_name=f"{new.schema}.{new.name}",
            forward=tuple(write_rename_not_nulls(not_nulls, aligned)),
            backward=tuple(write_rename_not_nulls([(b, a) for a, b in not_nulls], aligned)),
        )


def _has_not_null(column: Any, table: Table) -> bool:
    return not column.is_nullable or not_null_of(column, table) is not None


def _inherited_not_nulls(old: Table, new: Table) -> Iterator[tuple[str, str]]:
    """Old and new names of NOT NULLs on columns that the table only inherits."""
    own = {column.id for column in old.columns}
    names = {row.column_id: row.name for row in new.not_nulls}
    for row in old.not_nulls:
        if row.column_id not in own and names.get(row.column_id, row.name) != row.name:
            yield row.name, names[row.column_id]


def _hidden(noun: str, names: list[str], table: Table, write: Callable[[str, str], list[str]]) -> Rename:
    return Rename(
        noun=noun,
        old_name=names[0],
        new_name=names[1],
        owner_name=f"{table.schema}.{table.name}",
        forward=tuple(write(names[0], names[1])),
        backward=tuple(write(names[1], names[0])),
    )
