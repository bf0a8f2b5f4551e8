"""What is measured: every command as everybody, kept apart by why it did nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.access import Cell, Measurement, Outcome, measure_access
from designer.access.personas import read_claims
from designer.access.recognising.models import model_of
from designer.access.stages import open_stage
from designer.access.suites import make_world, write_suite
from designer.design import DesignerError
from designer.design.access_models import AccessModel, OwnPersona
from designer.sandbox.clusters import Cluster
from designer.sandbox.limits import LimitError
from tests.migrations.proofs import read_sql

NOTES = """
create table public.notes (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users (id),
  body text not null,
  secret text
);
alter table public.notes enable row level security;
grant select (id, user_id, body), insert, delete on public.notes to authenticated;
grant select on public.notes to anon;
create policy own_notes on public.notes for select to authenticated using ((select auth.uid()) = user_id);
create policy write_notes on public.notes for insert to authenticated with check ((select auth.uid()) = user_id);
"""
CELLS = """
create table public.broken (id int primary key, user_id uuid references auth.users (id));
create table public.fine (id int primary key);
create table public.impossible (id int primary key, check (id < id));
alter table public.broken enable row level security;
alter table public.fine enable row level security;
grant select, insert on all tables in schema public to authenticated;
create policy slow on public.broken for select to authenticated using (pg_catalog.pg_sleep(5) is not null);
create policy faulty on public.broken for insert to authenticated with check (1 / (id - id) = 1);
create policy all_fine on public.fine for select to authenticated using (true);
"""

TEAMS = """
create table public.profiles (id uuid primary key references auth.users (id), is_admin boolean not null default false);
create table public.teams (id uuid primary key default gen_random_uuid(), name text not null);
create table public.members (
  team_id uuid not null references public.teams (id),
  user_id uuid not null references public.profiles (id),
  role text not null check (role in ('lead', 'helper')),
  primary key (team_id, user_id)
);
create table public.papers (
  id bigint generated always as identity primary key,
  team_id uuid not null references public.teams (id),
  owner_id uuid not null references public.profiles (id)
);
create table public.secured (
  id bigint generated always as identity primary key,
  team_id uuid not null,
  owner_id uuid not null,
  foreign key (team_id, owner_id) references public.members (team_id, user_id)
);
create table public.copies (
  id bigint generated always as identity primary key,
  paper_id bigint not null references public.papers (id),
  team_id uuid not null references public.teams (id),
  note text not null
);
alter table public.copies enable row level security;
alter table public.profiles enable row level security;
alter table public.members enable row level security;
alter table public.papers enable row level security;
alter table public.secured enable row level security;
grant select, insert, update on all tables in schema public to authenticated;
revoke insert, update on public.copies from authenticated;
grant insert (paper_id, team_id, note) on public.copies to authenticated;
create policy theirs on public.copies to authenticated
  using (team_id in (select m.team_id from public.members m where m.user_id = (select auth.uid())));
create policy own on public.profiles to authenticated using (id = (select auth.uid()));
create policy own on public.members for select to authenticated using (user_id = (select auth.uid()));
create policy join_any on public.members for insert to authenticated with check (user_id = (select auth.uid()));
create policy own on public.papers to authenticated using (owner_id = (select auth.uid()));
create policy own on public.secured to authenticated using (owner_id = (select auth.uid()));
"""


def cell(found: Measurement, table: str, persona: str, command: str) -> Cell:
    """The one cell of that table, persona and command."""
    (one,) = [row for row in found.cells if (row.table, row.persona, row.command) == (table, persona, command)]
    return one


def words(found: Measurement, table: str, persona: str) -> list[str]:
    """What is said of the four commands."""
    return [cell(found, table, persona, command).words for command in ("select", "insert", "update", "delete")]


def test_reasons_are_kept_apart(cluster: Cluster) -> None:
    found = measure_access(read_sql(cluster, NOTES), cluster=cluster)
    table = "public.notes"
    assert words(found, table, "user A") == ["own rows", "own rows", "no grant", "no rows"]
    assert words(found, table, "user B") == ["own rows", "own rows", "no grant", "no rows"]
    assert words(found, table, "stranger") == ["no rows", "refused by policy", "no grant", "no rows"]
    assert words(found, table, "anon") == ["no rows", "no grant", "no grant", "no grant"]
    assert cell(found, table, "user A", "select").total == 2
    assert "permission denied" in cell(found, table, "anon", "insert").message


def test_one_bad_policy_costs_its_own_cells(cluster: Cluster) -> None:
    found = measure_access(read_sql(cluster, CELLS), cluster=cluster, cell_seconds=0.05)
    slow = cell(found, "public.broken", "user A", "select")
    assert (slow.outcome, slow.message) == (Outcome.ERROR, "canceling statement due to statement timeout")
    assert cell(found, "public.broken", "user A", "insert").message == "division by zero"
    assert words(found, "public.fine", "user A")[0] == "all rows"
    assert cell(found, "public.impossible", "user A", "insert").outcome is Outcome.UNTRIED
    assert [row.split(":")[0] for row in found.unfilled] == ["public.impossible"]


def test_the_faults_of_a_tenancy_are_seen(cluster: Cluster) -> None:
    folder = Path(__file__).parents[1] / "cases" / "coaching" / "supabase" / "migrations"
    design = read_sql(cluster, "".join(file.read_text() for file in sorted(folder.glob("*.sql"))))
    found = measure_access(design, cluster=cluster)
    member, stranger = "member in tenant A", "stranger"
    assert found.tenants == "public.companies"
    assert cell(found, "public.companies", member, "select").words == "rows of the tenant"
    # A name that means another table than its author thought: rows of the other tenant are seen.
    assert cell(found, "public.conversations", member, "select").foreign > 0
    # Anybody may join.
    assert cell(found, "public.company_users", member, "insert").words == "own rows"
    assert cell(found, "public.application_statuses", "anon", "select").words == "all rows"
    assert "infinite recursion" in cell(found, "public.profiles", stranger, "select").message


def test_personas_of_the_project_are_measured_too(cluster: Cluster) -> None:
    sql = """
    create table public.reports (id int primary key);
    alter table public.reports enable row level security;
    grant select on public.reports to authenticated;
    create policy auditors on public.reports for select to authenticated
      using ((select auth.jwt() -> 'user_metadata' ->> 'level') = '2');
    """
    auditor = OwnPersona(name="auditor", like="stranger", claims='{"user_metadata": {"level": 2}, "email": null}')
    design = replace(read_sql(cluster, sql), access_models=(AccessModel(personas=(auditor,)),))
    cells = measure_access(design, cluster=cluster).cells
    seen = {cell.persona: cell.rows for cell in cells if cell.command == "select" and cell.table == "public.reports"}
    assert seen["stranger"] == 0
    assert seen["auditor"] > 0
    strange = replace(auditor, like="nobody")
    with pytest.raises(DesignerError, match=r"“auditor” is to be like “nobody”.*There are: anon, stranger"):
        measure_access(replace(design, access_models=(AccessModel(personas=(strange,)),)), cluster=cluster)


ROWS = """
create table public.parcels (
  id int primary key check (id < 100), owner_id uuid not null references auth.users (id), state text
);
alter table public.parcels enable row level security;
grant select on public.parcels to authenticated;
create policy sent on public.parcels for select to authenticated
  using (owner_id = (select auth.uid()) and state = 'sent');
"""


def test_rows_are_changed_as_the_project_says(cluster: Cluster) -> None:
    design = read_sql(cluster, ROWS)
    changes = """
    update public.parcels set state = 'sent' where id = 1;
    insert into public.parcels select 99, owner_id, 'sent' from public.parcels where id = 1;
    """
    changed = replace(design, access_models=(AccessModel(rows=changes),))
    assert words(measure_access(design, cluster=cluster), "public.parcels", "user A")[0] == "no rows"
    seen = cell(measure_access(changed, cluster=cluster), "public.parcels", "user A", "select")
    assert (seen.rows, seen.words) == (2, "own rows")
    with open_stage(changed, cluster=cluster) as stage:
        files = write_suite(stage.connection, make_world(stage, changed, model_of(changed)))
    assert any("'sent'" in file.render() for file in files)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ("insert into public.parcels values (200, null, 'x')", r'null value in column "owner_id".*insert into'),
        ("update public.parcels set id = 200", 'check constraint "parcels_id_check".*Change that statement'),
        ("drop table public.parcels", "changes no rows. Give INSERT, UPDATE and DELETE alone"),
    ],
)
def test_a_change_of_rows_that_cannot_be_names_what_is_against_it(cluster: Cluster, changes: str, message: str) -> None:
    design = replace(read_sql(cluster, ROWS), access_models=(AccessModel(rows=changes),))
    with pytest.raises(DesignerError, match=message):
        measure_access(design, cluster=cluster)


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ('{"aal": ', "not JSON"),
        ("[]", "must be an object"),
        ('{"sub": "me"}', "whom it is like"),
        ('{"role": "postgres"}', 'names the role "postgres".*anon, authenticated, service_role'),
    ],
)
def test_claims_that_no_token_has_are_refused(claims: str, message: str) -> None:
    with pytest.raises(DesignerError, match=message):
        read_claims("auditor", claims)


def test_it_stops_when_asked(cluster: Cluster) -> None:
    with pytest.raises(LimitError, match="stopped on request"):
        measure_access(read_sql(cluster, CELLS), cluster=cluster, cell_seconds=5, should_stop=lambda: True)


def test_moves_are_tried(cluster: Cluster) -> None:
    told: list[tuple[int, int]] = []
    design = read_sql(cluster, TEAMS)
    found = measure_access(design, cluster=cluster, progress=lambda done, total, _: told.append((done, total)))
    assert told[-1] == (len(told), len(told))
    alone = measure_access(design, cluster=cluster, workers=1)
    assert alone.moves == found.moves
    assert [(row.persona, row.outcome, row.whose) for row in alone.cells] == [
        (row.persona, row.outcome, row.whose) for row in found.cells
    ]
    moves = {(move.persona, move.table, move.action) for move in found.moves}
    assert {"lead in tenant A", "helper in tenant B"} <= set(found.personas)
    assert ("stranger", "public.members", "join") in moves
    assert ("helper in tenant A", "public.papers", "join") in moves
    assert ("helper in tenant A", "public.papers", "hop") in moves
    assert ("helper in tenant A", "public.profiles", "rise") in moves
    # The team is held against the caller's, and the paper is not: it may be another team's.
    words = {(move.persona, move.column, move.what) for move in found.moves if move.table == "public.copies"}
    assert (
        "helper in tenant A",
        "paper_id",
        "can add a row that leads to one of the other tenant by paper_id",
    ) in words
    assert {column for _, column, _ in words} == {"paper_id"}
    # The composite key leads to members, and nobody may give to others what is checked to be one's own.
    assert not {move for move in moves if move[1] == "public.secured"}
    assert not {move for move in moves if move[2] == "give"}


OPENINGS = """
create table public.notes (id bigint primary key, user_id uuid references auth.users (id));
alter table public.notes enable row level security;
create policy own on public.notes to authenticated using (user_id = (select auth.uid()));
create view public.all_notes as select id from public.notes;
create view public.own_notes with (security_invoker = true) as select id from public.notes;
create materialized view public.counted as select count(*) from public.notes;
create function public.count_notes() returns bigint language sql security definer set search_path = ''
  as 'select count(*) from public.notes';
create function public.owner_of(p_id bigint, day date default now()) returns setof uuid language sql security definer
  as 'select user_id from public.notes where id = p_id';
create function public.note(wanted bigint) returns bigint language sql as 'select id from public.notes where id = wanted';
create function public.any_of(variadic anyarray) returns int language sql as 'select 1';
revoke all on all tables in schema public from anon, authenticated;
revoke all on all functions in schema public from public, anon, authenticated;
grant select on public.notes, public.all_notes, public.own_notes, public.counted to authenticated;
grant execute on all functions in schema public to authenticated;
"""


def test_views_and_functions_are_tried_too(cluster: Cluster) -> None:
    found = measure_access(read_sql(cluster, OPENINGS), cluster=cluster)
    words = {row.name: row.words for row in found.openings if row.persona == "user A"}
    assert words == {
        "public.all_notes": "2 of 2",
        "public.own_notes": "1 of 2",
        "public.counted": "1 of 1",
        "public.count_notes()": "1 row",
        "public.owner_of(p_id bigint, day date)": "1 row",
        "public.note(wanted bigint)": "1 row",
        "public.any_of(VARIADIC anyarray)": "may call",
    }
    assert {row.words for row in found.openings if row.persona == "anon"} == {"no grant"}
