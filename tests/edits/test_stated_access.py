"""What is stated of access follows renames of columns, tables, roles and labels."""

from __future__ import annotations

from msgspec.structs import replace

from designer.design import Command, Design
from designer.design.access_models import (
    SIGNED_IN,
    AccessModel,
    AppRole,
    Cell,
    Membership,
    Preset,
    Reach,
    RoleSource,
    TableAccess,
    Transition,
    audience_of,
)
from designer.design.edits import rename_column, rename_table
from designer.design.edits.enums import rename_value
from designer.design.edits.roles import change_role, remove_role
from tests.edits.designs import CUSTOMERS, ORDERS, SHOP, STATE

TOTAL, STATUS, CUSTOMER = ORDERS.columns[2], ORDERS.columns[3], ORDERS.columns[1]
MODEL = AccessModel(
    role_source=RoleSource.MEMBERSHIP,
    membership=Membership(
        table_id=ORDERS.id, user_column_id=ORDERS.columns[0].id, tenant_column_id=CUSTOMER.id, role_column_id=STATUS.id
    ),
    roles=(AppRole(name="paid", includes=("open",)), AppRole(name="open")),
    tables=(
        TableAccess(
            table_id=ORDERS.id,
            status_column_id=STATUS.id,
            cells=(
                Cell(
                    audience=audience_of("open"),
                    command=Command.UPDATE,
                    reach=Reach.CONDITION,
                    condition="total > 0 and exists (select 1 from shop.customers where customers.id = customer_id)",
                    check="orders.total < 100",
                ),
                Cell(audience="seller", command=Command.SELECT, reach=Reach.EVERYONE),
            ),
            presets=(Preset(column_id=TOTAL.id, expression="new.total + 1"),),
            transitions=(Transition(before="open", after="paid", audiences=("seller", audience_of("open"))),),
        ),
        TableAccess(
            table_id=CUSTOMERS.id,
            cells=(Cell(audience=SIGNED_IN, command=Command.SELECT, reach=Reach.CONDITION, condition="total is null"),),
        ),
    ),
)
DESIGN = replace(SHOP, access_models=(MODEL,))


def stated(design: Design) -> TableAccess:
    found = design.access_models[0].table(ORDERS.id)
    assert found is not None
    return found


def test_conditions_follow_a_column_of_their_table_alone() -> None:
    design = rename_column(DESIGN, ORDERS.id, TOTAL.id, "sum")
    row = stated(design)
    assert row.cells[0].condition.startswith("sum > 0 and")
    assert row.cells[0].check == "orders.sum < 100"
    assert row.presets[0].expression == "new.sum + 1"
    assert design.access_models[0].tables[1] == MODEL.tables[1]


def test_conditions_follow_tables() -> None:
    row = stated(rename_table(DESIGN, CUSTOMERS.id, name="clients"))
    assert "from shop.clients where clients.id = customer_id" in row.cells[0].condition


def test_states_and_roles_follow_their_label() -> None:
    design = rename_value(DESIGN, STATE.id, STATE.values[0].id, "new")
    row, model = stated(design), design.access_models[0]
    assert row.transitions == (Transition(before="new", after="paid", audiences=("seller", audience_of("new"))),)
    assert model.roles == (AppRole(name="paid", includes=("new",)), AppRole(name="new"))
    assert row.cells[0].audience == audience_of("new")


def test_audiences_follow_their_role_and_go_with_it() -> None:
    renamed = stated(change_role(DESIGN, SHOP.roles[0].id, name="clerk"))
    assert renamed.cells[1].audience == "clerk"
    assert renamed.transitions[0].audiences == ("clerk", audience_of("open"))
    open_to_all = replace(DESIGN, tables=(CUSTOMERS, replace(ORDERS, policies=())))
    removed = stated(remove_role(open_to_all, SHOP.roles[0].id, with_dependents=True))
    assert [cell.audience for cell in removed.cells] == [audience_of("open")]
    assert removed.transitions[0].audiences == (audience_of("open"),)
