"""What a mutant is: a design with one mistake in what guards its rows."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from designer.design import Design


class Mutant(Struct, frozen=True, kw_only=True):
    """One mistake. `is_measured` says whether the matrix would show what it does."""

    operator: str
    object: str
    words: str
    design: Design
    table_id: UUID | None = None
    is_measured: bool = True

    @property
    def name(self) -> str:
        """The mistake in one line."""
        return f"{self.object}: {self.words}"
