"""What a proof says, as inert values that a command prints and a page shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from designer.migrations import Lock, MigrationFile
from designer.postgres.parsing import split_statements

MOST_HARMLESS = Lock.ROW_EXCLUSIVE
"""Up to this mode readers and writers go on side by side: no operation needs to announce it."""


class ProofFile(Struct, frozen=True, kw_only=True):
    """One file as it will be run; a planned one and a released one look the same here."""

    name: str
    up_sql: str
    down_sql: str
    is_transactional: bool = True
    script_sql: str = ""
    """What fills rows before the file goes up, each statement on its own."""


class StepResult(Struct, frozen=True):
    """One step of the proof with the time it took; `error` says what ended the proof there."""

    name: str
    seconds: float
    error: str | None = None


class TableLock(Struct, frozen=True):
    """The strongest lock a statement took on one table, in PostgreSQL's words."""

    table: str
    mode: str


class StatementLocks(Struct, frozen=True, kw_only=True):
    """The locks a statement added to those its transaction had, on tables that existed before the migration.

    `predicted` is the operation's own word; None where nobody said anything (the way down, SQL written by hand).
    """

    direction: str
    file: str
    statement: str
    predicted: str | None
    taken: tuple[TableLock, ...]
    seconds: float

    @property
    def is_too_weak(self) -> bool:
        """Whether it took more on some table than its operation said."""
        if self.predicted is None:
            return False
        limit = max(lock_of(self.predicted), MOST_HARMLESS)
        return any(lock_of(lock.mode) > limit for lock in self.taken)


class TableRows(Struct, frozen=True, kw_only=True):
    """Rows of a table after each step; None where there is no such table then."""

    table: str
    base: int | None = None
    up: int | None = None
    down: int | None = None
    again: int | None = None


class Proof(Struct, frozen=True, kw_only=True):
    """Whether a migration does what it says, and everything seen on the way."""

    server_version: int
    plan_hash: str
    steps: tuple[StepResult, ...]
    differences: tuple[str, ...]
    """What should be equal and is not, in words; also the error that ended the proof."""
    conditions: tuple[str, ...] = ()
    """What existing rows must fulfil: rows that do not made the migration fail, in the server's words."""
    losses: tuple[str, ...] = ()
    """Data that is gone, or changed, after up and down, as the operations announce it."""
    notes: tuple[str, ...] = ()
    """What is not equal and cannot be, such as the order of columns."""
    rows: tuple[TableRows, ...] = ()
    unfilled: tuple[str, ...] = ()
    """Tables without rows, and why."""
    statements: tuple[StatementLocks, ...] = ()
    written_for: int | None = None
    """The major the SQL is written for; None for any."""

    @property
    def is_proven(self) -> bool:
        return not self.differences and all(step.error is None for step in self.steps)

    @property
    def server(self) -> str:
        """The server it ran on, as people say it: "PostgreSQL 18.6"."""
        return server_words(self.server_version)

    @property
    def other_major(self) -> str:
        """What the server's major leaves open, in words; nothing where it is the one the SQL is written for."""
        return describe_other_major(self.server, self.written_for)

    @property
    def seconds(self) -> float:
        return round(sum(step.seconds for step in self.steps), 2)

    @property
    def weak_predictions(self) -> tuple[StatementLocks, ...]:
        """Statements that took a stronger lock than their operation said."""
        return tuple(row for row in self.statements if row.is_too_weak)


def server_words(version: int) -> str:
    """PostgreSQL's version number in words: 180006 is "PostgreSQL 18.6"."""
    return f"PostgreSQL {version // 10000}.{version % 10000}"


def describe_other_major(server: str, major: int | None) -> str:
    """What a proof on a server, in `server_words`, leaves open for databases of a major; nothing where it is that."""
    if major is None or server.startswith(f"PostgreSQL {major}."):
        return ""
    meant = f"It ran on {server}, but the migration is meant for PostgreSQL {major}"
    return f"{meant}: what the two do differently was not seen."


def lock_of(words: str) -> Lock:
    """The mode that PostgreSQL spells so."""
    return Lock[words.replace(" ", "_")]


def with_names(files: Sequence[MigrationFile], names: Sequence[str]) -> list[ProofFile]:
    """Planned files under the names they are, or would be, released as."""
    return [
        ProofFile(
            name=name,
            up_sql=file.up_sql,
            down_sql=file.down_sql,
            is_transactional=file.is_transactional,
            script_sql=file.script_sql,
        )
        for name, file in zip(names, files, strict=True)
    ]


def predict_locks(files: Iterable[MigrationFile]) -> dict[str, Lock]:
    """The lock that each statement of the way up is said to take."""
    predicted: dict[str, Lock] = {}
    for file in files:
        for operation in file.operations:
            for sql in operation.up():
                for statement in split_statements(sql):
                    predicted[statement] = max(operation.lock, predicted.get(statement, Lock.NONE))
    return predicted


def read_plan_hash(base: str, target: str, files: Iterable[ProofFile]) -> str:
    """What a proof belongs to: both designs, by their content hashes, and every statement up and down.

    Names and comments do not count: what is run is the same.
    """
    digest = hashlib.sha256(f"{base}\0{target}".encode())
    for file in files:
        digest.update(b"\1" if file.is_transactional else b"\2")
        for sql in (file.up_sql, file.down_sql, file.script_sql):
            for statement in split_statements(sql):
                digest.update(statement.encode() + b"\0")
            digest.update(b"\3")
    return digest.hexdigest()


def count_rows(counts: Sequence[Mapping[str, int]]) -> tuple[TableRows, ...]:
    """One line per table from the counts after each step, in the order base, up, down, again."""
    names = sorted({name for step in counts for name in step})
    steps = ("base", "up", "down", "again")
    return tuple(
        TableRows(table=name, **{step: found.get(name) for step, found in zip(steps, counts, strict=False)})
        for name in names
    )
