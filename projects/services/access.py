"""Measuring who may do what in a project, and the result as pages and commands show it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from designer.access import Cell, Deed, Measurement, Outcome, measure_access
from designer.access.differences import compare_access
from designer.design import Design
from designer.proofs.results import server_words
from designer.sandbox.clusters import get_cluster
from projects.models import Project
from projects.services.errors import EditRefused
from projects.services.sql_imports import grants_of

_SHORT = {
    Outcome.NO_ROWS: "none",
    Outcome.UNTRIED: "untried",
    Outcome.NO_GRANT: "no grant",
    Outcome.REFUSED: "refused",
    Outcome.ERROR: "error",
}


def measure_project_access(project: Project, design: Design, **options: Any) -> Measurement:
    """Measures a design of the project, with its way of granting. Raises EditRefused where there is no table to ask."""
    if not design.tables:
        raise EditRefused(f"{project.name} has no table yet: there is nothing to measure. Draw or import one first.")
    return measure_access(design, cluster=get_cluster(), grants=grants_of(project), **options)


def measurement_as_json(found: Measurement) -> dict[str, Any]:
    """As commands print it and as it is kept with its run; docs/commands.md lists the keys."""
    by_table: dict[str, dict[str, list[Cell]]] = {name: defaultdict(list) for name in found.tables}
    for cell in found.cells:
        by_table[cell.table][cell.command].append(cell)
    return {
        "server": server_words(found.server_version),
        "tenants": found.tenants,
        "personas": list(found.personas),
        "commands": [deed.value for deed in Deed],
        "tables": [
            {
                "name": name,
                "rows": max((row.total for row in cells["select"]), default=0),
                "cells": {command: [_cell(row) for row in rows] for command, rows in cells.items()},
            }
            for name, cells in by_table.items()
        ],
        "differences": [
            {
                "table": row.table,
                "persona": row.persona,
                "command": row.command,
                "words": difference_in_words(row),
                "message": row.message,
            }
            for row in found.cells
            if row.differs
        ],
        "openings": _openings(found),
        "moves": _moves(found),
        "unfilled": list(found.unfilled),
        "errors": [
            {"table": row.table, "persona": row.persona, "command": row.command, "message": row.message}
            for row in found.cells
            if row.outcome is Outcome.ERROR
        ],
    }


def difference_in_words(cell: Cell) -> str:
    """What was measured, and what is stated instead."""
    stated = cell.stated.value if cell.stated is not None else "nothing"
    counts = [f"{count} {words}" for count, words in ((cell.beyond, "too many"), (cell.missing, "too few")) if count]
    if counts:
        return f"{cell.words}; {' and '.join(counts)}"
    return f"{cell.words}; stated: {stated}"


def changes_as_json(before: Measurement, after: Measurement) -> list[dict[str, Any]]:
    """Who gains and who loses what between two designs, once for all personas of whom the same is true."""
    personas: dict[tuple[str, str, str, bool], list[str]] = defaultdict(list)
    for row in compare_access(before, after):
        personas[row.name, row.command, row.words, row.is_gain].append(row.persona)
    names = ("name", "command", "words", "is_gain")
    return [{**dict(zip(names, key, strict=True)), "personas": who} for key, who in personas.items()]


def _openings(found: Measurement) -> list[dict[str, Any]]:
    """Views and functions with what each persona was answered."""
    by_name: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in found.openings:
        is_open = row.outcome is Outcome.ROWS and row.persona != "service_role"
        sort = "failed" if row.outcome is Outcome.ERROR else "open" if is_open else "none"
        answer = {"words": row.words, "message": row.message, "sort": sort, "persona": row.persona}
        by_name[row.kind, row.name].append(answer)
    return [{"kind": kind, "name": name, "answers": answers} for (kind, name), answers in by_name.items()]


def _moves(found: Measurement) -> list[dict[str, Any]]:
    """What was possible, once for all the personas that could do it."""
    personas: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for move in found.moves:
        personas[move.table, move.action, move.column, move.what].append(move.persona)
    names = ("table", "action", "column", "what")
    return [{**dict(zip(names, key, strict=True)), "personas": who} for key, who in personas.items()]


def _cell(cell: Cell) -> dict[str, Any]:
    """What a page needs of a cell: its words, short and whole, and its sort, by which it is coloured."""
    short = _SHORT.get(cell.outcome, "")
    if cell.outcome is Outcome.ROWS:
        short = {"all rows": "all", "own rows": "own", "rows of the tenant": "tenant"}.get(cell.words, cell.words)
    return {
        "sort": _sort(cell),
        "outcome": cell.outcome.value,
        "short": short,
        "words": cell.words,
        "rows": cell.rows,
        "total": cell.total,
        "foreign": cell.foreign,
        "differs": difference_in_words(cell) if cell.differs else "",
        "message": cell.message,
    }


def _sort(cell: Cell) -> str:
    """How far the persona reaches: `open` to rows of others, `near` to those of its own; or why it does not."""
    if cell.outcome is Outcome.ERROR:
        return "failed"
    if cell.outcome is not Outcome.ROWS:
        return "none"
    is_meant = cell.persona == "service_role"  # it is there to pass by every policy
    return "open" if not is_meant and (cell.foreign or cell.words == "all rows") else "near"


def describe_measurement(found: dict[str, Any]) -> list[str]:
    """A measurement in words, line by line: per table and persona, the commands."""
    lines = [f"Measured on {found['server']}: {len(found['tables'])} tables, {len(found['personas'])} personas."]
    if found["tenants"]:
        lines.append(f"Tenants: the rows of {found['tenants']}.")
    for table in found["tables"]:
        lines += ["", f"{table['name']} ({table['rows']} rows)"]
        for place, persona in enumerate(found["personas"]):
            said = [f"{command} {table['cells'][command][place]['words']}" for command in found["commands"]]
            lines.append(f"  {persona}: {', '.join(said)}")
    for row in found.get("changes") or ():
        lines.append(
            f"Since the last release: {', '.join(row['personas'])}: {row['command']} on {row['name']}: {row['words']}"
        )
    lines += [
        f"Not as stated: {row['command']} on {row['table']} as {row['persona']}: {row['words']}"
        for row in found["differences"]
    ]
    for row in found["openings"]:
        answers = ", ".join(f"{answer['persona']} {answer['words']}" for answer in row["answers"])
        lines.append(f"{row['kind'].capitalize()} {row['name']}: {answers}")
    lines += [f"{row['table']}: {', '.join(row['personas'])} {row['what']}" for row in found["moves"]]
    lines += [f"Without rows: {row}" for row in found["unfilled"]]
    lines += [
        f"Error: {row['command']} on {row['table']} as {row['persona']}: {row['message']}" for row in found["errors"]
    ]
    return lines
