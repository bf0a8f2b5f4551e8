"""The questions of an import: which of the objects that are gone became which of the new ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from designer.catalog.reimports import Question

_PREFIX = "rename-"


class RenameForm:
    """Answers as they stand in an address or a form: `rename-<id here>=<id in the input>`; anything else is a no.

    Its questions depend on its answers (a table that was renamed may have a column that was), so it is no form of
    fixed fields.
    """

    def __init__(self, data: Mapping[str, str]) -> None:
        self.chosen: dict[UUID, UUID] = {}
        for field, value in data.items():
            if field.startswith(_PREFIX) and value:
                try:
                    self.chosen[UUID(field.removeprefix(_PREFIX))] = UUID(value)
                except ValueError:
                    continue  # not one of ours

    @property
    def signature(self) -> str:
        """The answers as a text, to tell whether a page was made for them."""
        return " ".join(sorted(f"{old}={new}" for old, new in self.chosen.items()))

    def rows(self, questions: Sequence[Question]) -> list[tuple[str, Question, str]]:
        """Field name, question and chosen answer, for the page."""
        rows = ((f"{_PREFIX}{row.id}", row, str(self.chosen.get(row.id, ""))) for row in questions)
        return sorted(rows, key=lambda row: (row[1].word, row[1].name))
