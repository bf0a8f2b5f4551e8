"""Imported migrations as the released history of a project: the files stay, and releases of ours come after them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from designer.design import Design
from projects.models import Change, Migration, Project
from projects.selectors.designs import last_migration
from projects.selectors.drafts import list_cut_drafts
from projects.services.announcements import announce
from projects.services.errors import EditRefused
from projects.services.snapshots import take_snapshot

FOLDER = "migrations/"
"""Where imported migrations are among the files of the project."""
_NAME = re.compile(r"[0-9]{1,40}_[^/]*\.sql")


def new_history(released: Mapping[str, bytes], history: Mapping[str, bytes]) -> dict[str, bytes]:
    """The migrations of an input that are to become released: those after all that is released already.

    Nothing where the two histories part: the input then only changes the design. Nothing either where the Supabase CLI
    would not run the files as they are named.
    """
    shared = list(history)[: len(released)]
    if shared != list(released) or any(history[name] != released[name] for name in shared):
        return {}
    if not all(_NAME.fullmatch(name) for name in history):
        return {}
    return {name: content for name, content in history.items() if name not in released}


def release_imported(
    *, project: Project, change: Change, names: Sequence[str], target: Design, remark: str = ""
) -> Migration:
    """Makes imported files, in this order, the next step of the history; the design they lead to is `target`, sorted.

    The files themselves are saved with the change. Runs in the caller's transaction, which holds the project's lock.
    Raises EditRefused while drafts wait, which begin at the last release.
    """
    _refuse_drafts(project)
    last = last_migration(project)
    migration = Migration.objects.create(
        project=project,
        number=last.number + 1 if last else 1,
        name="imported",
        version=names[-1].partition("_")[0],
        base=last.target if last else None,
        target=take_snapshot(project, target),
        change_number=change.number,
        files=[{"name": name, "is_transactional": True} for name in names],
        is_imported=True,
        remark=remark,
        released_by=change.author,
    )
    announce(project, "release", number=migration.number)
    return migration


def follow_undo(project: Project, change: Change) -> None:
    """Takes history back together with the import that `change`, about to be reverted, brought or brought back.

    Raises EditRefused when something has been released or cut since, which starts from it.
    """
    migration = Migration.recorded.filter(
        project_id=project.pk, is_imported=True, change_number=_origin(change).number
    ).first()
    if migration is None:
        return
    _refuse_drafts(project)
    later = Migration.objects.filter(project_id=project.pk, number__gte=migration.number).exclude(pk=migration.pk)
    if newer := later.order_by("number").first():
        raise EditRefused(
            f"“{_origin(change).label}” can no longer be undone or redone: {newer} has been released since. "
            "Import again, or change the design and release that."
        )
    Migration.recorded.filter(pk=migration.pk).update(is_undone=not migration.is_undone)
    announce(project, "release", number=migration.number)


def _refuse_drafts(project: Project) -> None:
    if drafts := list_cut_drafts(project):
        names = ", ".join(f"“{draft}”" for draft in drafts)
        raise EditRefused(
            f"Drafts begin where the released migrations end, which this would change: {names}. Release them first, or "
            "delete them on the page of migrations (their changes stay in the design)."
        )


def _origin(change: Change) -> Change:
    """The edit that a chain of undos and redos goes back to."""
    while change.reverts is not None:
        change = change.reverts
    return change
