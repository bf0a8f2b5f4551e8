"""Names that are taken already, in the namespaces PostgreSQL has.

Relations of a schema share one: tables, views, sequences, indexes (also those behind keys and exclusions) and composite
types. Types share another, into which every relation with rows brings its row type. An array type `_x` is no
obstacle: PostgreSQL renames its own when somebody wants the name [executed on 15.18 and 18.6].
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from designer.design.code import Aggregate, Function, Sequence, View
from designer.design.designs import Definition, Design
from designer.design.edits.lookups import full_name, word_for
from designer.design.integrity.problems import Problem, report, title
from designer.design.relationships import Relationship
from designer.design.tables import Table
from designer.design.types import Composite, Domain, Enum
from designer.postgres.platform import PLATFORM_ROLES

Named = tuple[Definition, str, str, UUID | None]
"""The definition to blame, what it or its part is called in a sentence, the name, the part."""


def check_namespaces(design: Design) -> Iterator[Problem]:
    """Every name that something else has already."""
    for kind in ("schemas", "extensions", "roles"):
        rows = getattr(design, kind)
        yield from _duplicates(((row, word_for(row), row.name, None) for row in rows), "in the database")
    yield from _check_platform_roles(design)
    yield from _check_schemas(design)
    yield from _check_functions(design)


def takes_names(before: Design, part: Design) -> bool:
    """Whether a table in a part of the edited design holds a name in its schema that it did not hold before."""
    pairs = ((before.tables_by_id.get(table.id), table) for table in part.tables)
    return any(old is not new and (old is None or not _held_by(new) <= _held_by(old)) for old, new in pairs)


def _held_by(table: Table) -> Counter[tuple[str, str]]:
    return Counter((table.schema, name) for name in (table.name, *(row[2] for row in _index_names(table))))


def check_parts(design: Design) -> Iterator[Problem]:
    """Every name that two parts of one definition have."""
    relationships: dict[UUID, list[Relationship]] = {}
    for relationship in design.relationships:
        relationships.setdefault(relationship.table_id, []).append(relationship)
    for table in design.tables:
        yield from _check_table(table, relationships.get(table.id, []))
    for view in design.views:
        yield from _duplicate_parts(view, "trigger", view.triggers)
        yield from _duplicate_parts(view, "rule", view.rules)
        yield from _duplicate_words(view, "column", view.column_names)
    for domain in design.domains:
        yield from _duplicate_parts(domain, "check", domain.checks)
    for composite in design.composites:
        yield from _duplicate_parts(composite, "attribute", composite.attributes)
    for enum in design.enums:
        yield from _duplicate_parts(enum, "label", enum.values)


def _check_schemas(design: Design) -> Iterator[Problem]:
    relations: dict[str, list[Named]] = {}
    types: dict[str, list[Named]] = {}
    owners: list[Table | View | Sequence | Composite] = [*design.tables, *design.views, *design.sequences]
    owners += design.composites
    for definition in owners:
        named = (definition, word_for(definition), definition.name, None)
        relations.setdefault(definition.schema, []).append(named)
        types.setdefault(definition.schema, []).append(named)
        if isinstance(definition, Table | View):
            relations[definition.schema].extend(_index_names(definition))
    named_types: list[Enum | Domain] = [*design.enums, *design.domains]
    for type_ in named_types:
        types.setdefault(type_.schema, []).append((type_, word_for(type_), type_.name, None))
    known = set()
    for range_ in design.ranges:
        names = types.setdefault(range_.schema, [])
        names += [(range_, "range", range_.name, None), (range_, "multirange", range_.multirange_name, None)]
    for schema, rows in relations.items():
        for problem in _duplicates(rows, f"in schema {schema}"):
            known.add(problem.object_id)
            yield problem
    for schema, rows in types.items():
        # A table whose name another relation has is reported once, not again for its row type.
        yield from (row for row in _duplicates(rows, f"in schema {schema}") if row.object_id not in known)


def _index_names(relation: Table | View) -> Iterator[Named]:
    for index in relation.indexes:
        yield relation, f"index of {full_name(relation)}", index.name, index.id
    if isinstance(relation, Table):
        if relation.primary_key is not None:
            yield relation, f"primary key of {full_name(relation)}", relation.primary_key.name, relation.primary_key.id
        for key in relation.unique_keys:
            yield relation, f"unique constraint of {full_name(relation)}", key.name, key.id
        for exclusion in relation.exclusions:
            yield relation, f"exclusion of {full_name(relation)}", exclusion.name, exclusion.id
        for column in relation.columns:
            if column.identity_sequence:
                yield relation, f"identity sequence of {full_name(relation)}", column.identity_sequence, column.id


def _check_functions(design: Design) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], Function | Aggregate] = {}
    functions: list[Function | Aggregate] = [*design.functions, *design.aggregates]
    for function in functions:
        inputs = tuple(row.type for row in function.arguments if row.mode in {"in", "inout", "variadic"})
        other = seen.setdefault((function.schema, function.name, *inputs), function)
        if other is not function:
            text = f"{word_for(other)} {full_name(other)}({', '.join(inputs)}) exists already. Rename one of the two."
            yield report(function, title(function), text)
        for role in ({"in", "inout", "variadic"}, {"out", "inout", "table"}):
            names = [row.name for row in function.arguments if row.mode in role and row.name]
            yield from _duplicate_words(function, "argument", names)


def _check_table(table: Table, relationships: list[Relationship]) -> Iterator[Problem]:
    named = {"column": table.columns, "trigger": table.triggers, "rule": table.rules, "policy": table.policies}
    for word, parts in named.items():
        yield from _duplicate_parts(table, word, parts)
    keys = [*([table.primary_key] if table.primary_key is not None else []), *table.unique_keys]
    names = [row.name for rows in (keys, table.exclusions, table.checks, table.not_nulls) for row in rows]
    names += [row.name for row in relationships]
    if len(set(names)) == len(names):
        return
    constraints: list[Named] = []
    if table.primary_key is not None:
        constraints.append((table, "primary key", table.primary_key.name, table.primary_key.id))
    constraints += [(table, "unique constraint", key.name, key.id) for key in table.unique_keys]
    constraints += [(table, "exclusion", row.name, row.id) for row in table.exclusions]
    constraints += [(table, "check", check.name, check.id) for check in table.checks]
    constraints += [(table, "not-null constraint", row.name, row.column_id) for row in table.not_nulls]
    constraints += [(row, "relationship", row.name, None) for row in relationships]
    # Keys and exclusions among themselves are indexes too, and reported as relations.
    relations = {"primary key", "unique constraint", "exclusion"}
    yield from _duplicates(constraints, f"on table {full_name(table)}", among_others_than=relations)


def _check_platform_roles(design: Design) -> Iterator[Problem]:
    for role in design.roles:
        if role.name in PLATFORM_ROLES:
            yield report(role, title(role), "the platform has a role of this name. Choose another name.")


def _duplicate_parts(definition: Definition, word: str, parts: Iterable[Any]) -> Iterator[Problem]:
    rows = list(parts)
    if len({row.name for row in rows}) == len(rows):
        return
    named = ((definition, word, row.name, row.id) for row in rows)
    yield from _duplicates(named, f"on {word_for(definition)} {full_name(definition)}")


def _duplicate_words(definition: Definition, word: str, names: Iterable[str]) -> Iterator[Problem]:
    named = ((definition, word, name, None) for name in names)
    yield from _duplicates(named, f"on {word_for(definition)} {full_name(definition)}")


def _duplicates(rows: Iterable[Named], place: str, *, among_others_than: Collection[str] = ()) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for definition, word, name, part_id in rows:
        other = first.get(name)
        if other is None:
            first[name] = word
        elif not (word in among_others_than and other in among_others_than):
            subject = f"{word[:1].upper()}{word[1:]} {name}"
            text = (
                f"the name is taken {place} by another {word}"
                if other == word
                else f"the name is taken {place} by a {other}"
            )
            yield report(definition, subject, f"{text}. Rename one of the two.", part_id)
