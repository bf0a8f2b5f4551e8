"""Conditions: which rows a cell of the matrix is about, as SQL in the form known to be fastest.

Calls that do not depend on the row are wrapped in a SELECT of their own, so that they run once for a statement; sets of
ids come as arrays. Source: access.md 1.4; measured by `script/bench access`.
"""

from __future__ import annotations

from designer.access.compiling.helpers import JWT, UID, Helpers
from designer.design import Command, Design, Relationship, Table
from designer.design.access_models import AccessModel, Cell, Floor, FloorKind, Reach, RoleSource, TableAccess
from designer.design.edits.lookups import find_column
from designer.design.errors import EditRefused
from designer.postgres.quoting import quote_identifier
from designer.sql.expressions import enclose
from designer.sql.names import name_of

_LONG = 100
MFA = f"(select {JWT} ->> 'aal') = 'aal2'"
PERMANENT = f"(select ({JWT} ->> 'is_anonymous')::boolean) is not true"


class Conditions:
    """Writes the conditions of one table."""

    def __init__(self, model: AccessModel, access: TableAccess, table: Table, helpers: Helpers) -> None:
        self._model = model
        self._access = access
        self._table = table
        self._helpers = helpers

    def of_cells(self, cells: list[Cell], *, is_for_new_rows: bool = False) -> str:
        """What holds for the rows of any of these cells; of the rows as a command leaves them, if that is asked."""
        texts = list(dict.fromkeys(self._of_cell(cell, is_for_new_rows=is_for_new_rows) for cell in cells))
        alive = self._alive() if not is_for_new_rows else None
        if "true" in texts:
            return alive or "true"
        if alive is None:
            return _any_of(texts)
        is_plain = len(texts) == 1 and " or " not in texts[0]
        return f"{alive} and {texts[0] if is_plain else enclose(_any_of(texts))}"

    def of_floor(self, floor: Floor) -> str:
        """What must hold for signed-in people besides."""
        if floor.kind is FloorKind.MFA:
            return MFA
        if floor.kind is FloorKind.PERMANENT:
            return PERMANENT
        return self._tenant(())

    def _of_cell(self, cell: Cell, *, is_for_new_rows: bool) -> str:
        roles = self._model.holders(cell.role) if cell.role else ()
        if cell.role and not roles:
            raise EditRefused(f"{cell.role} is no role of the access model. Add it, or choose another for this cell.")
        narrowed = cell.check if is_for_new_rows and cell.check else cell.condition
        tests = self._reach(cell, roles)
        if narrowed:
            tests.append(enclose(narrowed) if tests else narrowed.strip())
        return " and ".join(tests) or "true"

    def _reach(self, cell: Cell, roles: tuple[str, ...]) -> list[str]:
        if cell.reach is Reach.TENANT:
            return [self._tenant(roles)]
        if cell.reach is Reach.CONDITION and not cell.condition:
            raise EditRefused(f"A cell of {self._name} has no condition. Write it, or choose another reach.")
        tests = []
        if cell.reach is Reach.OWN:
            tests.append(f"{self._column(self._access.owner_column_id, 'owner')} = {UID}")
        elif cell.reach is Reach.PARENT:
            tests.append(self._parent())
        return [*tests, *self._held(roles)]

    def _held(self, roles: tuple[str, ...]) -> list[str]:
        """That the caller has one of the roles: in the row's tenant, where rows have tenants and roles are theirs."""
        if not roles:
            return []
        if self._access.tenant_column_id is not None and self._model.role_source is RoleSource.MEMBERSHIP:
            return [self._tenant(roles)]
        return [self._helpers.has_role(roles)]

    def _tenant(self, roles: tuple[str, ...]) -> str:
        return self._helpers.in_tenants(self._column(self._access.tenant_column_id, "tenant"), roles)

    def _parent(self) -> str:
        design = self._helpers.design
        relationship = design.by_id.get(self._access.parent_id) if self._access.parent_id else None
        if not isinstance(relationship, Relationship) or relationship.table_id != self._table.id:
            raise EditRefused(f"{self._name} has no relationship to a parent in the access model. Choose it.")
        if relationship.target_table_id == self._table.id:
            raise EditRefused(
                f"{self._name} cannot be reached through itself: its policy would ask itself without end (42P17). "
                "Choose another parent, or give it an owner or a tenant."
            )
        return write_parent(relationship, self._table, design)

    def _alive(self) -> str | None:
        if self._access.deleted_column_id is None:
            return None
        return f"{self._column(self._access.deleted_column_id, 'time of deletion')} is null"

    def _column(self, column_id: object, what: str) -> str:
        found = next((column for column in self._table.columns if column.id == column_id), None)
        if found is None:
            raise EditRefused(
                f"{self._name} has no column for its {what} in the access model. Choose it, or another reach."
            )
        return quote_identifier(found.name)

    @property
    def _name(self) -> str:
        return f"{self._table.schema}.{self._table.name}"


def write_parent(relationship: Relationship, table: Table, design: Design) -> str:
    """Whether the row's parent is seen by the caller: the parent's own policies answer."""
    target = design.tables_by_id[relationship.target_table_id]
    keys = [quote_identifier(find_column(table, id_).name) for id_ in relationship.column_ids]
    theirs = [f"parent.{quote_identifier(find_column(target, id_).name)}" for id_ in relationship.target_column_ids]
    if len(keys) == 1:
        return f"{keys[0]} = any (array(select {theirs[0]} from {name_of(target)} as parent))"
    return f"({', '.join(keys)}) in (select {', '.join(theirs)} from {name_of(target)} as parent)"


def commands_of(floor: Floor) -> tuple[Command, ...]:
    """The commands a floor holds for."""
    return floor.commands or (Command.ALL,)


def _any_of(texts: list[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    texts = [f"({text})" if " and " in text else text for text in texts]
    line = " or ".join(texts)
    return line if len(line) <= _LONG else "\n    " + "\n    or ".join(texts) + "\n  "
