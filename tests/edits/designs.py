"""A small shop to edit: customers, their orders, an enum, a view, a role and a policy."""

from __future__ import annotations

from designer.design import (
    Check,
    Column,
    Command,
    Design,
    Enum,
    EnumValue,
    Grant,
    Key,
    Policy,
    Relationship,
    Role,
    Schema,
    Table,
    TypeRef,
    View,
    id_from_path,
)


def column(table: str, name: str, type_: TypeRef | str = "text", **fields: object) -> Column:
    ref = TypeRef(type_) if isinstance(type_, str) else type_
    return Column(id=id_from_path("column", "shop", table, name), name=name, type=ref, **fields)  # type: ignore[arg-type]


STATE = Enum(
    id=id_from_path("type", "shop", "state"),
    schema="shop",
    name="state",
    values=tuple(EnumValue(id_from_path("enum value", "shop", "state", name), name) for name in ("open", "paid")),
)
CUSTOMERS = Table(
    id=id_from_path("table", "shop", "customers"),
    schema="shop",
    name="customers",
    columns=(column("customers", "id", "bigint", is_nullable=False), column("customers", "name")),
    primary_key=Key(
        id=id_from_path("constraint", "shop", "customers", "customers_pkey"),
        name="customers_pkey",
        column_ids=(id_from_path("column", "shop", "customers", "id"),),
    ),
    grants=(Grant(grantee="seller", privileges=("SELECT",)),),
)
ORDERS = Table(
    id=id_from_path("table", "shop", "orders"),
    schema="shop",
    name="orders",
    columns=(
        column("orders", "id", "bigint", is_nullable=False),
        column("orders", "customer_id", "bigint", is_nullable=False),
        column("orders", "total", "numeric(12,2)"),
        column("orders", "state", TypeRef(type_id=STATE.id), default="'open'::shop.state"),
    ),
    checks=(
        Check(id=id_from_path("constraint", "shop", "orders", "positive"), name="positive", expression="total > 0"),
    ),
    policies=(
        Policy(
            id=id_from_path("policy", "shop", "orders", "sellers_see_open"),
            name="sellers_see_open",
            command=Command.SELECT,
            roles=("seller",),
            using="state = 'open'::shop.state AND total < 100",
        ),
    ),
    has_rls=True,
)
BELONGS = Relationship(
    id=id_from_path("relationship", "shop", "orders", "orders_customer_id_fkey"),
    name="orders_customer_id_fkey",
    table_id=ORDERS.id,
    column_ids=(ORDERS.columns[1].id,),
    target_table_id=CUSTOMERS.id,
    target_column_ids=(CUSTOMERS.columns[0].id,),
)
OPEN_ORDERS = View(
    id=id_from_path("view", "shop", "open_orders"),
    schema="shop",
    name="open_orders",
    query="SELECT orders.id, orders.total FROM shop.orders WHERE orders.state = 'open'::shop.state",
)
SHOP = Design(
    schemas=(Schema(id=id_from_path("schema", "shop"), name="shop"),),
    roles=(Role(id=id_from_path("role", "seller"), name="seller"),),
    enums=(STATE,),
    tables=(CUSTOMERS, ORDERS),
    relationships=(BELONGS,),
    views=(OPEN_ORDERS,),
)
