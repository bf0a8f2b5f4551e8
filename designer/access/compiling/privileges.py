"""Privileges: what each database role may do at all. What is not listed is revoked.

Where some columns are out of reach, the others are granted one by one. What a preset fills in is
granted to nobody: then only the default can fill it.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from designer.design import Command, Design, Grant, Table
from designer.design.access_models import ANON, SERVICE, SIGNED_IN, Cell, TableAccess
from designer.design.edits import set_grants
from designer.design.errors import EditRefused

COMMANDS = (Command.SELECT, Command.INSERT, Command.UPDATE, Command.DELETE)
_WRITING = (Command.INSERT, Command.UPDATE)


def grant_stated(design: Design, access: TableAccess, table: Table) -> Design:
    """The design with the table's privileges for everybody the model speaks of, and those on its sequences."""
    grantees = {ANON, SIGNED_IN, SERVICE, "public", *(cell.database_role for cell in access.cells)}
    kept = [row for row in table.grants if row.grantee not in grantees]
    found = [grant for role in sorted(grantees - {"public"}) for grant in _grants(access, table, role)]
    design = set_grants(design, table.id, (*kept, *found))
    return _grant_sequences(design, access, table)


def granted_columns(access: TableAccess, table: Table, role: str, command: Command) -> tuple[UUID, ...] | None:
    """The columns a role may name in a command, none where it has no cell; None stands for the whole table.

    Raises EditRefused where two audiences that arrive under one database role were given different columns.
    """
    cells = [cell for cell in access.cells if cell.database_role == role and cell.command is command]
    if not cells:
        return ()
    given = {frozenset(cell.column_ids) for cell in cells}
    if len(given) > 1:
        raise EditRefused(
            f"{table.schema}.{table.name}: {command.upper()} is stated with different columns for {_names(cells)}. "
            f"PostgreSQL grants columns to database roles, and all of these are {role}. Give them the same columns."
        )
    preset = {row.column_id for row in access.presets} if command in _WRITING else set()
    if command is Command.UPDATE and access.deleted_column_id is not None:
        preset.add(access.deleted_column_id)
    (named,) = given
    if not named and not preset:
        return None
    can_write = [row for row in table.columns if row.generated is None or command is Command.SELECT]
    return tuple(row.id for row in can_write if row.id not in preset and (not named or row.id in named))


def _grants(access: TableAccess, table: Table, role: str) -> Iterable[Grant]:
    if role == SERVICE and not any(cell.audience == SERVICE for cell in access.cells):
        may = sorted(command.upper() for command in COMMANDS if access.may(role, command))
        if may:
            yield Grant(grantee=role, privileges=tuple(may))
        return
    whole = []
    by_columns: dict[tuple[UUID, ...], list[str]] = {}
    for command in COMMANDS:
        columns = granted_columns(access, table, role, command)
        if columns is None or (columns and command is Command.DELETE):
            whole.append(command.upper())
        elif columns:
            by_columns.setdefault(columns, []).append(command.upper())
    if whole:
        yield Grant(grantee=role, privileges=tuple(sorted(whole)))
    for columns, privileges in by_columns.items():
        yield Grant(grantee=role, privileges=tuple(sorted(privileges)), column_ids=columns)


def _grant_sequences(design: Design, access: TableAccess, table: Table) -> Design:
    """A serial's sequence is asked by whoever inserts; an identity's needs no privilege."""
    inserting = {cell.database_role for cell in access.cells if cell.command is Command.INSERT} | {SERVICE}
    for sequence in design.sequences:
        if sequence.owner_table_id == table.id:
            kept = [row for row in sequence.grants if row.grantee not in {ANON, SIGNED_IN, SERVICE, *inserting}]
            usage = [Grant(grantee=role, privileges=("USAGE",)) for role in sorted(inserting)]
            design = set_grants(design, sequence.id, (*kept, *usage))
    return design


def _names(cells: Iterable[Cell]) -> str:
    return ", ".join(dict.fromkeys(cell.role or cell.audience for cell in cells))
