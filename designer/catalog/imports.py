"""Import = run the SQL in a scratch database and read the catalogs, then prove that nothing was lost.

The proof: a second scratch database is built from the design alone, and pg_dump, which also sees what is not modelled,
compares the two.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from psycopg import Connection, Error

from designer.catalog.counts import count_objects
from designer.catalog.designs import read_design
from designer.catalog.role_settings import changed_settings, read_role_settings
from designer.catalog.stand_ins import StandInUse, read_stand_in_uses
from designer.catalog.verbatim import with_verbatim
from designer.design import Design, Verbatim
from designer.migrations import write_design
from designer.postgres.scripts import Script, SkippedPart, script_of
from designer.sandbox.clusters import Cluster
from designer.sandbox.comparisons import compare_dumps
from designer.sandbox.databases import GrantMode, Limits, RunConnection, ScratchDatabase, sandbox_run
from designer.sandbox.dumps import render_entries
from designer.sandbox.explanations import Explainer
from designer.sandbox.limits import LimitError
from designer.sandbox.outcomes import FailedStatement, Outcome
from designer.sandbox.scripts import Progress, apply_script, record_script
from designer.sandbox.templates import imitated_extensions

__all__ = ["FailedStatement", "ImportReport", "import_scripts", "read_scripts"]

_STEPS_AFTERWARDS = 3
_STATEMENTS_PER_SECOND = 2000
"""How many small statements a busy machine does: a run of a million gets the time it needs."""


class ImportReport(Struct, frozen=True, kw_only=True):
    """What became of an input. `seconds` has the time of each step, `modelled` the number of objects of each kind.

    `failed` and `skipped` list the first thousands; `failed_count` and `skipped_rows` (of data) count all.
    """

    design: Design
    statements: int
    applied: int
    failed: tuple[FailedStatement, ...]
    skipped: tuple[SkippedPart, ...]
    modelled: dict[str, int]
    verbatim: tuple[Verbatim, ...]
    identical: bool
    differences: tuple[str, ...]
    stand_ins: tuple[str, ...]
    """Extensions the sandbox only imitates: what they define is there, what they do may not be."""
    seconds: dict[str, float]
    failed_count: int = 0
    skipped_rows: int = 0
    stand_in_uses: tuple[StandInUse, ...] = ()
    """The objects that refer to such an extension, or to one of the platform that is imitated."""


def import_scripts(
    scripts: Sequence[Script],
    *,
    cluster: Cluster,
    grants: GrantMode = GrantMode.EXPLICIT,
    limits: Limits | None = None,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> ImportReport:
    """Applies scripts in order, reads the design, and says how a database built from it differs.

    A statement that fails is reported and the rest goes on. Raises LimitError at the run's limits or when `should_stop`
    says so, SandboxError when the server cannot be used.
    """
    importer = _Import(scripts, progress, should_stop)
    if limits is None:
        limits = Limits(run_seconds=Limits().run_seconds + importer.total / _STATEMENTS_PER_SECOND)
    with sandbox_run(cluster, grants=grants, limits=limits) as run:
        source = run.database()
        design = importer.read(source)
        differences = importer.rebuild(run.database(), design)
    return ImportReport(
        design=design,
        statements=importer.outcome.statements,
        applied=importer.outcome.applied,
        failed=tuple(importer.outcome.failed),
        failed_count=importer.outcome.failed_count,
        skipped=tuple(importer.outcome.skipped),
        skipped_rows=importer.outcome.skipped_rows,
        modelled=count_objects(design),
        verbatim=design.verbatim,
        identical=not differences,
        differences=tuple(differences),
        stand_ins=tuple(row.name for row in design.extensions if row.name in imitated_extensions(cluster)),
        stand_in_uses=importer.stand_in_uses,
        seconds={name: round(seconds, 3) for name, seconds in importer.seconds.items()},
    )


def read_scripts(
    scripts: Sequence[Script],
    *,
    cluster: Cluster,
    grants: GrantMode = GrantMode.EXPLICIT,
    progress: Progress | None = None,
) -> tuple[Design, tuple[FailedStatement, ...]]:
    """The design that scripts lead to and the statements that failed, without the proof. Raises as `import_scripts`."""
    importer = _Import(scripts, progress, None)
    with sandbox_run(cluster, grants=grants) as run:
        design = importer.read(run.database())
    return design, tuple(importer.outcome.failed)


class _Import:
    """One import on its way; the results and the times of its steps gather here."""

    def __init__(
        self, scripts: Sequence[Script], progress: Progress | None, should_stop: Callable[[], bool] | None
    ) -> None:
        self.outcome = Outcome()
        self.seconds: dict[str, float] = {}
        self.total = sum(script.count for script in scripts)
        self._explainer = Explainer()
        self._scripts = scripts
        self._progress = progress
        self._should_stop = should_stop
        self._dump = ""
        self.stand_in_uses: tuple[StandInUse, ...] = ()

    def read(self, source: ScratchDatabase) -> Design:
        """Applies the scripts and reads what they made."""
        with source.connect() as connection:
            before, settings = _role_names(connection), read_role_settings(connection)
            with self._step("apply"):
                for script in self._scripts:
                    self._apply(connection, script, self.outcome.statements)
            self._tell("Reading the design")
            roles = self._own_roles(_role_names(connection) - before)
            changed = changed_settings(settings, read_role_settings(connection))
            with self._step("read"), ThreadPoolExecutor(1) as pool:
                # pg_dump is a process of its own, so both read at the same time.
                dumping = pool.submit(source.dump_entries, self._should_stop)
                is_legacy = source.run.grants is GrantMode.LEGACY
                design = read_design(connection, roles=roles, has_legacy_grants=is_legacy)
                self.stand_in_uses = read_stand_in_uses(connection, imitated_extensions(source.run.cluster))
                entries = dumping.result()
        with self._step("find verbatim"):
            self._dump = render_entries(entries)
            found = with_verbatim(design, entries, source.platform_entries())
            return replace(found, verbatim=(*found.verbatim, *self._spoken_of(changed)))

    def rebuild(self, target: ScratchDatabase, design: Design) -> list[str]:
        """Builds a database from the design alone and tells, in words, how it differs from the first."""
        self._tell("Building a database from the design alone")
        with self._step("rebuild"), target.connect() as connection:
            refused = self._build(connection, design)
        self._tell("Comparing both databases")
        with self._step("compare"):
            return refused + compare_dumps(self._dump, target.dump(self._should_stop))

    def _build(self, connection: RunConnection, design: Design) -> list[str]:
        """Runs the design's statements at once, or one by one to learn which of them the server refuses."""
        statements = write_design(design)
        if design.roles and connection.run is not None:
            connection.run.hold_roles(self._should_stop)
        try:
            with self._watched(connection):
                connection.execute(";\n".join(statements).encode())
        except Error:
            if connection.closed:
                raise
            script = script_of("the design", statements)
            results = apply_script(connection, script, should_stop=self._should_stop)
            return [f"could not be rebuilt: {row.error.message} in: {row.excerpt}" for row in results if row.error]
        return []

    def _watched(self, connection: RunConnection) -> AbstractContextManager[None]:
        """Ends what the session does when the import is stopped; the many statements of a design have their time."""
        if connection.run is None:
            return nullcontext()
        return connection.run.watchdog.statement(connection.info.backend_pid, self._should_stop, has_time=True)

    def _apply(self, connection: Any, script: Script, done: int) -> None:
        def tell(of_this: int, _: int, what: str) -> None:
            if self._progress is not None:
                self._progress(done + of_this, max(self.total, done + of_this) + _STEPS_AFTERWARDS, what)

        record_script(connection, script, self.outcome, self._explainer, progress=tell, should_stop=self._should_stop)

    def _tell(self, what: str) -> None:
        if self._should_stop is not None and self._should_stop():
            raise LimitError("The import was stopped on request.")
        if self._progress is not None:
            steps = sum(name in self.seconds for name in ("apply", "find verbatim", "rebuild"))
            self._progress(self.total + steps - 1, self.total + _STEPS_AFTERWARDS, what)

    def _own_roles(self, new: set[str]) -> set[str]:
        """New roles that the scripts speak of: a role made at the same time by another run is not theirs."""
        return {name for name in new if self._speaks_of(name)}

    def _spoken_of(self, settings: Iterable[Verbatim]) -> Iterator[Verbatim]:
        return (row for row in settings if self._speaks_of(*row.name.split(" ")))

    def _speaks_of(self, *words: str) -> bool:
        return self.outcome.speaks_of(*words)

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started


def _role_names(connection: Connection[Any]) -> set[str]:
    return {str(row[0]) for row in connection.execute("select rolname from pg_catalog.pg_roles")}
