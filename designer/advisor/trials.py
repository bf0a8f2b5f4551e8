"""Trials: statements run as somebody, with what the server answered, in a transaction that is taken back."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import psycopg
from msgspec import Struct

from designer.access.personas import Persona

_MOST_CHARACTERS = 400


class Answer(Struct, frozen=True):
    """What the server answered: its tag ("UPDATE 1"), or an error; `value` is the first value of the first row."""

    status: str = ""
    count: int = 0
    value: Any = None
    sqlstate: str = ""
    message: str = ""

    @property
    def is_ok(self) -> bool:
        return not self.sqlstate

    @property
    def has_changed(self) -> bool:
        """Whether it wrote at least one row."""
        return self.is_ok and self.count > 0


class Trial:
    """One transaction as one persona; `transcript` is for a person to read and to run again."""

    def __init__(self, connection: psycopg.Connection[Any], persona: Persona) -> None:
        self._connection = connection
        self._persona = persona
        self._lines: list[str] = []

    def __enter__(self) -> Self:
        self._connection.execute("begin")
        self.become(self._persona)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._connection.closed:
            self._connection.execute("rollback")

    @property
    def transcript(self) -> str:
        """What was run and what the server answered."""
        return "\n".join(["begin;", *self._lines, "rollback;"])

    def become(self, persona: Persona) -> None:
        """Goes on as somebody else."""
        self._connection.execute("set local role postgres")
        self._connection.execute(persona.become())
        self._lines += [f"-- as {persona.name}", persona.become()]

    def become_owner(self) -> None:
        """Goes on as the owner of the tables, whom no policy stops: to look, or to prepare."""
        self.run("set local role postgres", is_told=False)
        self._lines.append("set local role postgres;")

    def run(self, statement: str, *, is_told: bool = True) -> Answer:
        """One statement. An error takes back what it did and no more."""
        self._connection.execute("savepoint trial")
        try:
            answer = _read(self._connection.execute(statement))
            self._connection.execute("release savepoint trial")
        except psycopg.Error as error:
            if self._connection.closed:
                raise  # by the watchdog, or because the server is gone
            self._connection.execute("rollback to savepoint trial")
            answer = Answer(sqlstate=error.sqlstate or "XX000", message=error.diag.message_primary or str(error))
        if is_told:
            said = answer.status if answer.is_ok else f"ERROR {answer.sqlstate}: {answer.message}"
            if answer.is_ok and answer.value is not None:
                said = f"{said}: {answer.value}"
            self._lines += [f"{_shorten(statement)};", f"--> {said}"]
        return answer

    def explain(self, statement: str) -> str:
        """The plan of a statement, as the present role gets it."""
        self._connection.execute("savepoint explained")
        try:
            rows = self._connection.execute(f"explain (costs off) {statement}").fetchall()
        except psycopg.Error as error:
            self._connection.execute("rollback to savepoint explained")
            rows = [(f"ERROR {error.sqlstate}: {error.diag.message_primary}",)]
        plan = [str(row[0]) for row in rows]
        self._lines += [f"explain (costs off) {statement};", *(f"--> {line}" for line in plan)]
        return "\n".join(plan)

    def count(self, source: str, condition: str = "true") -> int | None:
        """How many rows of a relation the present role sees; None where it is an error."""
        where = "" if condition == "true" else f" where {condition}"
        answer = self.run(f"select count(*) from {source}{where}")  # noqa: S608 - quoted by the caller
        return answer.value if answer.is_ok else None


def _read(cursor: psycopg.Cursor[Any]) -> Answer:
    row = cursor.fetchone() if cursor.description else None
    return Answer(
        status=cursor.statusmessage or "", count=max(cursor.rowcount, 0), value=row[0] if row is not None else None
    )


def _shorten(statement: str) -> str:
    flat = statement.strip()
    return f"{flat[:_MOST_CHARACTERS]} …" if len(flat) > _MOST_CHARACTERS else flat
