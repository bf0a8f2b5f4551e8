"""Where the sandbox's PostgreSQL server is, and superuser connections to it.

By default an embedded server below ROWHOUSE_HOME/sandbox, started on demand and tuned for data nobody needs after a
crash. SANDBOX_DATABASE_URL names another: a server for this purpose alone, as a superuser other than `postgres`.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import psycopg
from msgspec import Struct
from psycopg.conninfo import make_conninfo

from designer.postgres.embedded import binaries, start_server, stop_server
from designer.sandbox.limits import SandboxError

SUPERUSER = "supabase_admin"
OLDEST_VERSION = 150000
PROJECT = Path(__file__).parents[2]

SANDBOX_SETTINGS = {
    # Speed: everything here can be made again.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "max_wal_size": "1GB",
    "shared_buffers": "64MB",
    "max_connections": "60",
    # A design of a thousand tables is built, and dumped, in one transaction that locks them all.
    "max_locks_per_transaction": "1024",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    # A killed client's statement ends with it.
    "client_connection_check_interval": "1s",
    # A replication slot or a prepared transaction would hold disk and locks after its run.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_replication_slots": "0",
    "max_prepared_transactions": "0",
    # What users do must not fill the log; errors go to them.
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
}

MEMORY_LIMIT = 2 << 30
"""Bytes of address space per server process: one greedy query ends with "out of memory" and takes nobody along."""


class Cluster(Struct, frozen=True):
    """The sandbox's server. `url` leads to its maintenance database as a superuser; never show it to users' SQL."""

    url: str
    server_version: int
    bin_dir: Path
    """Folder of a pg_dump that is at least as new as the server."""
    data_dir: Path | None = None
    """The real data directory of an embedded server; None for one of SANDBOX_DATABASE_URL."""

    @property
    def copy_strategy(self) -> str:
        """How CREATE DATABASE copies: file by file is quickest where no checkpoint has to reach the disk."""
        return "file_copy" if self.data_dir is not None else "wal_log"

    def conninfo(self, dbname: str | None = None, *, user: str | None = None, password: str | None = None) -> str:
        """The libpq connection string of a database of this server; None keeps what `url` says."""
        changes = {"dbname": dbname, "user": user, "password": password, "application_name": "rowhouse"}
        return make_conninfo(self.url, **{name: value for name, value in changes.items() if value is not None})

    def connect(self, dbname: str | None = None) -> psycopg.Connection:
        """An autocommitting superuser connection; an embedded server that went away is started again first."""
        try:
            return _connect(self.conninfo(dbname))
        except psycopg.OperationalError:
            if self.data_dir is None or not isinstance(start_cluster(), Cluster):
                raise
            return _connect(self.conninfo(dbname))


def sandbox_home() -> Path:
    """The folder of the embedded sandbox server: ROWHOUSE_HOME/sandbox, by default var/sandbox in the project."""
    return Path(os.environ.get("ROWHOUSE_HOME") or PROJECT / "var") / "sandbox"


def start_cluster() -> Cluster:
    """The sandbox's server, running. Raises SandboxError or ServerError when it cannot be used, saying why."""
    if url := os.environ.get("SANDBOX_DATABASE_URL"):
        return _open_foreign(url)
    # The queue of NOTIFY belongs to all databases; a run that listens and never reads must not fill the disk by it.
    settings = {**SANDBOX_SETTINGS, "max_notify_queue_pages": "8192"}
    server = start_server(sandbox_home() / "data", settings=settings, superuser=SUPERUSER, memory_limit=MEMORY_LIMIT)
    with _connect(server.url("postgres")) as connection:
        version = connection.info.server_version
    return Cluster(server.url("postgres"), version, server.bin_dir, server.data_dir)


def stop_cluster() -> None:
    """Stops the embedded sandbox server; a server of SANDBOX_DATABASE_URL is left alone."""
    if not os.environ.get("SANDBOX_DATABASE_URL"):
        stop_server(sandbox_home() / "data")


def run_sql(connection: psycopg.Connection, statement: str) -> None:
    """Runs one statement of ours that was put together from quoted names."""
    connection.execute(statement)


def _connect(conninfo: str) -> psycopg.Connection:
    return psycopg.connect(conninfo, autocommit=True, connect_timeout=10)


def _open_foreign(url: str) -> Cluster:
    try:
        connection = _connect(url)
    except psycopg.Error as error:
        raise SandboxError(f"The server of SANDBOX_DATABASE_URL cannot be reached: {str(error).strip()}") from error
    with connection:
        version = connection.info.server_version
        if version < OLDEST_VERSION:
            major = version // 10000
            raise SandboxError(f"The server of SANDBOX_DATABASE_URL is PostgreSQL {major}; 15 is the oldest usable.")
        superusers = {str(row[0]) for row in connection.execute("select rolname from pg_roles where rolsuper")}
        user = connection.info.user
    if user not in superusers:
        raise SandboxError(
            f"SANDBOX_DATABASE_URL connects as {user}, which is no superuser. Use one, on a server of its own."
        )
    if "postgres" in superusers:
        raise SandboxError(
            "On the server of SANDBOX_DATABASE_URL the role postgres is a superuser, which users' SQL may never be. "
            "Make the cluster with: initdb -U supabase_admin"
        )
    return Cluster(url, version, _matching_binaries(version))


def _matching_binaries(server_version: int) -> Path:
    """The folder of the newest pg_dump known that can read a server of this version."""
    with suppress(OSError):
        folders = sorted(Path("/usr/lib/postgresql").iterdir(), key=lambda folder: folder.name, reverse=True)
        for folder in folders:
            if folder.name.isdigit() and int(folder.name) > 18 and (folder / "bin/pg_dump").exists():
                return folder / "bin"
    if server_version >= 190000:
        raise SandboxError(f"No pg_dump for PostgreSQL {server_version // 10000} was found in /usr/lib/postgresql.")
    return binaries()
