"""Cases as folders: `before.sql`, `after.sql`, perhaps `rows.sql`, and the SQL expected between them, read by a person.

ROWHOUSE_WRITE_CASES=1 writes the expected files anew; look at what changed before you commit it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from designer.migrations import MigrationFile

FOLDER = Path(__file__).parents[1] / "cases" / "migrations"
SHARED = Path(os.environ.get("ROWHOUSE_CASES", Path(__file__).parents[3] / "shared" / "cases"))
"""What others wrote and we may read but not copy."""


class Case(Struct, frozen=True):
    """Two schemas as SQL, and rows for the tables of the first."""

    name: str
    before: str
    after: str
    rows: str = ""
    answers: str = ""
    """As TOML."""


def read_case(folder: Path) -> Case:
    def text(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8") if (folder / name).exists() else ""

    return Case(folder.name, text("before.sql"), text("after.sql"), text("rows.sql"), text("answers.toml"))


def our_cases() -> list[Case]:
    return [read_case(folder) for folder in sorted(FOLDER.iterdir()) if (folder / "before.sql").exists()]


def shared_pairs() -> list[Case]:
    """The folders of pairs; none where they are missing."""
    folder = SHARED / "pairs"
    return [read_case(pair) for pair in sorted(folder.iterdir()) if pair.is_dir()] if folder.exists() else []


def shared_lines() -> list[Case]:
    """The pairs of pairs.jsonl; none where it is missing."""
    file = SHARED / "pairs.jsonl"
    return list(_lines(file)) if file.exists() else []


def _lines(file: Path) -> Iterator[Case]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        yield Case(f"{number}-{row['topic']}-{row['name']}", row["before"], row["after"])


def as_text(files: list[MigrationFile], *, is_down: bool) -> str:
    """All files of a direction in the order in which they run, as one text."""
    ordered = reversed(files) if is_down else files
    return "\n".join(file.down_sql if is_down else file.up_sql for file in ordered)


def expect(case: Case, files: list[MigrationFile]) -> None:
    """Compares the planned SQL with the expected files, or writes those."""
    for name, is_down in (("up.sql", False), ("down.sql", True)):
        path, text = FOLDER / case.name / name, as_text(files, is_down=is_down)
        if os.environ.get("ROWHOUSE_WRITE_CASES"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{case.name}: {name} is not as expected"
