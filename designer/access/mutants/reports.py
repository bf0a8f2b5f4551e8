"""What became of mutants."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from designer.access.suites import FileResult


class Fate(StrEnum):
    """Whether the suite saw a mistake."""

    KILLED = "killed"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    """Nothing that is measured differs: not a mistake that rows or errors could show."""
    STILLBORN = "stillborn"
    """PostgreSQL refuses the mistake."""


class MutantResult(Struct, frozen=True, kw_only=True):
    """One mutant. `test` is the one that killed it, or for a survivor one that would; `file` is where it is."""

    operator: str
    object: str
    words: str
    fate: Fate
    file: str = ""
    test: str = ""


class MutationReport(Struct, frozen=True, kw_only=True):
    """The suite as it was written and run, and what it did to every mutant."""

    server_version: int
    files: tuple[tuple[str, str], ...]
    """Names and texts."""
    suite: tuple[FileResult, ...]
    suite_seconds: float
    mutants: tuple[MutantResult, ...]
    mutants_seconds: float

    @property
    def is_green(self) -> bool:
        """Whether the suite passes on the design itself; otherwise no mutant is tried."""
        return all(file.is_green for file in self.suite)

    @property
    def tests(self) -> int:
        """How many tests the suite has."""
        return sum(file.planned for file in self.suite)

    def count(self, fate: Fate) -> int:
        """How many mutants ended so."""
        return sum(mutant.fate is fate for mutant in self.mutants)

    @property
    def score(self) -> float | None:
        """The share of mistakes that were seen, of those that could be; None where there was none."""
        killed, survived = self.count(Fate.KILLED), self.count(Fate.SURVIVED)
        return killed / (killed + survived) if killed + survived else None
