"""The proof from beginning to end."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext

from msgspec import Struct

from designer.design import Design
from designer.design.documents import content_hash
from designer.design.errors import DesignerError
from designer.migrations import HazardKind, Lock, MigrationPlan, write_design
from designer.migrations.cleanups import CleanRows
from designer.migrations.kept_rows import KeepColumn, KeepTable
from designer.postgres.scripts import read_script
from designer.proofs.catalogs import Catalog, compare_catalogs, excuse_unvalidated, read_catalog
from designer.proofs.executions import Execution, FileError
from designer.proofs.fillings import Wish, fill_tables
from designer.proofs.results import (
    Proof,
    ProofFile,
    StatementLocks,
    StepResult,
    count_rows,
    predict_locks,
    read_plan_hash,
    with_names,
)
from designer.proofs.rows import Contents, Findings, compare_down, compare_up, read_rows
from designer.proofs.shapes import Shapes, read_shapes
from designer.proofs.wishes import find_wishes
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import GrantMode, Limits, SandboxRun, ScratchDatabase, sandbox_run
from designer.sandbox.limits import LimitError
from designer.sandbox.scripts import Progress, apply_script
from designer.sandbox.sessions import run_text

LIMITS = Limits(statement_seconds=120, run_seconds=900, disk_bytes=4 << 30)
"""A proof builds three or four databases, each the size of a whole design."""

STEPS = ("Build the target", "Build the base", "Fill it with rows", "Up", "Compare with the target", "Down",
         "Compare with the base", "Up again", "Compare again")  # fmt: skip
"""What a proof does, in this order; with rows that the target refuses, filling and up happen twice."""

OnStep = Callable[[str], AbstractContextManager[None]]
"""Called with the name of a step; the step runs inside."""


class ProofError(DesignerError):
    """A proof that cannot begin: one of the designs cannot be built."""


class Plan(Struct, frozen=True, kw_only=True):
    """What is to be proven. `has_losses` says that some operation announces the loss of data."""

    before: Design
    after: Design
    files: tuple[ProofFile, ...]
    predictions: Mapping[str, Lock] = {}
    has_losses: bool = True
    unsupported: tuple[str, ...] = ()
    """Differences that the plan leaves: a proof of it says them."""
    cleaned: tuple[str, ...] = ()
    """Tables, by full name, of which an answer deletes or changes rows."""
    keeps_copies: bool = False
    """Whether what goes up is kept aside, so that it must come back."""
    written_for: int | None = None
    """The major the SQL is written for; None for any."""


def plan_proof(before: Design, after: Design, migration: MigrationPlan, names: Sequence[str]) -> Plan:
    """What is to be proven of a planned migration whose files will have these names."""
    operations = migration.operations
    hazards = {hazard.kind for operation in operations for hazard in operation.hazards}
    return Plan(
        before=before,
        after=after,
        files=tuple(with_names(migration.files, names)),
        predictions=predict_locks(migration.files),
        has_losses=not hazards.isdisjoint({HazardKind.DATA_LOSS, HazardKind.DATA_LOSS_ON_ROLLBACK}),
        unsupported=tuple(f"{row.object_name}: {row.reason}" for row in migration.unsupported),
        cleaned=tuple(sorted({row.subject for row in operations if isinstance(row, CleanRows)})),
        keeps_copies=any(isinstance(row, KeepColumn | KeepTable) for row in operations),
        written_for=migration.version,
    )


def prove_migration(
    plan: Plan,
    *,
    cluster: Cluster,
    grants: GrantMode = GrantMode.EXPLICIT,
    rows_sql: str = "",
    limits: Limits = LIMITS,
    on_step: OnStep = lambda _: nullcontext(),
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Proof:
    """Proves a migration on the sandbox's server and says all that was seen. `rows_sql` adds rows of the author's own.

    Rows come first as a careful author must expect them (NULL where it is allowed, values repeated). Where those make
    the way up fail, the proof says so as a condition and goes on with rows that the target accepts. Raises ProofError
    when a design cannot be built, LimitError at the run's limits or when `should_stop` says so.
    """
    with sandbox_run(cluster, grants=grants, limits=limits) as run:
        proving = _Proving(run, plan, rows_sql, on_step, progress, should_stop)
        proving.prove()
    return Proof(
        server_version=cluster.server_version,
        written_for=plan.written_for,
        plan_hash=read_plan_hash(content_hash(plan.before), content_hash(plan.after), plan.files),
        steps=tuple(proving.steps),
        differences=tuple(proving.differences),
        conditions=tuple(proving.conditions),
        losses=tuple(dict.fromkeys(proving.losses)),
        notes=tuple(dict.fromkeys(proving.notes)),
        rows=count_rows(proving.counts),
        unfilled=tuple(f"{name}: {reason}" for name, reason in proving.unfilled.items()),
        statements=tuple(proving.statements),
    )


class _Proving:
    """One proof on its way."""

    def __init__(
        self,
        run: SandboxRun,
        plan: Plan,
        rows_sql: str,
        on_step: OnStep,
        progress: Progress | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self.steps: list[StepResult] = []
        self.differences: list[str] = [f"Not in the migration: {row}" for row in plan.unsupported]
        self.conditions: list[str] = []
        self.losses: list[str] = []
        self.notes: list[str] = []
        self.counts: list[dict[str, int]] = []
        self.unfilled: dict[str, str] = {}
        self.statements: list[StatementLocks] = []
        self._run = run
        self._plan = plan
        self._rows_sql = rows_sql
        self._on_step = on_step
        self._progress = progress
        self._should_stop = should_stop
        self._roles = {role.name for design in (plan.before, plan.after) for role in design.roles}
        self._told = 0

    def prove(self) -> None:
        if self._roles:
            self._run.hold_roles(self._should_stop)
        with self._step("Build the target"):
            expected, target_shapes = self._build_target()
        with self._step("Build the base"):
            pristine = self._build(self._plan.before, "the base")
            base = read_catalog(pristine, self._roles)
            shapes = _read_shapes(pristine)
            database = self._run.copy(pristine)
        old, error = self._first_way_up(database, shapes)
        if error is not None and error.is_about_rows:
            self.conditions.append(error.words)
            database = self._run.copy(pristine)
            old, error = self._second_way_up(database, shapes, target_shapes)
        if error is None:
            self._finish(database, base, expected, old)

    def _first_way_up(self, database: ScratchDatabase, shapes: Shapes) -> tuple[Contents, FileError | None]:
        with self._step("Fill it with rows"):
            old = self._fill(database, shapes, Wish(), demanding=True)
        # Where rows of every sort fail, the tame ones decide.
        return old, self._go("Up", database, "up", is_final=False)

    def _second_way_up(
        self, database: ScratchDatabase, shapes: Shapes, target: Shapes
    ) -> tuple[Contents, FileError | None]:
        wish = find_wishes(self._plan.before, self._plan.after, shapes, target)
        with self._step("Fill it with rows that the target accepts"):
            old = self._fill(database, shapes, wish, demanding=False)
        return old, self._go("Up with these rows", database, "up", is_final=True)

    def _finish(self, database: ScratchDatabase, base: Catalog, expected: Catalog, old: Contents) -> None:
        with self._step("Compare with the target"):
            self._compare(database, expected, "Up", "the target")
            new = self._rows(database, self._plan.after)
            self._judge("Up", compare_up(self._plan.before, self._plan.after, old, new))
        if self._go("Down", database, "down", is_final=True) is not None:
            return
        with self._step("Compare with the base"):
            self._compare(database, base, "Down", "the base", excused=self._unvalidated())
            back = self._rows(database, self._plan.before)
            self._judge("Down", compare_down(self._plan.before, self._plan.after, old, back))
        if self._go("Up again", database, "again", is_final=True) is not None:
            return
        with self._step("Compare again"):
            self._compare(database, expected, "Up again", "the target")
            again = self._rows(database, self._plan.after)
            self._judge("Up again", compare_up(self._plan.before, self._plan.after, back, again))

    def _build_target(self) -> tuple[Catalog, Shapes]:
        target = self._build(self._plan.after, "the target")
        catalog, shapes = read_catalog(target, self._roles), _read_shapes(target)
        # Roles belong to the whole server: those of the target must be gone before the migration makes them.
        self._run.drop_database(target)
        return catalog, shapes

    def _build(self, design: Design, name: str) -> ScratchDatabase:
        database = self._run.database()
        text = ";\n".join(write_design(design))
        with database.connect() as connection:
            with self._run.watchdog.statement(connection.info.backend_pid, self._should_stop):
                error = run_text(connection, text)
            if self._run.watchdog.reason is not None:
                raise LimitError(self._run.watchdog.reason)
            if error is not None:
                raise ProofError(
                    f"The migration cannot be proven, because {name} cannot be built. PostgreSQL says: "
                    f"{error.message}. Put the design right first."
                )
        return database

    def _fill(self, database: ScratchDatabase, shapes: Shapes, wish: Wish, *, demanding: bool) -> Contents:
        with database.connect() as connection:
            filling = fill_tables(connection, shapes, wish=wish, demanding=demanding, tell=self._tell)
            self.unfilled = filling.unfilled
            if self._rows_sql:
                apply_script(connection, read_script(self._rows_sql), should_stop=self._should_stop)
        self.counts = []
        return self._rows(database, self._plan.before)

    def _go(self, name: str, database: ScratchDatabase, direction: str, *, is_final: bool) -> FileError | None:
        """All files one way; what stopped it becomes the step's error where nothing else is tried."""
        execution = Execution(
            database, predictions=self._plan.predictions, tell=self._tell, should_stop=self._should_stop
        )
        started = time.perf_counter()
        with self._on_step(name):
            is_down = direction == "down"
            error = execution.run(self._plan.files, direction, is_down=is_down, samples=direction != "again")
        is_failed = error is not None and (is_final or not error.is_about_rows)
        words = error.words if error is not None and is_failed else None
        self.steps.append(StepResult(name, round(time.perf_counter() - started, 3), words))
        if words:
            self.differences.append(f"{name}: {words}")
        if error is None or is_failed:
            self.statements += execution.statements
        return error

    def _compare(
        self, database: ScratchDatabase, expected: Catalog, step: str, name: str, *, excused: Collection[str] = ()
    ) -> None:
        found = read_catalog(database, self._roles)
        for constraint in excused:
            found, is_excused = excuse_unvalidated(found, constraint)
            if is_excused:
                self.losses.append(f"Foreign key {constraint} comes back NOT VALID: rows it refers to are lost.")
        differences, notes = compare_catalogs(found, expected, expected_name=name)
        self.differences += [f"{step}: {row}" for row in differences]
        self.notes += notes

    def _unvalidated(self) -> list[str]:
        """Foreign keys whose rows may lack their counterparts after the way down: those of a dropped table are lost."""
        kept = self._plan.after.tables_by_id
        lost = (row for row in self._plan.before.relationships if row.target_table_id not in kept)
        return [row.name for row in lost if row.is_validated]

    def _rows(self, database: ScratchDatabase, design: Design) -> Contents:
        with database.connect() as connection:
            found = read_rows(connection, design)
        names = {table.id: f"{table.schema}.{table.name}" for table in design.tables}
        self.counts.append({names[id_]: len(rows.values) for id_, rows in found.items()})
        return found

    def _judge(self, step: str, findings: Findings) -> None:
        cleaned = tuple(f"{name}{end}" for name in self._plan.cleaned for end in (":", "."))
        expected = [row for row in findings.problems if cleaned and row.startswith(cleaned)]
        self.losses += expected
        findings.problems = [row for row in findings.problems if row not in expected]
        if self._plan.has_losses:
            self.losses += findings.losses
        elif self._plan.keeps_copies and step != "Down":
            self.notes += [f"{row} A copy is kept for the way down." for row in findings.losses]
        else:
            self.differences += [f"{step}: {row} No operation says so." for row in findings.losses]
        self.differences += [f"{step}: {row}" for row in findings.problems]
        self.notes += findings.notes

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        with self._on_step(name):
            yield
        self.steps.append(StepResult(name, round(time.perf_counter() - started, 3)))

    def _tell(self, what: str) -> None:
        self._told += 1
        if self._progress is not None:
            self._progress(0, 1, what)


def _read_shapes(database: ScratchDatabase) -> Shapes:
    with database.connect() as connection:
        return read_shapes(connection)
