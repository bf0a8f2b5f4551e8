"""The answers that the next release needs, and how many rows tables have."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.http import QueryDict
from msgspec import Struct

from designer.design import DesignerError
from designer.migrations import Answer, Question

_ROWS = re.compile(r"\s*(?P<name>\S.*?)\s*[=:]\s*(?P<count>[0-9][0-9_ ]*)\s*\Z")


class AskedQuestion(Struct, frozen=True):
    """A question as the page shows it, with what is chosen."""

    question: Question
    chosen: str
    expression: str


def asked_questions(questions: tuple[Question, ...], answers: Mapping[str, Answer]) -> list[AskedQuestion]:
    """Each question with its answer so far."""
    found = ((question, answers.get(question.id, Answer(""))) for question in questions)
    return [AskedQuestion(question, answer.choice, answer.expression) for question, answer in found]


def read_posted_answers(posted: QueryDict, questions: tuple[Question, ...]) -> dict[str, Answer]:
    """What was chosen, by the ids of questions; what was left open is not there."""
    return {
        question.id: Answer(str(choice), str(posted.get(f"expression-{question.id}", "")).strip())
        for question in questions
        if (choice := posted.get(f"answer-{question.id}"))
    }


def read_row_counts(text: str) -> dict[str, int]:
    """Lines such as `public.orders = 1000000`. Raises DesignerError naming the line that is none."""
    counts = {}
    for line in filter(str.strip, text.splitlines()):
        match = _ROWS.match(line)
        if match is None:
            raise DesignerError(f"“{line.strip()}” says no number of rows. Write it like public.orders = 1000000.")
        counts[match["name"]] = int(re.sub(r"[_ ]", "", match["count"]))
    return counts


def write_row_counts(counts: Mapping[str, int]) -> str:
    """The lines that `read_row_counts` reads."""
    return "\n".join(f"{name} = {count}" for name, count in sorted(counts.items()))
