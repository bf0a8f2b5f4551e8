"""What is stated is compiled, and measured to be so."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from designer.access import Measurement, measure_access
from designer.access.bundles import BUNDLES, state_bundle
from designer.access.compiling import compile_access
from designer.access.differences import compare_access
from designer.access.mutants import Fate, run_mutation
from designer.access.recognising import read_table_access, recognise_model
from designer.access.stages import open_stage
from designer.access.suites import make_world, write_suite
from designer.design import Command, Design, Policy, Table
from designer.design.access_models import (
    ANON,
    SIGNED_IN,
    AccessModel,
    AppRole,
    Cell,
    Flag,
    Floor,
    FloorKind,
    Preset,
    Profile,
    Reach,
    RoleSource,
    TableAccess,
    Tenancy,
    Transition,
    audience_of,
)
from designer.design.edits import change_policy
from designer.design.errors import EditRefused
from designer.sandbox.clusters import Cluster
from designer.sandbox.templates import PGTAP
from tests.migrations.proofs import read_sql

SELECT, INSERT, UPDATE, DELETE = Command.SELECT, Command.INSERT, Command.UPDATE, Command.DELETE
CLUB = """
create table public.clubs (id uuid primary key default gen_random_uuid(), name text not null);
create table public.members (
  club_id uuid not null references public.clubs (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null check (role in ('owner', 'editor', 'reader')),
  primary key (club_id, user_id)
);
create table public.papers (
  id bigint generated always as identity primary key,
  club_id uuid not null references public.clubs (id),
  created_by uuid not null references auth.users (id),
  title text not null,
  state text not null default 'draft' check (state in ('draft', 'final')),
  deleted_at timestamptz
);
create table public.remarks (
  id bigint generated always as identity primary key,
  paper_id bigint not null references public.papers (id) on delete cascade,
  author_id uuid not null references auth.users (id),
  body text not null
);
create table public.rates (id int primary key, rate numeric not null);
"""


def column(table: Table, name: str) -> UUID:
    return next(row.id for row in table.columns if row.name == name)


def state_club(design: Design) -> AccessModel:
    """Everything a model can say, on a small club."""
    clubs, members, papers, remarks, rates = (
        design.table("public", name) for name in ("clubs", "members", "papers", "remarks", "rates")
    )
    parent = next(
        row.id for row in design.relationships if row.table_id == remarks.id and row.target_table_id == papers.id
    )
    owner, editor = audience_of("owner"), audience_of("editor")
    return replace(
        recognise_model(design),
        tables=(
            TableAccess(
                table_id=clubs.id,
                tenant_column_id=column(clubs, "id"),
                cells=(
                    Cell(audience=SIGNED_IN, command=SELECT, reach=Reach.TENANT),
                    Cell(audience=owner, command=UPDATE, reach=Reach.TENANT, column_ids=(column(clubs, "name"),)),
                ),
            ),
            TableAccess(
                table_id=members.id,
                tenant_column_id=column(members, "club_id"),
                owner_column_id=column(members, "user_id"),
                cells=(
                    Cell(audience=SIGNED_IN, command=SELECT, reach=Reach.TENANT),
                    Cell(audience=owner, command=INSERT, reach=Reach.TENANT, condition="role <> 'owner'"),
                    Cell(audience=SIGNED_IN, command=DELETE, reach=Reach.OWN),
                    Cell(audience=owner, command=DELETE, reach=Reach.TENANT),
                ),
                floors=(Floor(kind=FloorKind.PERMANENT, commands=(INSERT,)),),
            ),
            TableAccess(
                table_id=papers.id,
                tenant_column_id=column(papers, "club_id"),
                owner_column_id=column(papers, "created_by"),
                deleted_column_id=column(papers, "deleted_at"),
                status_column_id=column(papers, "state"),
                presets=(Preset(column_id=column(papers, "created_by")),),
                floors=(Floor(kind=FloorKind.TENANT),),
                cells=(
                    Cell(audience=SIGNED_IN, command=SELECT, reach=Reach.TENANT, condition="state = 'final'"),
                    Cell(audience=SIGNED_IN, command=SELECT, reach=Reach.OWN),
                    Cell(audience=editor, command=SELECT, reach=Reach.TENANT),
                    Cell(audience=editor, command=INSERT, reach=Reach.TENANT),
                    Cell(
                        audience=SIGNED_IN, command=UPDATE, reach=Reach.OWN, condition="state = 'draft'", check="true"
                    ),
                    Cell(audience=owner, command=DELETE, reach=Reach.TENANT),
                ),
                transitions=(
                    Transition(before="", after="draft", audiences=(SIGNED_IN,)),
                    Transition(before="draft", after="final", audiences=(editor,)),
                ),
            ),
            TableAccess(
                table_id=remarks.id,
                parent_id=parent,
                owner_column_id=column(remarks, "author_id"),
                is_append_only=True,
                cells=(
                    Cell(audience=SIGNED_IN, command=SELECT, reach=Reach.PARENT),
                    Cell(
                        audience=SIGNED_IN,
                        command=INSERT,
                        reach=Reach.PARENT,
                        condition="author_id = (select auth.uid())",
                    ),
                ),
            ),
            TableAccess(
                table_id=rates.id,
                cells=(
                    Cell(audience=ANON, command=SELECT, reach=Reach.EVERYONE),
                    Cell(audience=SIGNED_IN, command=SELECT, reach=Reach.EVERYONE),
                    Cell(audience=owner, command=UPDATE, reach=Reach.EVERYONE),
                ),
            ),
        ),
    )


def differences(found: Measurement) -> list[str]:
    """The cells in which something else happened than is stated."""
    return [
        f"{row.persona} {row.command} {row.table}: {row.words} {row.message}, stated {row.stated}, "
        f"{row.missing} missing, {row.beyond} beyond"
        for row in found.cells
        if row.differs
    ]


@pytest.fixture(scope="module")
def club(cluster: Cluster) -> Design:
    design = read_sql(cluster, CLUB)
    return compile_access(design, state_club(design))


def test_what_is_stated_is_what_happens(cluster: Cluster, club: Design) -> None:
    found = measure_access(club, cluster=cluster)
    assert differences(found) == []
    assert not found.unfilled
    unknown = {(row.persona, row.command) for row in found.cells if row.stated is None}
    assert unknown == {("service_role", "truncate")}
    # It is not that nobody may do anything.
    reached = {(row.table, row.command) for row in found.cells if row.rows and row.persona != "service_role"}
    assert {("public.papers", "update"), ("public.papers", "delete"), ("public.remarks", "insert")} <= reached
    assert {("public.papers", "blind update"), ("public.remarks", "insert returning")} <= reached


def test_a_policy_that_says_something_else_is_seen(cluster: Cluster, club: Design) -> None:
    papers = club.table("public", "papers")
    loose = tuple(
        replace(row, using="true") if (row.is_permissive, row.command) == (True, SELECT) else row
        for row in papers.policies
        if row.is_permissive
    )
    wrong = replace(club, tables=tuple(replace(t, policies=loose) if t.id == papers.id else t for t in club.tables))
    found = differences(measure_access(wrong, cluster=cluster))
    assert any("owner in tenant B select public.papers" in row and "beyond" in row for row in found)


def test_compiling_again_changes_nothing(cluster: Cluster, club: Design) -> None:
    assert compile_access(club, club.access_models[0]) == club


def test_policies_written_by_hand_stay(club: Design) -> None:
    papers = club.table("public", "papers")
    own = Policy(id=column(papers, "id"), name="by_hand", command=SELECT, roles=("authenticated",), using="false")
    table = replace(papers, policies=(*papers.policies, own))
    again = compile_access(
        replace(club, tables=tuple(table if row.id == table.id else row for row in club.tables)), club.access_models[0]
    )
    assert own in again.table("public", "papers").policies


def test_what_is_missing_is_named(cluster: Cluster, club: Design) -> None:
    model = club.access_models[0]
    rates = club.table("public", "rates")
    stated = TableAccess(table_id=rates.id, cells=(Cell(audience=SIGNED_IN, command=SELECT, reach=Reach.OWN),))
    with pytest.raises(EditRefused, match=r"public\.rates has no column for its owner"):
        compile_access(club, replace(model, tables=(stated,)))
    stated = replace(stated, cells=(replace(stated.cells[0], audience=audience_of("boss")),))
    with pytest.raises(EditRefused, match="boss is no role of the access model"):
        compile_access(club, replace(model, tables=(stated,)))


def test_the_example_is_read_whole(cluster: Cluster) -> None:
    """Read from its policies, compiled anew, and nothing differs: not from what is stated, not from before."""
    folder = Path(__file__).parents[2] / "examples" / "coaching" / "supabase" / "migrations"
    design = read_sql(cluster, "".join(file.read_text() for file in sorted(folder.glob("*.sql"))))
    model = recognise_model(design)
    assert (model.tenancy, model.role_source) == (Tenancy.MEMBERSHIP, RoleSource.MEMBERSHIP)
    own = [row for row in design.tables if not row.is_managed and row.partition_of is None]
    model = replace(model, tables=tuple(read_table_access(design, model, row) for row in own))
    ids = {row.id for row in own}
    bare = replace(design, tables=tuple(replace(t, policies=()) if t.id in ids else t for t in design.tables))
    before, after = (
        measure_access(design, cluster=cluster),
        measure_access(compile_access(bare, model), cluster=cluster),
    )
    assert differences(before) == []
    assert differences(after) == []
    assert [(row.outcome, row.rows, row.own) for row in before.cells] == [
        (row.outcome, row.rows, row.own) for row in after.cells
    ]


def test_every_bundle_does_what_it_states(cluster: Cluster) -> None:
    """One table for each, all measured at once."""
    fields = "id bigint generated always as identity primary key, note text, created_at timestamptz default now()"
    keys = "club_id uuid references public.clubs (id), user_id uuid references auth.users (id)"
    tables = [
        f'create table public."{row.slug}" ({fields}, deleted_at timestamptz, {keys}, '
        "paper_id bigint references public.papers (id));"
        for row in BUNDLES
    ]
    design = read_sql(cluster, CLUB + "\n".join(tables))
    model = recognise_model(design)
    papers = design.table("public", "papers")
    shared = next(row for row in BUNDLES if row.slug == "tenant-shared")
    stated = [state_bundle(row, design, model, design.table("public", row.slug)) for row in BUNDLES]
    model = replace(model, tables=(state_bundle(shared, design, model, papers), *stated))
    found = measure_access(compile_access(design, model), cluster=cluster)
    assert differences(found) == []
    assert not found.unfilled
    # Each lets somebody do something, but what is for servers only; and rows made for a test are older than a day.
    reached = {row.table for row in found.cells if row.rows and row.persona != "service_role"}
    assert {f"public.{row.slug}" for row in BUNDLES} - reached == {"public.server-only", "public.expiring"}


def test_a_bundle_says_what_a_table_lacks(club: Design) -> None:
    bundle = next(row for row in BUNDLES if row.slug == "owner-private")
    with pytest.raises(EditRefused, match=r"does not fit public\.rates: it has no column that names a person"):
        state_bundle(bundle, club, club.access_models[0], club.table("public", "rates"))


def test_a_compiled_policy_is_changed_in_the_matrix_only(club: Design) -> None:
    papers = club.table("public", "papers")
    with pytest.raises(EditRefused, match="is compiled from the access matrix"):
        change_policy(club, papers.id, papers.policies[0].id, using="true")


def test_who_gains_and_who_loses_is_told(cluster: Cluster, club: Design) -> None:
    papers = club.table("public", "papers")
    opened = tuple(
        replace(row, using="true" if row.is_permissive else "state = 'final'") if row.command is SELECT else row
        for row in papers.policies
        if row.is_permissive
    )
    wider = replace(club, tables=tuple(replace(t, policies=opened) if t.id == papers.id else t for t in club.tables))
    before, after = measure_access(club, cluster=cluster), measure_access(wider, cluster=cluster)
    changes = {(row.persona, row.name, row.command): row for row in compare_access(before, after)}
    gain = changes["owner in tenant A", "public.papers", "select"]
    assert gain.is_gain
    assert gain.words.startswith("gains 3 rows: of ")
    assert "editor in tenant B" in gain.words
    # Who sees remarks through papers sees more of them, too; nothing else moved.
    assert {name for _, name, _ in changes} == {"public.papers", "public.remarks"}
    assert {row.words for row in compare_access(after, before) if row.persona == "owner in tenant A"} > set()
    assert compare_access(before, before) == []


TOKENS = """
create table public.firms (id uuid primary key default gen_random_uuid(), name text not null);
create table public.people (
  id uuid primary key references auth.users (id),
  role text not null check (role in ('boss', 'clerk'))
);
create table public.settings (are_firms_apart boolean not null);
create table public.bills (
  id bigint generated always as identity primary key,
  firm_id uuid not null references public.firms (id),
  user_id uuid not null references auth.users (id)
);
"""


@pytest.mark.parametrize("tenancy", [Tenancy.NONE, Tenancy.CLAIM])
@pytest.mark.parametrize("source", [RoleSource.PROFILE, RoleSource.CLAIM])
def test_tenants_and_roles_of_every_source(cluster: Cluster, tenancy: Tenancy, source: RoleSource) -> None:
    design = read_sql(cluster, TOKENS)
    firms, people, bills = (design.table("public", name) for name in ("firms", "people", "bills"))
    boss, has_tenants = audience_of("boss"), tenancy is not Tenancy.NONE
    profile = Profile(table_id=people.id, user_column_id=column(people, "id"), role_column_id=column(people, "role"))
    model = AccessModel(
        tenancy=tenancy,
        tenant_table_id=firms.id if has_tenants else None,
        claim="firm",
        role_source=source,
        profile=profile if source is RoleSource.PROFILE else None,
        roles=(AppRole(name="boss", includes=("clerk",)), AppRole(name="clerk")),
        tables=(
            TableAccess(
                table_id=bills.id,
                owner_column_id=column(bills, "user_id"),
                tenant_column_id=column(bills, "firm_id") if has_tenants else None,
                cells=(
                    Cell(audience=SIGNED_IN, command=SELECT, reach=Reach.OWN),
                    Cell(audience=boss, command=SELECT, reach=Reach.TENANT if has_tenants else Reach.EVERYONE),
                    Cell(audience=audience_of("clerk"), command=INSERT, reach=Reach.OWN),
                ),
            ),
        ),
    )
    found = measure_access(compile_access(design, model), cluster=cluster)
    assert differences(found) == []
    seen = {row.persona: row.rows for row in found.cells if (row.table, row.command) == ("public.bills", "select")}
    total = next(row.total for row in found.cells if row.table == "public.bills")
    clerk, strong = ("clerk in tenant A", "boss in tenant A") if has_tenants else ("clerk A", "boss A")
    assert seen[clerk] == 1
    assert seen[strong] > 1
    assert (seen[strong] < total) is has_tenants


FLAGGED = """
create table public.settings (id boolean primary key default true check (id), are_apart boolean not null);
insert into public.settings values (true, false);
"""


def state_flag(cluster: Cluster) -> Design:
    design = read_sql(cluster, CLUB.split("create table public.remarks", maxsplit=1)[0] + FLAGGED)
    settings = design.table("public", "settings")
    flag = Flag(table_id=settings.id, column_id=column(settings, "are_apart"))
    model = replace(recognise_model(design), flag=flag)
    bundles = {"papers": "tenant-read-managed", "members": "tenant-read", "settings": "server-only"}
    stated = (
        state_bundle(next(row for row in BUNDLES if row.slug == slug), design, model, design.table("public", name))
        for name, slug in bundles.items()
    )
    return compile_access(design, replace(model, tables=tuple(stated)))


def test_a_flag_makes_all_tenants_one(cluster: Cluster) -> None:
    made = state_flag(cluster)
    policy = next(row for row in made.table("public", "papers").policies if row.command is SELECT)
    assert policy.using is not None
    assert policy.using.startswith("((select not private.tenants_are_apart()) or club_id = any")
    found = measure_access(made, cluster=cluster)
    assert differences(found) == []
    seen = {row.persona: row.words for row in found.cells if (row.table, row.command) == ("public.papers", "select")}
    assert seen["reader in tenant A"] == "rows of the tenant"
    with open_stage(made, cluster=cluster) as stage:
        world = make_world(stage, made, made.access_models[0])
        (papers,) = [row for row in write_suite(stage.connection, world) if "public_papers" in row.name]
    assert "update public.settings set are_apart = false" in papers.render()
    assert "'reader in tenant A, tenants as one: select'" in papers.render()
    # A row cannot be put into the other tenant by an UPDATE that reads nothing, and can once tenants are one.
    answers = [step.sql for step in papers.steps if "'editor in tenant A, tenants as one: update of all" in step.sql]
    assert ["club_id of" in answer for answer in answers] == [True]
    assert any("'editor in tenant A: update of all rows'" in step.sql for step in papers.steps)


@pytest.mark.slow
@pytest.mark.skipif(not PGTAP.exists(), reason="pgTAP is not installed; script/setup does it")
def test_every_mistake_behind_a_flag_is_seen(cluster: Cluster) -> None:
    report = run_mutation(state_flag(cluster), cluster=cluster)
    assert report.is_green
    assert [row for row in report.mutants if row.fate is Fate.SURVIVED] == []
    loose = {"USING: alternative 1 of 2 is gone", "WITH CHECK is true"}
    assert {row.fate for row in report.mutants if row.words in loose} == {Fate.KILLED}
