"""Declarations: an access model written down as text (TOML) by names, for the starters that come with Rowhouse.

Tenants, memberships and their roles are recognised by the keys of the tables, as they are for an imported schema; a
declaration says what keys cannot: where else a role is written, and who may do what with each table.
"""

from __future__ import annotations

from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from designer.access.bundles import BUNDLES, fill_bundle, find_parts
from designer.access.compiling import compile_access
from designer.access.recognising.models import labels_of, recognise_model
from designer.design import Column, Command, Design, Table
from designer.design.access_models import (
    AccessModel,
    AppRole,
    Cell,
    Floor,
    FloorKind,
    Profile,
    Reach,
    RoleSource,
    TableAccess,
    Transition,
    audience_of,
)
from designer.design.errors import DesignerError


class DeclaredCell(Struct, frozen=True, forbid_unknown_fields=True):
    """What one audience, a database role or a role of the application, may do with which rows."""

    who: str
    may: tuple[Command, ...]
    rows: Reach = Reach.EVERYONE
    condition: str = ""
    check: str = ""
    columns: tuple[str, ...] = ()


class DeclaredMove(Struct, frozen=True, forbid_unknown_fields=True):
    """A step from one state to another, and who may make it; without `before` it is the state of a new row."""

    after: str
    who: tuple[str, ...]
    before: str = ""


class DeclaredTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A table's bundle, if it has one, and what is said besides; owner, tenant and parent are columns."""

    bundle: str = ""
    cells: tuple[DeclaredCell, ...] = ()
    owner: str = ""
    tenant: str = ""
    parent: str = ""
    status: str = ""
    moves: tuple[DeclaredMove, ...] = ()
    floors: dict[FloorKind, tuple[Command, ...]] = {}
    """What must hold besides, and for which commands; for all where none are listed."""
    columns: dict[Command, tuple[str, ...]] = {}
    """The columns that signed-in people may name in a command; all where none are listed."""


class Declaration(Struct, frozen=True, forbid_unknown_fields=True):
    """An access model. `role_column` (schema.table.column) is where roles are written other than in memberships."""

    title: str
    words: str
    """What a design with this access is for, in a line."""
    tables: dict[str, DeclaredTable]
    role_column: str = ""


def declare_access(design: Design, declaration: Declaration) -> Design:
    """The design with the model and everything it compiles to. Raises DesignerError for a name that there is not."""
    model = _model(design, declaration)
    stated = tuple(
        _state(design, model, _table(design, name), declared) for name, declared in declaration.tables.items()
    )
    return compile_access(design, replace(model, tables=stated))


def read_declaration(text: bytes) -> Declaration:
    """A declaration from TOML. Raises DesignerError naming what is wrong with it."""
    try:
        return msgspec.toml.decode(text, type=Declaration)
    except msgspec.DecodeError as error:
        raise DesignerError(f"The access declaration cannot be read: {error}.") from error


def _model(design: Design, declaration: Declaration) -> AccessModel:
    model = recognise_model(design)
    if declaration.role_column:
        name, _, column_name = declaration.role_column.rpartition(".")
        table = _table(design, name)
        column, key = _column(table, column_name), table.primary_key
        if key is None:
            raise DesignerError(f"{name} cannot say people's roles: it has no primary key.")
        labels = labels_of(design, table, column)
        profile = Profile(table_id=table.id, user_column_id=key.column_ids[0], role_column_id=column.id)
        roles = tuple(AppRole(name=label, includes=labels[place + 1 : place + 2]) for place, label in enumerate(labels))
        model = replace(model, role_source=RoleSource.PROFILE, profile=profile, roles=roles)
    return model


def _state(design: Design, model: AccessModel, table: Table, declared: DeclaredTable) -> TableAccess:
    bundle = next((row for row in BUNDLES if row.slug == declared.bundle), None)
    if declared.bundle and bundle is None:
        raise DesignerError(
            f"There is no bundle {declared.bundle}. Known are {', '.join(row.slug for row in BUNDLES)}."
        )
    parts = find_parts(design, model, table)
    named = {"owner": declared.owner, "tenant": declared.tenant}
    parts = replace(parts, **{part: _column(table, name).id for part, name in named.items() if name})
    if declared.parent:
        parts = replace(parts, parent=_parent(design, table, declared.parent))
    access = fill_bundle(bundle, parts) if bundle else TableAccess(table_id=table.id)
    roles = {role.name for role in model.roles}
    cells = (*access.cells, *(cell for row in declared.cells for cell in _cells(table, row, roles)))
    return replace(
        access,
        cells=tuple(_narrow(cell, table, declared) for cell in cells),
        owner_column_id=parts.owner,
        tenant_column_id=parts.tenant,
        parent_id=parts.parent,
        floors=(*access.floors, *(Floor(kind=kind, commands=commands) for kind, commands in declared.floors.items())),
        status_column_id=_column(table, declared.status).id if declared.status else None,
        transitions=tuple(
            Transition(before=row.before, after=row.after, audiences=tuple(_audience(who, roles) for who in row.who))
            for row in declared.moves
        ),
    )


def _cells(table: Table, declared: DeclaredCell, roles: set[str]) -> list[Cell]:
    columns = tuple(_column(table, name).id for name in declared.columns)
    return [
        Cell(
            audience=_audience(declared.who, roles),
            command=command,
            reach=declared.rows,
            condition=declared.condition,
            check=declared.check if command is Command.UPDATE else "",
            column_ids=columns,
        )
        for command in declared.may
    ]


def _narrow(cell: Cell, table: Table, declared: DeclaredTable) -> Cell:
    names = declared.columns.get(cell.command, ())
    if not names or cell.column_ids:
        return cell
    return replace(cell, column_ids=tuple(_column(table, name).id for name in names))


def _audience(who: str, roles: set[str]) -> str:
    return audience_of(who) if who in roles else who


def _table(design: Design, name: str) -> Table:
    found = next((row for row in design.tables if f"{row.schema}.{row.name}" == name), None)
    if found is None:
        raise DesignerError(f"The access declaration speaks of {name}, which is no table of the design.")
    return found


def _column(table: Table, name: str) -> Column:
    found = next((row for row in table.columns if row.name == name), None)
    if found is None:
        raise DesignerError(f"The access declaration speaks of {table.name}.{name}, which is no column.")
    return found


def _parent(design: Design, table: Table, column_name: str) -> UUID:
    column = _column(table, column_name)
    found = next(
        (row.id for row in design.relationships if row.table_id == table.id and column.id in row.column_ids), None
    )
    if found is None:
        raise DesignerError(f"{table.name}.{column_name} refers to nothing, so no parent is reached through it.")
    return found
