"""Pairs of schemas that others wrote, proven up, down and up; read from a folder beside the project, where there is one."""

import pytest

from designer.sandbox.databases import ScratchDatabase
from tests.migrations.cases import SHARED, Case, shared_lines, shared_pairs
from tests.migrations.proofs import build, prove, read

EVERY = 50
"""Of the 502 pairs of pairs.jsonl every so many are part of the ordinary suite."""

PAIRS = shared_pairs()
LINES = shared_lines()


@pytest.mark.skipif(not PAIRS, reason=f"{SHARED}/pairs is missing; ROWHOUSE_CASES names its folder")
@pytest.mark.parametrize("case", PAIRS, ids=lambda case: case.name)
def test_pair(case: Case, databases: tuple[ScratchDatabase, ScratchDatabase]) -> None:
    _prove(case, databases)


@pytest.mark.skipif(not LINES, reason=f"{SHARED}/pairs.jsonl is missing; ROWHOUSE_CASES names its folder")
@pytest.mark.parametrize("case", LINES[::EVERY], ids=lambda case: case.name)
def test_line(case: Case, databases: tuple[ScratchDatabase, ScratchDatabase]) -> None:
    _prove(case, databases)


@pytest.mark.slow
@pytest.mark.skipif(not LINES, reason=f"{SHARED}/pairs.jsonl is missing; ROWHOUSE_CASES names its folder")
@pytest.mark.parametrize("case", LINES, ids=lambda case: case.name)
def test_every_line(case: Case, databases: tuple[ScratchDatabase, ScratchDatabase]) -> None:
    _prove(case, databases)


def _prove(case: Case, databases: tuple[ScratchDatabase, ScratchDatabase]) -> None:
    base, target = databases
    # Some pairs need roles or extensions that are not there: what a server refuses is missing from both designs.
    build(base, case.before)
    build(target, case.after)
    before, after = read(base), read(target)
    assert prove(base, before, after).problems == []
