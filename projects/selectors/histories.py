"""Who changed what, when; and what can be undone."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from projects.models import Change, ChangeItem, Project, User


def list_changes(project: Project) -> QuerySet[Change]:
    """The project's changes with author, newest first. Prefetch `items` where they are shown."""
    return Change.objects.filter(project_id=project.pk).select_related("author").order_by("-number")


def last_change_of(project: Project, object_id: UUID) -> Change | None:
    """The latest change that touched a definition."""
    return list_changes(project).filter(items__object_id=object_id).first()


def changed_since(project: Project, number: int, *, most: int) -> set[UUID] | None:
    """The ids of the definitions that changes after that one touched; None where there are more than `most`."""
    items = ChangeItem.objects.filter(change__project_id=project.pk, change__number__gt=number)
    found = set(items.values_list("object_id", flat=True)[: most + 1])
    return None if len(found) > most else found


def next_undo(project: Project, user: User) -> Change | None:
    """The change that an undo by this user would revert: the user's own latest edit or redo that still stands."""
    own = list_changes(project).filter(author_id=user.pk, is_reverted=False)
    return own.exclude(kind=Change.Kind.UNDO).first()


def next_redo(project: Project, user: User) -> Change | None:
    """The undo that a redo by this user would revert; None once the user has made another edit since."""
    undone = list_changes(project).filter(author_id=user.pk, kind=Change.Kind.UNDO, is_reverted=False).first()
    if undone is None:
        return None
    newer_edits = list_changes(project).filter(author_id=user.pk, kind=Change.Kind.EDIT, number__gt=undone.number)
    return None if newer_edits.exists() else undone
