"""The stated matrix as pages show it, with what was measured last beside it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from designer.access.compiling.words import audience_in_words, rows_in_words
from designer.access.recognising import model_of
from designer.design import Command, Design, Table
from designer.design.access_models import SIGNED_IN, AccessModel, Cell, Reach, TableAccess
from projects.forms.table_access import COMMANDS, audiences_of
from projects.models import Project
from projects.selectors.runs import last_access
from projects.services.access_models import access_of

_SHORT = {
    Reach.OWN: "own",
    Reach.TENANT: "tenant",
    Reach.PARENT: "parent",
    Reach.EVERYONE: "all",
    Reach.CONDITION: "condition",
}


class StatedCell(Struct, frozen=True):
    """An audience and a command: its rows in a word, in a sentence, and how it is coloured."""

    audience: str
    command: Command
    short: str
    words: str
    sort: str


class StatedRow(Struct, frozen=True):
    """One table and command. `differs` says where something else was measured than is stated."""

    command: Command
    cells: list[StatedCell]
    differs: list[str]


class StatedTable(Struct, frozen=True):
    """One table of the matrix; `is_stated` tells the matrix's own from what was read from policies written by hand."""

    table: Table
    is_stated: bool
    has_rls: bool
    rows: list[StatedRow]


def list_matrix(project: Project, design: Design) -> tuple[AccessModel, list[tuple[str, str]], list[StatedTable]]:
    """The model, its audiences with words, and every table that is the project's and no partition."""
    model = model_of(design)
    audiences = audiences_of(design, model)
    measured = measured_differences(project)
    tables = [
        StatedTable(
            table,
            model.table(table.id) is not None,
            table.has_rls,
            [
                _row(
                    access, model, command, audiences, measured.get((f"{table.schema}.{table.name}", command.value), [])
                )
                for access in [access_of(design, model, table)]
                for command in COMMANDS
            ],
        )
        for table in sorted(design.tables, key=lambda row: (row.schema != "public", row.schema, row.name))
        if not table.is_managed and table.partition_of is None
    ]
    return model, audiences, tables


def measured_differences(project: Project) -> dict[tuple[str, str], list[str]]:
    """By table and command: what was measured otherwise than stated, if the design has not changed since."""
    run = last_access(project)
    found: dict[str, Any] = (run.result or {}) if run else {}
    if found.get("change_count") != project.change_count:
        return {}
    differences: dict[tuple[str, str], list[str]] = {}
    for row in found.get("differences", []):
        differences.setdefault((row["table"], row["command"]), []).append(f"{row['persona']}: {row['words']}")
    return differences


def _row(
    access: TableAccess, model: AccessModel, command: Command, audiences: list[tuple[str, str]], differs: list[str]
) -> StatedRow:
    cells = [_cell(access, model, command, audience) for audience, _ in audiences]
    return StatedRow(command, cells, differs)


def _cell(access: TableAccess, model: AccessModel, command: Command, audience: str) -> StatedCell:
    cells = [cell for cell in access.cells if (cell.audience, cell.command) == (audience, command)]
    if not cells and audience == "service_role" and access.may(audience, command):
        return StatedCell(audience, command, "all", "all rows, past every policy", "near")
    if not cells and (held := _inherited(access, model, command, audience)):
        words = " or ".join(f"{rows_in_words(cell)}, as {audience_in_words(cell.audience)}" for cell in held)
        return StatedCell(audience, command, ", ".join(dict.fromkeys(map(_short, held))), words, "held")
    if not cells:
        return StatedCell(audience, command, "—", "nobody", "none")
    short = ", ".join(dict.fromkeys(_short(cell) for cell in cells))
    words = " or ".join(rows_in_words(cell) for cell in cells)
    is_open = any(cell.reach is Reach.EVERYONE and not cell.condition for cell in cells) and audience != "service_role"
    return StatedCell(audience, command, short, words, "open" if is_open else "near")


def _inherited(access: TableAccess, model: AccessModel, command: Command, audience: str) -> list[Cell]:
    """What a role of the application may do as a weaker one, or as anybody who is signed in."""
    role = audience.removeprefix("role:")
    if role == audience:
        return []
    mine = [cell for cell in access.cells if cell.command is command and cell.database_role == SIGNED_IN]
    return [cell for cell in mine if not cell.role or role in model.holders(cell.role)]


def _short(cell: Cell) -> str:
    return _SHORT[cell.reach] + ("*" if cell.condition and cell.reach is not Reach.CONDITION else "")
