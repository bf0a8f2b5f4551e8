"""Copies of dropped data, and dropping them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from designer.migrations import Answer, Operation
from designer.proofs import with_names
from projects.models import Migration, Project, User
from projects.selectors import load_design
from projects.services import (
    EditRefused,
    answer_questions,
    edit_design,
    import_into_project,
    plan_drafts,
    plan_release,
    release_migration,
    take_back,
)
from projects.services.copies import choose_copies, copies_made_by, list_copies, replan
from projects.services.drafts import cut_draft, restore_drafts
from projects.services.proofs import plan_next, plan_of_migration, prove_project_plan
from tests.views.conftest import SHOP
from tests.views.test_questions import lose_a_column

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeping(project: Project, owner: User) -> Migration:
    """The release that drops companies.note and keeps a copy."""
    import_into_project(project=project, acting_user=owner, design=SHOP, label="Import the shop")
    project.refresh_from_db()
    question = lose_a_column(project, owner)
    answer_questions(project=project, answers={question: Answer("keep")}, row_counts={})
    return release_migration(project=project, acting_user=owner, name="third", confirms_unproven=True)


def test_a_copy_is_listed_dropped_by_the_next_release_and_gone(keeping: Migration, owner: User) -> None:
    project = keeping.project
    (copy,) = list_copies(project)
    assert copy.name.startswith("rowhouse_kept.public_companies_note_")
    assert copy.kept_by == keeping
    assert plan_release(project).files == []
    with pytest.raises(EditRefused, match=r"There is no copy public\.companies"):
        choose_copies(project=project, names=["public.companies"])
    choose_copies(project=project, names=[copy.name])
    project.refresh_from_db()
    plan = plan_release(project)
    assert [operation.describe() for operation in plan.operations] == [
        f"Drop {copy.name}, the copy of public.companies.note"
    ]
    cut_draft(project=project, acting_user=owner, name="first")
    with pytest.raises(EditRefused, match="There are: none"):
        choose_copies(project=project, names=[copy.name])
    restore_drafts(project=project)
    assert "is destroyed" in plan.operations[0].hazards[0].message
    fourth = release_migration(project=project, acting_user=owner, name="tidy", confirms_unproven=True)
    assert [file["name"].partition("_")[2] for file in fourth.files] == ["tidy_copies.sql"]
    assert f"drop table if exists {copy.name};" in fourth.files[0]["up"]
    project.refresh_from_db()
    assert plan_release(project).draft.dropped_copies == []
    assert list_copies(project) == []
    assert plan_release(project).files == []


@pytest.mark.usefixtures("cluster")
def test_a_column_that_is_kept_twice_has_two_copies(keeping: Migration, owner: User) -> None:
    project = keeping.project
    with_note = load_design(project)
    take_back(project=project, acting_user=owner, migration=keeping)
    cut_draft(project=project, acting_user=owner, name="back")
    edit_design(project=project, acting_user=owner, label="Drop again", edit=lambda _: with_note)
    (question,) = plan_release(project).open
    answer_questions(project=project, answers={question.id: Answer("keep")}, row_counts={})
    cut_draft(project=project, acting_user=owner, name="again")
    take_back(project=project, acting_user=owner, migration=keeping)
    cut_draft(project=project, acting_user=owner, name="back_again")
    edit_design(project=project, acting_user=owner, label="Drop once more", edit=lambda _: with_note)
    answer_questions(project=project, answers={question.id: Answer("keep")}, row_counts={})
    (first,) = list_copies(project)
    kept = [name for plan in plan_drafts(project) for name in copies_of(plan.operations)]
    assert kept == [f"{first.name}_2", f"{first.name}_3"]
    release_migration(project=project, acting_user=owner, name="last", confirms_unproven=True)
    assert [copy.name for copy in list_copies(project)] == [first.name, *kept]
    second = Migration.objects.get(name="again")
    assert copies_of(replan(second).operations) == kept[:1]
    files = [
        file for migration in Migration.objects.filter(number__gte=3) for file in plan_of_migration(migration).files
    ]
    everything = prove_project_plan(project, replace(plan_of_migration(keeping), files=tuple(files), has_losses=True))
    assert everything.is_proven, everything.differences

    choose_copies(project=project, names=[first.name, kept[0]])
    assert [operation.subject for operation in plan_release(project).operations] == [first.name, kept[0]]
    release_migration(project=project, acting_user=owner, name="tidy", confirms_unproven=True)
    assert [copy.name for copy in list_copies(project)] == kept[1:]


def copies_of(operations: Sequence[Operation]) -> list[str]:
    return [row.copy_name for row in copies_made_by(operations)]


@pytest.mark.usefixtures("cluster")
def test_dropping_a_copy_is_proven_alone_and_after_what_kept_it(keeping: Migration) -> None:
    project = keeping.project
    choose_copies(project=project, names=[copy.name for copy in list_copies(project)])
    project.refresh_from_db()
    alone = prove_project_plan(project, plan_next(project))
    assert alone.is_proven, alone.differences
    kept = plan_of_migration(keeping)
    files = (*kept.files, *with_names(plan_release(project).files, ["9_copies.sql"]))
    both = prove_project_plan(project, replace(kept, files=files, has_losses=True))
    assert both.is_proven, both.differences
    assert any("note" in row for row in both.losses)
