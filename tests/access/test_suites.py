"""The suite: green on the example, on two servers and under pg_prove, the same each time, and red for every mistake."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from psycopg import conninfo

from designer.access.mutants import Fate, make_mutants, run_mutation
from designer.access.mutants.equivalence import judge_survivors
from designer.access.recognising.models import model_of
from designer.access.stages import LIMITS, build_design, open_stage
from designer.access.suites import SuiteFile, make_world, run_file, write_suite
from designer.design import Command, Design
from designer.design.access_models import AccessModel, Cell, Reach, TableAccess
from designer.postgres.embedded import binaries, start_server, stop_server
from designer.sandbox.clusters import Cluster, get_cluster
from designer.sandbox.databases import GrantMode, scratch_database
from designer.sandbox.limits import LimitError
from designer.sandbox.servers import SANDBOX_SETTINGS, sandbox_home
from designer.sandbox.templates import PGTAP
from projects.services.starters import list_starters, read_starter
from tests.migrations.proofs import read_sql

NOTES = """
create table public.notes (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users (id),
  is_public boolean not null default false,
  body text not null
);
alter table public.notes enable row level security;
revoke all on public.notes from anon, authenticated, service_role;
grant select (id, user_id, is_public, body), insert (user_id, is_public, body), update (is_public), delete
  on public.notes to authenticated;
create policy read_notes on public.notes for select to authenticated
  using (user_id = (select auth.uid()) or is_public);
create policy write_notes on public.notes for insert to authenticated with check (user_id = (select auth.uid()));
create policy change_notes on public.notes for update to authenticated using (user_id = (select auth.uid()));
create policy delete_notes on public.notes for delete to authenticated using (user_id = (select auth.uid()));
"""
FUNCTION = """
create function public.my_notes() returns setof bigint language sql stable security definer set search_path = ''
  as 'select n.id from public.notes n where n.user_id = (select auth.uid())';
revoke all on function public.my_notes() from public, anon, service_role;
grant execute on function public.my_notes() to authenticated;
"""
BINARIES = Path("/usr/lib/postgresql/15/bin")
VARIABLES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
needs_pg_prove = pytest.mark.skipif(
    not BINARIES.exists() or not shutil.which("pg_prove"), reason="pg_prove is not installed"
)
needs_pgtap = pytest.mark.skipif(not PGTAP.exists(), reason="pgTAP is not installed; script/setup does it")


@pytest.fixture(scope="module")
def older() -> Iterator[Cluster]:
    """PostgreSQL 15 with pgTAP 1.2.0."""
    data_dir = sandbox_home() / "data-15-suites"
    server = start_server(data_dir, settings=SANDBOX_SETTINGS, superuser="supabase_admin", bin_dir=BINARIES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANDBOX_DATABASE_URL", server.url())
        patch.setenv("SANDBOX_TRUSTS_SQL", "1")
        yield get_cluster()
    stop_server(data_dir)


@pytest.fixture(scope="module")
def notes(cluster: Cluster) -> Design:
    return read_sql(cluster, NOTES)


def example(cluster: Cluster) -> Design:
    folder = Path(__file__).parents[2] / "examples" / "coaching" / "supabase" / "migrations"
    return read_sql(cluster, "".join(file.read_text() for file in sorted(folder.glob("*.sql"))))


def written(cluster: Cluster, design: Design) -> list[SuiteFile]:
    with open_stage(design, cluster=cluster) as stage:
        return write_suite(stage.connection, make_world(stage, design, model_of(design)))


@needs_pgtap
def test_a_suite_is_green_on_its_design_and_written_alike_each_time(cluster: Cluster, notes: Design) -> None:
    files = written(cluster, notes)
    assert [file.render() for file in files] == [file.render() for file in written(cluster, notes)]
    text = files[-1].render()
    assert "'user A with user_id of user B'" in text  # a near miss: another's name on one's own row
    assert "'permission denied for table notes'" in text
    with scratch_database(cluster) as database:
        build_design(database, notes)
        with database.connect() as connection:
            for file in files:
                found = run_file(connection, file)
                assert (found.failed, found.error, found.passed) == ((), "", file.tests), file.name
            left = connection.execute("select count(*) from public.notes").fetchone()
    assert left == (0,)


@needs_pgtap
def test_every_mistake_in_a_small_design_is_seen(cluster: Cluster, notes: Design) -> None:
    told: list[tuple[int, int]] = []
    report = run_mutation(notes, cluster=cluster, progress=lambda done, total, _: told.append((done, total)))
    assert report.is_green
    assert told == sorted(told)
    assert told[-1] == (len(report.mutants), len(report.mutants))
    assert report.score == 1.0, [row for row in report.mutants if row.fate is Fate.SURVIVED]
    fates = {(row.operator, row.words): row.fate for row in report.mutants}
    assert fates["USING to true", "USING is true"] is Fate.KILLED
    assert fates["drop an alternative", "USING: alternative 2 of 2 is gone"] is Fate.KILLED
    killer = next(row for row in report.mutants if row.words == "row-level security is off")
    assert killer.test.startswith("stranger: select")


@needs_pgtap
def test_mutants_stop_when_asked(cluster: Cluster, notes: Design) -> None:
    told: list[int] = []
    with pytest.raises(LimitError, match="on request"):
        run_mutation(notes, cluster=cluster, progress=lambda done, *_: told.append(done), should_stop=lambda: any(told))
    assert told[-1] < len(make_mutants(notes))


@needs_pgtap
def test_a_suite_is_written_from_what_is_stated_and_red_where_policies_do_more(cluster: Cluster, notes: Design) -> None:
    table = notes.table("public", "notes")
    owner = next(column.id for column in table.columns if column.name == "user_id")
    cell = Cell(audience="authenticated", command=Command.SELECT, reach=Reach.OWN)
    access = TableAccess(table_id=table.id, cells=(cell,), owner_column_id=owner)
    report = run_mutation(replace(notes, access_models=(AccessModel(tables=(access,)),)), cluster=cluster, workers=1)
    assert not report.is_green
    assert report.mutants == ()
    assert report.score is None
    assert "user A: delete" in report.suite[-1].failed


@needs_pgtap
@needs_pg_prove
def test_pg_prove_agrees_on_both_servers(cluster: Cluster, older: Cluster, notes: Design, tmp_path: Path) -> None:
    assert_pg_prove_agrees(notes, cluster, older, tmp_path)


@pytest.mark.slow
@needs_pgtap
@needs_pg_prove
@pytest.mark.parametrize("name", ["example", *(starter.slug for starter in list_starters())])
def test_pg_prove_agrees_on_what_is_offered(cluster: Cluster, older: Cluster, name: str, tmp_path: Path) -> None:
    assert_pg_prove_agrees(example(cluster) if name == "example" else read_starter(name), cluster, older, tmp_path)


def assert_pg_prove_agrees(design: Design, cluster: Cluster, older: Cluster, folder: Path) -> None:
    """The suite, once written, passes on PostgreSQL 18 with pgTAP 1.3 and on PostgreSQL 15 with pgTAP 1.2."""
    files = written(cluster, design)
    for file in files:
        (folder / file.name).write_text(file.render())
    for server in (cluster, older):
        with scratch_database(server) as database:
            build_design(database, design)
            settings = conninfo.conninfo_to_dict(database.conninfo())
            environment = {variable: str(settings[name]) for name, variable in VARIABLES.items() if name in settings}
            command = ["pg_prove", "--psql-bin", str(binaries() / "psql"), "--ext", ".sql", str(folder)]
            found = subprocess.run(
                command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120
            )
        assert found.returncode == 0, found.stdout + found.stderr
        assert f"Files={len(files)}, Tests={sum(file.tests for file in files)}," in found.stdout
        assert "Result: PASS" in found.stdout


def test_what_a_function_answers_is_no_equivalent(cluster: Cluster) -> None:
    design = read_sql(cluster, NOTES + FUNCTION)
    kinds = {"drop a condition", "drop CHECK"}
    mutants = [row for row in make_mutants(design) if row.operator in kinds and row.is_measured]
    judged = judge_survivors(
        design,
        mutants,
        cluster=cluster,
        grants=GrantMode.EXPLICIT,
        limits=LIMITS,
        workers=1,
        done=lambda _: None,
        should_stop=None,
    )
    assert [(row.fate, row.test) for row in judged.values()] == [
        (Fate.SURVIVED, "stranger: function public.my_notes() gives no rows, not 2 rows")
    ]


def test_mutants_are_one_mistake_each(notes: Design) -> None:
    mutants = make_mutants(notes)
    assert len({mutant.name for mutant in mutants}) == len(mutants)
    assert {"drop a policy", "disable row-level security", "widen a grant", "command to ALL", "OR to AND"} <= {
        mutant.operator for mutant in mutants
    }
    assert all(mutant.design != notes for mutant in mutants)


@pytest.mark.slow
@needs_pgtap
def test_every_mistake_in_the_example_is_seen(cluster: Cluster) -> None:
    report = run_mutation(example(cluster), cluster=cluster)
    assert report.is_green
    assert len(report.mutants) > 400
    assert [row for row in report.mutants if row.fate is Fate.SURVIVED] == []
