"""Returning to an earlier point of the history: everything later is taken back as one change, which can be undone."""

from __future__ import annotations

from django.db import transaction

from designer.design import Design
from designer.design.edits import put, remove
from projects.models import Change, ChangeItem, Project, User
from projects.services.edits import edit_design, lock_project
from projects.services.errors import EditConflict, EditRefused


@transaction.atomic
def return_to(*, project: Project, acting_user: User, number: int, expected_number: int) -> Change:
    """Makes the design what it was after the change of that number.

    `expected_number` is the last change that the person knew of: later ones are not taken back unseen. Raises
    EditConflict where there are some, EditRefused where nothing differs or PostgreSQL would not hold the result.
    """
    project = lock_project(project)
    if project.change_count != expected_number:
        reason = (
            "The design was edited meanwhile; nothing was taken back. Look at what is listed now, and choose again."
        )
        raise EditConflict(reason, change_number=project.change_count)
    point = Change.objects.get(project_id=project.pk, number=number)
    change = edit_design(
        project=project,
        acting_user=acting_user,
        label=f"Return to change {number}: {point.label}",
        edit=lambda design: _as_after(project, design, number),
    )
    if change is None:
        raise EditRefused("The design is as it was then: nothing is left to take back.")
    return change


def _as_after(project: Project, design: Design, number: int) -> Design:
    """The design with every definition that was touched later as it was before that happened first."""
    later = ChangeItem.objects.filter(change__project_id=project.pk, change__number__gt=number)
    first: dict[object, ChangeItem] = {}
    for item in later.order_by("change__number"):
        first.setdefault(item.object_id, item)
    emptied = remove(design, *(item.object_id for item in first.values() if item.object_id in design.by_id))
    return put(emptied, *(before for item in first.values() if (before := item.definition_before) is not None))
