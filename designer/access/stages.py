"""Stages: a design built on a scratch database, with rows for everybody and those who will act on them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import Any, TypeVar

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
from designer.sandbox.sessions import Rows, ServerMessage, is_in_block, run_text

LIMITS = Limits(run_seconds=600, statement_seconds=20)
STATEMENT_SECONDS = 3
"""Seconds one command may take: a policy that sleeps costs its own answer and no other."""

WORKERS = 2
"""Databases that are worked on at once, where nothing else is said."""

Hand = TypeVar("Hand")
Result = TypeVar("Result")


class Stage(Struct, frozen=True):
    """A session in which personas act one after the other on the fixtures."""

    connection: Connection[Any]
    fixtures: Fixtures
    personas: list[Persona]

    def run(self, persona: Persona, statement: str, rows: Rows | None = None) -> ServerMessage | None:
        """One transaction as PostgREST makes it, taken back."""
        begin, end = self._bounds()
        error = run_text(self.connection, f"{begin}; {persona.become()} {statement}", rows=rows)
        run_text(self.connection, end)
        return error

    def run_each(self, persona: Persona, statements: Iterable[str]) -> Generator[ServerMessage | None, None, None]:
        """As many transactions as there are statements, for the server: each finds what the first one found."""
        with self.acting(persona) as error:
            error = error or run_text(self.connection, "savepoint each")
            for statement in statements:
                yield error or run_text(self.connection, f"rollback to savepoint each; {statement}")

    @contextmanager
    def acting(self, persona: Persona) -> Iterator[ServerMessage | None]:
        """A transaction in which the session is the persona, taken back; gives why it cannot be."""
        begin, end = self._bounds()
        try:
            yield run_text(self.connection, f"{begin}; {persona.become()}")
        finally:
            run_text(self.connection, end)

    def _bounds(self) -> tuple[str, str]:
        """What begins and ends a transaction, or its like inside of one that the session is in already."""
        if is_in_block(self.connection):
            return "savepoint act", "rollback to savepoint act; release savepoint act"
        return "begin", "rollback"

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
def open_stage(design: Design, *, cluster: Cluster, **options: Any) -> Iterator[Stage]:
    """One stage alone; see open_stages."""
    with open_stages(design, cluster=cluster, count=1, **options) as (stage,):
        yield stage


@contextmanager
def open_stages(
    design: Design,
    *,
    cluster: Cluster,
    count: int,
    grants: GrantMode = GrantMode.EXPLICIT,
    limits: Limits = LIMITS,
    statement_seconds: float = STATEMENT_SECONDS,
    should_stop: Callable[[], bool] | None = None,
) -> Iterator[list[Stage]]:
    """Builds the design, fills it with rows for every persona, and copies it, so that there are `count` of them.

    They are alike down to the places of rows. Nothing is kept on the server.

    Raises ProofError when the design cannot be built, DesignerError for a persona of the project's own that cannot be,
    LimitError at the run's limits or when `should_stop` says so.
    """
    with sandbox_run(cluster, grants=grants, limits=limits) as run:
        if design.roles:
            run.hold_roles(should_stop)
        database = run.database()
        build_design(database, design)
        with database.connect() as connection:
            fixtures, personas = cast_design(connection, design, with_second_factor=_asks_for_second_factor(design))
        databases = [database, *(run.copy(database) for _ in range(count - 1))]
        with ExitStack() as stack:
            stages = []
            for database in databases:
                connection = stack.enter_context(database.connect())
                connection.execute(f"set statement_timeout = {statement_seconds * 1000:.0f}")
                pid = connection.info.backend_pid
                stack.enter_context(run.watchdog.statement(pid, should_stop, has_time=True))
                stages.append(Stage(connection, fixtures, personas))
            try:
                yield stages
            finally:
                # Why sessions ended says more than what became of what they were doing.
                if run.watchdog.reason is not None:
                    raise LimitError(run.watchdog.reason)


def cast_design(
    connection: Connection[Any], design: Design, *, with_second_factor: bool
) -> tuple[Fixtures, list[Persona]]:
    """Rows for everybody in a database that has the design, and who everybody is, the project's own personas too.

    Raises DesignerError for a persona of the project's own that cannot be, and for rows that cannot be changed as the
    project says.
    """
    model = model_of(design)
    fixtures = make_fixtures(connection, read_shapes(connection), design, model)
    roles = [role.name for role in design.roles if "authenticator" in role.members]
    personas = make_personas(
        fixtures.tenancy,
        fixtures.people,
        tenants=fixtures.tenants(),
        marks=[fixtures.shapes.tables[oid].name for oid in fixtures.tenancy.marks],
        roles=roles,
        with_second_factor=with_second_factor,
    )
    return fixtures, add_own_personas(personas, model.personas, roles)


def share_out(
    hands: Sequence[Hand], works: Sequence[Callable[[Hand], Result]], done: Callable[[int], None] = lambda _: None
) -> list[Result]:
    """Has every piece of work done by whichever hand is free; `done` hears how many are, in the caller's thread.

    Raises what the first that fails raises; those that have not begun are left undone then.
    """
    free: SimpleQueue[Hand] = SimpleQueue()
    for hand in hands:
        free.put(hand)

    def do(work: Callable[[Hand], Result]) -> Result:
        hand = free.get()
        try:
            return work(hand)
        finally:
            free.put(hand)

    with ThreadPoolExecutor(len(hands)) as pool:
        futures = [pool.submit(do, work) for work in works]
        try:
            for number, future in enumerate(as_completed(futures), start=1):
                future.result()
                done(number)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return [future.result() for future in futures]


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
