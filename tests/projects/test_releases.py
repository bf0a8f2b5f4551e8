"""Releasing migrations."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from designer.design import Column, TypeRef
from designer.design.edits import add_column
from designer.migrations import Answer
from projects.models import Migration, Project, Snapshot, User
from projects.selectors import load_design, released_design
from projects.services import (
    EditRefused,
    answer_questions,
    edit_design,
    plan_release,
    release_migration,
    take_back,
    undo_change,
)
from tests.projects.test_edits import adding, table


def release(project: Project, user: User, name: str) -> Migration:
    return release_migration(project=project, acting_user=user, name=name, confirms_unproven=True)


def test_a_release_holds_what_changed_since_the_last(project: Project, owner: User) -> None:
    invoices = table("invoices", "total")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(invoices))
    first = release(project, owner, "Add invoices")
    assert (first.number, first.name, first.base) == (1, "add_invoices", None)
    assert re.fullmatch(r"\d{14}_add_invoices\.sql", first.files[0]["name"])
    assert "CREATE TABLE" in first.files[0]["up"].upper()
    assert "DROP TABLE" in first.files[0]["down"].upper()
    assert released_design(project) == load_design(project)

    note = Column(id=invoices.id, name="note", type=TypeRef("text"))
    edit_design(
        project=project,
        acting_user=owner,
        label="Add column note",
        description="Accounting asked for it.",
        edit=lambda design: add_column(design, invoices.id, note),
    )
    second = release(project, owner, "Add a note")
    assert second.base == first.target
    assert second.version > first.version
    up = "".join(file["up"] for file in second.files)
    assert "note" in up
    assert "CREATE TABLE" not in up.upper()
    assert "-- Accounting asked for it." in up
    assert [(step["symbol"], step["lock"]) for step in second.operations] == [("+", "ACCESS EXCLUSIVE")]


def test_versions_increase_even_within_one_second(project: Project, owner: User) -> None:
    versions = []
    for name in ("one", "two", "three"):
        edit_design(project=project, acting_user=owner, label="Add", edit=adding(table(name)))
        versions.append(release(project, owner, name).version)
    assert versions == sorted(set(versions))
    moment = datetime.strptime(versions[0], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - moment).total_seconds()) < 60


def test_nothing_new_is_not_released(project: Project, owner: User) -> None:
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("one")))
    release(project, owner, "one")
    with pytest.raises(EditRefused, match="Coaching has not changed since the last release"):
        release(project, owner, "again")
    assert plan_release(project).files == []


@pytest.mark.parametrize("name", ["", "…", "   "])
def test_a_name_needs_letters(project: Project, owner: User, name: str) -> None:
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("one")))
    with pytest.raises(EditRefused, match="cannot name a migration"):
        release(project, owner, name)


def test_equal_designs_share_a_snapshot(project: Project, owner: User) -> None:
    one = table("one")
    for step, comment in enumerate(["a", "b", "a"]):
        edit_design(project=project, acting_user=owner, label="Comment", edit=adding(replace(one, comment=comment)))
        release(project, owner, f"step {step}")
    assert [Migration.objects.count(), Snapshot.objects.count()] == [3, 2]


def test_a_released_migration_never_changes(project: Project, owner: User) -> None:
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("one")))
    migration = release(project, owner, "one")
    migration.files = []
    with pytest.raises(RuntimeError, match="is a record and cannot be changed"):
        migration.save()
    with pytest.raises(RuntimeError, match="A released migration cannot be changed"):
        Migration.objects.update(files=[])
    assert Migration.objects.get().files != []


def test_a_release_waits_for_answers_and_keeps_them(project: Project, owner: User) -> None:
    invoices = table("invoices", "total")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(invoices))
    release(project, owner, "first")
    bare = replace(invoices, columns=())
    edit_design(project=project, acting_user=owner, label="Drop", edit=adding(bare))
    (question,) = plan_release(project).open
    with pytest.raises(EditRefused, match=f"Answer first: {question.key}"):
        release(project, owner, "second")
    answer_questions(project=project, answers={question.id: Answer("drop")}, row_counts={"public.invoices": 2_000_000})
    project.refresh_from_db()
    assert plan_release(project).open == []
    second = release(project, owner, "second")
    assert [(row["id"], row["answer"]) for row in second.answers] == [(question.id, {"choice": "drop"})]
    project.refresh_from_db()
    assert (plan_release(project).draft.answers, project.row_counts) == ({}, {"public.invoices": 2_000_000})


def test_a_release_may_take_the_defaults(project: Project, owner: User) -> None:
    invoices = table("invoices", "total")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(invoices))
    release(project, owner, "first")
    edit_design(project=project, acting_user=owner, label="Drop", edit=adding(replace(invoices, columns=())))
    second = release_migration(
        project=project, acting_user=owner, name="second", confirms_unproven=True, accepts_data_loss=True
    )
    assert [row["answer"]["choice"] for row in second.answers] == ["drop"]


def test_a_migration_is_taken_back_by_the_next_one(project: Project, owner: User) -> None:
    invoices = table("invoices", "total", "note")
    edit_design(
        project=project, acting_user=owner, label="Add", edit=adding(replace(invoices, columns=invoices.columns[:1]))
    )
    release(project, owner, "one")
    before = load_design(project)
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(invoices))
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("payments")))
    second = release(project, owner, "two")

    change = take_back(project=project, acting_user=owner, migration=second)
    assert change.label == f"Take back {second}"
    assert load_design(project) == before
    plan = plan_release(project)
    assert {operation.describe() for operation in plan.operations} >= {"Drop table public.payments"}
    assert {question.topic for question in plan.questions} == {"drop column", "drop table"}
    with pytest.raises(EditRefused, match="taken back already"):
        take_back(project=project, acting_user=owner, migration=second)
    undo_change(project=project, acting_user=owner)
    assert not plan_release(project).operations


def test_what_changed_again_is_not_taken_back(project: Project, owner: User) -> None:
    invoices = table("invoices", "total", "note")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(invoices))
    first = release(project, owner, "one")
    fewer = replace(invoices, columns=invoices.columns[:1])
    edit_design(project=project, acting_user=owner, label="Drop", edit=adding(fewer))
    now = load_design(project)
    with pytest.raises(EditRefused, match=rf"public\.invoices has changed since {first} was released"):
        take_back(project=project, acting_user=owner, migration=first)
    assert load_design(project) == now
