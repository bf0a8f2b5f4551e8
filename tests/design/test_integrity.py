"""Every rule with a design that must trip it and a near miss that must not."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from designer.design import (
    Action,
    Argument,
    Attribute,
    Check,
    Command,
    Composite,
    Definition,
    Design,
    Domain,
    DomainCheck,
    Enum,
    EnumValue,
    Exclusion,
    Extension,
    Grant,
    Identity,
    Index,
    IndexKey,
    InheritedColumn,
    NotNull,
    Partitioning,
    PartitionOf,
    Policy,
    Role,
    Schema,
    Sequence,
    Table,
    Trigger,
    TypeRef,
    View,
    ViewColumn,
)
from designer.design.integrity import check_design
from tests.sql.building import column, design, function, id_, index, key, relationship, table

ID = column("id", "uuid", is_nullable=False)
TEXT = column("body")
NUMBER = column("number", "integer", is_nullable=False)
PLAIN = table("plain", ID, TEXT, NUMBER)
USERS = table("users", replace(ID, id=id_("users id")), primary_key=None)
USERS = replace(USERS, primary_key=key("users_pkey", USERS.columns[0]))
TOUCH = function("touch", returns="trigger", language="plpgsql")


def messages(*definitions: Definition) -> list[str]:
    return [problem.message for problem in check_design(design(*definitions))]


def on(base: Table = PLAIN, **changes: Any) -> Table:
    return replace(base, **changes)


def with_columns(*columns: Any, **changes: Any) -> Table:
    return replace(PLAIN, columns=columns, **changes)


def view(**attributes: Any) -> View:
    defaults: dict[str, Any] = {"id": id_("v"), "schema": "public", "name": "v", "query": "select 1 as a"}
    return View(**(defaults | attributes))


def enum(*labels: str, **attributes: Any) -> Enum:
    defaults: dict[str, Any] = {"id": id_("mood"), "schema": "public", "name": "mood"}
    return Enum(**(defaults | {"values": tuple(EnumValue(id_(f"{n}"), x) for n, x in enumerate(labels))} | attributes))


def domain(name: str = "d", base: TypeRef | None = None, **attributes: Any) -> Domain:
    return Domain(id=id_(f"domain {name}"), schema="public", name=name, base=base or TypeRef("text"), **attributes)


def check(name: str = "c", expression: str = "true") -> Check:
    return Check(id=id_(f"check {name}"), name=name, expression=expression)


def policy(**attributes: Any) -> Policy:
    defaults: dict[str, Any] = {"id": id_("p"), "name": "p"}
    return Policy(**(defaults | attributes))


def trigger(name: str = "t", **attributes: Any) -> Trigger:
    defaults: dict[str, Any] = {"timing": "before", "events": ("update",), "function_id": TOUCH.id}
    return Trigger(id=id_(f"trigger {name}"), name=name, **(defaults | attributes))


def part_of(parent: Table, bound: str = "DEFAULT", columns: tuple[Any, ...] = (), **changes: Any) -> Table:
    return table("part", *columns, partition_of=PartitionOf(table_id=parent.id, bound=bound), **changes)


def by(*keys: IndexKey) -> Partitioning:
    return Partitioning(strategy="range", keys=keys)


BY_ID = by(IndexKey(column_id=ID.id))
APP = Schema(id=id_("app"), name="app")
LONG = "x" * 64
WIDE = "ä" * 32

Case = tuple[str, list[Definition], list[Definition], str]

IDENTIFIERS: list[Case] = [
    ("empty table name", [table("")], [table(" ")], "the name is empty"),
    ("long ASCII", [table(LONG)], [table(LONG[1:])], f"Table public.{LONG}: the name has 64 bytes, PostgreSQL keeps 63. Shorten it."),
    ("wide letters count in bytes", [table(WIDE)], [table(WIDE[1:])], "the name has 64 bytes"),
    ("NUL", [table("a\x00b")], [table("a\x01b")], "the character NUL"),
    ("column name", [with_columns(column(LONG))], [with_columns(column(LONG[1:]))], f"Column public.plain.{LONG}: the name has"),
    ("system column", [with_columns(column("ctid"))], [with_columns(column("cti"))], "keeps this name for a system column"),
    ("policy name", [on(policies=(policy(name=LONG),))], [on(policies=(policy(),))], f"Policy {LONG} of public.plain: the name"),
    ("index of a view", [view(indexes=(Index(id=id_("i"), name=LONG, keys=(IndexKey(expression="a"),)),))], [view()], f"Index {LONG} of public.v"),
    ("label", [enum(LONG)], [enum(LONG[1:])], f"Label {LONG} of public.mood"),
    ("argument name", [function("f", Argument(type="text", name=LONG))], [function("f", Argument(type="text"))], "Argument xxx"),
    ("attribute", [Composite(id=id_("c"), schema="public", name="c", attributes=(Attribute(id=id_("a"), name="", type=TypeRef("text")),))], [], "the name is empty"),
    ("schema", [Schema(id=id_("s"), name="pg_app")], [Schema(id=id_("s"), name="pgapp")], "keeps the names that begin with pg_"),
    ("role", [Role(id=id_("r"), name="pg_me")], [Role(id=id_("r"), name="me")], "keeps the names that begin with pg_ for its own roles"),
    ("role public", [Role(id=id_("r"), name="public")], [], "this word means something else"),
    ("role none", [Role(id=id_("r"), name="none")], [Role(id=id_("r"), name="nobody")], "this word means something else"),
]  # fmt: skip

NAMESPACES: list[Case] = [
    ("table and view", [table("v"), view()], [APP, table("v", schema="app"), view()], "View v: the name is taken in schema public by a table. Rename one of the two."),
    ("table and sequence", [table("s"), Sequence(id=id_("s"), schema="public", name="s")], [], "taken in schema public by a table"),
    ("index and table", [table("i"), on(indexes=(index("i", ID),))], [APP, table("i", schema="app"), on(indexes=(index("i", ID),))], "Index of public.plain i: the name is taken in schema public by a table"),
    ("two keys", [on(unique_keys=(key("k", ID),)), table("o", TEXT, unique_keys=(key("k", TEXT),))], [on(unique_keys=(key("k", ID),)), table("o", TEXT, unique_keys=(key("l", TEXT),))], "taken in schema public by a unique constraint of public.plain"),
    ("composite is a relation", [table("c"), Composite(id=id_("c"), schema="public", name="c")], [], "Composite type c: the name is taken"),
    ("enum and table row type", [table("mood"), enum("a")], [table("_mood"), enum("a")], "Enum mood: the name is taken in schema public by a table"),
    ("identity sequence", [table("s"), with_columns(column("n", "bigint", is_nullable=False, identity=Identity.ALWAYS, identity_sequence="s"))], [], "taken in schema public by a table"),
    ("columns", [with_columns(ID, replace(ID, id=id_("2")))], [with_columns(ID, replace(ID, id=id_("2"), name="Id"))], "Column id: the name is taken on table public.plain by another column"),
    ("check and foreign key", [on(checks=(check("x"),)), USERS, relationship("x", PLAIN, [ID], USERS, USERS.columns)], [on(checks=(check("y"),)), USERS, relationship("x", PLAIN, [ID], USERS, USERS.columns)], "Relationship x: the name is taken on table public.plain by a check"),
    ("named not null and check", [on(checks=(check("x"),), not_nulls=(NotNull(column_id=ID.id, name="x"),))], [], "taken on table public.plain by a"),
    ("triggers", [on(triggers=(trigger(), replace(trigger(), id=id_("2")))), TOUCH], [on(triggers=(trigger(), trigger("u"))), TOUCH], "Trigger t: the name is taken on table"),
    ("policies", [on(policies=(policy(), policy(id=id_("2"))))], [on(policies=(policy(), policy(id=id_("2"), name="P")))], "Policy p: the name is taken"),
    ("functions", [function("f", Argument(type="text")), replace(function("f", Argument(type="text", name="a")), id=id_("2"))], [function("f", Argument(type="text")), replace(function("f", Argument(type="uuid")), id=id_("2"))], "function public.f(text) exists already"),
    ("functions differing in results only", [function("f"), replace(function("f", Argument(type="text", mode="out")), id=id_("2"))], [], "public.f() exists already"),
    ("arguments", [function("f", Argument(type="text", name="a"), Argument(type="text", name="a"))], [function("f", Argument(type="text"), Argument(type="text"))], "Argument a: the name is taken"),
    ("labels", [enum("a", "a")], [enum("a", "A")], "Label a: the name is taken on enum public.mood"),
    ("schemas", [Schema(id=id_("1"), name="s"), Schema(id=id_("2"), name="s")], [Schema(id=id_("1"), name="s")], "taken in the database"),
    ("roles", [Role(id=id_("1"), name="r"), Role(id=id_("2"), name="r")], [Role(id=id_("1"), name="r")], "taken in the database"),
    ("platform role", [Role(id=id_("1"), name="anon")], [Role(id=id_("1"), name="anonymous")], "the platform has a role of this name"),
    ("domain checks", [domain(checks=(DomainCheck(id=id_("1"), name="x", expression="true"), DomainCheck(id=id_("2"), name="x", expression="true")))], [], "Check x: the name is taken on domain public.d"),
    ("view columns", [view(column_names=("a", "a"))], [view(column_names=("a", "b"), query="select 1, 2")], "Column a: the name is taken on view public.v"),
]  # fmt: skip

SCOPES: list[Case] = [
    ("schema", [table("t", schema="app")], [table("t", schema="app"), Schema(id=id_("s"), name="app")], "Table app.t: schema app is not in the design. Add the schema or choose another."),
    ("managed schema", [table("t", schema="auht")], [table("t", schema="auth")], "schema auht is not"),
    ("extension's own schema", [Extension(id=id_("e"), name="x", schema="y")], [Extension(id=id_("e"), name="x", schema="x")], "schema y is not in the design"),
    ("policy role", [on(policies=(policy(roles=("admin",)),))], [on(policies=(policy(roles=("admin", "anon", "public", "current_user")),)), Role(id=id_("r"), name="admin")], "Policy p of public.plain: role admin is not in the design. Add the role or remove it here."),
    ("grantee", [on(grants=(Grant(grantee="admin", privileges=("SELECT",)),))], [on(grants=(Grant(grantee="public", privileges=("SELECT",)), Grant(grantee="pg_monitor", privileges=("SELECT",))))], "Grants on public.plain: role admin"),
    ("grantee of an identity", [with_columns(column("n", "bigint", is_nullable=False, identity=Identity.ALWAYS, identity_grants=(Grant(grantee="admin", privileges=("USAGE",)),)))], [], "role admin is not"),
    ("membership", [Role(id=id_("r"), name="r", member_of=("q",))], [Role(id=id_("r"), name="r", member_of=("authenticated",))], "role q is not in the design"),
    ("own member", [Role(id=id_("r"), name="r", member_of=("r",))], [], "cannot be a member of itself"),
    ("trigger function gone", [on(triggers=(trigger(),))], [on(triggers=(trigger(),)), TOUCH], "Trigger t of public.plain: it calls a function that is not in the design"),
    ("trigger function of the wrong kind", [on(triggers=(trigger(),)), replace(TOUCH, returns="integer")], [], "function public.touch does not return trigger"),
    ("no trigger function", [on(triggers=(trigger(function_id=None),))], [on(triggers=(trigger(function_id=None, function_name="pg_catalog.suppress_redundant_updates_trigger", for_each_row=True),))], "it calls no function"),
    ("sequence owner", [PLAIN, Sequence(id=id_("s"), schema="public", name="s", owner_table_id=PLAIN.id, owner_column_id=id_("gone"))], [PLAIN, Sequence(id=id_("s"), schema="public", name="s", owner_table_id=PLAIN.id, owner_column_id=ID.id)], "the column that owns it is not in the design"),
]  # fmt: skip

COLUMNS: list[Case] = [
    ("generated and default", [with_columns(column("a", generated="1", default="1"))], [with_columns(column("a", generated="1"), column("b", default="1"))], "Column public.plain.a: a generated column cannot have a default"),
    ("generated and identity", [with_columns(column("a", "bigint", is_nullable=False, generated="1", identity=Identity.ALWAYS))], [], "a generated column cannot be an identity"),
    ("virtual alone", [with_columns(column("a", is_virtual=True))], [with_columns(column("a", is_virtual=True, generated="1"))], "only a generated column can be virtual"),
    ("identity and default", [with_columns(column("a", "bigint", is_nullable=False, default="1", identity=Identity.ALWAYS))], [], "an identity column cannot have a default"),
    ("nullable identity", [with_columns(column("a", "bigint", identity=Identity.ALWAYS))], [with_columns(column("a", "bigint", identity=Identity.ALWAYS, is_nullable=False))], "an identity column cannot be nullable"),
    ("identity of text", [with_columns(column("a", "text", is_nullable=False, identity=Identity.ALWAYS))], [with_columns(column("a", "smallint", is_nullable=False, identity=Identity.ALWAYS))], "must be smallint, integer or bigint"),
    ("identity of a domain", [domain(base=TypeRef("bigint")), with_columns(column("a", TypeRef(type_id=id_("domain d")), is_nullable=False, identity=Identity.ALWAYS))], [], "must be smallint, integer or bigint"),
    ("serial", [with_columns(column("a", "bigserial"))], [with_columns(column("a", "bigint"))], "bigserial is no type of its own. Choose bigint"),
    ("too many", [with_columns(*(column(f"c{n}") for n in range(1601)))], [with_columns(*(column(f"c{n}") for n in range(1600)))], "it has 1601 columns, PostgreSQL allows 1600"),
    ("not null of nothing", [on(not_nulls=(NotNull(column_id=id_("gone"), name="n"),))], [on(not_nulls=(NotNull(column_id=ID.id, name="n"),))], "a not-null constraint names a column the table lacks"),
]  # fmt: skip

MANY = [column(f"c{n}", "integer") for n in range(33)]
KEYS: list[Case] = [
    ("no columns", [on(primary_key=key("k"))], [on(primary_key=key("k", ID))], "Primary key k of public.plain: it has no columns"),
    ("foreign column", [on(unique_keys=(key("k", column("gone")),))], [on(unique_keys=(key("k", TEXT),))], "it uses a column that is not in the table"),
    ("foreign included column", [on(unique_keys=(key("k", ID, include=(id_("gone"),)),))], [on(unique_keys=(key("k", ID, include=(TEXT.id,)),))], "it uses a column that is not in the table"),
    ("twice", [on(unique_keys=(key("k", ID, ID),))], [on(unique_keys=(key("k", ID, TEXT),))], "column id is named twice"),
    ("33 columns", [with_columns(*MANY, primary_key=key("k", *MANY))], [with_columns(*MANY, primary_key=key("k", *MANY[1:]))], "it has more than 32 columns"),
    ("33 index columns", [with_columns(*MANY, indexes=(index("k", *MANY[1:], include=(MANY[0].id,)),))], [with_columns(*MANY, indexes=(index("k", *MANY[1:]),))], "Index k of public.plain: it has more than 32"),
    ("index without columns", [on(indexes=(index("i"),))], [on(indexes=(index("i", ID),))], "it has no columns"),
    ("neither column nor expression", [on(indexes=(index("i", IndexKey()),))], [on(indexes=(index("i", IndexKey(expression="1")),))], "either a column or an expression"),
    ("both", [on(indexes=(index("i", IndexKey(column_id=ID.id, expression="1")),))], [], "either a column or an expression"),
    ("index of a foreign column", [on(indexes=(index("i", column("gone")),))], [], "it uses a column that is not in the table"),
    ("index including a foreign column", [on(indexes=(index("i", ID, include=(id_("gone"),)),))], [], "it includes a column"),
    ("replica identity", [on(replica_identity="gone")], [on(replica_identity="i", indexes=(index("i", ID, is_unique=True),))], "its replica identity, index gone, is not on the table"),
    ("attached to nothing", [on(partitioning=BY_ID), part_of(PLAIN, indexes=(index("i", ID, attached_to=id_("gone")),))], [on(partitioning=BY_ID, indexes=(index("i", ID),)), part_of(PLAIN, columns=(replace(ID, id=id_("part id")), replace(TEXT, id=id_("part body")), replace(NUMBER, id=id_("part number"))), indexes=(Index(id=id_("own"), name="own", keys=(IndexKey(column_id=id_("part id")),), attached_to=id_("index i")),))], "the index it belongs to is not on the partitioned table"),
    ("trigger column", [TOUCH, on(triggers=(trigger(update_column_ids=(id_("gone"),)),))], [TOUCH, on(triggers=(trigger(update_column_ids=(ID.id,)),))], "it watches a column that is not in the table"),
    ("column grant", [on(grants=(Grant(grantee="anon", privileges=("SELECT",), column_ids=(id_("gone"),)),))], [on(grants=(Grant(grantee="anon", privileges=("SELECT",), column_ids=(ID.id,)),))], "anon holds privileges on a column"),
    ("a child's key", [PLAIN, table("child", primary_key=key("k", ID))], [PLAIN, table("middle", inherits=(PLAIN.id,)), table("child", inherits=(table("middle").id,), primary_key=key("k", ID))], "it uses a column that is not in the table"),
    ("partition key outside the primary key", [on(partitioning=BY_ID, primary_key=key("k", TEXT))], [on(partitioning=BY_ID, primary_key=key("k", TEXT, ID))], "partition key id is not part of it"),
    ("partition key outside a unique index", [on(partitioning=BY_ID, indexes=(index("i", TEXT, is_unique=True),))], [on(partitioning=BY_ID, indexes=(index("i", TEXT),))], "partition key id is not part of it"),
    ("unique by expression partitioning", [on(partitioning=by(IndexKey(expression="lower(body)")), primary_key=key("k", ID))], [on(partitioning=by(IndexKey(expression="lower(body)")))], "partitioned by an expression cannot have unique keys"),
    ("partitioned by a foreign column", [on(partitioning=by(IndexKey(column_id=id_("gone"))))], [on(partitioning=BY_ID)], "the partitioning: it uses a column"),
]  # fmt: skip

ORDERS = table(
    "orders",
    column("user_id", "uuid", id=id_("user_id")),
    column("text_id", "text", id=id_("text_id")),
    column("mood", TypeRef(type_id=id_("mood")), id=id_("mood column")),
)
USER_ID, TEXT_ID, MOOD_COLUMN = ORDERS.columns
FK = relationship("orders_user_id_fkey", ORDERS, [USER_ID], USERS, USERS.columns)
TWO = table("two", replace(ID, id=id_("two a"), name="a"), replace(ID, id=id_("two b"), name="b"))
AB, BA = TWO.columns, TWO.columns[::-1]
PAIR = table("pair", replace(ID, id=id_("pair a"), name="x"), replace(ID, id=id_("pair b"), name="y"))
PAIR_FK = relationship("pair_fkey", PAIR, PAIR.columns, TWO, AB)
NUMERIC, BIG = column("n", "numeric(10,2)", id=id_("numeric")), column("b", "bigint", id=id_("big"))
NUMBERS = table("numbers", NUMERIC, BIG, primary_key=key("numbers_pkey", NUMERIC))

RELATIONSHIPS: list[Case] = [
    ("table gone", [ORDERS, FK], [ORDERS, USERS, FK, enum("a")], "Relationship orders_user_id_fkey: its table is not in the design"),
    ("column gone", [USERS, replace(ORDERS, columns=(TEXT_ID,)), FK], [], "it uses a column that table orders lacks"),
    ("types", [enum("a"), ORDERS, USERS, replace(FK, column_ids=(TEXT_ID.id,))], [enum("a"), ORDERS, USERS, FK], "Relationship orders_user_id_fkey: column orders.text_id is text but users.id is uuid. Change one of the two types."),
    ("an enum and a uuid", [enum("a"), ORDERS, USERS, replace(FK, column_ids=(MOOD_COLUMN.id,))], [], "column orders.mood is public.mood but users.id is uuid"),
    ("integers of different size fit", [table("a", column("x", "text", id=id_("ax"))), NUMBERS, relationship("r", table("a"), [column("x", id=id_("ax"))], NUMBERS, [NUMERIC])], [table("a", column("x", "bigint", id=id_("ax"))), NUMBERS, relationship("r", table("a"), [column("x", id=id_("ax"))], NUMBERS, [NUMERIC])], "column a.x is text but numbers.n is numeric(10,2)"),
    ("an array is no element", [table("a", column("x", TypeRef("uuid", None, 1), id=id_("ax"))), USERS, relationship("r", table("a"), [column("x", id=id_("ax"))], USERS, USERS.columns)], [], "column a.x is uuid[] but users.id is uuid"),
    ("through a domain", [domain(base=TypeRef("text")), table("a", column("x", TypeRef(type_id=id_("domain d")), id=id_("ax"))), USERS, relationship("r", table("a"), [column("x", id=id_("ax"))], USERS, USERS.columns)], [domain(base=TypeRef("uuid")), table("a", column("x", TypeRef(type_id=id_("domain d")), id=id_("ax"))), USERS, relationship("r", table("a"), [column("x", id=id_("ax"))], USERS, USERS.columns)], "column a.x is public.d but users.id is uuid"),
    ("counts", [enum("a"), ORDERS, USERS, replace(FK, column_ids=(USER_ID.id, TEXT_ID.id))], [], "2 columns of orders refer to 1 of users"),
    ("no key", [PAIR, TWO, PAIR_FK], [PAIR, replace(TWO, unique_keys=(key("k", *BA),)), PAIR_FK], "table two has no unique key on (a, b). Add a primary key or unique constraint there."),
    ("only part of a key", [PAIR, replace(TWO, unique_keys=(key("k", AB[0]),)), PAIR_FK], [PAIR, replace(TWO, indexes=(index("k", *AB, is_unique=True),)), PAIR_FK], "has no unique key"),
    ("partial index", [PAIR, replace(TWO, indexes=(index("k", *AB, is_unique=True, predicate="a is not null"),)), PAIR_FK], [], "has no unique key"),
    ("plain index", [PAIR, replace(TWO, indexes=(index("k", *AB),)), PAIR_FK], [], "has no unique key"),
    ("deferrable key", [PAIR, replace(TWO, unique_keys=(key("k", *AB, is_deferrable=True),)), PAIR_FK], [], "has no unique key"),
    ("set columns of another action", [enum("a"), ORDERS, USERS, replace(FK, set_columns=(USER_ID.id,))], [], "only SET NULL and SET DEFAULT choose columns"),
    ("a child refers by an inherited column", [USERS, PLAIN, table("child"), relationship("r", table("child"), [ID], USERS, USERS.columns)], [USERS, PLAIN, table("child", inherits=(PLAIN.id,)), relationship("r", table("child"), [ID], USERS, USERS.columns)], "it uses a column that table child lacks"),
    ("set columns", [enum("a"), ORDERS, USERS, replace(FK, set_columns=(TEXT_ID.id,), on_delete=Action.SET_NULL)], [enum("a"), ORDERS, USERS, replace(FK, set_columns=(USER_ID.id,), on_delete=Action.SET_NULL)], "ON DELETE sets a column that is not part of the relationship"),
]  # fmt: skip

ROW = Composite(
    id=id_("row"),
    schema="public",
    name="row",
    attributes=(Attribute(id=id_("a"), name="a", type=TypeRef(type_id=id_("row"))),),
)
TYPES: list[Case] = [
    ("type gone", [with_columns(column("a", TypeRef(type_id=id_("mood"))))], [enum("a"), with_columns(column("a", TypeRef(type_id=id_("mood"))))], "Column public.plain.a: its type is not in the design"),
    ("no type", [with_columns(column("a", ""))], [with_columns(column("a", "text"))], "it has no type"),
    ("not a type", [with_columns(column("a", "numeric(10,"))], [with_columns(column("a", "numeric(10,2)"))], "the type is not valid SQL"),
    ("no labels", [enum()], [enum("a")], "Enum public.mood: it has no labels"),
    ("domains in a circle", [domain("d", TypeRef(type_id=id_("domain e"))), domain("e", TypeRef(type_id=id_("domain d")))], [domain("d", TypeRef(type_id=id_("domain e"))), domain("e")], "Domain public.d: it is made of itself"),
    ("composite of itself", [ROW], [replace(ROW, attributes=())], "Composite type public.row: it is made of itself"),
]  # fmt: skip

HIERARCHIES: list[Case] = [
    ("parent gone", [part_of(PLAIN)], [on(partitioning=BY_ID), part_of(PLAIN)], "Table public.part: the table it is a partition of is not in the design"),
    ("parent not partitioned", [PLAIN, part_of(PLAIN)], [], "table public.plain is not partitioned"),
    ("partition and child", [on(partitioning=BY_ID), USERS, part_of(PLAIN, inherits=(USERS.id,))], [], "a partition cannot inherit from other tables too"),
    ("inherits nothing", [on(inherits=(id_("gone"),))], [USERS, on(inherits=(USERS.id,))], "a table it inherits from is not in the design"),
    ("inherits from a partitioned table", [on(partitioning=BY_ID), table("c", inherits=(PLAIN.id,))], [PLAIN, table("c", inherits=(PLAIN.id,))], "nothing can inherit from it"),
    ("partitioned child", [USERS, on(partitioning=BY_ID, inherits=(USERS.id,))], [], "a partitioned table cannot inherit"),
    ("circle", [on(inherits=(USERS.id,)), replace(USERS, inherits=(PLAIN.id,))], [on(inherits=(USERS.id,)), USERS], "it is among its own ancestors"),
    ("own partition", [on(partitioning=BY_ID, partition_of=PartitionOf(table_id=PLAIN.id, bound="DEFAULT"))], [], "it is among its own ancestors"),
]  # fmt: skip

EXPRESSIONS: list[Case] = [
    ("default", [with_columns(column("a", default="now("))], [with_columns(column("a", default="now()"))], "Column a of public.plain: the default is not valid SQL"),
    ("two values", [with_columns(column("a", default="1, 2"))], [with_columns(column("a", default="(1, 2)"))], "the default is not valid SQL"),
    ("more than an expression", [with_columns(column("a", default="1; drop table x"))], [], "the default is not valid SQL"),
    ("generation", [with_columns(column("a", generated="||"))], [with_columns(TEXT, column("a", generated="body || 'x'"))], "the generation expression is not"),
    ("check", [on(checks=(check(expression="number >"),))], [on(checks=(check(expression="number > 1"),))], "Check c of public.plain: the check is not valid SQL"),
    ("check that escapes", [on(checks=(check(expression="true) or (true"),))], [on(checks=(check(expression="(true) or (true)"),))], "the check is not valid SQL"),
    ("predicate", [on(indexes=(index("i", ID, predicate="where number > 1"),))], [on(indexes=(index("i", ID, predicate="number > 1"),))], "Index i of public.plain: the predicate"),
    ("index key", [on(indexes=(index("i", IndexKey(expression="lower(")),))], [on(indexes=(index("i", IndexKey(expression="lower(body)")),))], "the key is not valid SQL"),
    ("operator class", [on(indexes=(index("i", IndexKey(column_id=ID.id, opclass="a b c")),))], [on(indexes=(index("i", IndexKey(column_id=ID.id, opclass="pg_catalog.uuid_ops")),))], "the operator class is not"),
    ("collation", [with_columns(column("a", collation='"C", b'))], [with_columns(column("a", collation='pg_catalog."C"'))], "the collation is not valid SQL"),
    ("USING", [on(policies=(policy(using="number = ("),))], [on(policies=(policy(using="number = (1)"),))], "Policy p of public.plain: the USING is not valid SQL"),
    ("WITH CHECK", [on(policies=(policy(check=""),))], [on(policies=(policy(check="true"),))], "the WITH CHECK is not valid SQL"),
    ("condition", [TOUCH, on(triggers=(trigger(condition="when new.a"),))], [TOUCH, on(triggers=(trigger(condition="new.number > 1", for_each_row=True),))], "Trigger t of public.plain: the condition"),
    ("exclusion", [on(exclusions=(Exclusion(id=id_("x"), name="x", definition="USING gist"),))], [on(exclusions=(Exclusion(id=id_("x"), name="x", definition="EXCLUDE USING btree (number WITH =)"),))], "the exclusion is not valid SQL"),
    ("bound", [on(partitioning=BY_ID), part_of(PLAIN, "VALUES 1")], [on(partitioning=BY_ID), part_of(PLAIN, "FOR VALUES FROM (MINVALUE) TO (MAXVALUE)")], "Table public.part: the bound is not"),
    ("query", [view(query="delete from t")], [view(query="select 1;")], "View public.v: "),
    ("two queries", [view(query="select 1; select 2")], [view(query="select 1 union select 2")], "the query is not valid SQL"),
    ("argument", [function("f", Argument(type="text,"))], [function("f", Argument(type="text[]"))], "the type is not valid SQL"),
    ("argument default", [function("f", Argument(type="text", default=")"))], [function("f", Argument(type="text", default="'x'"))], "the default is not"),
    ("result", [function("f", returns="setof")], [function("f", returns="SETOF integer")], "Function public.f: the result type"),
    ("SQL body", [function("f", body="BEGIN ATOMIC", is_sql_body=True)], [function("f", body="BEGIN ATOMIC SELECT 1; END", is_sql_body=True), replace(function("g", body="any text {"), id=id_("g"))], "the body is not valid SQL"),
    ("domain check", [domain(checks=(DomainCheck(id=id_("k"), name="k", expression="VALUE >"),))], [domain(checks=(DomainCheck(id=id_("k"), name="k", expression="VALUE > 'a'"),))], "Check k of public.d"),
    ("WITH CHECK of SELECT", [on(policies=(policy(command=Command.SELECT, check="true"),))], [on(policies=(policy(command=Command.SELECT, using="true"),))], "FOR SELECT writes no rows"),
    ("WITH CHECK of DELETE", [on(policies=(policy(command=Command.DELETE, check="true"),))], [on(policies=(policy(command=Command.UPDATE, check="true"),))], "FOR DELETE writes no rows"),
    ("USING of INSERT", [on(policies=(policy(command=Command.INSERT, using="true"),))], [on(policies=(policy(command=Command.ALL, using="true"),))], "FOR INSERT reads no rows"),
]  # fmt: skip

SETTINGS: list[Case] = [
    ("statistics target", [with_columns(column("a", statistics_target=10001))], [with_columns(column("a", statistics_target=10000))], "Column public.plain.a: the statistics target 10001"),
    ("inherited column", [USERS, on(inherited_columns=(InheritedColumn(column_id=ID.id),))], [USERS, on(inherits=(USERS.id,), inherited_columns=(InheritedColumn(column_id=id_("users id")),))], "it sets something on a column that it does not inherit"),
    ("target of a key", [on(indexes=(index("i", TEXT, statistics_targets=((1, 5),)),))], [on(indexes=(index("i", IndexKey(expression="lower(body)"), statistics_targets=((1, 5),)),))], "key 1 is no expression"),
    ("clustered", [on(clustered_on=id_("index i"))], [on(indexes=(index("i", TEXT),), clustered_on=id_("index i"))], "the index it is clustered on is not there"),
    ("target in a view", [view(columns=(ViewColumn(name="a", statistics_target=-2),))], [view(columns=(ViewColumn(name="a", statistics_target=2),), query="select 1 as a", is_materialized=True)], "View public.v, column a: the statistics target"),
]  # fmt: skip

CASES = [
    *SETTINGS,
    *IDENTIFIERS,
    *NAMESPACES,
    *SCOPES,
    *COLUMNS,
    *KEYS,
    *RELATIONSHIPS,
    *TYPES,
    *HIERARCHIES,
    *EXPRESSIONS,
]


@pytest.mark.parametrize(("wrong", "message"), [pytest.param(c[1], c[3], id=c[0]) for c in CASES])
def test_the_rule_trips(wrong: list[Definition], message: str) -> None:
    assert any(message in found for found in messages(*wrong)), messages(*wrong)


@pytest.mark.parametrize("right", [pytest.param(c[2], id=c[0]) for c in CASES if c[2]])
def test_the_near_miss_does_not(right: list[Definition]) -> None:
    assert messages(*right) == []


def test_one_cause_is_reported_once() -> None:
    assert len(messages(table("v"), view())) == 1
    assert len(messages(enum("a", "a"))) == 1


def test_a_problem_leads_to_its_definition_and_part() -> None:
    wrong = with_columns(column("ctid"))
    (problem,) = check_design(design(wrong))
    assert (problem.object_id, problem.part_id, problem.name) == (PLAIN.id, wrong.columns[0].id, "public.plain")


def test_an_empty_design_is_sound() -> None:
    assert check_design(Design()) == ()


def test_the_platforms_tables_are_taken_as_they_are() -> None:
    managed = table("users", column("ctid", "any thing (", default="now("), schema="auth", is_managed=True)
    assert messages(managed) == []
