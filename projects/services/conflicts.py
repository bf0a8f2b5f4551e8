"""Two people editing the same thing."""

from __future__ import annotations

from uuid import UUID

from django.utils.timesince import timesince

from designer.design import Design
from designer.design.edits.parts import changed_parts
from projects.models import Change, ChangeItem, Project
from projects.services.definitions import compare_definitions
from projects.services.errors import EditConflict


def refuse_stale(project: Project, before: Design, after: Design, expected_number: int) -> None:
    """Raises EditConflict if a change after `expected_number` touched a part that this edit touches too."""
    if project.change_count <= expected_number:
        return
    mine = {item.object_id: (item.before, item.after) for item in compare_definitions(before, after)}
    theirs = (
        ChangeItem.objects.filter(
            change__project_id=project.pk, change__number__gt=expected_number, object_id__in=list(mine)
        )
        .select_related("change__author")
        .order_by("-change__number")
    )
    for item in theirs:
        touched = changed_parts(item.definition_before, item.definition_after)
        for part, name in changed_parts(*mine[item.object_id]).items():
            if part in touched:
                raise conflict(item.change, _describe(item.name, name))


def conflict(change: Change, what: str) -> EditConflict:
    """The error that says who changed what, when, and what to do."""
    when = timesince(change.made_at, depth=1)
    return EditConflict(
        f"{what} was changed by {change.author} {when} ago (change {change.number}: {change.label}). "
        "Nothing of yours was saved. Reload to see the current state, then make your change again.",
        change_number=change.number,
    )


def latest_touch(project: Project, object_id: UUID, after_number: int) -> Change | None:
    """The latest change of a definition that came after another one."""
    item = (
        ChangeItem.objects.filter(change__project_id=project.pk, change__number__gt=after_number, object_id=object_id)
        .select_related("change__author")
        .order_by("-change__number")
        .first()
    )
    return item.change if item else None


def _describe(name: str, part: str) -> str:
    return f"{name}: {part}" if part else name
