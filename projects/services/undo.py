"""Undo and redo, as changes of their own."""

from __future__ import annotations

from django.db import transaction

from designer.design import Design
from designer.design.edits import put, remove
from projects.models import Change, Project, User
from projects.selectors.designs import load_design
from projects.selectors.histories import next_redo, next_undo
from projects.services.conflicts import conflict, latest_touch
from projects.services.drafts import refuse_cut
from projects.services.edits import lock_project, settle
from projects.services.errors import EditRefused
from projects.services.files import revert_files, save_files
from projects.services.histories import follow_undo
from projects.services.records import record_change


@transaction.atomic
def undo_change(*, project: Project, acting_user: User) -> Change:
    """Reverts the user's own latest change that still stands.

    Raises EditConflict when somebody has since changed the same definition, EditRefused when there is nothing to undo,
    a draft has been cut since, or something made later depends on it.
    """
    project = lock_project(project)
    change = next_undo(project, acting_user)
    if change is None:
        raise EditRefused("There is no change of yours to undo.")
    refuse_cut(project, change)
    return _revert(project, acting_user, change, Change.Kind.UNDO, f"Undo: {_plain(change)}")


@transaction.atomic
def redo_change(*, project: Project, acting_user: User) -> Change:
    """Makes the user's latest undone change again. Raises as `undo_change` does."""
    project = lock_project(project)
    undone = next_redo(project, acting_user)
    if undone is None:
        raise EditRefused("There is nothing to redo: you have undone nothing since your last edit.")
    return _revert(project, acting_user, undone, Change.Kind.REDO, f"Redo: {_plain(undone)}")


def _revert(project: Project, user: User, change: Change, kind: str, label: str) -> Change:
    before = load_design(project)
    files = revert_files(project, change)
    after = settle(project, before, _without(project, before, change))
    follow_undo(project, change)
    change.is_reverted = True
    change.save(update_fields=["is_reverted"])
    made = record_change(
        project=project,
        author=user,
        label=label,
        kind=kind,
        reverts=change,
        before=before,
        after=after,
    )
    save_files(project, made, files)
    return made


def _without(project: Project, design: Design, change: Change) -> Design:
    """The design with every definition the change touched as it was before; refuses where one has changed again."""
    items = list(change.items.all())
    for item in items:
        if design.by_id.get(item.object_id) != item.definition_after:
            newer = latest_touch(project, item.object_id, change.number)
            raise conflict(newer or change, item.name)
    emptied = remove(design, *(item.object_id for item in items if item.after is not None))
    return put(emptied, *(before for item in items if (before := item.definition_before) is not None))


def _plain(change: Change) -> str:
    """The label of the edit that a chain of undos and redos goes back to."""
    return change.label.removeprefix("Undo: ").removeprefix("Redo: ")
