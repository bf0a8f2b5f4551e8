"""A whole migration: what it does, what must be answered first, what cannot be done, and its files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from msgspec import Struct

from designer.design import Design
from designer.migrations.comparisons import find_differences
from designer.migrations.contexts import Unsupported
from designer.migrations.files import MigrationFile, plan_files
from designer.migrations.operations import Operation
from designer.migrations.questions import Answer, Answers, Question
from designer.migrations.scopes import Scope
from designer.migrations.topics import ask_and_answer
from designer.migrations.versions import find_too_new


class MigrationPlan(Struct, frozen=True, kw_only=True):
    """The migration between two designs. `operations` are in the forms and the order in which `files` run them.

    `answers` are by the ids of `questions`; a question without one is open, and the plan does what its default says.
    """

    operations: tuple[Operation, ...]
    files: list[MigrationFile]
    questions: tuple[Question, ...]
    answers: dict[str, Answer]
    unsupported: tuple[Unsupported, ...]
    version: int | None = None
    """The major the SQL is written for; None for what every major from 15 on understands."""

    @property
    def open_questions(self) -> list[Question]:
        """What has not been answered."""
        return [question for question in self.questions if question.id not in self.answers]


def plan_migration(
    before: Design,
    after: Design,
    *,
    name: str,
    answers: Answers | None = None,
    rows: Mapping[str, int] | None = None,
    online: bool = True,
    version: int | None = None,
    reason: Callable[[Operation], str] = lambda _: "",
    copies: Collection[str] = (),
) -> MigrationPlan:
    """Plans from one design to the other.

    `answers` are by id or key of the question; `rows` are the numbers of rows of tables by full name, as far as known
    (0 asks nothing); `version` is the server's major; `copies` are the full names of copies of dropped data that are
    there already, whose names new ones must not take. Raises AnswerError for an answer that does not fit its question
    (`questions.check_answers` finds those to nothing), and VersionError where the server's major lacks something of the
    new design.
    """
    if version is not None:
        find_too_new(before, after, version)
    found = find_differences(before, after)
    scope = Scope(found.operations, after, rows or {}, copies)
    answered = ask_and_answer(found.operations, scope, answers or {})
    files = plan_files(answered.operations, name=name, online=online, reason=reason, version=version)
    return MigrationPlan(
        operations=tuple(operation for file in files for operation in file.operations),
        files=files,
        questions=answered.questions,
        answers=answered.answers,
        unsupported=found.unsupported,
        version=version,
    )
