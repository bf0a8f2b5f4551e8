"""Stages: a design built on a scratch database, with rows for everybody and those who will act on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct
from psycopg import Connection

from designer.access.fixtures import Fixtures, make_fixtures
from designer.access.owners import Row
from designer.access.personas import Persona, add_own_personas, make_personas
from designer.access.recognising import model_of
from designer.design import Design
from designer.migrations import write_design
from designer.proofs.proving import ProofError
from designer.proofs.shapes import TableShape, read_shapes
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import GrantMode, ScratchDatabase, sandbox_run
from designer.sandbox.limits import LimitError, Limits
from designer.sandbox.sessions import Rows, ServerMessage, run_text

LIMITS = Limits(run_seconds=600, statement_seconds=20)
STATEMENT_SECONDS = 3
"""Seconds one command may take: a policy that sleeps costs its own answer and no other."""


class Stage(Struct, frozen=True):
    """A session in which personas act one after the other on the fixtures."""

    connection: Connection[Any]
    fixtures: Fixtures
    personas: list[Persona]

    def run(self, persona: Persona, statement: str, rows: Rows | None = None) -> ServerMessage | None:
        """One transaction as PostgREST makes it, taken back."""
        with self.acting(persona) as error:
            return error or run_text(self.connection, statement, rows=rows)

    @contextmanager
    def acting(self, persona: Persona) -> Iterator[ServerMessage | None]:
        """A transaction in which the session is the persona, taken back; gives why it cannot be."""
        try:
            yield run_text(self.connection, f"begin; {persona.become()}")
        finally:
            run_text(self.connection, "rollback")

    def whose(self, table: TableShape, row: Row) -> str:
        """What to call a row in words that mean the same on another database."""
        membership = self.fixtures.tenancy.membership
        if row.number is None:
            return "nobody"
        if membership is not None and table.oid == membership.tenants:
            return f"tenant {'AB'[row.number]}"
        names = (persona.name for persona in self.personas if persona.number == row.number)
        return next((name for name in names if name != "anonymous sign-in"), f"person {row.number + 1}")


@contextmanager
def open_stage(
    design: Design,
    *,
    cluster: Cluster,
    grants: GrantMode = GrantMode.EXPLICIT,
    limits: Limits = LIMITS,
    statement_seconds: float = STATEMENT_SECONDS,
    should_stop: Callable[[], bool] | None = None,
) -> Iterator[Stage]:
    """Builds the design and fills it with rows for every persona. Nothing is kept on the server.

    Raises ProofError when the design cannot be built, DesignerError for a persona of the project's own that cannot be,
    LimitError at the run's limits or when `should_stop` says so.
    """
    with sandbox_run(cluster, grants=grants, limits=limits) as run:
        if design.roles:
            run.hold_roles(should_stop)
        database = run.database()
        build_design(database, design)
        with database.connect() as connection:
            model = model_of(design)
            fixtures = make_fixtures(connection, read_shapes(connection), design, model)
            roles = [role.name for role in design.roles if "authenticator" in role.members]
            personas = make_personas(
                fixtures.tenancy,
                fixtures.people,
                tenants=fixtures.tenants(),
                marks=[fixtures.shapes.tables[oid].name for oid in fixtures.tenancy.marks],
                roles=roles,
                with_second_factor=_asks_for_second_factor(design),
            )
            personas = add_own_personas(personas, model.personas, roles)
            connection.execute(f"set statement_timeout = {statement_seconds * 1000:.0f}")
            with run.watchdog.statement(connection.info.backend_pid, should_stop, has_time=True):
                yield Stage(connection, fixtures, personas)
            if run.watchdog.reason is not None:
                raise LimitError(run.watchdog.reason)


def build_design(database: ScratchDatabase, design: Design) -> None:
    """Builds a design in a fresh database. Raises ProofError with what PostgreSQL says against it."""
    with database.connect() as connection:
        error = run_text(connection, ";\n".join(write_design(design)))
    if error is not None:
        raise ProofError(
            f"Access cannot be tried, because the design cannot be built. PostgreSQL says: {error.message}. "
            "Put the design right first."
        )


def _asks_for_second_factor(design: Design) -> bool:
    """Whether a policy looks at the token's level of assurance."""
    texts = (text for table in design.tables for row in table.policies for text in (row.using, row.check) if text)
    return any("'aal'" in text for text in texts)
