"""Workbenches: one sandbox database per project that holds its current design, on which every edit is tried first.

PostgreSQL itself then judges each edit in milliseconds, in its own words, and renames inside stored expressions for us.
A workbench is a cache: it is made again whenever it is missing or holds another design than expected.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

from designer.catalog.dependents import read_dependents, refresh_dependents, signature_of
from designer.design import TYPE_KINDS, Design, Function, Table
from designer.design.documents import fingerprint
from designer.design.edits.roles import prefix_roles
from designer.design.errors import EditRefused
from designer.migrations import Operation, compare_designs, plan_files
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.postgres.superuser_statements import for_sandbox
from designer.sandbox.clusters import Cluster, get_cluster
from designer.sandbox.servers import run_sql
from designer.sandbox.templates import GrantMode, template_name
from designer.sandbox.vacuuming import vacuum_catalogs

MOST_WORKBENCHES = 24
"""How many are kept on a server; the least recently used goes first."""

_LOCK_CLASS = 0x5279
_STATEMENT_SECONDS = 10

_STATE = """
create table if not exists workbenches (
  name text primary key,
  design_hash text,
  used_at timestamptz not null default now()
)"""


_RENAMED_KINDS = {
    "table": ("tables",),
    "view": ("views",),
    "sequence": ("sequences",),
    "type": TYPE_KINDS,
    "function": ("functions",),
}


class ServerRefusal(EditRefused):
    """PostgreSQL refused an edit; the message is its own, after what was being done."""


def try_edit(key: str, before: Design, after: Design, *, cluster: Cluster | None = None) -> Design:
    """Takes the project's workbench from one design to the next and returns the design to keep.

    That is `after`, with the expressions that PostgreSQL rewrote because something they mention was renamed. `key`
    names the project. Raises ServerRefusal when PostgreSQL refuses a step; the workbench is then as before. A design
    that could not be built before the edit cannot refuse it: the edit may be the repair.
    """
    with _open(cluster or get_cluster(), key) as bench:
        if bench.design_hash != fingerprint(before):
            try:
                bench.rebuild(before)
            except ServerRefusal as old_problem:
                return _build_repaired(bench, after, str(old_problem))
        return bench.move(before, after)


def prepare_workbench(key: str, design: Design, *, cluster: Cluster | None = None) -> None:
    """Builds the project's workbench unless it holds this design already. A design that cannot be built is no error."""
    with _open(cluster or get_cluster(), key) as bench:
        if bench.design_hash != fingerprint(design):
            with suppress(ServerRefusal):
                bench.rebuild(design)


def drop_workbench(key: str, *, cluster: Cluster | None = None) -> None:
    """Removes a project's workbench, if there is one."""
    with _open(cluster or get_cluster(), key) as bench:
        bench.drop()


def vacuum_workbenches(*, cluster: Cluster | None = None) -> None:
    """Vacuums the catalogs of the workbenches used in the last minutes: every edit leaves dead rows in them."""
    cluster = cluster or get_cluster()
    with cluster.connect() as admin:
        run_sql(admin, _STATE)
        rows = admin.execute("select name from workbenches where used_at > now() - interval '5 minutes'").fetchall()
    for (name,) in rows:
        # One that is being dropped or made anew needs no vacuum.
        with suppress(psycopg.OperationalError), cluster.connect(name) as connection:
            vacuum_catalogs(connection)


def _build_repaired(bench: _Workbench, after: Design, old_problem: str) -> Design:
    try:
        bench.rebuild(after)
    except ServerRefusal as problem:
        if str(problem) != old_problem:
            raise
    return after


class _Workbench:
    """One workbench while its lock is held. Its state is kept in the maintenance database, out of users' reach."""

    def __init__(self, cluster: Cluster, admin: psycopg.Connection[Any], name: str) -> None:
        self.cluster = cluster
        self.admin = admin
        self.name = name
        self.role_prefix = f"{name}_"
        # The key is known to whoever may connect as the superuser, and to nobody else.
        self.password = hmac.new(cluster.url.encode(), self.name.encode(), "sha256").hexdigest()
        row = admin.execute("select design_hash from workbenches where name = %s", (self.name,)).fetchone()
        self.design_hash: str | None = row[0] if row else None

    def rebuild(self, design: Design) -> None:
        """Makes the database anew with this design. Raises ServerRefusal naming the statement."""
        self.drop()
        _drop_least_used(self.admin, self.cluster)
        quoted = quote_identifier(self.name)
        template = quote_identifier(template_name(self.cluster, GrantMode.EXPLICIT))
        run_sql(
            self.admin, f"create role {quoted} login noinherit password {quote_literal(self.password)} in role postgres"
        )
        for setting in ("role = 'postgres'", f"statement_timeout = '{_STATEMENT_SECONDS}s'", "lock_timeout = '5s'"):
            run_sql(self.admin, f"alter role {quoted} set {setting}")
        run_sql(
            self.admin,
            f"create database {quoted} template {template} strategy {self.cluster.copy_strategy} connection limit 4",
        )
        run_sql(
            self.admin,
            f"revoke all on database {quoted} from public; grant connect, temporary on database {quoted} to {quoted};"
            f"grant create on database {quoted} to postgres",
        )
        with self._connect() as session:
            for operations in _batches(Design(), design, self.role_prefix):
                self._run(session, operations)
        self._remember(fingerprint(design))

    def move(self, before: Design, after: Design) -> Design:
        """Applies what differs. Raises ServerRefusal; what was applied by then is undone or made anew next time."""
        self._remember(None)
        with self._connect() as session:
            for number, operations in enumerate(_batches(before, after, self.role_prefix)):
                try:
                    self._run(session, operations)
                except ServerRefusal:
                    if number == 0:
                        self._remember(fingerprint(before))
                    raise
            kept = _with_texts_of_renamed(session, before, after)
        self._remember(fingerprint(kept, before))
        return kept

    def drop(self) -> None:
        """Removes the database, its login and the roles that were made in it."""
        self._remember(None)
        run_sql(self.admin, f"drop database if exists {quote_identifier(self.name)} with (force)")
        rows = self.admin.execute(
            "select rolname from pg_roles where rolname = %s or starts_with(rolname, %s)", (self.name, self.role_prefix)
        ).fetchall()
        for (role,) in rows:
            run_sql(self.admin, f"drop role if exists {quote_identifier(role)}")
        self.admin.execute("delete from workbenches where name = %s", (self.name,))

    def _connect(self) -> psycopg.Connection[Any]:
        info = self.cluster.conninfo(self.name, user=self.name, password=self.password)
        return psycopg.connect(info, autocommit=True)

    def _run(self, session: psycopg.Connection[Any], operations: Iterable[Operation]) -> None:
        """One transaction, as a migration file would be."""
        with session.transaction():
            # Bodies may look ahead to what a later statement creates.
            session.execute("set local check_function_bodies = off")
            for operation in operations:
                try:
                    session.execute(for_sandbox(";\n".join(operation.up())).encode())
                except psycopg.Error as error:
                    raise ServerRefusal(self._words_of(operation, error)) from error

    def _words_of(self, operation: Operation, error: psycopg.Error) -> str:
        said = error.diag.message_primary or str(error).strip() or "The server closed the connection."
        parts = [said[:1].upper() + said[1:] + "."]
        parts += [f"{text.rstrip('.')}." for text in (error.diag.message_detail, error.diag.message_hint) if text]
        return f"{operation.describe()}: PostgreSQL says: {' '.join(parts)}".replace(self.role_prefix, "")

    def _remember(self, design_hash: str | None) -> None:
        self.design_hash = design_hash
        self.admin.execute(
            "insert into workbenches (name, design_hash) values (%s, %s)"
            " on conflict (name) do update set design_hash = excluded.design_hash, used_at = now()",
            (self.name, design_hash),
        )


def _batches(before: Design, after: Design, role_prefix: str) -> list[tuple[Operation, ...]]:
    """The operations of an edit, one batch per transaction."""
    operations = compare_designs(prefix_roles(before, role_prefix), prefix_roles(after, role_prefix))
    return [file.operations for file in plan_files(operations, name="edit", online=False)]


def _with_texts_of_renamed(session: psycopg.Connection[Any], before: Design, after: Design) -> Design:
    """The design with every text that mentions a renamed object as PostgreSQL prints it now."""
    kept = after
    for kind, thing, column, signature in _renamed(before, after):
        found = read_dependents(session, kind, thing.schema, thing.name, column=column, signature=signature)
        kept = refresh_dependents(kept, found)
    return kept


def _renamed(before: Design, after: Design) -> Iterator[tuple[str, Any, str | None, str]]:
    """What has another name than before: kind, object, column and signature as `read_dependents` takes them."""
    for kind, rows in _RENAMED_KINDS.items():
        for thing in (row for field in rows for row in getattr(after, field)):
            old: Any = before.by_id.get(thing.id)
            if old is None or old is thing:
                continue
            if (old.schema, old.name) != (thing.schema, thing.name):
                yield kind, thing, None, signature_of(thing)[2] if isinstance(thing, Function) else ""
            elif isinstance(thing, Table):
                names = {column.id: column.name for column in old.columns}
                for column in thing.columns:
                    if names.get(column.id, column.name) != column.name:
                        yield kind, thing, column.name, ""


def _drop_least_used(admin: psycopg.Connection[Any], cluster: Cluster) -> None:
    """Makes room; one that is in use is left alone."""
    rows = admin.execute("select name from workbenches order by used_at desc offset %s", (MOST_WORKBENCHES,)).fetchall()
    for (name,) in rows:
        taken = admin.execute("select pg_try_advisory_lock(%s, hashtext(%s))", (_LOCK_CLASS, name)).fetchone()
        if taken and taken[0]:
            _Workbench(cluster, admin, name).drop()
            admin.execute("select pg_advisory_unlock(%s, hashtext(%s))", (_LOCK_CLASS, name))


def workbench_name(key: str) -> str:
    """The name of the database that a key's workbench is."""
    return "bench_" + hashlib.sha256(key.encode()).hexdigest()[:12]


@contextmanager
def _open(cluster: Cluster, key: str) -> Iterator[_Workbench]:
    """A workbench under its advisory lock, so that processes take turns."""
    name = workbench_name(key)
    with cluster.connect() as admin:
        with suppress(psycopg.errors.UniqueViolation):  # two processes creating the table at once
            run_sql(admin, _STATE)
        admin.execute("select pg_advisory_lock(%s, hashtext(%s))", (_LOCK_CLASS, name))
        yield _Workbench(cluster, admin, name)
