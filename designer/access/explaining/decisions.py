"""Decisions: which privilege, policy or condition decided, and what would change it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from designer.access.explaining.requests import Request
from designer.access.explaining.results import Part, PolicyValue, Privilege, Protection, RowTests, Test
from designer.access.outcomes import Outcome
from designer.sandbox.sessions import ServerMessage

_BY_POLICY = "row-level security"


class Deciding:
    """What is known of one attempt, put into words."""

    def __init__(
        self,
        role: str,
        request: Request,
        privileges: Sequence[Privilege],
        protections: Sequence[Protection],
        rows: Sequence[RowTests],
    ) -> None:
        self._role = role
        self._request = request
        self._privileges = privileges
        self._protections = protections
        self._rows = rows
        self._failed = [(row, test) for row in rows for test in row.tests if not test.passes]

    def decide(self, outcome: Outcome, error: ServerMessage | None) -> list[str]:
        """Why the outcome is what it is, the strongest reason first."""
        if outcome is Outcome.NO_GRANT:
            found = list(self._missing())
        elif outcome is Outcome.ROWS:
            found = [*self._open(), *self._let_in()]
            found += [f"For {row.label}: {_failure(test, self._role)}" for row, test in self._failed]
        elif outcome is Outcome.ERROR:
            found = list(self._faults())
        elif outcome is Outcome.REFUSED and error is not None and _BY_POLICY not in error.message:
            return [
                "No policy refused it, but a trigger or a function did, with the same code 42501 and in its own words."
            ]
        else:
            found = [f"For {row.label}: {_failure(test, self._role)}" for row, test in self._failed]
        if not found and error is not None:
            found = [f"Not who may do what: PostgreSQL says {error.message}."]
        return list(
            dict.fromkeys(found or ["No row meets the statement's own conditions: no policy was needed to hide any."])
        )

    def advise(self, outcome: Outcome) -> list[str]:
        """What would change it; nothing where rows were reached."""
        if outcome is Outcome.NO_GRANT:
            return [self._grant(row) for row in self._lacking()]
        if outcome is Outcome.ROWS:
            return list(dict.fromkeys(self._stops()))
        return list(
            dict.fromkeys(text for _, test in self._failed for text in _remedies(test, self._role, self._request))
        )

    def _lacking(self) -> list[Privilege]:
        own = [row for row in self._privileges if not row.is_held and not row.asked_by]
        return own or [row for row in self._privileges if not row.is_held]

    def _missing(self) -> Iterator[str]:
        for row in self._lacking():
            what = f"{self._role} has no {row.privilege} on {row.target}"
            if row.missing and len(row.missing) < len(row.columns):
                what = f"{self._role} has no {row.privilege} on the columns {', '.join(row.missing)} of {row.target}"
            yield f"{what}, which policy {row.asked_by} asks for." if row.asked_by else f"{what}. No policy was asked."

    def _grant(self, row: Privilege) -> str:
        is_partial = row.missing and len(row.missing) < len(row.columns)
        columns = f" ({', '.join(row.missing)})" if is_partial else ""
        return f"GRANT {row.privilege}{columns} ON {row.target} TO {self._role};"

    def _open(self) -> Iterator[str]:
        for row in self._protections:
            if row.bypass:
                yield f"{row.table}: {row.bypass} Privileges alone decided."

    def _let_in(self) -> Iterator[str]:
        for row in self._rows:
            for test in row.tests:
                by = [policy.name for policy in test.policies if policy.is_permissive and policy.condition.is_true]
                if test.passes:
                    yield f"{test.command} {test.clause} was true for {row.label}: let in by {', '.join(by)}."

    def _faults(self) -> Iterator[str]:
        for row in self._rows:
            for test in row.tests:
                for policy in test.policies:
                    wrong = (part for part in _leaves(policy.condition) if part.is_error)
                    for part in wrong:
                        yield f"Policy {policy.name} failed for {row.label}: {part.value}, in {part.text}."

    def _stops(self) -> Iterator[str]:
        """What would keep the rows out."""
        for table in self._protections:
            if not table.is_on and table.bypass.startswith("Row-level security is off"):
                yield f"ALTER TABLE {table.table} ENABLE ROW LEVEL SECURITY; then policies say which rows are reached."
        for row in self._rows:
            for test in row.tests:
                by = [policy for policy in test.policies if policy.is_permissive and policy.condition.is_true]
                if test.passes and len(by) == 1 and by[0].condition.text.lower() == "true":
                    yield f"Policy {by[0].name} lets every row in: its condition is true."


def _failure(test: Test, role: str) -> str:
    """Why one question was answered no."""
    kind = "as it would be left" if test.is_new else "as it is"
    head = f"{test.command} {test.clause} was not true of the row {kind} ({test.why})"
    permissive = [row for row in test.policies if row.is_permissive]
    stopped = [row for row in test.policies if not row.is_permissive and not row.condition.is_true]
    if not permissive:
        return f"{role} has no permissive policy for {test.command}, and without one no row passes ({test.why})."
    reasons = [f"restrictive policy {row.name} {_value(row.condition)}" for row in stopped]
    if not any(row.condition.is_true for row in permissive):
        reasons += [f"policy {row.name} {_value(row.condition)}" for row in permissive]
    return f"{head}: {'; '.join(reasons)}."


def _value(part: Part) -> str:
    """A condition's value with the parts that made it so."""
    said = "failed" if part.is_error else f"is {part.value}"
    return f"{said}, because {' and '.join(map(_said, _culprits(part)))}"


def _said(part: Part) -> str:
    """One part in words."""
    text = f"{part.text} is {part.value}" if not part.is_error else f"{part.text} fails with “{part.value}”"
    if part.hides and not part.is_error:
        text += f" (it would be {part.unhidden} if row-level security hid nothing that it reads)"
    return text


def _culprits(part: Part) -> Iterator[Part]:
    """The innermost parts to which a condition owes that it is not true."""
    for child in part.parts:
        if not child.is_true:
            yield from _culprits(child)
    if not part.parts:
        yield part


def _leaves(part: Part) -> Iterator[Part]:
    for child in part.parts:
        yield from _leaves(child)
    if not part.parts:
        yield part


def _remedies(test: Test, role: str, request: Request) -> Iterator[str]:
    """What would let the row pass."""
    permissive = [row for row in test.policies if row.is_permissive]
    if not permissive:
        yield f"Add a permissive policy FOR {test.command} TO {role}."
    for row in test.policies:
        if not row.is_permissive and not row.condition.is_true:
            yield f"Every restrictive policy must be true: {row.name} once {_needed(row.condition)}."
    if not any(row.condition.is_true for row in permissive):
        for row in permissive:
            yield f"Policy {row.name} lets it pass once {_needed(row.condition)}."
    yield from _hidden(test.policies, role)
    if test.command == "SELECT" and request.command != "SELECT":
        yield (
            "Policies for SELECT are asked only because the statement reads the table: without RETURNING (PostgREST: "
            "Prefer: return=minimal), and without columns in WHERE and SET, they are not."
        )


def _needed(part: Part) -> str:
    """What has to be true for a condition to be true."""
    if part.join == "and":
        return " and ".join(_needed(child) for child in part.parts if not child.is_true)
    if part.join == "or":
        return f"one of these holds: {' | '.join(_needed(child) for child in part.parts)}"
    return f"{part.text} is true"


def _hidden(policies: Sequence[PolicyValue], role: str) -> Iterator[str]:
    for row in policies:
        for part in _leaves(row.condition):
            if part.hides and not part.is_true and part.unhidden == "true":
                yield (
                    f"{part.text} reads rows that {role} may not see. Let {role} see them, or read them in a SECURITY "
                    "DEFINER function in a private schema."
                )
