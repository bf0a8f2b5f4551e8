"""Edits: functions from a design to a design. Values in, values out; one module per kind of thing that is edited.

All take the design first and raise EditRefused for what makes no sense at all, such as a column that is not there.
Whether PostgreSQL could hold the result is for `designer.design.integrity` to say, and for a server.
"""

from designer.design.edits.columns import (
    add_column,
    change_column,
    column_users,
    move_column,
    remove_column,
    rename_column,
)
from designer.design.edits.comments import set_comment
from designer.design.edits.constraints import (
    add_check,
    add_unique,
    change_check,
    change_unique,
    remove_check,
    remove_unique,
    set_primary_key,
)
from designer.design.edits.definitions import put, remove
from designer.design.edits.dependents import dependents_of
from designer.design.edits.enums import (
    add_value,
    change_enum,
    create_enum,
    move_value,
    remove_enum,
    remove_value,
    rename_value,
)
from designer.design.edits.grants import grant, revoke, set_grants
from designer.design.edits.indexes import add_index, change_index, remove_index
from designer.design.edits.objects import change_object, create_object, remove_object
from designer.design.edits.policies import add_policy, change_policy, remove_policy
from designer.design.edits.relationships import (
    change_relationship,
    create_relationship,
    draw_relationship,
    remove_relationship,
    suggest_index,
)
from designer.design.edits.roles import change_role, create_role, remove_role
from designer.design.edits.schemas import change_schema, create_schema, remove_schema
from designer.design.edits.tables import change_table, create_table, remove_table, rename_table
from designer.design.edits.timestamps import add_timestamps
from designer.design.edits.triggers import add_trigger, change_trigger, remove_trigger

__all__ = [
    "add_check",
    "add_column",
    "add_index",
    "add_policy",
    "add_timestamps",
    "add_trigger",
    "add_unique",
    "add_value",
    "change_check",
    "change_column",
    "change_enum",
    "change_index",
    "change_object",
    "change_policy",
    "change_relationship",
    "change_role",
    "change_schema",
    "change_table",
    "change_trigger",
    "change_unique",
    "column_users",
    "create_enum",
    "create_object",
    "create_relationship",
    "create_role",
    "create_schema",
    "create_table",
    "dependents_of",
    "draw_relationship",
    "grant",
    "move_column",
    "move_value",
    "put",
    "remove",
    "remove_check",
    "remove_column",
    "remove_enum",
    "remove_index",
    "remove_object",
    "remove_policy",
    "remove_relationship",
    "remove_role",
    "remove_schema",
    "remove_table",
    "remove_trigger",
    "remove_unique",
    "remove_value",
    "rename_column",
    "rename_table",
    "rename_value",
    "revoke",
    "set_comment",
    "set_grants",
    "set_primary_key",
    "suggest_index",
]
