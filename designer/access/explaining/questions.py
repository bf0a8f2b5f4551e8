"""Questions: which policies PostgreSQL asks for which command, of which row.

Source: PostgreSQL 18 docs, CREATE POLICY, "Policies Applied by Command Type".
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from designer.access.explaining.conditions import Evaluator
from designer.access.explaining.relations import KnownRelation, StoredPolicy
from designer.access.explaining.requests import Request
from designer.access.explaining.results import PolicyValue, Protection, Test

USING, CHECK = "USING", "WITH CHECK"


class Question(Struct, frozen=True):
    """One question: the policies of `command`, their `clause`, of the row as it is or as it is left, and why."""

    command: str
    clause: str
    is_new: bool
    why: str


def questions_of(request: Request, relation: KnownRelation) -> list[Question]:
    """What is asked of the policies of one relation; nothing where they are not asked at all."""
    if relation.bypass or not relation.is_table or request.command == "TRUNCATE":
        return []
    if not relation.relation.is_target:
        return list(_of_source(relation))
    return list(_of_target(request, relation))


def _of_source(relation: KnownRelation) -> Iterator[Question]:
    yield Question("SELECT", USING, False, "the statement reads the table")
    if relation.relation.asks("UPDATE"):
        yield Question("UPDATE", USING, False, "FOR UPDATE or FOR SHARE locks its rows")


def _of_target(request: Request, relation: KnownRelation) -> Iterator[Question]:
    asks, is_read = relation.relation.asks, relation.relation.asks("SELECT")
    changes_rows = asks("UPDATE") or asks("DELETE")
    if is_read and changes_rows:
        yield Question("SELECT", USING, False, "WHERE, SET or RETURNING reads columns of the row")
    if asks("UPDATE"):
        why = "the row that is in the way becomes this one" if request.is_upsert else "the row is to be changed"
        yield Question("UPDATE", USING, False, why)
    if asks("DELETE"):
        yield Question("DELETE", USING, False, "the row is to be deleted")
    if asks("INSERT"):
        yield Question("INSERT", CHECK, True, "the row is inserted")
    if asks("UPDATE"):
        yield Question("UPDATE", CHECK, True, "the row is left like this")
    if is_read and (asks("INSERT") or asks("UPDATE")):
        reads = "RETURNING or ON CONFLICT" if asks("INSERT") else "WHERE, SET or RETURNING"
        yield Question("SELECT", USING, True, f"{reads} reads the row, so it must be seen as it is left")


def answer(evaluator: Evaluator, relation: KnownRelation, question: Question, row: str) -> Test:
    """The values of every policy that is asked, for a row as JSON."""
    asked = [row for row in relation.policies if row.is_for_role and row.is_for(question.command)]
    values = ((policy, policy.condition(question.clause)) for policy in asked)
    return Test(
        command=question.command,
        clause=question.clause,
        is_new=question.is_new,
        why=question.why,
        policies=tuple(
            PolicyValue(
                name=policy.name,
                is_permissive=policy.is_permissive,
                clause=question.clause if question.clause == USING or policy.check else "USING, for want of WITH CHECK",
                condition=evaluator.evaluate(relation, condition or "true", row),
            )
            for policy, condition in values
        ),
    )


def protection_of(request: Request, relation: KnownRelation, role: str) -> Protection:
    """The table's row-level security as this statement meets it."""
    commands = {question.command for question in questions_of(request, relation)}
    bypass = relation.bypass
    if not relation.is_table:
        bypass = "It is no table: it has no policies of its own."
    elif request.command == "TRUNCATE":
        bypass = "TRUNCATE asks no policy."
    return Protection(
        table=relation.full_name,
        is_on=relation.is_protected,
        is_forced=relation.is_forced,
        bypass=bypass,
        unasked=tuple(
            (policy.name, why)
            for policy in relation.policies
            if (why := _why_unasked(policy, commands, role, is_asked=not bypass))
        ),
    )


def asked_policies(request: Request, relation: KnownRelation) -> list[StoredPolicy]:
    """The policies that the statement meets."""
    commands = {question.command for question in questions_of(request, relation)}
    return [row for row in relation.policies if row.is_for_role and any(map(row.is_for, commands))]


def _why_unasked(policy: StoredPolicy, commands: set[str], role: str, *, is_asked: bool) -> str:
    if not is_asked:
        return "no policy of the table is asked"
    if not policy.is_for_role:
        return f"it is for {', '.join(policy.roles)}, and {role} is not among them"
    if not any(map(policy.is_for, commands)):
        return f"it is for {policy.command}"
    return ""
