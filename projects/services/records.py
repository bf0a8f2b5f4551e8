"""The history: every change is appended in the transaction that makes it, and announced when that commits."""

from __future__ import annotations

from designer.design import Design, kind_of
from designer.design.documents import to_body
from projects.models import Change, ChangeItem, Project, User
from projects.selectors.recent_designs import remember
from projects.services.announcements import announce
from projects.services.definitions import Difference, compare_definitions, full_name, save_definitions

_BATCH = 500


def record_change(
    *,
    project: Project,
    author: User,
    label: str,
    before: Design,
    after: Design,
    description: str = "",
    kind: str = Change.Kind.EDIT,
    reverts: Change | None = None,
) -> Change:
    """Saves what differs and appends the change under the next number. The caller holds the lock on the project.

    Both designs are sorted, as `load_design` sorts them.
    """
    differences = compare_definitions(before, after)
    save_definitions(project, differences)
    project.change_count += 1
    project.save(update_fields=["change_count", "updated_at"])
    change = Change.objects.create(
        project=project,
        number=project.change_count,
        kind=kind,
        author=author,
        label=label[:300],
        description=description,
        reverts=reverts,
    )
    ChangeItem.objects.bulk_create([_item(change, difference) for difference in differences], batch_size=_BATCH)
    remember(project, change.pk, after)
    announce(project, "change", number=change.number)
    return change


def _item(change: Change, difference: Difference) -> ChangeItem:
    before, after = difference.before, difference.after
    return ChangeItem(
        change=change,
        kind=kind_of(difference.definition),
        kind_before="" if before is None else kind_of(before),
        object_id=difference.object_id,
        name=full_name(difference.definition),
        before=None if before is None else to_body(before),
        after=None if after is None else to_body(after),
    )
