"""Every case folder: the SQL is as a person has read it, and a server proves it up, down and up on rows."""

from pathlib import Path

import pytest

from designer.migrations import MigrationFile, read_answers
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import sandbox_run
from tests.migrations.cases import Case, expect, our_cases
from tests.migrations.linting import lint
from tests.migrations.proofs import build, faults, plan, prove, read_sql


@pytest.mark.parametrize("case", our_cases(), ids=lambda case: case.name)
def test_case(case: Case, cluster: Cluster, tmp_path: Path) -> None:
    # The run is over before the next begins: where a case makes roles, runs wait for one another.
    with sandbox_run(cluster) as run:
        base, target = run.database(), run.database()
        assert build(base, case.before) == []
        assert build(target, case.after) == []
        assert build(base, case.rows) == []
    before, after = read_sql(cluster, case.before), read_sql(cluster, case.after)
    answers = read_answers(case.answers).answers
    proof = prove(cluster, before, after, rows=case.rows, answers=answers)
    assert faults(proof) == []
    assert proof.unfilled == ()
    _, files = plan(before, after, answers=answers)
    expect(case, files)
    assert lint(files, tmp_path) == []


def test_squawk_sees_what_nothing_excuses(tmp_path: Path) -> None:
    sql = "alter table public.a add constraint b check (c > 0);\n"
    file = MigrationFile(name_suffix="", up_sql=sql, down_sql="", operations=(), is_transactional=True)
    assert "constraint-missing-not-valid" in "".join(lint([file], tmp_path))
