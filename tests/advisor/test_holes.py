"""Every kind of hole is found where it is, and not beside it. Two databases hold them all."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.access.recognising import recognise_model
from designer.advisor import Finding, Level, apply_fix, find_holes
from designer.design import Design
from designer.design.access_models import OwnPersona
from designer.sandbox.clusters import Cluster
from designer.sandbox.limits import LimitError
from tests.advisor.holes import BASE, HOLES, OWN, Hole, guarded, policy
from tests.migrations.proofs import read_sql

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
ROLES = """
create role hole_reports bypassrls;
grant hole_reports to authenticator;
create role hole_owner;
grant hole_owner to postgres;
grant usage, create on schema private to hole_owner;
grant select on public.members to hole_owner;
create function private.counts() returns bigint language sql stable security definer set search_path = '' as $$
  select count(*) from public.members;
$$;
revoke all on function private.counts() from public;
alter function private.counts() owner to hole_owner;
"""
IDS = [hole.rule if hole.rule != "always-true" else f"{hole.rule}-{hole.name}" for hole in HOLES]


@pytest.fixture(scope="module")
def faulty(cluster: Cluster) -> Design:
    return read_sql(cluster, BASE + "".join(hole.faulty for hole in HOLES))


@pytest.fixture(scope="module")
def found(cluster: Cluster, faulty: Design) -> dict[str, list[Finding]]:
    """By rule, in the design in which everything is wrong."""
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in find_holes(faulty, cluster=cluster):
        by_rule[finding.rule].append(finding)
    return by_rule


@pytest.fixture(scope="module")
def left(cluster: Cluster) -> list[Finding]:
    """In the design in which the same is right."""
    return list(find_holes(read_sql(cluster, BASE + "".join(hole.sound for hole in HOLES)), cluster=cluster))


@pytest.mark.parametrize("hole", HOLES, ids=IDS)
def test_a_hole_is_found(hole: Hole, found: dict[str, list[Finding]]) -> None:
    assert hole.name in [finding.name for finding in found[hole.rule]]


def test_nothing_is_found_where_nothing_is_wrong(left: list[Finding]) -> None:
    assert [finding.key for finding in left if finding.level is not Level.SPEED] == []
    assert {finding.key for finding in left}.isdisjoint(f"{hole.rule}:{hole.name}" for hole in HOLES)


def test_fixes_take_their_findings_away(cluster: Cluster, faulty: Design, found: dict[str, list[Finding]]) -> None:
    fixable = [finding for findings in found.values() for finding in findings if finding.fix is not None]
    design, made, touched = faulty, [], set()
    for finding in fixable:
        assert finding.fix is not None
        assert finding.fix_sql
        if (
            finding.fix.part_id is None or finding.fix.part_id not in touched
        ):  # a policy is put right once, then looked at
            design = apply_fix(design, finding.fix)
            made.append(finding.key)
            touched.add(finding.fix.part_id)
    after = {finding.key for finding in find_holes(design, cluster=cluster)}
    assert [key for key in made if key in after] == []
    assert len(made) > 30


def test_a_proof_is_what_the_server_answered(found: dict[str, list[Finding]]) -> None:
    (open_table,) = [finding for finding in found["rls-off"] if finding.name == "public.r01"]
    asked, answered = open_table.proof.splitlines()[-3:-1]
    assert asked == "select count(*) from public.r01;"
    assert int(answered.removeprefix("--> SELECT 1: ")) > 0
    (recursion,) = found["recursion"]
    assert 'ERROR 42P17: infinite recursion detected in policy for relation "r15"' in recursion.proof
    (reading,) = found["for-all"]
    assert reading.proof.splitlines()[-2].startswith("--> DELETE ")
    (bypassing,) = [finding for finding in found["service-role-policy"] if finding.name == "public.r22b: select"]
    counts = [line for line in bypassing.proof.splitlines() if line.startswith("--> SELECT 1: ")]
    assert len(counts) == 2
    assert counts[0] == counts[1] != "--> SELECT 1: 0"
    (view,) = found["no-barrier"]
    assert "--> SELECT 1: 0" in view.proof
    assert "--> ERROR P0001: told of " in view.proof


SUPPORT = guarded("desks", "select", "update") + policy(
    "desks", "update", f"{OWN} and (select auth.jwt() -> 'app_metadata' ->> 'desk') = 'support'"
)


def test_people_of_the_project_try_what_nobody_else_can(cluster: Cluster) -> None:
    design = read_sql(cluster, BASE + SUPPORT)
    support = OwnPersona(name="support", like="lead in tenant A", claims='{"app_metadata": {"desk": "support"}}')
    model = replace(recognise_model(design), personas=(support,))
    found = {row.key: row for row in find_holes(replace(design, access_models=(model,)), cluster=cluster)}
    assert "-- as support" in found["tenant-hop:public.desks"].proof
    assert "tenant-hop:public.desks" not in {row.key for row in find_holes(design, cluster=cluster)}


COACHING = {
    "rls-off:public.application_statuses",
    "recursion:public.profiles: admins_select_all_profiles",
    "self-made-member:public.company_users",
    "column-escalation:public.profiles: role",
    "captured-name:public.conversations: company_reads_conversations",
    "insert-into-tenant:public.messages",
    "owner-view:public.conversation_totals",
    "served-copy:public.message_counts",
    "callable-definer:public.decide_application(application_id bigint, decision text)",
    "definer-search-path:public.decide_application(application_id bigint, decision text)",
    "built-sql:public.decide_application(application_id bigint, decision text)",
    "user-metadata:public.partner_applications: admins_all_applications",
    "open-partition:public.messages_2024",
    "open-partition:public.messages_2025",
    "open-partition:public.messages_later",
}
"""The faults of access that the README of that project names."""


def test_the_faults_of_a_real_looking_project_are_found(cluster: Cluster) -> None:
    found = {finding.key for finding in find_holes(_read(cluster, CASES / "coaching"), cluster=cluster)}
    assert found >= COACHING


def test_nothing_is_found_in_the_example(cluster: Cluster) -> None:
    assert find_holes(_read(cluster, ROOT / "examples" / "coaching"), cluster=cluster) == ()


def test_roles_that_no_policy_stops_are_found(cluster: Cluster) -> None:
    found = {finding.key for finding in find_holes(read_sql(cluster, BASE + ROLES), cluster=cluster)}
    assert found >= {"bypassing-role:hole_reports", "stopped-definer:private.counts()"}
    sound = ROLES.replace("bypassrls", "nobypassrls").replace("force row level", "no force row level")
    assert not {"bypassing-role:hole_reports"} & {
        finding.key for finding in find_holes(read_sql(cluster, BASE + sound), cluster=cluster)
    }


def test_it_stops_when_asked(cluster: Cluster, faulty: Design) -> None:
    with pytest.raises(LimitError, match="stopped on request"):
        find_holes(faulty, cluster=cluster, should_stop=lambda: True)


def _read(cluster: Cluster, folder: Path) -> Design:
    files = sorted((folder / "supabase" / "migrations").glob("*.sql"))
    return read_sql(cluster, "".join(file.read_text() for file in files))
