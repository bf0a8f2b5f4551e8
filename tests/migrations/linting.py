"""Squawk's judgement of migration files, with its default rules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from designer.migrations import MigrationFile

SQUAWK = Path(sys.executable).parent / "squawk"


def lint(files: list[MigrationFile], folder: Path) -> list[str]:
    """What squawk finds in the files and their rollbacks; those that cannot run in a transaction are alone there too."""
    found = []
    for is_transactional in (True, False):
        paths = []
        for number, file in enumerate(files):
            if file.is_transactional == is_transactional:
                for direction, sql in (("up", file.up_sql), ("down", file.down_sql)):
                    path = folder / f"{number}.{direction}.sql"
                    path.write_text(sql, encoding="utf-8")
                    paths.append(path)
        if paths:
            found += _run(paths, ["--assume-in-transaction"] if is_transactional else [])
    return found


def _run(paths: list[Path], options: list[str]) -> list[str]:
    command = [str(SQUAWK), "--pg-version", "15", *options, "--reporter", "gcc", *map(str, paths)]
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [line.rpartition("/")[2] for line in output.splitlines() if ": warning: " in line or ": error: " in line]
