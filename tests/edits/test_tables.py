"""Editing tables and columns."""

from __future__ import annotations

from uuid import uuid4

import pytest
from msgspec.structs import replace

from designer.design import Column, Design, Table, TypeRef
from designer.design.edits import (
    add_column,
    change_column,
    change_table,
    create_table,
    dependents_of,
    move_column,
    put,
    remove_column,
    remove_table,
    rename_column,
    rename_table,
)
from designer.design.errors import EditRefused
from tests.edits.designs import BELONGS, CUSTOMERS, OPEN_ORDERS, ORDERS, SHOP

TOTAL = ORDERS.columns[2]


def table(design: Design, old: Table) -> Table:
    return design.tables_by_id[old.id]


def names(design: Design, old: Table) -> list[str]:
    return [column.name for column in table(design, old).columns]


def test_a_table_is_created() -> None:
    new = Table(id=uuid4(), schema="shop", name="products")
    assert create_table(SHOP, new).table("shop", "products") is new


@pytest.mark.parametrize("name", ["customers", "open_orders", "state"])
def test_a_table_cannot_take_the_name_of_another_relation_or_type(name: str) -> None:
    with pytest.raises(EditRefused, match=rf"shop has a \w+ named shop\.{name} already"):
        create_table(SHOP, Table(id=uuid4(), schema="shop", name=name))


def test_a_renamed_table_is_renamed_in_the_sql_that_names_it() -> None:
    renamed = rename_table(SHOP, ORDERS.id, name="purchases")
    assert table(renamed, ORDERS).name == "purchases"
    assert renamed.views[0].query == (
        "SELECT purchases.id, purchases.total FROM shop.purchases WHERE purchases.state = 'open'::shop.state"
    )
    assert renamed.relationships == SHOP.relationships


def test_a_table_moves_to_another_schema() -> None:
    moved = change_table(SHOP, ORDERS.id, schema="Sales", comment="All of them.")
    assert (table(moved, ORDERS).schema, table(moved, ORDERS).comment) == ("Sales", "All of them.")
    assert 'FROM "Sales".orders' in moved.views[0].query


def test_a_table_that_others_use_is_not_removed_and_says_what_uses_it() -> None:
    with pytest.raises(
        EditRefused, match=r"Table shop\.customers is used by relationship orders_customer_id_fkey of shop\.orders"
    ):
        remove_table(SHOP, CUSTOMERS.id)
    removed = remove_table(SHOP, CUSTOMERS.id, with_dependents=True)
    assert removed.relationships == ()
    assert CUSTOMERS.id not in removed.by_id


def test_a_view_counts_as_a_dependent_of_its_table() -> None:
    assert dependents_of(SHOP, ORDERS) == ["view shop.open_orders"]
    assert dependents_of(SHOP, OPEN_ORDERS) == []


def test_a_table_takes_its_own_relationships_along() -> None:
    alone = replace(SHOP, views=())
    assert remove_table(alone, ORDERS.id).relationships == ()


def test_a_platform_table_takes_no_columns() -> None:
    users = Table(id=uuid4(), schema="auth", name="users", is_managed=True)
    with pytest.raises(EditRefused, match=r"auth\.users belongs to the platform"):
        add_column(put(SHOP, users), users.id, Column(id=uuid4(), name="age", type=TypeRef("integer")))


def test_a_column_is_added_where_it_is_wanted() -> None:
    note = Column(id=uuid4(), name="note", type=TypeRef("text"))
    assert names(add_column(SHOP, CUSTOMERS.id, note), CUSTOMERS) == ["id", "name", "note"]
    assert names(add_column(SHOP, CUSTOMERS.id, note, position=1), CUSTOMERS) == ["id", "note", "name"]


def test_two_columns_cannot_have_one_name() -> None:
    with pytest.raises(EditRefused, match=r"shop\.customers has a column named name already"):
        add_column(SHOP, CUSTOMERS.id, Column(id=uuid4(), name="name", type=TypeRef("text")))
    with pytest.raises(EditRefused, match="has a column named name already"):
        change_column(SHOP, CUSTOMERS.id, CUSTOMERS.columns[0].id, name="name")


def test_a_renamed_column_is_renamed_in_its_tables_expressions() -> None:
    renamed = table(rename_column(SHOP, ORDERS.id, TOTAL.id, "Sum"), ORDERS)
    assert renamed.checks[0].expression == '"Sum" > 0'
    assert renamed.policies[0].using == "state = 'open'::shop.state AND \"Sum\" < 100"


def test_renaming_leaves_strings_and_longer_names_alone() -> None:
    check = replace(ORDERS.checks[0], expression="total > 0 and note <> 'total' and totals > 1 and orders.total < 9")
    design = put(SHOP, replace(ORDERS, checks=(check,)))
    renamed = table(rename_column(design, ORDERS.id, TOTAL.id, "amount"), ORDERS)
    assert renamed.checks[0].expression == "amount > 0 and note <> 'total' and totals > 1 and orders.amount < 9"


def test_a_column_changes_and_moves() -> None:
    changed = change_column(SHOP, ORDERS.id, TOTAL.id, type=TypeRef("bigint"), is_nullable=False, name="amount")
    found = table(changed, ORDERS).columns[2]
    assert (found.name, found.type.name, found.is_nullable) == ("amount", "bigint", False)
    assert names(move_column(SHOP, ORDERS.id, TOTAL.id, position=0), ORDERS)[:2] == ["total", "id"]


def test_a_column_in_use_is_not_removed_unless_its_users_go_too() -> None:
    with pytest.raises(
        EditRefused, match=r"shop\.orders\.total is used by constraint positive, policy sellers_see_open"
    ):
        remove_column(SHOP, ORDERS.id, TOTAL.id)
    removed = table(remove_column(SHOP, ORDERS.id, TOTAL.id, with_dependents=True), ORDERS)
    assert (len(removed.columns), removed.checks, removed.policies) == (3, (), ())


def test_removing_a_referring_column_removes_its_relationship() -> None:
    removed = remove_column(SHOP, ORDERS.id, BELONGS.column_ids[0], with_dependents=True)
    assert removed.relationships == ()


def test_what_is_gone_is_refused_in_words() -> None:
    with pytest.raises(EditRefused, match=r"This table is no longer in the design\. Reload"):
        rename_table(SHOP, uuid4(), name="x")
    with pytest.raises(EditRefused, match=r"This column of shop\.orders is no longer in the design"):
        rename_column(SHOP, ORDERS.id, uuid4(), "x")
