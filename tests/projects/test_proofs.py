"""Proofs as runs, by commands, and what a release makes of them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from designer.design import Column, TypeRef
from designer.design.edits import add_column
from projects.models import Migration, Project, Proof, Run, User
from projects.runs.execution import execute
from projects.selectors.proofs import find_proof, find_stale_proof, hash_of_migration, hash_of_plan
from projects.services import edit_design, plan_release, release_migration
from projects.services.drafts import cut_draft
from projects.services.exports import build_export
from projects.services.proofs import describe_proof, plan_next
from projects.services.releases import UnprovenRelease
from projects.services.runs import start_run
from tests.projects.test_edits import adding, table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cluster")]


@pytest.fixture
def invoices(project: Project, owner: User) -> Project:
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("invoices", "total")))
    return project


def prove(project: Project, user: User, release: int | None = None) -> Run:
    """A proof as a worker makes it."""
    run = start_run(project=project, acting_user=user, kind=Run.Kind.PROOF, options={"release": release})
    execute(run.pk)
    run.refresh_from_db()
    return run


def call(*arguments: str) -> tuple[dict[str, Any], int]:
    out = io.StringIO()
    try:
        call_command(*arguments, "--json", stdout=out)
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    result: dict[str, Any] = json.loads(out.getvalue())
    return result, status


def test_what_is_proven_is_released_and_says_so(invoices: Project, owner: User) -> None:
    with pytest.raises(UnprovenRelease, match="This migration is not proven"):
        release_migration(project=invoices, acting_user=owner, name="first")
    run = prove(invoices, owner)
    assert (run.state, run.error) == (Run.State.SUCCEEDED, "")
    assert "Up" in [step["name"] for step in run.steps]
    assert run.result is not None
    assert run.result["proven"]
    assert Proof.objects.get().is_proven
    migration = release_migration(project=invoices, acting_user=owner, name="first")
    assert not migration.is_confirmed_unproven
    # Released under another name than it was proven under, it is still the same plan.
    assert find_proof(invoices, hash_of_migration(migration)) == Proof.objects.get()
    for major in (15, 17, 18):  # the project may move to another major after the proof
        invoices.postgres_version = major
        kept = find_proof(invoices, hash_of_migration(migration))
        assert kept is not None
        assert bool(kept.result["other_major"]) != kept.server.startswith(f"PostgreSQL {major}.")
    readme = build_export(invoices)["README.md"].decode()
    assert f"Proven: {migration} and its rollback: up, down and up again with rows, on PostgreSQL" in readme


def test_a_changed_plan_is_not_proven_by_an_old_proof(invoices: Project, owner: User) -> None:
    prove(invoices, owner)
    invoice = plan_next(invoices).after.table("public", "invoices")
    note = Column(id=uuid4(), name="note", type=TypeRef("text"))
    edit_design(
        project=invoices, acting_user=owner, label="Note", edit=lambda design: add_column(design, invoice.id, note)
    )
    plan = plan_release(invoices)
    assert find_proof(invoices, hash_of_plan(plan.before, plan.after, plan.files)) is None
    assert find_stale_proof(invoices, None, plan.draft) == Proof.objects.get()
    with pytest.raises(UnprovenRelease):
        release_migration(project=invoices, acting_user=owner, name="first")


def test_releasing_what_is_unproven_is_recorded_and_can_be_proven_later(invoices: Project, owner: User) -> None:
    migration = release_migration(project=invoices, acting_user=owner, name="first", confirms_unproven=True)
    assert Migration.objects.get().is_confirmed_unproven
    assert find_proof(invoices, hash_of_migration(migration)) is None
    run = prove(invoices, owner, migration.number)
    assert run.result is not None
    assert run.result["release"] == 1
    assert find_proof(invoices, hash_of_migration(migration)) is not None
    assert plan_release(invoices).files == []


def test_nothing_to_prove_is_an_error_of_the_run(project: Project, owner: User) -> None:
    run = prove(project, owner)
    assert run.state == Run.State.FAILED
    assert "there is nothing to prove" in run.error


def test_the_command_proves_what_comes_next_what_was_released_and_everything(invoices: Project, owner: User) -> None:
    Project.objects.filter(pk=invoices.pk).update(postgres_version=15)
    found, status = call("prove_project", invoices.slug)
    assert (status, found["proven"], found["differences"]) == (0, True, [])
    assert found["server"].startswith("PostgreSQL ")
    assert {row["table"] for row in found["rows"]} >= {"public.invoices"}
    assert found["written_for"] == 15
    assert found["tests"]["passed"]
    assert (found["access"]["differences"], found["access"]["errors"]) == ([], [])
    assert found["tests"]["score"] == 1.0, found["tests"]["survivors"]
    assert (found["other_major"] in describe_proof(found)) != found["server"].startswith("PostgreSQL 15.")
    release_migration(project=invoices, acting_user=owner, name="first")
    assert call("prove_project", invoices.slug, "--release", "1")[0]["access"] is None
    assert call("prove_project", invoices.slug, "--from-nothing", "--no-tests")[0]["proven"]
    found, status = call("prove_project", invoices.slug, "--no-tests")
    assert (status, found["drafts"], found["holes"]["count"]) == (0, [], 0)
    edit_design(project=invoices, acting_user=owner, label="Add", edit=adding(table("one")))
    draft = cut_draft(project=invoices, acting_user=owner, name="make_one")
    edit_design(project=invoices, acting_user=owner, label="Add", edit=adding(table("two")))
    found, status = call("prove_project", invoices.slug, "--no-tests")
    assert (status, found["proven"]) == (0, True)
    assert [(row["draft"], row["proven"]) for row in found["drafts"]] == [("make_one", True), ("", True)]
    assert Proof.objects.get(draft=draft).is_proven
    pages = Client()
    pages.force_login(owner)
    last = "/projects/coaching/migrations/release/"
    assert "Release it although" not in pages.get(last).content.decode()
    Proof.objects.filter(draft=draft).delete()
    page = pages.get(last).content.decode()
    assert "make_one</a> (not proven)" in page
    assert "Release it although" in page
    refused = pages.post(last, {"name": "all"})
    assert "“make_one” comes first. This migration is not proven" in refused.content.decode()


def test_compare_sql_proves_what_it_writes(tmp_path: Path) -> None:
    before, after = tmp_path / "before.sql", tmp_path / "after.sql"
    before.write_text("create table public.a (id bigint primary key, b text);")
    after.write_text("create table public.a (id bigint primary key, b text); create index on public.a (b);")
    found, status = call("compare_sql", str(before), str(after), "--output", str(tmp_path), "--prove")
    assert status == 0
    assert set(found) == {"operations", "files", "questions", "unanswered", "unsupported", "failed", "proof"}
    assert found["proof"]["proven"]
    taken = [lock for row in found["proof"]["statements"] if row["direction"] == "up" for lock in row["taken"]]
    assert taken == [{"table": "public.a", "mode": "SHARE UPDATE EXCLUSIVE"}]
