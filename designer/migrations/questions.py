"""What a planner cannot know and must ask: what becomes of rows that a migration would lose or that stand in its way.

A question is known by its topic and the id of its object, so it stays the same however often a migration is planned.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from designer.design import DesignerError
from designer.postgres.parsing import SqlSyntaxError, check_expression


class Choice(Struct, frozen=True, kw_only=True):
    """One way to answer. `effect` is its SQL, in short; `takes_expression` asks for a value to go with it."""

    name: str
    words: str
    effect: str = ""
    takes_expression: bool = False


class Question(Struct, frozen=True, kw_only=True):
    """Asked once for each object and topic; `default` is the choice that touches no rows beyond what was planned."""

    id: str
    topic: str
    subject: str
    text: str
    choices: tuple[Choice, ...]
    default: str

    @property
    def key(self) -> str:
        """How a person names the question in a file of answers: `drop column public.orders.note`."""
        return f"{self.topic} {self.subject}"

    @property
    def takes_expression(self) -> bool:
        """Whether any of the choices does."""
        return any(choice.takes_expression for choice in self.choices)

    def choice(self, name: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.name == name), None)


class Answer(Struct, frozen=True, omit_defaults=True):
    """A choice by its name, with the expression it takes if it takes one."""

    choice: str
    expression: str = ""


Answers = Mapping[str, Answer]
"""By the id or the key of the question."""


class AnswerError(DesignerError):
    """An answer that does not fit its question."""


def answer_to(question: Question, answers: Answers) -> Answer | None:
    """The answer given, or None. Raises AnswerError when it is none of the choices or its expression is no SQL."""
    answer = answers.get(question.id) or answers.get(question.key)
    if answer is None:
        return None
    choice = question.choice(answer.choice)
    if choice is None:
        known = ", ".join(choice.name for choice in question.choices)
        raise AnswerError(f"“{answer.choice}” does not answer “{question.key}”. Choose one of: {known}.")
    if not choice.takes_expression:
        return Answer(answer.choice)
    if not answer.expression.strip():
        raise AnswerError(f"“{question.key}” = {choice.name} needs an expression. Give one, such as 'unknown' or 0.")
    try:
        check_expression(answer.expression)
    except SqlSyntaxError as error:
        raise AnswerError(f"The expression of “{question.key}” cannot be read: {error} Correct it.") from error
    return answer


def check_answers(answers: Answers, questions: Iterable[Question]) -> None:
    """Raises AnswerError for an answer to what was not asked: a typing error would else be silence."""
    known = {name for question in questions for name in (question.id, question.key)}
    for name in answers:
        if name not in known:
            raise AnswerError(f"Nothing asks “{name}”. Remove the answer, or name a question that is asked.")


class AnswerFile(Struct, frozen=True):
    """A file of answers, and how many rows tables have, by their full names."""

    answers: Answers
    rows: Mapping[str, int]


def read_answers(text: str) -> AnswerFile:
    """Reads TOML: under [answers] a choice, or a table with `choice` and `expression`; under [rows] numbers.

    Raises AnswerError saying what is wrong.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AnswerError(f"The answers are no TOML: {error}. Correct the file.") from error
    unknown = sorted(found.keys() - {"answers", "rows"})
    if unknown:
        raise AnswerError(f"A file of answers has the tables [answers] and [rows], not [{unknown[0]}].")
    answers = {name: _read_answer(name, value) for name, value in found.get("answers", {}).items()}
    rows = found.get("rows", {})
    for name, count in rows.items():
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise AnswerError(f"The rows of {name} are no number: {count!r}. Write how many there are, about.")
    return AnswerFile(answers, rows)


def _read_answer(name: str, value: Any) -> Answer:
    if isinstance(value, str):
        return Answer(value)
    if isinstance(value, dict) and value.keys() <= {"choice", "expression"} and isinstance(value.get("choice"), str):
        return Answer(value["choice"], str(value.get("expression", "")))
    raise AnswerError(f"The answer to “{name}” is neither a choice nor a table with choice and expression.")
