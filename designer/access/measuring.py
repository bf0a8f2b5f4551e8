"""Measuring: every command as every persona on every table, on several databases at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from designer.access.cells import Cell, Measuring
from designer.access.moves import Move
from designer.access.openings import Opening, try_openings
from designer.access.outcomes import Deed
from designer.access.personas import Persona
from designer.access.recognising import model_of
from designer.access.stages import LIMITS, STATEMENT_SECONDS, WORKERS, open_stages, share_out
from designer.access.statements import Expectation, expect_access
from designer.design import Command, Design
from designer.design.access_models import AccessModel
from designer.proofs.shapes import TableShape
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import GrantMode
from designer.sandbox.limits import Limits

COMMANDS = (Command.SELECT, Command.INSERT, Command.UPDATE, Command.DELETE)
EXPOSED = ("public",)
"""The schemas whose views and functions the API offers."""

Progress: TypeAlias = Callable[[int, int, str], None]


class Measurement(Struct, frozen=True, kw_only=True):
    """The measured matrix, and on what it was measured."""

    server_version: int
    personas: tuple[str, ...]
    tables: tuple[str, ...]
    cells: tuple[Cell, ...]
    moves: tuple[Move, ...]
    openings: tuple[Opening, ...]
    unfilled: tuple[str, ...]
    tenants: str
    """The table that people belong to, empty where none was recognised."""


def measure_access(
    design: Design,
    *,
    cluster: Cluster,
    grants: GrantMode = GrantMode.EXPLICIT,
    limits: Limits = LIMITS,
    cell_seconds: float = STATEMENT_SECONDS,
    workers: int = WORKERS,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Measurement:
    """Builds the design, fills it with rows for every persona, and runs everything. Nothing is kept on the server.

    `workers` is the number of databases that tables are shared out to.

    Raises ProofError when the design cannot be built, LimitError at the run's limits or when `should_stop` says so.
    """
    with open_stages(
        design,
        cluster=cluster,
        count=workers,
        grants=grants,
        limits=limits,
        statement_seconds=cell_seconds,
        should_stop=should_stop,
    ) as stages:
        fixtures, personas = stages[0].fixtures, stages[0].personas
        hands = [Measuring(stage, design) for stage in stages]
        model = model_of(design)
        works = [partial(_measure_table, oid) for oid in fixtures.rows]
        total = len(works) + len(personas)
        tables = share_out(hands, works, _telling(progress, 0, total))
        expected = share_out(
            hands,
            [partial(_expect, design, model, persona) for persona in personas],
            _telling(progress, len(works), total),
        )
        openings = tuple(try_openings(stages[0].connection, EXPOSED, personas, fixtures, stages[0].run))
    shapes, membership = fixtures.shapes, fixtures.tenancy.membership
    return Measurement(
        server_version=cluster.server_version,
        personas=tuple(persona.name for persona in personas),
        tables=tuple(_name(shapes.tables[oid]) for oid in fixtures.rows),
        cells=_compared([cell for cells, _ in tables for cell in cells], [row for rows in expected for row in rows]),
        moves=tuple(move for _, moves in tables for move in moves),
        openings=openings,
        unfilled=tuple(f"{name}: {reason}" for name, reason in fixtures.unfilled.items()),
        tenants=_name(shapes.tables[membership.tenants]) if membership and membership.tenants else "",
    )


def _measure_table(oid: int, hand: Measuring) -> tuple[list[Cell], list[Move]]:
    return list(hand.cells(oid)), list(hand.moves(oid))


def _expect(design: Design, model: AccessModel, persona: Persona, hand: Measuring) -> list[Expectation]:
    stage = hand.stage
    return expect_access(stage.connection, design, model, stage.fixtures, [persona], deeds=tuple(Deed))


def _telling(progress: Progress | None, before: int, total: int) -> Callable[[int], None]:
    """Says how much is done, after what was before."""

    def tell(number: int) -> None:
        if progress is not None:
            done = before + number
            progress(done, total, f"{done} of {total} tables and personas")

    return tell


def _compared(cells: Sequence[Cell], expected: Sequence[Expectation]) -> tuple[Cell, ...]:
    """The cells with what is stated of them."""
    by_key = {(row.table, row.persona, row.command): row for row in expected}
    return tuple(_with_stated(cell, by_key.get((cell.table, cell.persona, cell.command))) for cell in cells)


def _with_stated(cell: Cell, expectation: Expectation | None) -> Cell:
    if expectation is None:
        return cell
    reached, stated = set(cell.places), {row.place for row in expectation.rows}
    return replace(cell, stated=expectation.outcome, missing=len(stated - reached), beyond=len(reached - stated))


def _name(table: TableShape) -> str:
    return f"{table.schema}.{table.name}"
