"""What is explained: which privilege, policy and condition decided, and why a statement is slow."""

from __future__ import annotations

import pytest

from designer.access import Outcome
from designer.access.explaining import explain
from designer.access.outcomes import Deed
from designer.design import Design, DesignerError
from designer.sandbox.clusters import Cluster
from tests.migrations.proofs import read_sql

SQL = """
create table public.notes (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users (id),
  body text not null,
  is_public boolean not null default false,
  secret text
);
create table public.flags (id int primary key, is_on boolean not null default true);
create table public.open_list (id int primary key, name text);
alter table public.notes enable row level security;
alter table public.flags enable row level security;
grant select (id, user_id, body, is_public), insert, update, delete on public.notes to authenticated;
grant select on public.flags to authenticated;
grant select on public.open_list to public;
create policy own_or_public on public.notes for select to authenticated
  using ((select auth.uid()) = user_id or is_public and exists (select from public.flags where is_on));
create policy write_own on public.notes for insert to authenticated with check (auth.uid() = user_id);
create policy change_own on public.notes for update to authenticated using (auth.uid() = user_id) with check (true);
create policy never_secret on public.notes as restrictive for insert to authenticated with check (secret is distinct from 'y');
create policy for_anon on public.notes for select to anon using (false);
"""


@pytest.fixture(scope="module")
def design(cluster: Cluster) -> Design:
    return read_sql(cluster, SQL)


def test_a_row_that_is_not_seen(cluster: Cluster, design: Design) -> None:
    found = explain(design, persona="user A", table="public.notes", row=2, cluster=cluster, with_plan=True)
    (attempt,) = found.attempts
    assert (attempt.outcome, attempt.said) == (Outcome.NO_ROWS, "SELECT 0")
    (row,) = attempt.rows
    (test,) = row.tests
    (policy,) = test.policies
    assert (policy.name, policy.condition.value, policy.condition.join) == ("own_or_public", "false", "or")
    own, public = policy.condition.parts
    assert (own.value, [part.value for part in public.parts]) == ("false", ["false", "false"])
    # RLS of the other table hides its rows: where nothing is hidden the subquery finds one.
    assert (public.parts[1].value, public.parts[1].unhidden) == ("false", "true")
    assert "own_or_public is false" in attempt.decided[0]
    assert any("SECURITY DEFINER" in text for text in attempt.changes)
    assert found.rows[1].startswith("the row of user B")
    assert ("for_anon", "it is for anon, and authenticated is not among them") in found.protections[0].unasked
    assert found.plan is not None
    assert any(is_policy for node in found.plan.nodes for _, _, is_policy in node.conditions)


def test_privileges_are_named(cluster: Cluster, design: Design) -> None:
    found = explain(design, persona="user A", statement="select id, secret from public.notes", cluster=cluster)
    (attempt,) = found.attempts
    assert attempt.outcome is Outcome.NO_GRANT
    assert attempt.decided[0].startswith("authenticated has no SELECT on the columns secret of TABLE public.notes")
    assert attempt.changes == ("GRANT SELECT (secret) ON TABLE public.notes TO authenticated;",)
    by_public = explain(design, persona="anon", table="public.open_list", cluster=cluster)
    assert {attempt.outcome for attempt in by_public.attempts} == {Outcome.ROWS}
    assert "granted to PUBLIC, so to everybody" in {row.how for row in by_public.privileges}
    assert by_public.attempts[0].decided[0].startswith("public.open_list: Row-level security is off")


def test_new_rows_are_judged_by_every_policy(cluster: Cluster, design: Design) -> None:
    statement = "insert into public.notes (user_id, body, secret) values (auth.uid(), 'x', 'y') returning id"
    found = explain(design, persona="user A", statement=statement, cluster=cluster)
    (attempt,) = found.attempts
    assert attempt.outcome is Outcome.REFUSED
    tests = {(test.command, test.clause): test for row in attempt.rows for test in row.tests}
    assert {key: test.passes for key, test in tests.items()} == {
        ("INSERT", "WITH CHECK"): False,
        ("SELECT", "USING"): True,
    }
    assert (
        "restrictive policy never_secret is false, because secret IS DISTINCT FROM 'y'::text is false"
        in attempt.decided[0]
    )


def test_an_update_asks_for_select_twice(cluster: Cluster, design: Design) -> None:
    """The row that is given away is no longer seen by whoever gives it, which only its reading asks for."""
    other = "'00000000-0000-4000-8000-000000000000'"
    give = f"update public.notes set user_id = {other} where body is not null"
    found = explain(design, persona="user A", statement=give, cluster=cluster)
    (attempt,) = found.attempts
    assert attempt.outcome is Outcome.REFUSED
    assert "SELECT USING was not true of the row as it would be left" in " ".join(attempt.decided)
    assert "return=minimal" in " ".join(attempt.changes)
    blind = explain(design, persona="user A", table="public.notes", deed=Deed.BLIND_UPDATE, cluster=cluster)
    (attempt,) = blind.attempts
    assert (attempt.outcome, attempt.said) == (Outcome.ROWS, "UPDATE 1")
    assert {test.command for row in attempt.rows for test in row.tests} == {"UPDATE"}


def test_a_row_sent_again_was_let_in(cluster: Cluster, design: Design) -> None:
    found = explain(design, persona="user A", table="public.notes", deed=Deed.INSERT, cluster=cluster)
    assert [attempt.outcome for attempt in found.attempts] == [Outcome.ROWS, Outcome.REFUSED]
    assert found.attempts[0].said.startswith("23505")
    deleted = explain(design, persona="user A", table="public.notes", deed=Deed.DELETE, row=1, cluster=cluster)
    assert "authenticated has no permissive policy for DELETE" in deleted.attempts[0].decided[0]
    free = explain(design, persona="service_role", statement="truncate public.notes", cluster=cluster)
    assert "TRUNCATE asks no policy" in free.protections[0].bypass


def test_why_it_is_slow(cluster: Cluster, design: Design) -> None:
    found = explain(
        design,
        persona="user A",
        statement="update public.notes set body = 'x'",
        with_plan=True,
        more_rows=2000,
        cluster=cluster,
    )
    assert found.plan is not None
    assert (found.plan.refusal, found.plan.added_rows) == ("", (("public.notes", 2000),))
    said = " ".join(found.plan.signals)
    assert "No index begins with user_id" in said
    assert "is called for each row" in said


def test_what_cannot_be_used_is_said(cluster: Cluster, design: Design) -> None:
    def refused(persona: str = "anon", table: str = "", statement: str = "") -> str:
        with pytest.raises(DesignerError) as caught:
            explain(design, persona=persona, table=table, statement=statement, cluster=cluster)
        return str(caught.value)

    assert "There is no persona nobody. There are: anon" in refused(persona="nobody", table="public.notes")
    assert "Only one statement" in refused(statement="drop table public.notes")
    assert "Only one statement" in refused(statement="select 1; select 2")


def test_a_hostile_statement_ends(cluster: Cluster, design: Design) -> None:
    statement = "select pg_sleep(60), set_config('role', 'postgres', false) from public.notes"
    found = explain(design, persona="user A", statement=statement, statement_seconds=0.2, cluster=cluster)
    assert found.attempts[0].outcome is Outcome.ERROR
    assert "statement timeout" in found.attempts[0].said
