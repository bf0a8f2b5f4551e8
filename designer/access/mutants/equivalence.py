"""Survivors: is there anything that anybody could do with them that they could not before? That is measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from designer.access.measuring import Cell, Measurement, measure_access
from designer.access.mutants.reports import Fate, MutantResult
from designer.access.mutants.values import Mutant
from designer.design import Design
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import GrantMode
from designer.sandbox.limits import Limits

_MOST = 40
"""Survivors that are measured; a suite that lets more live has other worries than their equivalence."""


def judge_survivors(
    design: Design,
    survivors: Sequence[Mutant],
    *,
    cluster: Cluster,
    grants: GrantMode,
    limits: Limits,
    should_stop: Callable[[], bool] | None,
) -> dict[tuple[str, str], MutantResult]:
    """By object and words, those whose matrix is the same, and for the others a test that would see them."""

    def measure(what: Design) -> Measurement:
        return measure_access(what, cluster=cluster, grants=grants, limits=limits, should_stop=should_stop)

    wanted = [mutant for mutant in survivors if mutant.is_measured][:_MOST]
    if not wanted:
        return {}
    before = measure(design)
    found = {}
    for mutant in wanted:
        test = _difference(before, measure(mutant.design))
        found[mutant.object, mutant.words] = MutantResult(
            operator=mutant.operator,
            object=mutant.object,
            words=mutant.words,
            fate=Fate.SURVIVED if test else Fate.EQUIVALENT,
            test=test,
        )
    return found


def _difference(before: Measurement, after: Measurement) -> str:
    """What somebody could do that differs, as the test that is missing; empty where nothing does."""
    for old, new in zip(before.cells, after.cells, strict=True):
        if _seen(old) != _seen(new):
            return f"{old.persona}: {old.command} on {old.table} gives {old.words}, not {new.words}"
    known = set(before.moves)
    for move in after.moves:
        if move not in known:
            return f"{move.persona} must not be one who {move.what} ({move.table})"
    return ""


def _seen(cell: Cell) -> tuple[object, ...]:
    """All but where rows lie, which differs from one filling to the next."""
    return cell.outcome, cell.rows, cell.whose, cell.message
