"""Random designs with the ids a reading from SQL gives them, in PostgreSQL's own spelling: written and read they are equal."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from designer.design import (
    Action,
    Aggregate,
    Argument,
    Check,
    Collation,
    Column,
    Command,
    Design,
    Enum,
    EnumValue,
    FunctionRef,
    Grant,
    Identity,
    Index,
    IndexKey,
    Key,
    Policy,
    Range,
    Relationship,
    Rule,
    Schema,
    SequenceOptions,
    Statistics,
    Table,
    Transition,
    TypeRef,
    id_from_path,
)
from designer.postgres.quoting import quote_identifier, quote_name
from tests.sql.building import HOSTILE_NAMES
from tests.sql.drawing_databases import WATCHER, default_privileges, event_triggers, publications

SCHEMA = "drawn"
NAMES = st.sampled_from(["a", "b", 'Quo"te', "select"]) | st.sampled_from([*HOSTILE_NAMES, "users", "Größe"])
"""A few names come often, so that two designs have things in common."""
COMMENTS = st.none() | st.sampled_from(["It's", "a\nb", "$$ \\ \"'"])
DEFAULTS = {
    "text": "'it''s'::text",
    "bigint": "0",
    "uuid": "gen_random_uuid()",
    "boolean": "true",
    "jsonb": "'{}'::jsonb",
    "numeric(10,2)": "1.5",
    "timestamp with time zone": "now()",
}
PRIVILEGES = ["DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"]
Draw = Any


@st.composite
def designs(draw: Draw) -> Design:
    """One schema with an enum and up to three tables that may refer to each other."""
    enum = draw(enums())
    names = draw(st.lists(NAMES.map(lambda name: name[:20]), min_size=1, max_size=3, unique=True))
    tables = [draw(tables_named(name, enum)) for name in names if name != enum.name]
    relationships = [row for table in tables for row in draw(relationships_from(table, tables))]
    statistics = [row for number, table in enumerate(tables) for row in draw(statistics_on(table, number))]
    schema = Schema(
        id=id_from_path("schema", SCHEMA), name=SCHEMA, comment=draw(COMMENTS), grants=draw(grants(["CREATE", "USAGE"]))
    )
    watchers = draw(event_triggers())
    return Design(
        schemas=(schema,),
        enums=(enum,),
        functions=(WATCHER,) if watchers else (),
        tables=tuple(tables),
        relationships=tuple(relationships),
        statistics=tuple(statistics),
        default_privileges=tuple(draw(default_privileges())),
        publications=tuple(draw(publications(tables))),
        event_triggers=tuple(watchers),
    )


@st.composite
def designs_of_types(draw: Draw) -> Design:
    """One schema with a collation, ranges over plain types, aggregates over them, and a table that has them."""
    collation = draw(collations())
    ranges = [
        draw(ranges_named(name, collation)) for name in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    ]
    refs = [TypeRef(type_id=row.id, is_multirange=several) for row in ranges for several in (False, True)]
    columns = [
        Column(id=id_from_path("column", SCHEMA, "holder", name), name=name, type=replace(ref, dimensions=dimensions))
        for name, ref, dimensions in zip("abcdef", refs, draw(st.tuples(*[st.integers(0, 1)] * 6)), strict=False)
    ]
    text = Column(
        id=id_from_path("column", SCHEMA, "holder", "z"),
        name="z",
        type=TypeRef("text"),
        collation=draw(st.none() | st.just(quote_name(SCHEMA, collation.name))),
    )
    table = Table(id=id_from_path("table", SCHEMA, "holder"), schema=SCHEMA, name="holder", columns=(*columns, text))
    return Design(
        schemas=(Schema(id=id_from_path("schema", SCHEMA), name=SCHEMA),),
        collations=(collation,),
        ranges=tuple(sorted(ranges, key=lambda row: row.name)),
        aggregates=(draw(aggregates()),),
        tables=(table,),
    )


@st.composite
def collations(draw: Draw) -> Collation:
    name = draw(NAMES)
    places: dict[str, Any] = draw(
        st.sampled_from([{"locale": "C"}, {"locale": "POSIX"}, {"lc_collate": "C", "lc_ctype": "POSIX"}])
    )
    id_ = id_from_path("collation", SCHEMA, name)
    return Collation(id=id_, schema=SCHEMA, name=name, comment=draw(COMMENTS), **places)


@st.composite
def ranges_named(draw: Draw, name: str, collation: Collation) -> Range:
    subtype = draw(st.sampled_from(["text", "bigint", "numeric", "date"]))
    sorted_by = st.none() | st.just(quote_name(SCHEMA, collation.name)) if subtype == "text" else st.none()
    return Range(
        id=id_from_path("type", SCHEMA, name),
        schema=SCHEMA,
        name=name,
        subtype=TypeRef(subtype, dimensions=draw(st.integers(0, 1)) if subtype != "text" else 0),
        collation=draw(sorted_by),
        multirange=draw(st.none() | st.just(f"{name[:10]} all")),
        grants=draw(st.none() | st.just(())),
        comment=draw(COMMENTS),
    )


@st.composite
def aggregates(draw: Draw) -> Aggregate:
    name = draw(NAMES)
    plain, moving = FunctionRef("pg_catalog.int4pl"), FunctionRef("pg_catalog.int4mi")
    initial = draw(st.none() | st.just("0"))
    return Aggregate(
        id=id_from_path("aggregate", SCHEMA, name, "integer"),
        schema=SCHEMA,
        name=name,
        arguments=(Argument(type="integer", name=draw(st.just("") | NAMES)),),
        state=Transition(function=plain, type="integer", space=draw(st.sampled_from([0, 8])), initial=initial),
        moving=draw(st.none() | st.just(Transition(function=plain, type="integer", inverse=moving, initial=initial))),
        combine=draw(st.none() | st.just(plain)),
        parallel=draw(st.sampled_from(["unsafe", "safe", "restricted"])),
        grants=draw(st.none() | st.just((Grant(grantee="anon", privileges=("EXECUTE",)),))),
        comment=draw(COMMENTS),
    )


@st.composite
def enums(draw: Draw) -> Enum:
    name = draw(NAMES)
    labels = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    values = tuple(EnumValue(id_from_path("enum value", SCHEMA, name, label), label) for label in labels)
    id_ = id_from_path("type", SCHEMA, name)
    return Enum(id=id_, schema=SCHEMA, name=name, values=values, comment=draw(COMMENTS))


@st.composite
def tables_named(draw: Draw, name: str, enum: Enum) -> Table:
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    columns = [draw(columns_named(column, name, enum)) for column in names]
    primary = draw(st.lists(st.sampled_from(columns), unique=True, max_size=2))
    in_key = {column.id for column in primary}
    columns = [with_not_null(column) if column.id in in_key else column for column in columns]
    drawn_indexes = draw(indexes(name, columns))
    return Table(
        id=id_from_path("table", SCHEMA, name),
        schema=SCHEMA,
        name=name,
        columns=tuple(columns),
        primary_key=draw(keys(name, "pk", primary)) if primary else None,
        unique_keys=tuple(draw(unique_keys(name, columns))),
        checks=tuple(draw(checks(name, columns))),
        indexes=tuple(drawn_indexes),
        clustered_on=draw(st.none() | st.sampled_from([index.id for index in drawn_indexes if not index.predicate]))
        if any(not index.predicate for index in drawn_indexes)
        else None,
        rules=tuple(draw(rules(name, columns))),
        policies=tuple(draw(policies(name, columns))),
        grants=draw(grants(PRIVILEGES)),
        has_rls=draw(st.booleans()),
        forces_rls=draw(st.booleans()),
        comment=draw(COMMENTS),
    )


def with_not_null(column: Column) -> Column:
    return replace(column, is_nullable=False)


@st.composite
def columns_named(draw: Draw, name: str, table: str, enum: Enum) -> Column:
    id_ = id_from_path("column", SCHEMA, table, name)
    common: dict[str, Any] = {"id": id_, "name": name, "comment": draw(COMMENTS)}
    common["statistics_target"] = draw(st.none() | st.integers(0, 10000))
    common["options"] = draw(st.sampled_from([(), (("n_distinct", "-0.5"),)]))
    kind = draw(st.sampled_from(["plain", "default", "identity", "enum", "array", "generated"]))
    if kind == "identity":
        options = draw(st.none() | st.just(SequenceOptions(start=5, increment=5, maximum=500, cache=2, cycles=True)))
        identity = draw(st.sampled_from(Identity))
        return Column(type=TypeRef("bigint"), is_nullable=False, identity=identity, identity_options=options, **common)
    common["is_nullable"] = draw(st.booleans())
    if kind == "enum":
        return Column(type=TypeRef(type_id=enum.id, dimensions=draw(st.integers(0, 1))), **common)
    if kind == "generated":
        return Column(type=TypeRef("text"), generated="'x'::text || 'y'::text", **common)
    type_ = draw(st.sampled_from(sorted(DEFAULTS)))
    if kind == "array":
        return Column(type=TypeRef(type_, None, 1), **common)
    return Column(type=TypeRef(type_), default=DEFAULTS[type_] if kind == "default" else None, **common)


@st.composite
def keys(draw: Draw, table: str, name: str, columns: list[Column]) -> Key:
    name = f"{table[:10]} {name}"
    deferrable = draw(st.booleans())
    return Key(
        id=id_from_path("constraint", SCHEMA, table, name),
        name=name,
        column_ids=tuple(column.id for column in columns),
        is_deferrable=deferrable,
        is_initially_deferred=deferrable and draw(st.booleans()),
        options=draw(st.sampled_from([(), (("fillfactor", "70"),)])),
        comment=draw(COMMENTS),
    )


@st.composite
def unique_keys(draw: Draw, table: str, columns: list[Column]) -> list[Key]:
    chosen = draw(st.lists(st.lists(st.sampled_from(columns), min_size=1, max_size=2, unique=True), max_size=2))
    return [draw(keys(table, f"u{number}", list(some))) for number, some in enumerate(chosen)]


@st.composite
def checks(draw: Draw, table: str, columns: list[Column]) -> list[Check]:
    chosen = draw(st.lists(st.sampled_from(columns), unique=True, max_size=2))
    return sorted(
        (
            Check(
                id=id_from_path("constraint", SCHEMA, table, f"c {column.name}"[:60]),
                name=f"c {column.name}"[:60],
                expression=f"{quote_identifier(column.name)} IS NOT NULL",
                is_validated=draw(st.booleans()),
                no_inherit=draw(st.booleans()),
            )
            for column in chosen
            if len(column.name.encode()) < 60
        ),
        key=lambda check: check.name,
    )


@st.composite
def indexes(draw: Draw, table: str, columns: list[Column]) -> list[Index]:
    sortable = [column for column in columns if column.type.name != "jsonb"] or None
    if sortable is None:
        return []
    found = []
    for number in range(draw(st.integers(0, 2))):
        name = f"{table[:10]} i{number}"
        chosen = draw(st.lists(st.sampled_from(sortable), min_size=1, max_size=2, unique=True))
        predicate = f"{quote_identifier(chosen[0].name)} IS NOT NULL" if draw(st.booleans()) else None
        parts = [
            IndexKey(
                column_id=column.id, is_descending=draw(st.booleans()), nulls_first=draw(st.none() | st.booleans())
            )
            for column in chosen
        ]
        found.append(
            Index(
                id=id_from_path("index", SCHEMA, table, name),
                name=name,
                keys=tuple(plain_order(part) for part in parts),
                is_unique=draw(st.booleans()),
                predicate=predicate,
                options=draw(st.sampled_from([(), (("fillfactor", "50"),)])),
                comment=draw(COMMENTS),
            )
        )
    return found


def plain_order(key: IndexKey) -> IndexKey:
    """The default of the direction is not written down: None."""
    return replace(key, nulls_first=None) if key.nulls_first == key.is_descending else key


@st.composite
def statistics_on(draw: Draw, table: Table, number: int) -> list[Statistics]:
    sortable = [column for column in table.columns if column.type.name != "jsonb" and not column.type.dimensions]
    if len(sortable) < 2 or not draw(st.booleans()):
        return []
    name = f"{draw(NAMES)[:10]} s{number}"
    chosen = draw(st.lists(st.sampled_from(sortable), min_size=2, max_size=4, unique=True))
    places = [column.id for column in table.columns]
    ids = sorted((column.id for column in chosen), key=places.index)
    kinds = draw(st.sampled_from([(), ("ndistinct",), ("ndistinct", "mcv"), ("dependencies", "mcv")]))
    return [
        Statistics(
            id=id_from_path("statistics", SCHEMA, name),
            schema=SCHEMA,
            name=name,
            table_id=table.id,
            keys=tuple(IndexKey(column_id=id_) for id_ in ids),
            kinds=kinds,
            target=draw(st.none() | st.integers(0, 10000)),
            comment=draw(COMMENTS),
        )
    ]


@st.composite
def rules(draw: Draw, table: str, columns: list[Column]) -> list[Rule]:
    names = sorted(draw(st.lists(NAMES, max_size=2, unique=True)))
    condition = f"new.{quote_identifier(columns[0].name)} IS NOT NULL"
    return [
        Rule(
            id=id_from_path("rule", SCHEMA, table, name),
            name=name,
            event=draw(st.sampled_from(["insert", "update"])),
            condition=draw(st.none() | st.just(condition)),
            is_instead=draw(st.booleans()),
            action="NOTHING",
            enabled=draw(st.sampled_from("ODRA")),
            comment=draw(COMMENTS),
        )
        for name in names
    ]


@st.composite
def policies(draw: Draw, table: str, columns: list[Column]) -> list[Policy]:
    names = sorted(draw(st.lists(NAMES, max_size=2, unique=True)))
    condition = st.sampled_from(["true", f"{quote_identifier(columns[0].name)} IS NOT NULL"])
    found = []
    for name in names:
        command = draw(st.sampled_from(Command))
        found.append(
            Policy(
                id=id_from_path("policy", SCHEMA, table, name),
                name=name,
                command=command,
                is_permissive=draw(st.booleans()),
                roles=tuple(sorted(draw(st.lists(st.sampled_from(["anon", "authenticated"]), unique=True)))),
                using=None if command is Command.INSERT else draw(condition),
                check=None if command in {Command.SELECT, Command.DELETE} else draw(condition),
                comment=draw(COMMENTS),
            )
        )
    return found


@st.composite
def grants(draw: Draw, privileges: list[str]) -> tuple[Grant, ...]:
    found = []
    for grantee in ["anon", "authenticated", "public", "service_role"]:
        held = sorted(draw(st.lists(st.sampled_from(privileges), unique=True)))
        if held:
            option = grantee != "public" and draw(st.booleans())
            found.append(Grant(grantee=grantee, privileges=tuple(held), with_grant_option=option))
    return tuple(found)


@st.composite
def relationships_from(draw: Draw, table: Table, tables: list[Table]) -> list[Relationship]:
    """Relationships to primary keys of one column, from new columns' like: columns of the same plain type."""
    found = []
    for target in tables:
        key = target.primary_key
        if key is None or len(key.column_ids) != 1 or key.is_deferrable or not draw(st.booleans()):
            continue
        wanted = next(column for column in target.columns if column.id == key.column_ids[0])
        if wanted.type.dimensions and "(" in wanted.type.name:
            continue  # PostgreSQL's own check of the rows fails for arrays of numeric(10,2) and the like
        fitting = [column for column in table.columns if column.type == wanted.type and column.generated is None]
        if not fitting:
            continue
        name = f"{table.name[:10]} to {target.name[:10]}"
        deferrable = draw(st.booleans())
        found.append(
            Relationship(
                id=id_from_path("relationship", SCHEMA, table.name, name),
                name=name,
                table_id=table.id,
                column_ids=(fitting[0].id,),
                target_table_id=target.id,
                target_column_ids=(wanted.id,),
                on_delete=draw(st.sampled_from([Action.NO_ACTION, Action.CASCADE, Action.RESTRICT])),
                on_update=draw(st.sampled_from([Action.NO_ACTION, Action.RESTRICT])),
                is_deferrable=deferrable,
                is_initially_deferred=deferrable and draw(st.booleans()),
                is_validated=draw(st.booleans()),
                comment=draw(COMMENTS),
            )
        )
    return found
