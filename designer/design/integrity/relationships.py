"""Foreign keys: columns on both sides, their number and types, and the unique key they need."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from designer.design.designs import Design
from designer.design.integrity.ancestors import columns_of
from designer.design.integrity.problems import Problem, report, title
from designer.design.relationships import Action, Relationship
from designer.design.tables import Column, Table
from designer.design.types import Domain, TypeRef

_FAMILIES = (
    frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"}),
    frozenset({"text", "character varying", "character", "name", '"char"'}),
    frozenset({"date", "timestamp without time zone", "timestamp with time zone"}),
    frozenset({"time without time zone", "time with time zone"}),
    frozenset({"inet", "cidr"}),
    frozenset({"bit", "bit varying"}),
    frozenset({"boolean"}),
    frozenset({"uuid"}),
    frozenset({"bytea"}),
    frozenset({"interval"}),
    frozenset({"jsonb"}),
    frozenset({"macaddr"}),
    frozenset({"macaddr8"}),
)
"""Built-in types that no foreign key can connect across the sets. Within one, the server decides which way round."""

_FAMILY_OF = {name: number for number, family in enumerate(_FAMILIES) for name in family}


def check_relationships(design: Design) -> Iterator[Problem]:
    """Every foreign key could be added."""
    for relationship in design.relationships:
        for text in _check(relationship, design):
            yield report(relationship, title(relationship), text)


def _check(relationship: Relationship, design: Design) -> Iterator[str]:
    source = design.tables_by_id.get(relationship.table_id)
    target = design.tables_by_id.get(relationship.target_table_id)
    if source is None or target is None:
        yield "its table is not in the design. Choose another table or remove the relationship."
        return
    ours = _columns(relationship.column_ids, source, design)
    theirs = _columns(relationship.target_column_ids, target, design)
    if ours is None or theirs is None:
        lacking = source if ours is None else target
        yield f"it uses a column that table {lacking.name} lacks. Choose another column or remove the relationship."
        return
    if len(ours) != len(theirs) or not ours:
        counts = f"{len(ours)} columns of {source.name} refer to {len(theirs)} of {target.name}"
        yield f"{counts}. Choose one there for each one here."
        return
    for one, other in zip(ours, theirs, strict=True):
        if not _can_compare(one.type, other.type, design):
            yield (
                f"column {source.name}.{one.name} is {_words(one.type, design)}"
                f" but {target.name}.{other.name} is {_words(other.type, design)}. Change one of the two types."
            )
    if not has_unique_key(target, relationship.target_column_ids):
        names = ", ".join(column.name for column in theirs)
        yield f"table {target.name} has no unique key on ({names}). Add a primary key or unique constraint there."
    if relationship.set_columns and relationship.on_delete not in {Action.SET_NULL, Action.SET_DEFAULT}:
        yield "only SET NULL and SET DEFAULT choose columns. Choose such an action for ON DELETE, or no columns."
    if relationship.set_columns and not set(relationship.set_columns) <= set(relationship.column_ids):
        yield "ON DELETE sets a column that is not part of the relationship. Choose only its own columns."


def has_unique_key(table: Table, column_ids: tuple[UUID, ...]) -> bool:
    """Whether a foreign key can refer to these columns: a key or a full unique index on exactly them, in any order.

    Deferrable keys and partial or expression indexes do not count (PostgreSQL docs, CREATE TABLE, REFERENCES).
    """
    key = table.primary_key
    if key is not None and key.column_ids == column_ids and not key.is_deferrable:
        return True
    wanted = set(column_ids)
    keys = [*table.unique_keys, *([key] if key is not None else [])]
    if any(set(key.column_ids) == wanted and not key.is_deferrable for key in keys):
        return True
    return any(
        index.is_unique and index.predicate is None and {key.column_id for key in index.keys} == wanted
        for index in table.indexes
    )


def _columns(ids: tuple[UUID, ...], table: Table, design: Design) -> list[Column] | None:
    """The columns of these ids, if all are the table's own."""
    found = [column for id_ in ids if (column := design.columns_by_id.get(id_)) is not None]
    own = [column for column in found if any(column is other for other in columns_of(table, design))]
    return own if len(own) == len(ids) else None


def _can_compare(one: TypeRef, other: TypeRef, design: Design) -> bool:
    """Whether the types may have an equality operator in common; False only where that is certain."""
    if one == other:
        return True
    one, other = _base(one, design), _base(other, design)
    if one.type_id is not None or other.type_id is not None:
        return one == other or not (_is_known(one) and _is_known(other))
    if bool(one.dimensions) != bool(other.dimensions):
        return False
    left, right = _FAMILY_OF.get(_bare(one.name)), _FAMILY_OF.get(_bare(other.name))
    return left is None or right is None or left == right


def _is_known(ref: TypeRef) -> bool:
    return ref.type_id is not None or _bare(ref.name) in _FAMILY_OF


def _base(ref: TypeRef, design: Design) -> TypeRef:
    """The type under a domain; domains of domains end here at the latest after as many steps as there are domains."""
    for _ in design.domains:
        domain = design.by_id.get(ref.type_id) if ref.type_id is not None else None
        if not isinstance(domain, Domain) or ref.dimensions:
            break
        ref = domain.base
    return ref


def _bare(name: str) -> str:
    """The type without its modifier: numeric(10,2) is numeric, timestamp(3) with time zone is without the 3."""
    head, bracket, rest = name.partition("(")
    return (head.rstrip() + rest.partition(")")[2]) if bracket else name


def _words(ref: TypeRef, design: Design) -> str:
    definition = design.by_id.get(ref.type_id) if ref.type_id is not None else None
    name = ref.name if definition is None else f"{getattr(definition, 'schema', '')}.{definition.name}"
    return name + "[]" * ref.dimensions
