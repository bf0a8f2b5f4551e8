"""The one way a design is edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from django.db import transaction

from designer.design import Design
from projects.models import Change, Project, User
from projects.selectors.designs import load_design
from projects.services.conflicts import refuse_stale
from projects.services.definitions import compare_definitions
from projects.services.errors import EditRefused
from projects.services.records import record_change

Edit: TypeAlias = Callable[[Design], Design]
Validate: TypeAlias = Callable[[Project, Design, Design], Design]
"""Tries an edit (project, before, after) on a live server: returns the design to save, or raises EditRefused."""


def skip_server(project: Project, before: Design, after: Design) -> Design:  # noqa: ARG001
    """Validates nothing beyond integrity; the default until a workbench database is there."""
    return after


@transaction.atomic
def edit_design(
    *,
    project: Project,
    acting_user: User,
    label: str,
    edit: Edit,
    expected_number: int | None = None,
    description: str = "",
    validate_on_server: Validate = skip_server,
) -> Change | None:
    """Applies an edit to the project's design and records it; None when it changes nothing.

    The project's row is locked, so edits of one project take turns. `expected_number` is `project.change_count` of
    when the form was made: if somebody has changed the same column, policy … since, EditConflict says who, and
    nothing is saved. Changes to other parts do not conflict, because the edit is applied to the design as it is now.
    Raises EditRefused or IntegrityError when PostgreSQL could not hold the result.
    """
    project = lock_project(project)
    before = load_design(project)
    after = edit(before)
    if not compare_definitions(before, after):
        return None
    if expected_number is not None:
        refuse_stale(project, before, after, expected_number)
    refuse_new_problems(before, after)
    after = validate_on_server(project, before, after)
    return record_change(
        project=project,
        author=acting_user,
        label=label,
        description=description,
        differences=compare_definitions(before, after),
    )


def lock_project(project: Project) -> Project:
    """The project's row as it is now, locked to the end of the transaction against other edits."""
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def refuse_new_problems(before: Design, after: Design) -> None:
    """Raises EditRefused naming every problem that `after` has and `before` had not.

    A design read from SQL may carry a problem of its own; it must not block unrelated edits.
    """
    try:
        from designer.design.integrity import check_design
    except ImportError:  # until it lands
        return
    problems = check_design(after)
    if not problems:
        return
    known = {problem.message for problem in check_design(before)}
    new = [problem.message for problem in problems if problem.message not in known]
    if new:
        raise EditRefused("\n".join(new))
