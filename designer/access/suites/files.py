"""Test files: one transaction each, with its own rows, planned and rolled back, so that it runs alone and anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from designer.postgres.quoting import quote_literal

FOLDER = "supabase/tests/database"
_HEAD = (
    "create extension if not exists pgtap with schema extensions",
    # Names of the project are qualified throughout: only pgTAP's are looked up.
    "set local search_path = pg_catalog, extensions, public",
)

_PIECE = 8
"""Tests that go to the server at once."""


class Step(Struct, frozen=True):
    """A statement, and how many tests it is: most are one, those that prepare are none. `comment` stands above it."""

    sql: str
    tests: int = 1
    comment: str = ""


class SuiteFile(Struct, frozen=True, kw_only=True):
    """One file. `rows` are fixtures of the project, `steps` what is done with them."""

    name: str
    title: str
    rows: tuple[Step, ...] = ()
    steps: tuple[Step, ...]

    @property
    def tests(self) -> int:
        """How many tests it has."""
        return sum(step.tests for step in self.steps)

    def render(self) -> str:
        """The file as `supabase test db` and pg_prove run it."""
        comment = "\n".join(f"-- {line}" for line in self.title.splitlines())
        head = "\n".join(f"{statement};" for statement in _HEAD)
        parts = [f"{comment}\nbegin;\n{head}", f"select plan({self.tests});"]
        parts += [write_step(step) for step in self.rows]
        if self.rows:
            parts.append("set local session_replication_role = origin;")
        parts += [write_step(step) for step in self.steps]
        return "\n\n".join([*parts, "select * from finish();\nrollback;"]) + "\n"

    def pieces(self) -> Iterator[str]:
        """What is done with rows that are there already, for a session that begins and ends the transaction itself.

        A few tests at a time, so that nobody need go on after one that fails.
        """
        texts = [*_HEAD[1:], f"select plan({self.tests})"]
        tests = 0
        for step in self.steps:
            texts.append(step.sql)
            tests += step.tests
            if tests >= _PIECE:
                yield ";\n".join(texts)
                texts, tests = [], 0
        if texts:
            yield ";\n".join(texts)


def write_step(step: Step) -> str:
    """A statement with its comment."""
    comment = "".join(f"-- {line}\n" for line in step.comment.splitlines())
    return f"{comment}{step.sql};"


def write_array(values: list[str] | tuple[str, ...]) -> str:
    """An array of texts; several of them, one on a line."""
    if not values:
        return "'{}'::text[]"
    if len(values) == 1:
        return f"array[{quote_literal(values[0])}]"
    lines = ",\n".join(f"    {quote_literal(value)}" for value in values)
    return f"array[\n{lines}\n  ]"


def write_is(have: str, want: str, description: str) -> Step:
    """A test that two values are equal."""
    return Step(f"select is(\n  {have},\n  {want},\n  {quote_literal(description)}\n)")
