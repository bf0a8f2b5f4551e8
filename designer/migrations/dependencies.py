"""What an object needs to exist before it, found by ids where the design has them and by names inside SQL texts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from msgspec import Struct

from designer.design import (
    FUNCTION_KINDS,
    RELATION_KINDS,
    TYPE_KINDS,
    Argument,
    Check,
    Column,
    DefaultPrivileges,
    Design,
    Exclusion,
    Function,
    Grant,
    Index,
    IndexKey,
    Key,
    Policy,
    Publication,
    QualifiedName,
    Relationship,
    Rule,
    Sequence,
    Statistics,
    Table,
    Trigger,
    TypeRef,
    Verbatim,
    View,
)
from designer.migrations.operations import Part
from designer.migrations.texts import ROLE_LISTS, TEXTS
from designer.postgres.parsing import ACTION_HEAD
from designer.postgres.quoting import quote_name
from designer.postgres.references import (
    NOTHING,
    References,
    references_of_expression,
    references_of_statements,
    references_of_type,
)

Thing = Any
"""A struct of the design: a definition or something that lives on a table."""

_WORD = re.compile(r"[^\W\d][\w$]*|\"(?:[^\"]|\"\")+\"")
_RETURNS = re.compile(r"\A(?:setof\s+)", re.IGNORECASE)
_CONSTANTS = {"TEXT SEARCH CONFIGURATION", "TEXT SEARCH DICTIONARY"}
_CONSTANT = re.compile(r"'([^']+)'")
_EXCLUSION_HEAD = "alter table t add constraint c "


@lru_cache(maxsize=65536)
def words_of(text: str) -> frozenset[str]:
    """Everything in a text that could be an identifier: a superset of the names it mentions, found without parsing."""
    return frozenset(word[1:-1].replace('""', '"') if word[0] == '"' else word.lower() for word in _WORD.findall(text))


class Names:
    """The objects of one design by the names SQL texts call them by.

    `former` are objects under names they had before: a text that follows a rename by itself may still say those.
    """

    def __init__(self, design: Design, former: Design) -> None:
        self.design = design
        self.former = former

    @cached_property
    def relations(self) -> dict[str, list[Thing]]:
        return self._by_name(*RELATION_KINDS, "verbatim")

    @cached_property
    def types(self) -> dict[str, list[Thing]]:
        found = self._by_name(*TYPE_KINDS, "tables", "views", "verbatim")
        for range_ in (*self.design.ranges, *self.former.ranges):
            found.setdefault(range_.multirange_name, []).append(range_)
        return found

    @cached_property
    def functions(self) -> dict[str, list[Thing]]:
        return self._by_name(*FUNCTION_KINDS, "verbatim")

    @cached_property
    def collations(self) -> dict[str, list[Thing]]:
        return self._by_name("collations", "verbatim")

    @cached_property
    def operators(self) -> dict[str, list[Thing]]:
        return self._verbatim_by_name("OPERATOR")

    @cached_property
    def operator_classes(self) -> dict[str, list[Thing]]:
        return self._verbatim_by_name("OPERATOR CLASS")

    @cached_property
    def casts(self) -> dict[UUID, list[Thing]]:
        """The casts from or to a type of the project, by the type's id: an expression does not name them."""
        found: dict[UUID, list[Thing]] = defaultdict(list)
        for cast in self._verbatim_by_name("CAST").values():
            for row in cast:
                for id_ in row.requires:
                    found[id_].append(row)
        return dict(found)

    def _by_name(self, *kinds: str) -> dict[str, list[Thing]]:
        found: dict[str, list[Thing]] = defaultdict(list)
        for design in (self.design, self.former):
            for kind in kinds:
                for thing in getattr(design, kind):
                    found[_bare_name(thing)].append(thing)
        return dict(found)

    def _verbatim_by_name(self, kind: str) -> dict[str, list[Thing]]:
        rows = {name: [row for row in things if row.kind == kind] for name, things in self._by_name("verbatim").items()}
        return {name: things for name, things in rows.items() if things}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name of a relation, type, function or collation: a text without any of them refers to none."""
        return frozenset((*self.relations, *self.types, *self.functions, *self.collations))

    @cached_property
    def constants(self) -> dict[str, list[UUID]]:
        """What expressions name by constants alone, by its full name."""
        found: dict[str, list[UUID]] = defaultdict(list)
        for thing in self.design.verbatim:
            if thing.kind in _CONSTANTS:
                found[quote_name(thing.schema, thing.name)].append(thing.id)
        return dict(found)

    @cached_property
    def schemas(self) -> dict[str, UUID]:
        return {schema.name: schema.id for schema in self.design.schemas}

    @cached_property
    def roles(self) -> dict[str, UUID]:
        return {role.name: role.id for role in self.design.roles}

    @cached_property
    def unique_indexes(self) -> dict[UUID, list[tuple[UUID, frozenset[UUID]]]]:
        """Per table, what a foreign key can point at: keys and unique indexes with their columns."""
        found: dict[UUID, list[tuple[UUID, frozenset[UUID]]]] = {}
        for table in self.design.tables:
            keys = [*table.unique_keys, *([table.primary_key] if table.primary_key else [])]
            rows = [(key.id, frozenset(key.column_ids)) for key in keys]
            rows += [
                (index.id, frozenset(key.column_id for key in index.keys if key.column_id))
                for index in table.indexes
                if index.is_unique
            ]
            found[table.id] = rows
        return found

    def resolve(self, names: Iterable[QualifiedName], among: dict[str, list[Thing]]) -> Iterator[Thing]:
        """The objects of these names; a name without a schema means any schema's."""
        for name in names:
            for thing in among.get(name.name, ()):
                if not name.schema or thing.schema == name.schema:
                    yield thing


def _bare_name(thing: Thing) -> str:
    # pg_dump names functions, aggregates and operators with their arguments: "median(numeric)".
    return str(thing.name.partition("(")[0]) if isinstance(thing, Verbatim) else str(thing.name)


class Requirements:
    """What each object of one design requires of the others, as parts. For `former` see `Names`."""

    def __init__(self, design: Design, former: Design | None = None) -> None:
        self.names = Names(design, former or Design())
        self.design = design
        self._former_tables = self.names.former.tables_by_id

    def of(self, thing: Thing, owner: Table | View | None = None) -> frozenset[Part]:
        """The parts a thing requires, without itself; `owner` is the table or view it lives on."""
        finder = _FINDERS.get(type(thing), _of_fields)
        table = owner if isinstance(owner, Table) else None
        found = {part for part in finder(self, thing, table) if part.id != thing.id}
        if owner is not None:
            found.add(Part(owner.id))
        elif (role := getattr(thing, "owner", None)) is not None:
            found.update(self.of_roles((role,)))
        return frozenset(found)

    def of_type(self, ref: TypeRef) -> Iterator[Part]:
        if ref.type_id is not None:
            yield Part(ref.type_id)
        elif ref.name:
            yield from self.of_type_name(ref.name)

    def of_type_name(self, text: str) -> Iterator[Part]:
        """Of a type as text: "public.mood[]", "SETOF public.orders"."""
        if self.names.words.isdisjoint(words_of(text)):
            return
        found = references_of_type(_RETURNS.sub("", text))
        for thing in self.names.resolve(found.types, self.names.types):
            yield Part(thing.id)

    def of_collation(self, name: str | None) -> Iterator[Part]:
        """Of a collation as text: "public.german"."""
        found = references_of_type(name) if name and not self.names.words.isdisjoint(words_of(name)) else NOTHING
        return (Part(thing.id) for thing in self.names.resolve(found.types, self.names.collations))

    def of_operator(self, text: str) -> Iterator[Part]:
        """Of an operator as text: "operator(public.<)"; those of a project are kept verbatim."""
        schema, _, name = text.removeprefix("operator(").removesuffix(")").rpartition(".")
        known = QualifiedName(schema.strip('"'), name)
        return (Part(thing.id) for thing in self.names.resolve([known], self.names.operators))

    def of_operator_class(self, name: str | None) -> Iterator[Part]:
        """Of an operator class as text: "public.by_length"."""
        found = references_of_type(name).types if name and self.names.operator_classes else ()
        return (Part(thing.id) for thing in self.names.resolve(found, self.names.operator_classes))

    def of_expression(self, text: str | None, table: Table | None = None) -> Iterator[Part]:
        """Of an expression about the columns of `table`."""
        if text:
            yield from self._of_text(text, references_of_expression, table)

    def of_statement(self, text: str, table: Table | None = None) -> Iterator[Part]:
        yield from self._of_text(text, references_of_statements, table)

    def _of_text(self, text: str, references_of: Callable[[str], References], table: Table | None) -> Iterator[Part]:
        words = words_of(text)
        if table is not None:
            yield from _columns_among(table, words)
            if table.id in self._former_tables:
                yield from _columns_among(self._former_tables[table.id], words)
        yield from self._of_constants(text)
        if self.names.words.isdisjoint(words) and not any(symbol in text for symbol in self.names.operators):
            return
        found = references_of(text)
        for thing in self.names.resolve(found.functions, self.names.functions):
            yield Part(thing.id)
        for thing in self.names.resolve(found.operators, self.names.operators):
            yield Part(thing.id)
        for thing in self.names.resolve(found.types, self.names.types):
            yield Part(thing.id)
            yield from (Part(cast.id) for cast in self.names.casts.get(thing.id, ()))
        for thing in self.names.resolve(found.relations, self.names.relations):
            yield Part(thing.id)
            if isinstance(thing, Table):
                yield from _columns_among(thing, words)

    def _of_constants(self, text: str) -> Iterator[Part]:
        """Of what constants name, as PostgreSQL writes them: 'public.german'::regconfig."""
        for name in _CONSTANT.findall(text) if self.names.constants else ():
            for id_ in self.names.constants.get(name, ()):
                yield Part(id_)

    def of_schema(self, name: str) -> Iterator[Part]:
        if name in self.names.schemas:
            yield Part(self.names.schemas[name])

    def of_roles(self, names: Iterable[str]) -> Iterator[Part]:
        return (Part(self.names.roles[name]) for name in names if name in self.names.roles)

    def of_grants(self, grants: tuple[Grant, ...] | None) -> Iterator[Part]:
        for grant in grants or ():
            yield from self.of_roles((grant.grantee,))
            yield from map(Part, grant.column_ids)


def _columns_among(table: Table, words: frozenset[str]) -> Iterator[Part]:
    return (Part(column.id) for column in table.columns if column.name in words)


def _of_fields(needs: Requirements, thing: Any, table: Table | None) -> Iterator[Part]:
    """Of a struct by what its fields hold: the rule for every kind that has no exception below."""
    for field in thing.__struct_fields__:
        value = getattr(thing, field)
        if value and field != "id":
            yield from _of_field(needs, type(thing), field, value, table)


def _of_field(needs: Requirements, owner: type, field: str, value: Any, table: Table | None) -> Iterator[Part]:
    text = TEXTS.get((owner, field))
    if text is not None:
        yield from _TEXT_FINDERS[text](needs, value)
    elif field == "schema":
        yield from needs.of_schema(value)
    elif field == "grants":
        yield from needs.of_grants(value)
    elif (owner, field) in ROLE_LISTS:
        yield from needs.of_roles(value)
    elif isinstance(value, UUID):
        yield Part(value)
    elif isinstance(value, TypeRef):
        yield from needs.of_type(value)
    elif isinstance(value, Struct):
        yield from _of_fields(needs, value, table)
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, UUID | Struct):
                yield from _of_field(needs, owner, "", item, table)


_TEXT_FINDERS: dict[str, Callable[[Requirements, str], Iterator[Part]]] = {
    "expression": Requirements.of_expression,
    "query": Requirements.of_statement,
    "action": lambda needs, text: needs.of_statement(f"{ACTION_HEAD}{text}"),
    "type": Requirements.of_type_name,
    "collation": Requirements.of_collation,
    "operator": Requirements.of_operator,
}


def _of_sequence(needs: Requirements, sequence: Sequence, _: Table | None) -> Iterator[Part]:
    yield from needs.of_schema(sequence.schema)
    yield from needs.of_grants(sequence.grants)


def _of_argument(needs: Requirements, argument: Argument) -> Iterator[Part]:
    yield from needs.of_type_name(argument.type)
    yield from needs.of_expression(argument.default)


def _of_function(needs: Requirements, function: Function, _: Table | None) -> Iterator[Part]:
    yield from needs.of_schema(function.schema)
    for argument in function.arguments:
        yield from _of_argument(needs, argument)
    if function.returns:
        yield from needs.of_type_name(function.returns)
    if function.transforms:
        yield from (Part(row.id) for row in needs.design.verbatim if row.kind == "TRANSFORM")
    if function.is_sql_body:
        yield from needs.of_statement(f"create function f() returns void {function.body}")
    yield from needs.of_grants(function.grants)


def _of_column(needs: Requirements, column: Column, table: Table | None) -> Iterator[Part]:
    yield from needs.of_type(column.type)
    yield from needs.of_expression(column.default)
    yield from needs.of_expression(column.generated, table)
    yield from needs.of_collation(column.collation)


def _of_key(_: Requirements, key: Key, __: Table | None) -> Iterator[Part]:
    yield from map(Part, (*key.column_ids, *key.include))


def _of_check(needs: Requirements, check: Check, table: Table | None) -> Iterator[Part]:
    yield from needs.of_expression(check.expression, table)


def _of_exclusion(needs: Requirements, exclusion: Exclusion, table: Table | None) -> Iterator[Part]:
    yield from needs.of_statement(_EXCLUSION_HEAD + exclusion.definition, table)


def _of_index_key(needs: Requirements, key: IndexKey, table: Table | None) -> Iterator[Part]:
    if key.column_id:
        yield Part(key.column_id)
    yield from needs.of_expression(key.expression, table)
    yield from needs.of_collation(key.collation)
    yield from needs.of_operator_class(key.opclass)


def _of_index(needs: Requirements, index: Index, table: Table | None) -> Iterator[Part]:
    for key in index.keys:
        yield from _of_index_key(needs, key, table)
    yield from map(Part, index.include)
    yield from needs.of_expression(index.predicate, table)
    if index.attached_to:
        yield Part(index.attached_to)


def _of_trigger(needs: Requirements, trigger: Trigger, table: Table | None) -> Iterator[Part]:
    yield from map(Part, trigger.update_column_ids)
    if trigger.function_id:
        yield Part(trigger.function_id)
    yield from needs.of_expression(trigger.condition, table)


def _of_rule(needs: Requirements, rule: Rule, table: Table | None) -> Iterator[Part]:
    yield from needs.of_expression(rule.condition, table)
    yield from needs.of_statement(f"{ACTION_HEAD}{rule.action}", table)


def _of_statistics(needs: Requirements, statistics: Statistics, _: Table | None) -> Iterator[Part]:
    yield from needs.of_schema(statistics.schema)
    yield Part(statistics.table_id)
    for key in statistics.keys:
        yield from _of_index_key(needs, key, needs.design.tables_by_id.get(statistics.table_id))


def _of_policy(needs: Requirements, policy: Policy, table: Table | None) -> Iterator[Part]:
    yield from needs.of_expression(policy.using, table)
    yield from needs.of_expression(policy.check, table)
    yield from needs.of_roles(policy.roles)


def _of_table(needs: Requirements, table: Table, _: Table | None) -> Iterator[Part]:
    yield from needs.of_schema(table.schema)
    for column in table.columns:
        yield from _of_column(needs, column, None)
        yield from needs.of_grants(column.identity_grants)
        if column.generated:
            yield from needs.of_expression(column.generated)
    for row in table.inherited_columns:
        yield from needs.of_expression(row.default)
    for check in table.checks:
        yield from needs.of_expression(check.expression)
    for exclusion in table.exclusions:
        yield from needs.of_statement(_EXCLUSION_HEAD + exclusion.definition)
    if table.partition_of:
        yield Part(table.partition_of.table_id)
    if table.partitioning:
        for key in table.partitioning.keys:
            yield from needs.of_expression(key.expression)
            yield from needs.of_collation(key.collation)
    yield from map(Part, table.inherits)
    if table.foreign is not None:
        yield Part(table.foreign.server_id)
    yield from (part for part in needs.of_grants(table.grants) if part.id in needs.design.by_id)


def _of_relationship(needs: Requirements, relationship: Relationship, _: Table | None) -> Iterator[Part]:
    yield from map(Part, (relationship.table_id, relationship.target_table_id))
    yield from map(Part, (*relationship.column_ids, *relationship.target_column_ids))
    wanted = frozenset(relationship.target_column_ids)
    for key_id, columns in needs.names.unique_indexes.get(relationship.target_table_id, ()):
        if columns == wanted:
            yield Part(key_id)


def _of_view(needs: Requirements, view: View, _: Table | None) -> Iterator[Part]:
    yield from needs.of_schema(view.schema)
    parts = list(needs.of_statement(view.query))
    yield from parts
    if "group by" in view.query.lower():
        # A query that groups by a primary key alone depends on that constraint (PostgreSQL docs, SELECT, GROUP BY).
        tables = (needs.design.tables_by_id.get(part.id) for part in parts)
        yield from (Part(table.primary_key.id) for table in tables if table and table.primary_key)
    for row in view.columns:
        yield from needs.of_expression(row.default)
    yield from needs.of_grants(view.grants)


def _of_verbatim(needs: Requirements, verbatim: Verbatim, _: Table | None) -> Iterator[Part]:
    yield from needs.of_schema(verbatim.schema)
    yield from map(Part, verbatim.requires)
    names = needs.names
    if names.words.isdisjoint(words_of(verbatim.create_sql)):
        return
    found = references_of_statements(verbatim.create_sql)
    # The grammar reads the functions of an aggregate or operator as types.
    for among in (names.functions, names.types, names.relations):
        for thing in names.resolve(found.functions | found.types | found.relations, among):
            yield Part(thing.id)


def _of_default_privileges(needs: Requirements, row: DefaultPrivileges, _: Table | None) -> Iterator[Part]:
    yield from needs.of_schema(row.schema)
    yield from needs.of_roles((row.role,))
    yield from needs.of_grants((*row.grants, *row.platform_grants))


def _of_publication(needs: Requirements, publication: Publication, _: Table | None) -> Iterator[Part]:
    for name in publication.schemas:
        yield from needs.of_schema(name)
    for row in publication.tables:
        table = needs.design.tables_by_id.get(row.table_id) if row.table_id else None
        if table is not None:
            yield from map(Part, (table.id, *row.column_ids))
        yield from needs.of_expression(row.predicate, table)


_FINDERS: dict[type, Callable[[Requirements, Any, Table | None], Iterator[Part]]] = {
    Sequence: _of_sequence,
    Function: _of_function,
    Column: _of_column,
    Key: _of_key,
    Check: _of_check,
    Exclusion: _of_exclusion,
    Index: _of_index,
    Trigger: _of_trigger,
    Policy: _of_policy,
    Rule: _of_rule,
    Statistics: _of_statistics,
    Table: _of_table,
    Relationship: _of_relationship,
    View: _of_view,
    DefaultPrivileges: _of_default_privileges,
    Publication: _of_publication,
    Verbatim: _of_verbatim,
}
