"""Running a suite against every mutant of a design.

The mutants are made by SQL in transactions that are rolled back, on databases that hold the design and the fixtures
already; so one takes as long as the tests that see it, and several databases are worked on at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any

from psycopg import Connection

from designer.access.measuring import Progress
from designer.access.mutants.equivalence import judge_survivors
from designer.access.mutants.making import make_mutants
from designer.access.mutants.reports import Fate, MutantResult, MutationReport
from designer.access.mutants.values import Mutant
from designer.access.recognising.models import model_of
from designer.access.stages import LIMITS, WORKERS, build_design, open_stage
from designer.access.suites import FileResult, SuiteFile, make_world, run_body, run_file, write_suite
from designer.design import Design
from designer.migrations import compare_designs
from designer.proofs.proving import ProofError
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import GrantMode, SandboxRun, ScratchDatabase, sandbox_run
from designer.sandbox.limits import LimitError, Limits
from designer.sandbox.sessions import run_text
from designer.sandbox.templates import has_pgtap

_STATEMENT_MS = 3000
_PGTAP = "create extension if not exists pgtap with schema extensions"


def run_mutation(
    design: Design,
    *,
    cluster: Cluster,
    grants: GrantMode = GrantMode.EXPLICIT,
    limits: Limits = LIMITS,
    workers: int = WORKERS,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> MutationReport:
    """Writes the suite of a design, runs it, and runs it against the mutants. Nothing is kept on the server.

    Raises ProofError when the design cannot be built or pgTAP is missing, LimitError at the limits or when
    `should_stop` says so.
    """
    if not has_pgtap(cluster):
        raise ProofError("pgTAP is not installed, so tests cannot be run. Run script/setup, then try again.")
    with open_stage(design, cluster=cluster, grants=grants, limits=limits, should_stop=should_stop) as stage:
        files = write_suite(stage.connection, make_world(stage, design, model_of(design)))
    with sandbox_run(cluster, grants=grants, limits=limits) as run:
        if design.roles:
            run.hold_roles(should_stop)
        base = run.database()
        build_design(base, design)
        started = time.monotonic()
        with base.connect() as connection:
            suite = [run_file(connection, file) for file in files]
            _settle(connection, files)
        suite_seconds = time.monotonic() - started
        started = time.monotonic()
        results: list[MutantResult] = []
        mutants = make_mutants(design) if all(file.is_green for file in suite) else []
        if mutants:
            databases = [base, *(run.copy(base) for _ in range(workers - 1))]
            results = _Hunt(run, design, files, mutants, progress, should_stop).over(databases)
    survivors = [mutant for mutant, result in zip(mutants, results, strict=True) if result.fate is Fate.SURVIVED]
    judged = judge_survivors(
        design,
        survivors,
        cluster=cluster,
        grants=grants,
        limits=limits,
        workers=workers,
        done=lambda number: _tell(progress, len(mutants) - len(survivors) + number, len(mutants)),
        should_stop=should_stop,
    )
    return MutationReport(
        server_version=cluster.server_version,
        files=tuple((file.name, file.render()) for file in files),
        suite=tuple(suite),
        suite_seconds=suite_seconds,
        mutants=tuple(judged.get((row.object, row.words), row) for row in results),
        mutants_seconds=time.monotonic() - started,
    )


def _settle(connection: Connection[Any], files: Sequence[SuiteFile]) -> None:
    """Puts pgTAP and the fixtures there for good, as every file would."""
    rows = next((file.rows for file in files if file.rows), ())
    text = ";\n".join([_PGTAP, "begin", *(step.sql for step in rows), "commit"])
    error = run_text(connection, text)
    if error is not None:
        raise ProofError(f"The fixtures of the tests cannot be inserted. PostgreSQL says: {error.message}.")
    connection.execute("analyze")


class _Hunt:
    """Mutants handed out to workers, each with a database of its own."""

    def __init__(
        self,
        run: SandboxRun,
        design: Design,
        files: Sequence[SuiteFile],
        mutants: Sequence[Mutant],
        progress: Progress | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self._run = run
        self._design = design
        self._files = files
        self._mutants = mutants
        self._progress = progress
        self._should_stop = should_stop or (lambda: False)
        self._waiting: SimpleQueue[int] = SimpleQueue()
        self._found: dict[int, MutantResult] = {}
        self._stopped = Event()

    def over(self, databases: Sequence[ScratchDatabase]) -> list[MutantResult]:
        """What became of each, in their order."""
        for number in range(len(self._mutants)):
            self._waiting.put(number)
        with ThreadPoolExecutor(len(databases)) as pool:
            works = [pool.submit(self._work, database) for database in databases]
            try:
                while not all(work.done() for work in works):
                    if self._should_stop():
                        self._stopped.set()
                    self._tell()
                    time.sleep(0.1)
            finally:
                self._stopped.set()
            for work in works:
                work.result()
        self._tell()
        if self._run.watchdog.reason is not None:
            raise LimitError(self._run.watchdog.reason)
        if len(self._found) < len(self._mutants):
            raise LimitError("The mutants were stopped on request.")
        return [self._found[number] for number in range(len(self._mutants))]

    def _tell(self) -> None:
        """How many are done; a survivor is not yet, because it is measured afterwards."""
        done = sum(row.fate is not Fate.SURVIVED for row in list(self._found.values()))
        _tell(self._progress, done, len(self._mutants))

    def _check_ground(self, connection: Connection[Any]) -> None:
        """The tests pass without a mistake here too, or they would kill everything."""
        run_text(connection, "begin")
        found = [run_body(connection, file) for file in self._files]
        run_text(connection, "rollback")
        for file in found:
            if not file.is_green:
                raise ProofError(f"{file.name} passes by itself, but not where mutants are tried: {_red(file)}.")

    def _work(self, database: ScratchDatabase) -> None:
        with database.connect() as connection:
            connection.execute(f"set statement_timeout = {_STATEMENT_MS}".encode())
            self._check_ground(connection)
            while not self._stopped.is_set():
                try:
                    number = self._waiting.get_nowait()
                except Empty:
                    return
                self._found[number] = self._try(connection, self._mutants[number])

    def _try(self, connection: Connection[Any], mutant: Mutant) -> MutantResult:
        text = ";\n".join(statement for step in compare_designs(self._design, mutant.design) for statement in step.up())
        error = run_text(connection, f"begin;\n{text}")
        try:
            if error is not None:
                return _result(mutant, Fate.STILLBORN, test=error.message)
            for file in self._in_order(mutant):
                found = run_body(connection, file)
                if not found.is_green:
                    return _result(mutant, Fate.KILLED, file=file.name, test=_red(found))
            return _result(mutant, Fate.SURVIVED)
        finally:
            run_text(connection, "rollback")

    def _in_order(self, mutant: Mutant) -> list[SuiteFile]:
        """Where it is likely to be seen first: by rows of its own table where rows can show it, then on paper.

        What is written down of all objects is read in a fraction of the time that the rows of all tables take.
        """
        table = self._design.tables_by_id.get(mutant.table_id) if mutant.table_id else None
        own = f"_{table.schema}_{table.name}.test.sql" if table is not None else "\0"

        def rank(file: SuiteFile) -> tuple[bool, bool]:
            is_elsewhere, has_rows = not file.name.endswith(own), bool(file.rows)
            return (is_elsewhere, has_rows) if mutant.is_measured else (has_rows, is_elsewhere)

        return sorted(self._files, key=rank)


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total, f"{done} of {total} mutants")


def _red(found: FileResult) -> str:
    return found.failed[0] if found.failed else f"it cannot be run: {found.error}"


def _result(mutant: Mutant, fate: Fate, *, file: str = "", test: str = "") -> MutantResult:
    return MutantResult(
        operator=mutant.operator, object=mutant.object, words=mutant.words, fate=fate, file=file, test=test
    )
