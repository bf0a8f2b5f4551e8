"""Survivors: is there anything that anybody could do with them that they could not before? That is measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from designer.access.cells import Cell, Measuring
from designer.access.measuring import EXPOSED
from designer.access.moves import Move
from designer.access.mutants.reports import Fate, MutantResult
from designer.access.mutants.values import Mutant
from designer.access.openings import Opening, try_openings
from designer.access.stages import Stage, open_stages, share_out
from designer.design import Design
from designer.migrations import compare_designs
from designer.proofs.proving import ProofError
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import GrantMode
from designer.sandbox.limits import Limits
from designer.sandbox.sessions import run_text

_MOST = 40
"""Survivors that are measured; a suite that lets more live has other worries than their equivalence."""
_Matrix: TypeAlias = dict[int, tuple[list[Cell], list[Move]]]
"""By table."""


def judge_survivors(
    design: Design,
    survivors: Sequence[Mutant],
    *,
    cluster: Cluster,
    grants: GrantMode,
    limits: Limits,
    workers: int,
    done: Callable[[int], None],
    should_stop: Callable[[], bool] | None,
) -> dict[tuple[str, str], MutantResult]:
    """By object and words, those whose matrix is the same, and for the others a test that would see them.

    The matrix of the design and those of the mutants are measured with the same people and rows; `done` hears how many
    survivors are.
    """
    wanted = [mutant for mutant in survivors if mutant.is_measured][:_MOST]
    if not wanted:
        return {}
    with open_stages(
        design,
        cluster=cluster,
        count=min(workers, len(wanted)),
        grants=grants,
        limits=limits,
        should_stop=should_stop,
    ) as stages:
        oids = list(stages[0].fixtures.rows)
        rows = share_out(stages, [partial(_measure, design, oid) for oid in oids])
        before = dict(zip(oids, rows, strict=True))
        openings = _openings(stages[0])
        judged = share_out(stages, [partial(_judge, design, mutant, before, openings) for mutant in wanted], done)
    return {(row.object, row.words): row for row in judged}


def _measure(design: Design, oid: int, stage: Stage) -> tuple[list[Cell], list[Move]]:
    measuring = Measuring(stage, design)
    return list(measuring.cells(oid)), list(measuring.moves(oid))


def _openings(stage: Stage) -> list[Opening]:
    """What views show and functions answer."""
    return list(try_openings(stage.connection, EXPOSED, stage.personas, stage.fixtures, stage.run))


def _judge(design: Design, mutant: Mutant, before: _Matrix, openings: Sequence[Opening], stage: Stage) -> MutantResult:
    """Measures inside a transaction that has the mistake."""
    text = ";\n".join(statement for step in compare_designs(design, mutant.design) for statement in step.up())
    error = run_text(stage.connection, f"begin;\n{text}")
    try:
        if error is not None:
            raise ProofError(f"{mutant.name} could be made once, but not again. PostgreSQL says: {error.message}.")
        test = _difference(before, Measuring(stage, design)) or _opened(openings, _openings(stage))
    finally:
        run_text(stage.connection, "rollback")
    return MutantResult(
        operator=mutant.operator,
        object=mutant.object,
        words=mutant.words,
        fate=Fate.SURVIVED if test else Fate.EQUIVALENT,
        test=test,
    )


def _difference(before: _Matrix, measuring: Measuring) -> str:
    """What somebody could do that differs, as the test that is missing; empty where nothing does."""
    for oid, (cells, _) in before.items():
        for old, new in zip(cells, measuring.cells(oid), strict=True):
            if _seen(old) != _seen(new):
                return f"{old.persona}: {old.command} on {old.table} gives {old.words}, not {new.words}"
    for oid, (_, moves) in before.items():
        known = set(moves)
        for move in measuring.moves(oid):
            if move not in known:
                return f"{move.persona} must not be one who {move.what} ({move.table})"
    return ""


def _opened(before: Sequence[Opening], after: Sequence[Opening]) -> str:
    """The same of views and functions."""
    for old, new in zip(before, after, strict=True):
        # Not what errors say: a function of the project's own may say something else each time.
        if old.words != new.words:
            return f"{old.persona}: {old.kind} {old.name} gives {old.words}, not {new.words}"
    return ""


def _seen(cell: Cell) -> tuple[object, ...]:
    """All but where rows lie, which differs from one filling to the next."""
    return cell.outcome, cell.rows, cell.whose, cell.message
