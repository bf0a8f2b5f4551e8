"""What is stated of access: saved as edits of the design, which compile it into policies, grants and helpers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from designer.access.compiling import compile_access
from designer.access.recognising import model_of, read_table_access
from designer.design import Design, Table
from designer.design.access_models import AccessModel, TableAccess, compiled_policy_ids
from designer.design.edits import put
from designer.design.edits.lookups import find_own_table
from projects.models import Change, Project, User
from projects.services.edits import edit_design
from projects.services.errors import EditRefused


def save_model(*, project: Project, acting_user: User, model: AccessModel, **options: Any) -> Change | None:
    """Saves tenants, memberships and roles; what is stated of tables stays, and is compiled anew."""

    def edit(design: Design) -> Design:
        return compile_access(design, replace(model, tables=model_of(design).tables))

    return edit_design(project=project, acting_user=acting_user, label="State tenants and roles", edit=edit, **options)


def save_tables(
    *, project: Project, acting_user: User, write: Callable[[Design, AccessModel, Table], TableAccess], ids: list[UUID],
    **options: Any,
) -> Change | None:  # fmt: skip
    """States the access of tables, as `write` makes it of each; policies written by hand give way to what is stated.

    Raises EditRefused for a table of the platform, and for what cannot be compiled or what PostgreSQL refuses.
    """

    def edit(design: Design) -> Design:
        model = model_of(design)
        for id_ in ids:
            model = with_table(model, write(design, model, find_own_table(design, id_)))
        return compile_access(without_policies(design, ids), model)

    label = f"State access of {len(ids)} tables" if len(ids) > 1 else "State access of a table"
    return edit_design(project=project, acting_user=acting_user, label=label, edit=edit, **options)


def detach_table(*, project: Project, acting_user: User, table_id: UUID, **options: Any) -> Change | None:
    """Takes a table out of the matrix: its policies stay as they are, and are edited by hand from now on."""

    def edit(design: Design) -> Design:
        model = model_of(design)
        if model.table(table_id) is None:
            raise EditRefused("This table is not stated in the matrix: its policies are written by hand already.")
        table = find_own_table(design, table_id)
        made = compiled_policy_ids(table.id, _roles(design))
        policies = tuple(replace(row, id=uuid4()) if row.id in made else row for row in table.policies)
        rest = tuple(row for row in model.tables if row.table_id != table_id)
        return put(design, replace(table, policies=policies), replace(model, tables=rest))

    return edit_design(
        project=project, acting_user=acting_user, label="Detach a table from the matrix", edit=edit, **options
    )


def with_table(model: AccessModel, access: TableAccess) -> AccessModel:
    """The model with this statement of a table, in the place of another of the same table."""
    known = [row.table_id for row in model.tables]
    if access.table_id not in known:
        return replace(model, tables=(*model.tables, access))
    return replace(model, tables=tuple(access if row.table_id == access.table_id else row for row in model.tables))


def access_of(design: Design, model: AccessModel, table: Table) -> TableAccess:
    """What is stated of a table, or what its policies were recognised to say."""
    return model.table(table.id) or read_table_access(design, model, table)


def policies_by_hand(design: Design, table: Table) -> list[str]:
    """The names of policies that would give way to what is stated."""
    made = compiled_policy_ids(table.id, _roles(design))
    return [row.name for row in table.policies if row.id not in made]


def without_policies(design: Design, ids: list[UUID]) -> Design:
    """Of tables that are stated for the first time, what was written by hand goes: the statement was read from it."""
    known = {row.table_id for row in design.access_models[0].tables} if design.access_models else set()
    tables = [design.tables_by_id[id_] for id_ in ids if id_ not in known]
    return put(design, *(replace(table, policies=()) for table in tables)) if tables else design


def _roles(design: Design) -> set[str]:
    return {role.name for role in design.roles}
