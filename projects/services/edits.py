"""The one way a design is edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from django.db import transaction

from designer.design import Design
from designer.design.integrity import check_edit
from projects.models import Change, Draft, Project, User
from projects.selectors.designs import load_design, sorted_design
from projects.selectors.drafts import find_draft, list_drafts
from projects.services.conflicts import refuse_stale
from projects.services.definitions import compare_definitions
from projects.services.errors import EditRefused
from projects.services.records import record_change
from projects.services.workbenches import Validate, try_on_server

Edit: TypeAlias = Callable[[Design], Design]


@transaction.atomic
def edit_design(
    *,
    project: Project,
    acting_user: User,
    label: str,
    edit: Edit,
    expected_number: int | None = None,
    description: str = "",
    validate_on_server: Validate = try_on_server,
) -> Change | None:
    """Applies an edit to the project's design and records it; None when it changes nothing.

    The project's row is locked, so edits of one project take turns. `expected_number` is `project.change_count` of
    when the form was made: if somebody has changed the same column, policy … since, EditConflict says who, and
    nothing is saved. Changes to other parts do not conflict, because the edit is applied to the design as it is now.
    Raises EditRefused when PostgreSQL could not hold the result.
    """
    project = lock_project(project)
    before = load_design(project)
    after = edit(before)
    if not compare_definitions(before, after):
        return None
    if expected_number is not None:
        refuse_stale(project, before, after, expected_number)
    after = settle(project, before, after, validate_on_server)
    return record_change(
        project=project,
        author=acting_user,
        label=label,
        description=description,
        before=before,
        after=after,
    )


def settle(project: Project, before: Design, after: Design, validate: Validate = try_on_server) -> Design:
    """The design to save in the place of `before`: sorted, whole, and as a server has it. Raises EditRefused."""
    refuse_new_problems(before, after)
    return validate(project, before, sorted_design(after))


def lock_project(project: Project) -> Project:
    """The project's row as it is now, locked to the end of the transaction against other edits."""
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def lock_draft(project: Project, draft: Draft | None) -> Draft:
    """A draft (None: the open one) as it is now, with its project locked. Raises EditRefused for one that is gone."""
    drafts = list_drafts(lock_project(project))
    return drafts[find_draft(drafts, draft)]


def refuse_new_problems(before: Design, after: Design) -> None:
    """Raises EditRefused naming every problem that `after` has and `before` had not."""
    if problems := check_edit(before, after):
        raise EditRefused("\n".join(problem.message for problem in problems))
