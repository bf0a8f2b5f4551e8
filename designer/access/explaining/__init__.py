"""Explaining: what decided about one statement of one persona, what would change it, and why it is slow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from designer.access.deeds import DeedWriter, quoted
from designer.access.explaining.attempts import MOST_ROWS, Happened, Trial, label_of
from designer.access.explaining.conditions import Evaluator
from designer.access.explaining.decisions import Deciding
from designer.access.explaining.planning import Planner
from designer.access.explaining.privileges import PrivilegeReader
from designer.access.explaining.questions import answer, asked_policies, protection_of, questions_of
from designer.access.explaining.relations import KnownRelation, know_relation
from designer.access.explaining.requests import Request, read_request
from designer.access.explaining.results import Attempt, Explanation, Part, Privilege, Protection, RowTests
from designer.access.fixtures import write_insert
from designer.access.moves import condition
from designer.access.outcomes import Deed, Outcome, outcome_of
from designer.access.owners import Row
from designer.access.personas import Persona
from designer.access.stages import LIMITS, STATEMENT_SECONDS, Stage, open_stage
from designer.design import Design, DesignerError
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.proofs.shapes import TableShape
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import GrantMode
from designer.sandbox.limits import Limits

__all__ = ["Attempt", "Explanation", "Part", "explain"]

_CONSTRAINT = "23"
_INSERTS = {Deed.INSERT, Deed.UPSERT, Deed.RETURNING}


def explain(
    design: Design,
    *,
    persona: str,
    cluster: Cluster,
    statement: str = "",
    table: str = "",
    deed: Deed = Deed.SELECT,
    row: int = 0,
    with_plan: bool = False,
    more_rows: int = 0,
    grants: GrantMode = GrantMode.EXPLICIT,
    limits: Limits = LIMITS,
    statement_seconds: float = STATEMENT_SECONDS,
    progress: Callable[[int, int, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Explanation:
    """Runs a statement as a persona, or a deed on a table ("public.notes"), on its `row` from 1 or (0) on each of them.

    `more_rows` are added to every table that the plan reads, for its figures alone. Everything happens in a sandbox and
    is taken back. Raises DesignerError for a persona, table, row or statement that cannot be used, ProofError when the
    design cannot be built, LimitError at the limits or when `should_stop` says so.
    """
    request = read_request(statement) if statement.strip() else None
    with open_stage(
        design,
        cluster=cluster,
        grants=grants,
        limits=limits,
        statement_seconds=statement_seconds,
        should_stop=should_stop,
    ) as stage:
        who = next((one for one in stage.personas if one.name == persona), None)
        if who is None:
            known = ", ".join(one.name for one in stage.personas)
            raise DesignerError(f"There is no persona {persona or 'without a name'}. There are: {known}.")
        explaining = _Explaining(stage, who, cluster.server_version)
        if request is not None:
            return explaining.explain([("", request, None)], None, request if with_plan else None, more_rows, progress)
        shape = explaining.shape(table)
        planned = list(explaining.requests(shape, deed, row))
        is_whole = not row and deed in {Deed.SELECT, Deed.UPDATE, Deed.DELETE}
        timed = explaining.request(shape, deed) if is_whole else planned[0][1]
        return explaining.explain(planned, shape, timed if with_plan else None, more_rows, progress)


class _Explaining:
    """One persona on one stage."""

    def __init__(self, stage: Stage, persona: Persona, server_version: int) -> None:
        self._stage = stage
        self._persona = persona
        self._server_version = server_version
        self._evaluator = Evaluator(stage, persona)
        self._writer = DeedWriter(stage)

    def shape(self, name: str) -> TableShape:
        """The table of that name."""
        tables = [self._stage.fixtures.shapes.tables[oid] for oid in self._stage.fixtures.rows]
        found = next((row for row in tables if f"{row.schema}.{row.name}" == name), None)
        if found is None:
            known = ", ".join(f"{row.schema}.{row.name}" for row in tables)
            raise DesignerError(f"There is no table {name or 'without a name'} in the design. There are: {known}.")
        return found

    def requests(self, shape: TableShape, deed: Deed, number: int) -> Iterator[tuple[str, Request, Row | None]]:
        """The statements of a deed: one for each row, or for the one of that number."""
        rows = self._stage.fixtures.rows[shape.oid]
        if number > len(rows):
            raise DesignerError(f"{shape.schema}.{shape.name} has {len(rows)} rows here: there is no row {number}.")
        if deed in {Deed.BLIND_UPDATE, Deed.TRUNCATE} or not rows:
            yield "", read_request(self._write(shape, deed, None)), None
            return
        for row in [rows[number - 1]] if number else rows[:MOST_ROWS]:
            yield self._label(shape, row), read_request(self._write(shape, deed, row)), row

    def request(self, shape: TableShape, deed: Deed) -> Request:
        """The statement of a deed on all rows at once."""
        return read_request(self._write(shape, deed, None))

    def explain(
        self,
        planned: Sequence[tuple[str, Request, Row | None]],
        shape: TableShape | None,
        timed: Request | None,
        more_rows: int,
        progress: Callable[[int, int, str], None] | None,
    ) -> Explanation:
        """Everything about these statements, which ask for the same things, and the plan of the one that is `timed`."""
        request = planned[0][1]
        found = [know_relation(self._stage.connection, row, self._persona.role) for row in request.relations]
        relations = [row for row in found if row is not None]
        policies = [(relation, policy) for relation in relations for policy in asked_policies(request, relation)]
        privileges = PrivilegeReader(self._stage.connection, self._persona.role).read(relations, policies)
        protections = [protection_of(request, row, self._persona.role) for row in relations]
        attempts = []
        for number, (label, one, row) in enumerate(planned):
            if progress is not None:
                progress(number, len(planned) + 1, label or one.command)
            attempts.append(self._attempt(label, one, row, relations, privileges, protections))
            if attempts[-1].outcome is Outcome.NO_GRANT and any(
                not row.is_held and not row.asked_by for row in privileges
            ):
                break  # privileges do not depend on the row
        tables = [self._stage.fixtures.shapes.tables[oid] for oid in self._stage.fixtures.rows]
        return Explanation(
            server_version=self._server_version,
            persona=self._persona.name,
            role=self._persona.role,
            claims=json.dumps(self._persona.claims) if self._persona.claims is not None else "",
            privileges=tuple(privileges),
            protections=tuple(dict.fromkeys(protections)),
            attempts=tuple(attempts),
            plan=Planner(self._stage, self._persona, relations).plan(timed, more_rows) if timed else None,
            personas=tuple(persona.name for persona in self._stage.personas),
            tables=tuple(f"{row.schema}.{row.name}" for row in tables),
            rows=tuple(self._label(shape, row) for row in self._stage.fixtures.rows[shape.oid]) if shape else (),
        )

    def _attempt(
        self,
        label: str,
        request: Request,
        chosen: Row | None,
        relations: Sequence[KnownRelation],
        privileges: Sequence[Privilege],
        protections: Sequence[Protection],
    ) -> Attempt:
        trial = Trial(self._stage, self._persona, request, relations)
        happened, free = trial.run(), trial.without_policies()
        outcome = _outcome(request, happened, chosen)
        rows = list(self._tests(trial, request, free, chosen, relations))
        deciding = Deciding(self._persona.role, request, privileges, protections, rows[:MOST_ROWS])
        return Attempt(
            label=label,
            statement=request.text,
            outcome=outcome,
            said=happened.words(request),
            rows=tuple(rows[:MOST_ROWS]),
            left_out=max(0, len(rows) - MOST_ROWS),
            decided=tuple(deciding.decide(outcome, happened.error)),
            changes=tuple(deciding.advise(outcome)),
        )

    def _tests(
        self,
        trial: Trial,
        request: Request,
        free: Happened,
        chosen: Row | None,
        relations: Sequence[KnownRelation],
    ) -> Iterator[RowTests]:
        """Every row that the statement is about, as it is and as it would be left, with what policies say of it."""
        counts: dict[int, int] = {}
        for relation, place, values in trial.old_rows(free, chosen):
            counts[relation.oid] = counts.get(relation.oid, 0) + 1
            questions = [row for row in questions_of(request, relation) if not row.is_new]
            if questions:
                tests = (
                    ()
                    if counts[relation.oid] > MOST_ROWS
                    else tuple(answer(self._evaluator, relation, question, values) for question in questions)
                )
                label = label_of(self._stage, relation, place)
                yield RowTests(table=relation.full_name, label=label, values=values, is_new=False, tests=tests)
        target = next((row for row in relations if row.relation.is_target), None)
        questions = [row for row in questions_of(request, target) if row.is_new] if target is not None else []
        for values in free.written if target is not None and questions else ():
            yield RowTests(
                table=target.full_name if target else "",
                label="the row as it would be left",
                values=values,
                is_new=True,
                tests=tuple(answer(self._evaluator, target, question, values) for question in questions if target),
            )

    def _label(self, shape: TableShape, row: Row) -> str:
        return f"the row of {self._stage.whose(shape, row)} ({condition(shape, row)})"

    def _write(self, shape: TableShape, deed: Deed, row: Row | None) -> str:
        """The statement of a deed on a row, as it is measured."""
        if deed is Deed.TRUNCATE:
            return f"truncate {quoted(shape)}"
        if deed in _INSERTS:
            names = self._writer.columns(shape, self._persona, "INSERT")
            values = {name: row.values[name] if row is not None else None for name in names}
            return write_insert(shape, values) + (self._writer.write_end(shape, self._persona, deed) or "")
        where = f" where {self._condition(shape, row)}" if row is not None else ""
        if deed is Deed.SELECT:
            names = self._writer.columns(shape, self._persona, "SELECT")
            return f"select {', '.join(map(quote_identifier, names))} from {quoted(shape)}{where}"  # noqa: S608
        if deed is Deed.DELETE:
            return f"delete from {quoted(shape)}{where}"  # noqa: S608 - quoted
        if deed is Deed.BLIND_UPDATE:
            return self._write_blind(shape)
        return f"{self._writer.write_update(shape, self._persona)}{where}"

    def _write_blind(self, shape: TableShape) -> str:
        rows = self._stage.fixtures.rows[shape.oid]
        keys = {name for row in shape.constraints for name in shape.names(row.keys)}
        names = self._writer.columns(shape, self._persona, "UPDATE")
        name = next((name for name in names if name not in keys), names[0] if names else "ctid")
        value = rows[0].values.get(name) if rows else None
        text = "null" if value is None else quote_literal(value)
        return f"update {quoted(shape)} set {quote_identifier(name)} = {text}"  # noqa: S608 - quoted

    def _condition(self, shape: TableShape, row: Row) -> str:
        """What finds the row; by the columns that may be read where the key may not."""
        readable = self._writer.granted(shape, self._persona, "SELECT")
        keys = {name for one in shape.constraints if one.kind == "p" for name in shape.names(one.keys)}
        if not readable or (keys and keys <= readable):
            return condition(shape, row)
        pairs = ((quote_identifier(name), row.values[name]) for name in row.values if name in readable)
        return " and ".join(
            f"{name} is null" if value is None else f"{name}::text = {quote_literal(value)}" for name, value in pairs
        )


def _outcome(request: Request, happened: Happened, chosen: Row | None) -> Outcome:
    if happened.error is None:
        return Outcome.ROWS if happened.count(request) or request.command == "TRUNCATE" else Outcome.NO_ROWS
    if chosen is not None and request.command == "INSERT" and happened.error.sqlstate.startswith(_CONSTRAINT):
        return Outcome.ROWS  # a row that is there already is sent once more: policies had let it in
    return outcome_of(happened.error)
