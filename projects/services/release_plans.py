"""What a release would write: each draft planned, with the answers and texts saved for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from django.db import transaction
from msgspec import Struct, convert, to_builtins
from msgspec.structs import replace

from designer.design import Design
from designer.migrations import (
    Answer,
    AnswerError,
    MigrationFile,
    MigrationPlan,
    Operation,
    Question,
    Unsupported,
    plan_migration,
)
from designer.migrations.questions import answer_to
from projects.models import ChangeItem, Draft, Project
from projects.selectors.drafts import find_draft, list_drafts, span_of
from projects.services.copies import copies_made_by, drop_chosen_copies, list_copies
from projects.services.edits import lock_draft
from projects.services.hand_edits import DRAFT_NAME, EditedFiles, apply_hand_edits


class ReleasePlan(Struct, frozen=True):
    """The migration a release would make of one draft.

    `unsupported` are differences that no operation bridges: they are said, not released. `questions` that are `open`
    keep it from being released; `misfit` says why the answers that were saved could not be used. `migration` has the
    files as they were edited by hand; `hand` says which, and what was generated.
    """

    draft: Draft
    before: Design
    after: Design
    migration: MigrationPlan
    hand: EditedFiles
    rows: Mapping[str, int]
    misfit: str = ""

    @property
    def operations(self) -> tuple[Operation, ...]:
        return self.migration.operations

    @property
    def unsupported(self) -> tuple[Unsupported, ...]:
        return self.migration.unsupported

    @property
    def files(self) -> list[MigrationFile]:
        return self.migration.files

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.migration.questions

    @property
    def open(self) -> list[Question]:
        return self.migration.open_questions

    @property
    def existing(self) -> set[str]:
        """The full names of the tables that are there before it."""
        tables = {f"{table.schema}.{table.name}" for table in self.before.tables}
        return tables | {f"{view.schema}.{view.name}" for view in self.before.views}

    @property
    def edited_files(self) -> list[MigrationFile]:
        """The files that somebody wrote by hand."""
        return [file for file in self.files if file.name_suffix in self.hand.edited]


def plan_release(project: Project, draft: Draft | None = None, *, name: str = DRAFT_NAME) -> ReleasePlan:
    """The migration of a draft, not yet released; no files when nothing has changed. Without one, of the open draft:
    what has changed since the last cut or release.

    It is written for the project's major of PostgreSQL and with the answers saved so far. Raises VersionError where
    that major lacks something of the design.
    """
    drafts = list_drafts(project)
    return _plan(project, drafts, find_draft(drafts, draft), name=name)


def plan_drafts(project: Project) -> list[ReleasePlan]:
    """Everything that waits to be released, in order; nothing where nothing has changed. Raises as `plan_release`."""
    drafts = list_drafts(project)
    plans = [_plan(project, drafts, index) for index in range(len(drafts))]
    return [plan for plan in plans if plan.files or not plan.draft.is_open]


@transaction.atomic
def answer_questions(
    *, project: Project, answers: Mapping[str, Answer], row_counts: Mapping[str, int], draft: Draft | None = None
) -> None:
    """Saves what is answered for a draft, in place of what was, and how many rows tables have.

    Raises AnswerError for an answer that does not fit; then nothing is saved.
    """
    own = lock_draft(project, draft)
    project = own.project
    project.row_counts = dict(row_counts)
    project.save(update_fields=["row_counts"])
    own.answers = {}
    own.save()
    for question in plan_release(project, own).questions:
        answer = answer_to(question, answers)
        if answer is not None:
            own.answers[question.id] = to_builtins(answer)
    own.save()


def _plan(project: Project, drafts: Sequence[Draft], index: int, *, name: str = DRAFT_NAME) -> ReleasePlan:
    span, own = span_of(project, drafts, index), drafts[index]
    answers = convert(own.answers, dict[str, Answer])
    why = _descriptions(project, own)
    plan = partial(
        plan_migration,
        span.before,
        span.after,
        name=name,
        rows=project.row_counts,
        version=project.postgres_version,
        reason=lambda operation: _reason(operation, why),
        copies=_copies_before(project, drafts, index) if _keeps(own) else (),
    )
    misfit = ""
    try:
        planned = plan(answers=answers)
    except AnswerError as error:
        planned, misfit = plan(), str(error)
    planned = drop_chosen_copies(planned, project, own, name=name)
    hand = apply_hand_edits(planned.files, own.hand_edits, name=name)
    migration = replace(planned, files=hand.files)
    return ReleasePlan(own, span.before, span.after, migration, hand, project.row_counts, misfit)


def _keeps(draft: Draft) -> bool:
    return any(answer["choice"] == "keep" for answer in draft.answers.values())


def _copies_before(project: Project, drafts: Sequence[Draft], index: int) -> frozenset[str]:
    """The copies that are there when a draft keeps its own, so that theirs get other names."""
    names = {copy.name for copy in list_copies(project)}
    for place, draft in enumerate(drafts[: index + 1]):
        names -= set(draft.dropped_copies)
        if place < index and _keeps(draft):
            names |= {kept.copy_name for kept in copies_made_by(_plan(project, drafts, place).operations)}
    return frozenset(names)


def _descriptions(project: Project, draft: Draft) -> dict[str, str]:
    """What authors wrote about objects they changed in a draft, by full name."""
    items = ChangeItem.objects.filter(change__project_id=project.pk, change__number__gt=draft.after_change)
    if not draft.is_open:
        items = items.filter(change__number__lte=draft.change_number)
    rows = items.exclude(change__description="").order_by("change__number")
    return dict(rows.values_list("name", "change__description"))


def _reason(operation: Operation, descriptions: dict[str, str]) -> str:
    """The description of the object an operation works on, or of the table it is part of."""
    name = operation.subject
    while name:
        if name in descriptions:
            return descriptions[name]
        name = name.rpartition(".")[0]
    return ""
