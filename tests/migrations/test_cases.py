"""Every case folder: the SQL is as a person has read it, and a server proves it up, down and up on rows."""

import pytest

from designer.sandbox.databases import ScratchDatabase
from tests.migrations.cases import Case, expect, our_cases
from tests.migrations.proofs import build, prove, read


@pytest.mark.parametrize("case", our_cases(), ids=lambda case: case.name)
def test_case(case: Case, databases: tuple[ScratchDatabase, ScratchDatabase]) -> None:
    base, target = databases
    assert build(base, case.before) == []
    assert build(target, case.after) == []
    before, after = read(base), read(target)
    assert build(base, case.rows) == []
    proof = prove(base, before, after)
    assert proof.problems == []
    expect(case, proof.files)
