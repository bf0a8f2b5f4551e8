"""Every topic there is a question about: who asks, and what an answer makes of the operation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from designer.migrations.fillings import (
    ask_about_nulls,
    ask_about_required,
    ask_about_volatile,
    fill_nulls,
    fill_required,
    fill_volatile,
)
from designer.migrations.losses import (
    ask_about_attributes,
    ask_about_casts,
    ask_about_columns,
    ask_about_tables,
    ask_about_values,
    cast_column,
    convert_values,
    drop_column,
    drop_table,
)
from designer.migrations.operations import Operation
from designer.migrations.ordering import order_operations
from designer.migrations.questions import Answer, Answers, Question, answer_to
from designer.migrations.scopes import Scope
from designer.migrations.twins import ask_about_rewrites, choose_twin
from designer.migrations.violations import (
    ask_about_checks,
    ask_about_duplicates,
    ask_about_orphans,
    remove_duplicates,
    remove_orphans,
    remove_violations,
)

FIRST_RANKS = 100
"""Operations below this rank come before all others, in the order they have."""

_Ask: TypeAlias = Callable[[Operation, Scope], Iterator[Question]]
_Apply: TypeAlias = Callable[[Any, Answer, Scope], list[Operation]]


class _Topic(NamedTuple):
    ask: _Ask
    apply: _Apply


def _leave(operation: Operation, _: Answer, __: Scope) -> list[Operation]:
    return [operation]


_TOPICS = (
    _Topic(ask_about_columns, drop_column),
    _Topic(ask_about_tables, drop_table),
    _Topic(ask_about_attributes, _leave),
    _Topic(ask_about_values, _leave),  # applied to the columns of the type: `convert_values`
    _Topic(ask_about_casts, cast_column),
    _Topic(ask_about_rewrites, choose_twin),
    _Topic(ask_about_required, fill_required),
    _Topic(ask_about_volatile, fill_volatile),
    _Topic(ask_about_nulls, fill_nulls),
    _Topic(ask_about_duplicates, remove_duplicates),
    _Topic(ask_about_checks, remove_violations),
    _Topic(ask_about_orphans, remove_orphans),
)


class Answered(NamedTuple):
    """The operations with every answer worked in, what was asked, and what was answered, by the ids of questions."""

    operations: list[Operation]
    questions: tuple[Question, ...]
    answers: dict[str, Answer]


def ask_and_answer(operations: Sequence[Operation], scope: Scope, answers: Answers) -> Answered:
    """Asks about every operation and works the answers in; what is not answered stays as it was planned.

    Raises AnswerError for an answer that does not fit.
    """
    questions: list[Question] = []
    given: dict[str, Answer] = {}
    rows: list[Operation] = []
    for operation in operations:
        results = [operation]
        for topic in _TOPICS:
            for question in topic.ask(operation, scope):
                questions.append(question)
                answer = answer_to(question, answers)
                if answer is not None:
                    given[question.id] = answer
                    # What prepares an operation comes before it; a later topic goes on from there.
                    results = [*results[:-1], *topic.apply(results[-1], answer, scope)]
        rows += results
    if not given:
        return Answered(list(operations), tuple(questions), {})
    rows = list(convert_values(rows, given))
    first = [row for row in rows if row.rank < FIRST_RANKS]
    return Answered(first + order_operations(row for row in rows if row.rank >= FIRST_RANKS), tuple(questions), given)
