"""The drafts of a project: what will be released, in order."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from designer.design import Design
from designer.design.errors import EditRefused
from projects.models import Draft, Project, Snapshot
from projects.selectors.designs import design_at, last_migration, load_design


class Span(Struct, frozen=True):
    """Where a draft begins and ends."""

    draft: Draft
    base: Snapshot | None
    before: Design
    after: Design


def list_drafts(project: Project) -> list[Draft]:
    """Every draft in order. The last is the open one, which is not saved while nothing was decided about it."""
    rows = Draft.objects.filter(project_id=project.pk).select_related("target", "cut_by").defer("target__body")
    drafts = list(rows)
    for draft in drafts:
        draft.project = project
    if drafts and drafts[-1].is_open:
        return drafts
    last = last_migration(project)
    after_change = max([last.change_number if last else 0, *(draft.change_number for draft in drafts)])
    position = drafts[-1].position + 1 if drafts else 1
    return [*drafts, Draft(project=project, position=position, after_change=after_change)]


def list_cut_drafts(project: Project) -> list[Draft]:
    """Those with a name, in order."""
    return [draft for draft in list_drafts(project) if not draft.is_open]


def find_draft(drafts: Sequence[Draft], draft: Draft | None) -> int:
    """The place of a draft among all drafts; None is the open one, the last. Raises EditRefused for one that is
    gone.
    """
    if draft is None or draft.pk is None:
        return len(drafts) - 1
    found = next((index for index, row in enumerate(drafts) if row.pk == draft.pk), None)
    if found is None:
        raise EditRefused(f"The draft “{draft}” is gone: it was released, squashed or deleted. Look at the others.")
    return found


def span_of(project: Project, drafts: Sequence[Draft], index: int) -> Span:
    """The designs between which the draft at `index` of all drafts lies."""
    last = last_migration(project)
    base = drafts[index - 1].target if index else last.target if last else None
    draft = drafts[index]
    after = load_design(project) if draft.is_open else design_at(draft.target)
    return Span(draft, base, design_at(base), after)
