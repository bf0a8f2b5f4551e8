"""What an explanation consists of: plain values, for pages, commands and tests."""

from __future__ import annotations

from msgspec import Struct

from designer.access.explaining.plans import Plan
from designer.access.outcomes import Outcome

TRUE, FALSE, NULL = "true", "false", "null"


class Privilege(Struct, frozen=True, kw_only=True):
    """A privilege that a statement, or a policy it meets, asks of the role.

    `target` is what it is on, as GRANT names it ("TABLE public.notes"); `columns` are those asked for, none where any
    will do. `how` says whom it is granted to. `missing` are the columns that lack it.
    """

    privilege: str
    target: str
    columns: tuple[str, ...] = ()
    is_held: bool = True
    how: str = ""
    missing: tuple[str, ...] = ()
    asked_by: str = ""
    """The policy that asks for it; empty where the statement itself does."""


class Part(Struct, frozen=True, kw_only=True):
    """A condition with its value for one row: true, false, null, or PostgreSQL's error.

    `unhidden` is the value where row-level security hides nothing from the subqueries. `join` is `and` or `or` where
    the condition consists of `parts`.
    """

    text: str
    value: str
    unhidden: str
    join: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def is_true(self) -> bool:
        """Whether it lets the row pass: false and null do not."""
        return self.value == TRUE

    @property
    def is_error(self) -> bool:
        """Whether PostgreSQL could not answer."""
        return self.value not in {TRUE, FALSE, NULL}

    @property
    def hides(self) -> bool:
        """Whether what the persona may not see elsewhere makes the difference."""
        return self.value != self.unhidden


class PolicyValue(Struct, frozen=True, kw_only=True):
    """A policy that was asked of a row; `clause` is USING or WITH CHECK, `condition` None where it has none."""

    name: str
    is_permissive: bool
    clause: str
    condition: Part


class Test(Struct, frozen=True, kw_only=True):
    """One question to the policies: those for `command`, of the row as it is or (`is_new`) as it would be left."""

    command: str
    clause: str
    is_new: bool
    why: str
    policies: tuple[PolicyValue, ...]

    @property
    def passes(self) -> bool:
        """Whether one permissive policy and every restrictive one is true."""
        some = any(row.condition.is_true for row in self.policies if row.is_permissive)
        return some and all(row.condition.is_true for row in self.policies if not row.is_permissive)


class RowTests(Struct, frozen=True, kw_only=True):
    """One row of one table, and what its policies said."""

    table: str
    label: str
    values: str
    """The row as JSON."""
    is_new: bool
    tests: tuple[Test, ...]


class Protection(Struct, frozen=True, kw_only=True):
    """A table of the statement: whether row-level security is on, why it is not asked, and policies that were not.

    `bypass` is empty where policies are asked. `unasked` says of other policies why they were not.
    """

    table: str
    is_on: bool
    is_forced: bool
    bypass: str
    unasked: tuple[tuple[str, str], ...]


class Attempt(Struct, frozen=True, kw_only=True):
    """One statement that was run as the persona: what PostgreSQL said, which rows it was about, and what decided."""

    label: str
    statement: str
    outcome: Outcome
    said: str
    """PostgreSQL's answer: "UPDATE 1", or the error with its code."""
    rows: tuple[RowTests, ...]
    left_out: int
    """Rows that are not listed, because there are too many."""
    decided: tuple[str, ...]
    changes: tuple[str, ...]
    """What would change it, in words."""


class Explanation(Struct, frozen=True, kw_only=True):
    """Everything that decided about a statement of a persona."""

    server_version: int
    persona: str
    role: str
    claims: str
    privileges: tuple[Privilege, ...]
    protections: tuple[Protection, ...]
    attempts: tuple[Attempt, ...]
    plan: Plan | None
    personas: tuple[str, ...]
    tables: tuple[str, ...]
    rows: tuple[str, ...]
    """The rows of the chosen table, by which one can be chosen."""
