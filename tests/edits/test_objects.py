"""Editing everything else: relationships, keys, enums, roles, schemas, policies, grants, comments, timestamps."""

from __future__ import annotations

from uuid import uuid4

import pytest
from msgspec.structs import replace

from designer.design import Check, Command, Grant, Index, IndexKey, Key, Policy, Role, Schema, Table, View
from designer.design.edits import (
    add_check,
    add_index,
    add_policy,
    add_timestamps,
    add_unique,
    add_value,
    change_enum,
    change_policy,
    change_role,
    change_schema,
    create_enum,
    create_role,
    create_schema,
    draw_relationship,
    grant,
    move_value,
    put,
    remove_enum,
    remove_role,
    remove_schema,
    remove_value,
    rename_value,
    revoke,
    set_comment,
    set_primary_key,
    suggest_index,
)
from designer.design.errors import EditRefused
from tests.edits.designs import BELONGS, CUSTOMERS, ORDERS, SHOP, STATE

SELLER = SHOP.roles[0]


def test_a_drawn_relationship_brings_its_column_type_name_and_index() -> None:
    products = Table(id=uuid4(), schema="shop", name="products")
    design = draw_relationship(put(SHOP, products), table_id=products.id, target_table_id=CUSTOMERS.id)
    table = design.tables_by_id[products.id]
    assert [(new.name, new.type.name, new.is_nullable) for new in table.columns] == [("customer_id", "bigint", False)]
    assert design.relationships[-1].name == "products_customer_id_fkey"
    assert [index.name for index in table.indexes] == ["products_customer_id_idx"]


def test_a_second_relationship_to_the_same_table_gets_names_of_its_own() -> None:
    design = draw_relationship(SHOP, table_id=ORDERS.id, target_table_id=CUSTOMERS.id, is_required=False)
    assert design.tables_by_id[ORDERS.id].columns[-1].name == "customer_id1"
    assert design.relationships[-1].name == "orders_customer_id1_fkey"


def test_an_index_is_suggested_only_where_none_serves() -> None:
    suggested = suggest_index(SHOP, BELONGS)
    assert suggested is not None
    indexed = add_index(SHOP, ORDERS.id, suggested)
    assert suggest_index(indexed, BELONGS) is None
    partial = add_index(SHOP, ORDERS.id, replace(suggested, predicate="total > 0"))
    assert suggest_index(partial, BELONGS) is not None


def test_a_table_without_a_key_cannot_be_referred_to() -> None:
    with pytest.raises(EditRefused, match=r"shop\.orders has no primary key to refer to"):
        draw_relationship(SHOP, table_id=CUSTOMERS.id, target_table_id=ORDERS.id)


def test_a_primary_key_makes_its_columns_not_null() -> None:
    design = set_primary_key(SHOP, ORDERS.id, (ORDERS.columns[0].id, ORDERS.columns[2].id))
    table = design.tables_by_id[ORDERS.id]
    assert table.primary_key is not None
    assert table.primary_key.name == "orders_pkey"
    assert not table.columns[2].is_nullable
    assert set_primary_key(design, ORDERS.id, ()).tables_by_id[ORDERS.id].primary_key is None


def test_a_primary_key_that_is_referred_to_stays() -> None:
    with pytest.raises(
        EditRefused, match=r"customers_pkey of shop\.customers is what orders_customer_id_fkey refers to"
    ):
        set_primary_key(SHOP, CUSTOMERS.id, ())


def test_constraints_get_the_names_postgresql_would_give() -> None:
    design = add_unique(SHOP, ORDERS.id, Key(id=uuid4(), name="", column_ids=(ORDERS.columns[2].id,)))
    design = add_check(design, ORDERS.id, Check(id=uuid4(), name="", expression="total < 1000"))
    table = design.tables_by_id[ORDERS.id]
    assert (table.unique_keys[0].name, table.checks[1].name) == ("orders_total_key", "orders_check")
    with pytest.raises(EditRefused, match="has a constraint named orders_customer_id_fkey already"):
        add_check(design, ORDERS.id, Check(id=uuid4(), name=BELONGS.name, expression="true"))


def test_enum_values_are_added_renamed_moved_and_removed() -> None:
    design = add_value(SHOP, STATE.id, "void", position=1)
    assert [value.name for value in design.enums[0].values] == ["open", "void", "paid"]
    design = rename_value(design, STATE.id, STATE.values[0].id, "it's open")
    assert design.tables_by_id[ORDERS.id].columns[3].default == "'it''s open'::shop.state"
    assert "'it''s open'::shop.state" in design.views[0].query
    design = move_value(design, STATE.id, STATE.values[0].id, position=2)
    design = remove_value(design, STATE.id, STATE.values[1].id)
    assert [value.name for value in design.enums[0].values] == ["void", "it's open"]
    with pytest.raises(EditRefused, match=r"Enum shop\.state has the value paid already"):
        add_value(SHOP, STATE.id, "paid")


def test_a_renamed_enum_is_renamed_in_casts() -> None:
    renamed = change_enum(SHOP, STATE.id, name="order_state")
    assert renamed.tables_by_id[ORDERS.id].columns[3].default == "'open'::shop.order_state"
    assert renamed.tables_by_id[ORDERS.id].columns[3].type == ORDERS.columns[3].type


def test_an_enum_in_use_stays() -> None:
    with pytest.raises(EditRefused, match=r"Enum shop\.state is used by table shop\.orders, view shop\.open_orders"):
        remove_enum(SHOP, STATE.id)
    with pytest.raises(EditRefused, match="already"):
        create_enum(SHOP, replace(STATE, id=uuid4()))


def test_a_renamed_role_is_renamed_in_policies_grants_and_memberships() -> None:
    boss = Role(id=uuid4(), name="boss", member_of=("seller",))
    design = change_role(create_role(SHOP, boss), SELLER.id, name="sales")
    assert design.tables_by_id[ORDERS.id].policies[0].roles == ("sales",)
    assert design.tables_by_id[CUSTOMERS.id].grants[0].grantee == "sales"
    assert [role.member_of for role in design.roles if role.id == boss.id] == [("sales",)]


@pytest.mark.parametrize("name", ["anon", "service_role", "pg_monitor", "postgres"])
def test_platform_roles_cannot_be_made(name: str) -> None:
    with pytest.raises(EditRefused, match=f"{name} is a role of the platform"):
        create_role(SHOP, Role(id=uuid4(), name=name))


def test_a_role_in_use_stays_and_its_only_policy_is_never_opened_to_everybody() -> None:
    with pytest.raises(EditRefused, match=r"Role seller is used by table shop\.customers, table shop\.orders"):
        remove_role(SHOP, SELLER.id)
    with pytest.raises(EditRefused, match=r"sellers_see_open on shop\.orders is for seller alone"):
        remove_role(SHOP, SELLER.id, with_dependents=True)
    both = change_policy(SHOP, ORDERS.id, ORDERS.policies[0].id, roles=("seller", "anon"))
    removed = remove_role(both, SELLER.id, with_dependents=True)
    assert removed.tables_by_id[ORDERS.id].policies[0].roles == ("anon",)
    assert removed.tables_by_id[CUSTOMERS.id].grants == ()


def test_a_renamed_schema_takes_everything_along() -> None:
    design = change_schema(SHOP, SHOP.schemas[0].id, name="Store")
    assert [design.tables[0].schema, design.enums[0].schema, design.views[0].schema] == ["Store"] * 3
    assert 'FROM "Store".orders' in design.views[0].query
    assert design.tables_by_id[ORDERS.id].columns[3].default == "'open'::\"Store\".state"


def test_a_schema_with_anything_in_it_stays() -> None:
    with pytest.raises(EditRefused, match=r"Schema shop is used by enum shop\.state"):
        remove_schema(SHOP, SHOP.schemas[0].id)
    with pytest.raises(EditRefused, match="auth is a schema of the platform"):
        create_schema(SHOP, Schema(id=uuid4(), name="auth"))


def test_a_policy_turns_row_level_security_on() -> None:
    policy = Policy(id=uuid4(), name="all_see", command=Command.SELECT, using="true")
    assert add_policy(SHOP, CUSTOMERS.id, policy).tables_by_id[CUSTOMERS.id].has_rls


@pytest.mark.parametrize(
    ("command", "fields", "words"),
    [
        (Command.INSERT, {"using": "true"}, "INSERT, which reads no rows"),
        (Command.SELECT, {"check": "true"}, "SELECT, which writes no rows"),
        (Command.DELETE, {"check": "true"}, "DELETE, which writes no rows"),
    ],
)
def test_a_policy_takes_only_the_expressions_of_its_command(
    command: Command, fields: dict[str, str], words: str
) -> None:
    with pytest.raises(EditRefused, match=words):
        add_policy(SHOP, ORDERS.id, Policy(id=uuid4(), name="p", command=command, **fields))  # type: ignore[arg-type]


def test_grants_are_merged_and_taken_back() -> None:
    design = grant(SHOP, CUSTOMERS.id, grantee="seller", privileges=("UPDATE", "INSERT"))
    assert design.tables_by_id[CUSTOMERS.id].grants == (
        Grant(grantee="seller", privileges=("INSERT", "SELECT", "UPDATE")),
    )
    design = revoke(design, CUSTOMERS.id, grantee="seller", privileges=("INSERT",))
    assert design.tables_by_id[CUSTOMERS.id].grants[0].privileges == ("SELECT", "UPDATE")
    assert revoke(design, CUSTOMERS.id, grantee="seller").tables_by_id[CUSTOMERS.id].grants == ()


def test_comments_go_on_objects_and_their_parts() -> None:
    design = set_comment(SHOP, ORDERS.id, "What was bought.")
    design = set_comment(design, ORDERS.id, "In euros.", part_id=ORDERS.columns[2].id)
    table = design.tables_by_id[ORDERS.id]
    assert (table.comment, table.columns[2].comment) == ("What was bought.", "In euros.")
    assert set_comment(design, ORDERS.id, "").tables_by_id[ORDERS.id].comment is None


def test_timestamps_come_with_a_trigger_and_one_shared_function() -> None:
    design = add_timestamps(add_timestamps(SHOP, ORDERS.id), CUSTOMERS.id)
    table = design.tables_by_id[ORDERS.id]
    assert [new.name for new in table.columns[-2:]] == ["created_at", "updated_at"]
    assert len(design.functions) == 1
    assert [trigger.function_id for trigger in table.triggers] == [design.functions[0].id]
    assert add_timestamps(design, ORDERS.id) == design


def test_an_index_of_a_materialized_view_is_added_alike() -> None:
    view = View(id=uuid4(), schema="shop", name="totals", query="SELECT 1 AS one", is_materialized=True)
    index = Index(id=uuid4(), name="totals_one", keys=(IndexKey(expression="one"),))
    assert add_index(put(SHOP, view), view.id, index).views[-1].indexes == (index,)
