"""Made-up designs of any size, the same every time; tests use them too."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from msgspec.structs import replace

from designer.design import (
    Column,
    Command,
    Design,
    Enum,
    EnumValue,
    Grant,
    Index,
    IndexKey,
    Key,
    Policy,
    Relationship,
    Schema,
    Table,
    TypeRef,
    id_from_path,
)
from designer.design.edits import put, remove
from designer.design.relationships import Action

AREAS = ("billing", "catalog", "delivery", "people", "reporting")
TABLES_PER_ENUM = 25
PRIVILEGES = ("DELETE", "INSERT", "SELECT", "UPDATE")
OWNER_ONLY = "(owner_id = ( SELECT auth.uid() AS uid))"


def make_design(tables: int, relationships: int) -> Design:
    """A design of that many tables, each under RLS with one policy, and foreign keys to tables before them.

    `relationships` beyond one per table are spread over the first tables. Ids are those of a design read from SQL.
    """
    statuses = [_status(number) for number in range(-(-tables // TABLES_PER_ENUM))]
    references = list(_references(tables, relationships))
    columns_of: dict[int, list[int]] = {}
    for source, target in references:
        columns_of.setdefault(source, []).append(target)
    made = tuple(
        _table(number, columns_of.get(number, []), statuses[number // TABLES_PER_ENUM]) for number in range(tables)
    )
    return Design(
        schemas=(Schema(id=id_from_path("schema", "public"), name="public", is_managed=True),),
        enums=tuple(statuses),
        tables=made,
        relationships=tuple(_relationship(made[source], made[target], target) for source, target in references),
    )


def widen(design: Design, columns: int) -> Design:
    """The design with as many columns in every table, texts without a constraint being added."""
    return replace(design, tables=tuple(_widened(table, columns) for table in design.tables))


def change_ten_things(design: Design) -> Design:
    """The design after ten edits of ten different sorts, each on a table of its own."""
    table = design.tables
    design = put(design, _added_table(len(table)))
    design = put(design, replace(table[1], name="renamed_table"))
    design = put(design, _with_column(table[2], replace(_column(table[2], "note"), name="remark")))
    design = put(design, _with_column(table[3], Column(id=_id("column", table[3], "extra"), name="extra", type=TEXT)))
    design = put(design, _with_column(table[4], replace(_column(table[4], "amount"), type=TypeRef("numeric(14,4)"))))
    design = put(design, _with_column(table[5], replace(_column(table[5], "note"), is_nullable=False, default="''")))
    design = put(design, replace(table[6], indexes=(*table[6].indexes, _index(table[6], "created_at"))))
    policy = replace(table[7].policies[0], using="false")
    design = put(design, replace(table[7], policies=(policy,)))
    status = design.enums[0]
    value = EnumValue(id=id_from_path("enum value", status.schema, status.name, "archived"), name="archived")
    design = put(design, replace(status, values=(*status.values, value)))
    return remove(design, design.relationships[-1].id)


TEXT = TypeRef("text")
UUID_TYPE = TypeRef("uuid")


def _references(tables: int, relationships: int) -> Iterator[tuple[int, int]]:
    """Pairs of table numbers; from a table only to earlier ones, and to each at most once."""
    made: set[tuple[int, int]] = set()
    for step in range(1, tables):
        for source in range(step, tables):
            if len(made) == relationships:
                return
            # Halving gives some tables more that refer to them, as users and companies have in a real schema.
            pair = (source, (source - step) // 2)
            if pair not in made:
                made.add(pair)
                yield pair
    raise ValueError(f"{tables} tables have no room for {relationships} relationships")


def _status(number: int) -> Enum:
    name = f"status_{number:02d}"
    labels = ("draft", "open", "done")
    values = tuple(EnumValue(id=id_from_path("enum value", "public", name, label), name=label) for label in labels)
    return Enum(id=id_from_path("type", "public", name), schema="public", name=name, values=values)


def _name(number: int) -> str:
    return f"{AREAS[number % len(AREAS)]}_items_{number:04d}"


def _table(number: int, targets: list[int], status: Enum) -> Table:
    name = _name(number)
    table = Table(id=id_from_path("table", "public", name), schema="public", name=name)
    fixed = (
        _new_column(table, "id", UUID_TYPE, default="gen_random_uuid()"),
        _new_column(table, "owner_id", UUID_TYPE),
        _new_column(table, "title", TEXT),
        _new_column(table, "status", TypeRef(type_id=status.id)),
        _new_column(table, "amount", TypeRef("numeric(10,2)"), default="0"),
        replace(_new_column(table, "note", TEXT), is_nullable=True),
        _new_column(table, "created_at", TypeRef("timestamp with time zone"), default="now()"),
    )
    keys = tuple(_new_column(table, f"item_{target:04d}_id", UUID_TYPE) for target in targets)
    table = replace(table, columns=(*fixed, *keys), has_rls=True)
    return replace(
        table,
        primary_key=_key(table, "pkey", "id"),
        unique_keys=(_key(table, "owner_id_title_key", "owner_id", "title"),),
        indexes=tuple(_index(table, column.name) for column in keys),
        policies=(_policy(table),),
        grants=(Grant(grantee="authenticated", privileges=PRIVILEGES),),
    )


def _widened(table: Table, columns: int) -> Table:
    names = (f"extra_{number:02d}" for number in range(columns - len(table.columns)))
    added = tuple(replace(_new_column(table, name, TEXT), is_nullable=True) for name in names)
    return replace(table, columns=table.columns + added)


def _added_table(number: int) -> Table:
    return replace(_table(number, [], _status(0)), name="added_table")


def _relationship(table: Table, target: Table, number: int) -> Relationship:
    column = f"item_{number:04d}_id"
    name = f"{table.name}_{column}_fkey"
    return Relationship(
        id=id_from_path("relationship", table.schema, table.name, name),
        name=name,
        table_id=table.id,
        column_ids=(_column(table, column).id,),
        target_table_id=target.id,
        target_column_ids=(_column(target, "id").id,),
        on_delete=Action.CASCADE,
    )


def _new_column(table: Table, name: str, type_: TypeRef, *, default: str | None = None) -> Column:
    return Column(id=_id("column", table, name), name=name, type=type_, is_nullable=False, default=default)


def _key(table: Table, ending: str, *columns: str) -> Key:
    name = f"{table.name}_{ending}"
    ids = tuple(_column(table, column).id for column in columns)
    return Key(id=_id("constraint", table, name), name=name, column_ids=ids)


def _index(table: Table, column: str) -> Index:
    name = f"{table.name}_{column}_idx"
    return Index(id=_id("index", table, name), name=name, keys=(IndexKey(column_id=_column(table, column).id),))


def _policy(table: Table) -> Policy:
    name = "owners_do_everything_with_their_own"
    roles = ("authenticated",)
    return Policy(id=_id("policy", table, name), name=name, command=Command.ALL, roles=roles, using=OWNER_ONLY)


def _with_column(table: Table, column: Column) -> Table:
    """The table with a column replaced by its id, or added."""
    if any(known.id == column.id for known in table.columns):
        columns = tuple(column if known.id == column.id else known for known in table.columns)
    else:
        columns = (*table.columns, column)
    return replace(table, columns=columns)


def _column(table: Table, name: str) -> Column:
    return next(column for column in table.columns if column.name == name)


def _id(kind: str, table: Table, name: str) -> UUID:
    return id_from_path(kind, table.schema, table.name, name)
