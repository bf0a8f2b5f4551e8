"""Arranging what will be released: cutting drafts, and moving, squashing, naming and deleting them.

None of it changes the design: drafts only say where one migration ends and the next begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from msgspec import Struct

from designer.design import Definition, Design
from designer.design.edits import put, remove
from designer.design.edits.parts import WHOLE, apply_changes, changed_parts
from designer.migrations.comparisons import find_differences
from projects.models import Change, Draft, Project, User
from projects.selectors.designs import last_migration, sorted_design
from projects.selectors.drafts import find_draft, list_cut_drafts, list_drafts, span_of
from projects.services.announcements import announce
from projects.services.definitions import Difference, compare_definitions, full_name
from projects.services.edits import lock_project, refuse_new_problems
from projects.services.errors import EditRefused
from projects.services.releases import migration_name
from projects.services.snapshots import take_snapshot
from projects.services.workbenches import Validate, try_apart


class Arrangement(Struct, frozen=True):
    """The last thing that was done with the drafts: what, and the rows before and after it."""

    label: str
    is_undone: bool
    release: int
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]


@transaction.atomic
def cut_draft(*, project: Project, acting_user: User, name: str) -> Draft:
    """Ends the open draft at the design as it is now, under a name; what is changed from now on is the next one.

    Raises EditRefused when nothing has changed since the last cut or release, or the name is taken or unfit.
    """
    name = migration_name(name)
    with _arranging(project, f"Cut {name}") as own:
        drafts = list_drafts(own)
        _refuse_taken(drafts, name)
        span = span_of(own, drafts, len(drafts) - 1)
        if not compare_definitions(span.before, span.after) and not span.draft.dropped_copies:
            raise EditRefused(f"{own.name} has not changed since the last cut or release: there is nothing to cut.")
        draft = span.draft
        draft.name = name
        draft.target = take_snapshot(own, span.after)
        draft.change_number = own.change_count
        draft.cut_by = acting_user
        draft.save()
    return draft


@transaction.atomic
def rename_draft(*, project: Project, draft: Draft, name: str) -> None:
    """Gives a draft another name. Raises EditRefused when it is taken or unfit."""
    name = migration_name(name)
    with _arranging(project, f"Rename {draft} to {name}") as own:
        drafts, place = _cut_drafts(own, draft)
        _refuse_taken([row for row in drafts if row.pk != draft.pk], name)
        drafts[place].name = name
        drafts[place].save()


@transaction.atomic
def move_draft(*, project: Project, draft: Draft, later: bool, validate_on_server: Validate = try_apart) -> None:
    """Lets a draft change places with the one after it (`later`) or before it. Answers and texts go with it.

    Raises EditRefused naming what both change, or what the one that comes first then would lack.
    """
    with _arranging(project, f"Move {draft} {'down' if later else 'up'}") as own:
        drafts, place = _cut_drafts(own, draft)
        start = place if later else place - 1
        if not 0 <= start < len(drafts) - 1:
            where = "last of the drafts that were cut" if later else "first"
            raise EditRefused(f"“{draft}” is the {where} already.")
        first, second = drafts[start : start + 2]
        before, after = span_of(own, drafts, start), span_of(own, drafts, start + 1)
        middle = _reorder(own, before.before, after.before, after.after, (first, second), validate_on_server)
        first.position, second.position = second.position, first.position
        first.target, second.target = second.target, take_snapshot(own, middle)
        first.save()
        second.save()


@transaction.atomic
def squash_draft(*, project: Project, draft: Draft) -> None:
    """Makes a draft and the one before it one, under the name of that one, with the answers and texts of both."""
    with _arranging(project, f"Squash {draft}") as own:
        drafts, place = _cut_drafts(own, draft)
        if place == 0:
            raise EditRefused(f"“{draft}” is the first: there is none before it to squash it into.")
        earlier, later = drafts[place - 1 : place + 1]
        later.name = earlier.name
        _merge(earlier, later)


@transaction.atomic
def delete_draft(*, project: Project, draft: Draft) -> None:
    """Forgets where a draft ends. What it changes, its answers and its texts become part of the next one."""
    with _arranging(project, f"Delete {draft}") as own:
        drafts, place = _cut_drafts(own, draft)
        everything = list_drafts(own)
        _merge(drafts[place], everything[place + 1])


def last_arrangement(project: Project) -> Arrangement | None:
    """What can be undone, or done again: only while nothing about the drafts has changed since, nor was released."""
    if project.former_drafts is None:
        return None
    found = Arrangement(**project.former_drafts)
    is_valid = (found.after, found.release) == (_rows(project), _release(project))
    return found if is_valid else None


@transaction.atomic
def restore_drafts(*, project: Project) -> Arrangement:
    """Undoes what was done last with the drafts, or does it again. Raises EditRefused where that is no longer
    possible.
    """
    project = lock_project(project)
    found = last_arrangement(project)
    if found is None:
        raise EditRefused("The drafts have changed since, so that cannot be undone. Arrange them again by hand.")
    kept = {row["id"] for row in found.before}
    project.drafts.exclude(pk__in=kept).delete()
    for row in found.before:
        Draft(**row).save(force_insert=not project.drafts.filter(pk=row["id"]).exists())
    undone = Arrangement(found.label, not found.is_undone, found.release, found.after, found.before)
    _remember(project, undone)
    return undone


def refuse_cut(project: Project, change: Change) -> None:
    """Raises EditRefused where a change is part of drafts: undoing it would leave it in them and revert it later."""
    names = [f"“{draft}”" for draft in list_cut_drafts(project) if change.number <= draft.change_number]
    if names:
        were, those, their = ("was", "that draft", "its") if len(names) == 1 else ("were", "those drafts", "their")
        raise EditRefused(
            f"“{change.label}” was made before {' and '.join(names)} {were} cut. To undo it, first delete {those} on "
            f"the page of migrations: {their} changes stay in the design. Or change the design back by an edit."
        )


@contextmanager
def _arranging(project: Project, label: str) -> Iterator[Project]:
    """The locked project; what is done to its drafts inside can be undone."""
    own = lock_project(project)
    before = _rows(own)
    yield own
    _remember(own, Arrangement(label, is_undone=False, release=_release(own), before=before, after=_rows(own)))
    announce(own, "drafts")


def _remember(project: Project, arrangement: Arrangement) -> None:
    project.former_drafts = {field: getattr(arrangement, field) for field in arrangement.__struct_fields__}
    project.save(update_fields=["former_drafts"])


def _rows(project: Project) -> list[dict[str, Any]]:
    return [draft.as_row() for draft in Draft.objects.filter(project_id=project.pk)]


def _release(project: Project) -> int:
    last = last_migration(project)
    return last.number if last else 0


def _cut_drafts(project: Project, draft: Draft) -> tuple[list[Draft], int]:
    """The drafts with a name, and where among them one is. Raises EditRefused for one that is gone or open."""
    drafts = list_drafts(project)
    place = find_draft(drafts, draft)
    if drafts[place].is_open:
        raise EditRefused("What is not in a draft yet can only be cut. Cut a draft, then arrange it.")
    return [row for row in drafts if not row.is_open], place


def _refuse_taken(drafts: list[Draft], name: str) -> None:
    if any(draft.name == name for draft in drafts):
        raise EditRefused(f"There is a draft {name} already. Choose another name.")


def _merge(earlier: Draft, later: Draft) -> None:
    """Makes one of two neighbours. Where both edited the same file by hand, the text of the earlier one goes on under
    a name no file has, so that a person must decide about it.
    """
    later.after_change = min(earlier.after_change, later.after_change)
    if not later.is_open:
        later.change_number = max(earlier.change_number, later.change_number)
    later.answers = earlier.answers | later.answers
    for suffix, edit in earlier.hand_edits.items():
        name = suffix
        while name in later.hand_edits:
            name = f"{name}_of_{earlier}"
        later.hand_edits[name] = edit
    later.dropped_copies = list(dict.fromkeys([*earlier.dropped_copies, *later.dropped_copies]))
    earlier.delete()
    later.save()


def _reorder(
    project: Project, base: Design, middle: Design, end: Design, drafts: tuple[Draft, Draft], validate: Validate
) -> Design:
    """What lies between two drafts when the second comes first."""
    first = {row.object_id: row for row in compare_definitions(base, middle)}
    second = compare_definitions(middle, end)
    both = [words for row in second if row.object_id in first for words in _shared_parts(first[row.object_id], row)]
    if both:
        raise EditRefused(
            f"“{drafts[0]}” and “{drafts[1]}” cannot change places: both change {', '.join(both)}. "
            "Squash them, or leave their order."
        )
    emptied = remove(base, *(row.object_id for row in second if row.before is not None))
    changed = [_moved(row, base) if row.object_id in first else row.after for row in second]
    found = sorted_design(put(emptied, *(row for row in changed if row is not None)))
    try:
        refuse_new_problems(base, found)
        found = sorted_design(validate(project, base, found))
        _refuse_unsupported([(base, found), (found, end)], [(base, middle), (middle, end)])
    except EditRefused as error:
        raise EditRefused(f"“{drafts[1]}” cannot come before “{drafts[0]}”. {error}") from error
    return found


def _shared_parts(first: Difference, second: Difference) -> list[str]:
    """What of one definition two drafts both change, by name."""
    earlier, later = changed_parts(first.before, first.after), changed_parts(second.before, second.after)
    name = full_name(second.definition)
    if WHOLE in earlier or WHOLE in later:
        return [name]
    return [f"{name} ({words})" for part, words in later.items() if part in earlier]


def _moved(change: Difference, base: Design) -> Definition:
    """A definition that both drafts change, with what the second changes alone."""
    assert change.before is not None  # noqa: S101 - a definition that both change is there before and after each
    assert change.after is not None  # noqa: S101
    return apply_changes(change.before, change.after, base.by_id[change.object_id])


def _refuse_unsupported(steps: list[tuple[Design, Design]], known: list[tuple[Design, Design]]) -> None:
    """Raises EditRefused for differences that no migration bridges and that there were not in the former order."""
    old = {row.object_name for pair in known for row in find_differences(*pair).unsupported}
    for pair in steps:
        for row in find_differences(*pair).unsupported:
            if row.object_name not in old:
                raise EditRefused(f"{row.object_name}: {row.reason}")
