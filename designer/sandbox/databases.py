"""Scratch databases: clones of the emulated Supabase in which users' SQL may do what it likes.

A run owns its databases and one login role. It holds an advisory lock in the maintenance database while its process
lives; what is found without that lock is an orphan (see orphans.py).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import errors

from designer.postgres.quoting import quote_identifier, quote_literal
from designer.postgres.superuser_statements import for_sandbox
from designer.sandbox.clusters import Cluster, get_cluster
from designer.sandbox.dumps import DumpEntry, dump_database, read_cached, render_entries
from designer.sandbox.limits import LimitError, Limits
from designer.sandbox.orphans import LEASE_LOCK, sweep_sometimes
from designer.sandbox.roles import has_role_changes, restore_roles, take_role_lock, try_role_lock
from designer.sandbox.servers import run_sql
from designer.sandbox.templates import GrantMode, extension_dir, prepare_templates, template_name
from designer.sandbox.vacuuming import vacuum_catalogs
from designer.sandbox.watchdogs import Watchdog

__all__ = ["GrantMode", "Limits", "RunConnection", "SandboxRun", "ScratchDatabase", "sandbox_run", "scratch_database"]


class RunConnection(psycopg.Connection[Any]):
    """A session of a run's untrusted login; the run's watchdog ends its statements when they take too long."""

    run: SandboxRun | None = None

    def execute(self, query: Any, *arguments: Any, **options: Any) -> psycopg.Cursor[Any]:
        """As psycopg's, with what Supabase allows beyond PostgreSQL (see superuser_statements)."""
        if isinstance(query, bytes):
            query = for_sandbox(query.decode()).encode()
        elif isinstance(query, str):
            query = for_sandbox(query)
        return super().execute(query, *arguments, **options)


class ScratchDatabase:
    """One clone of the template; it lives as long as its run."""

    def __init__(self, run: SandboxRun, name: str) -> None:
        self.run = run
        self.name = name

    def connect(self) -> RunConnection:
        """An autocommitting session as the untrusted login with the role `postgres` and the limits of the run."""
        connection = RunConnection.connect(self.conninfo(), autocommit=True)
        connection.run = self.run
        return connection

    def conninfo(self) -> str:
        """The libpq connection string of the run's login, for programs that connect by themselves."""
        return self.run.cluster.conninfo(self.name, user=self.run.role, password=self.run.password)

    def dump(self, should_stop: Callable[[], bool] | None = None) -> str:
        """The whole schema as pg_dump sees it, in a text that is equal for equal schemas (see compare_dumps)."""
        return render_entries(self.dump_entries(should_stop))

    def dump_entries(self, should_stop: Callable[[], bool] | None = None) -> list[DumpEntry]:
        """pg_dump's entries, with those of the platform, in the order of creation."""
        return dump_database(self.run.cluster, self.name, should_stop)

    def platform_entries(self) -> tuple[DumpEntry, ...]:
        """The entries of a pristine database: what an empty project has."""
        return self.run.platform_entries()

    def hold_roles(self) -> None:
        """See SandboxRun.hold_roles."""
        self.run.hold_roles()


class SandboxRun:
    """A context that owns any number of scratch databases and takes them away at its end."""

    def __init__(self, cluster: Cluster, grants: GrantMode, limits: Limits) -> None:
        self.cluster = cluster
        self.grants = grants
        self.limits = limits
        self.number = secrets.randbits(47)
        self.role = f"run_{self.number:012x}"
        self.password = secrets.token_hex(16)
        self._databases: list[str] = []
        self._holds_roles = False

    def __enter__(self) -> Self:
        sweep_sometimes(self.cluster)
        self._lease = self.cluster.connect()
        self._lease.execute("select pg_advisory_lock(%s)", (LEASE_LOCK + self.number,))
        self.watchdog = Watchdog(self._lease, self.role, self._databases, self.limits)
        try:
            self._make_role()
        except BaseException:
            self._lease.close()
            raise
        self.watchdog.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.watchdog.finish()
        try:
            for name in self._databases:
                run_sql(self._lease, f"drop database if exists {quote_identifier(name)} with (force)")
            run_sql(self._lease, f"drop role if exists {quote_identifier(self.role)}")
            if has_role_changes(self._lease) and (self._holds_roles or try_role_lock(self._lease)):
                restore_roles(self._lease)
            vacuum_catalogs(self._lease)
        except psycopg.OperationalError:
            # The server is gone or restarting: the sweep finds what is left.
            if error is None and self.watchdog.reason is None:
                raise
        finally:
            self._lease.close()
        if isinstance(error, psycopg.OperationalError) and self.watchdog.reason is not None:
            raise LimitError(self.watchdog.reason) from error

    def database(self) -> ScratchDatabase:
        """One more fresh clone of the template."""
        name = self._new_name()
        try:
            self._clone(name, template_name(self.cluster, self.grants))
        except errors.InvalidCatalogName:
            # Another version of Rowhouse, or somebody cleaning up, has taken the template away meanwhile.
            prepare_templates(self.cluster)
            self._clone(name, template_name(self.cluster, self.grants))
        return self._open(name)

    def copy(self, database: ScratchDatabase) -> ScratchDatabase:
        """One more database with all that another of this run holds; nobody may be connected to that one."""
        name = self._new_name()
        self._clone(name, database.name)
        return self._open(name)

    def _clone(self, name: str, template: str) -> None:
        statement = f"create database {quote_identifier(name)} template {quote_identifier(template)}"
        options = f"strategy {self.cluster.copy_strategy} connection limit {self.limits.connections}"
        run_sql(self._lease, f"{statement} {options}")

    def _new_name(self) -> str:
        name = f"{self.role}_{len(self._databases)}"
        self._databases.append(name)
        return name

    def _open(self, name: str) -> ScratchDatabase:
        run_sql(
            self._lease,
            f"revoke all on database {quote_identifier(name)} from public;"
            f"grant connect, temporary on database {quote_identifier(name)} to {self.role};"
            f"grant create, temporary on database {quote_identifier(name)} to postgres",
        )
        return ScratchDatabase(self, name)

    def drop_database(self, database: ScratchDatabase) -> None:
        """Takes one database away before the run's end, and the roles made for it if this run may change roles."""
        run_sql(self._lease, f"drop database if exists {quote_identifier(database.name)} with (force)")
        if self._holds_roles and has_role_changes(self._lease):
            restore_roles(self._lease)

    def platform_entries(self) -> tuple[DumpEntry, ...]:
        """pg_dump's entries of a pristine clone; dumped once per template."""
        template = template_name(self.cluster, self.grants)
        return read_cached(self.cluster, template, lambda: self.database().name)

    def hold_roles(self, should_stop: Callable[[], bool] | None = None) -> None:
        """Makes this run the only one that may change roles, until its end; call it before the first such statement.

        Raises SandboxError when other runs do not let go for minutes; waiting does not count as time of the run.
        """
        if self._holds_roles:
            return
        with self.watchdog.paused():
            take_role_lock(self._lease, should_stop)
        self._holds_roles = True
        if has_role_changes(self._lease):
            restore_roles(self._lease)

    def _make_role(self) -> None:
        """The login has no rights but to act as postgres, and starts so: RESET ROLE and DISCARD ALL win nothing."""
        settings = {
            "role": "postgres",
            "search_path": '"$user", public, extensions',
            "statement_timeout": f"{self.limits.statement_seconds * 1000:.0f}",
            "lock_timeout": f"{self.limits.lock_seconds * 1000:.0f}",
            "idle_in_transaction_session_timeout": f"{self.limits.run_seconds * 1000:.0f}",
            "temp_file_limit": f"{self.limits.temp_file_bytes >> 10}",
        }
        if folder := extension_dir(self.cluster):
            settings["extension_control_path"] = f"{folder}:$system"
        role = quote_identifier(self.role)
        statements = [f"create role {role} login noinherit password {quote_literal(self.password)} in role postgres"]
        for name, value in settings.items():
            # A list setting must arrive as several names, not as one quoted text.
            text = value if name == "search_path" else quote_literal(value)
            statements.append(f"alter role {role} set {name} = {text}")
        run_sql(self._lease, ";".join(statements))


@contextmanager
def sandbox_run(
    cluster: Cluster | None = None, *, grants: GrantMode = GrantMode.EXPLICIT, limits: Limits | None = None
) -> Iterator[SandboxRun]:
    """A run with several scratch databases under one lease and one set of limits. Raises LimitError at its limits."""
    with SandboxRun(cluster or get_cluster(), grants, limits or Limits()) as run:
        yield run


@contextmanager
def scratch_database(
    cluster: Cluster | None = None, *, grants: GrantMode = GrantMode.EXPLICIT, limits: Limits | None = None
) -> Iterator[ScratchDatabase]:
    """A run with one scratch database, dropped at the end. Raises LimitError at the run's limits."""
    with sandbox_run(cluster, grants=grants, limits=limits) as run:
        yield run.database()
