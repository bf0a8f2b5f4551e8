"""A live database as a script: roles, what pg_dump says, and what the project added to the platform's tables.

Everything is read in one repeatable-read, read-only transaction; pg_dump shares its snapshot.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import psycopg
from msgspec import Struct
from msgspec.structs import replace
from psycopg.conninfo import make_conninfo

from designer.live.addresses import LiveError, Target
from designer.postgres.platform import EXTENSION_SCHEMAS, MANAGED_SCHEMAS, is_platform_role
from designer.postgres.quoting import quote_identifier, quote_name
from designer.sandbox.limits import LimitError

OLDEST_VERSION = 100000
STATEMENT_SECONDS = 60
DUMP_SECONDS = 300
DUMP_BYTES = 128 << 20
_QUERIES = Path(__file__).with_name("queries")


class LiveDatabase(Struct, frozen=True):
    """What was read: a script that makes it again, and facts for people."""

    name: str
    server_version: int
    sql: bytes
    remarks: tuple[str, ...]


def read_live_database(
    target: Target,
    *,
    bin_dir: Path,
    sandbox_version: int,
    refused: Collection[int] = (),
    should_stop: Callable[[], bool] | None = None,
) -> LiveDatabase:
    """Reads a database. `refused` are system identifiers of servers that are nobody's business (our own).

    Raises LiveError when it cannot be reached or read, LimitError when `should_stop` says so.
    """
    try:
        with psycopg.connect(
            make_conninfo(**target.options(), password=target.password), autocommit=True
        ) as connection:
            found = _read(connection, target, bin_dir, refused, should_stop)
    except psycopg.Error as error:
        raise LiveError(f"The database could not be read: {_reason(error, target)}") from None
    return replace(found, remarks=(*found.remarks, *_compare_versions(found.server_version, sandbox_version)))


def _read(
    connection: psycopg.Connection[Any],
    target: Target,
    bin_dir: Path,
    refused: Collection[int],
    should_stop: Callable[[], bool] | None,
) -> LiveDatabase:
    version = connection.info.server_version
    if version < OLDEST_VERSION:
        raise LiveError(f"The server is PostgreSQL {version // 10000}; 10 is the oldest that can be read.")
    connection.execute("begin isolation level repeatable read, read only")
    connection.execute(f"set local statement_timeout = '{STATEMENT_SECONDS}s'")
    connection.execute("set local search_path = pg_catalog")
    _refuse_own(connection, refused)
    snapshot = _value(connection, "select pg_export_snapshot()")
    schemas = {str(row[0]) for row in connection.execute("select nspname from pg_namespace")}
    is_platform = {"auth", "storage", "extensions"} <= schemas
    managed = sorted(_managed(connection) & schemas) if is_platform else []
    parts = [
        "-- Read from a live database; nothing in it was changed.\n",
        *_roles(connection),
        _dump(target, bin_dir, str(snapshot), managed, should_stop),
        *(_additions(connection, managed) if managed else ()),
    ]
    connection.execute("rollback")
    remarks = _remarks(version, managed)
    return LiveDatabase(target.database, version, "\n".join(parts).encode(), tuple(remarks))


def _refuse_own(connection: psycopg.Connection[Any], refused: Collection[int]) -> None:
    if refused and _value(connection, "select system_identifier from pg_control_system()") in refused:
        raise LiveError("This is the server Rowhouse itself works with, not one to import from.")


def _managed(connection: psycopg.Connection[Any]) -> set[str]:
    """The platform's schemas, without those that a project made itself under the name of an extension's."""
    owned = {
        str(row[0])
        for row in connection.execute(
            "select n.nspname from pg_namespace n join pg_depend d on d.objid = n.oid and d.deptype = 'e' "
            "and d.classid = 'pg_namespace'::regclass"
        )
    }
    return set(MANAGED_SCHEMAS - EXTENSION_SCHEMAS) | (owned & EXTENSION_SCHEMAS)


def _roles(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """Roles with attributes, and memberships, as far as any login may read them. Passwords are never read."""
    rows = list(connection.execute((_QUERIES / "roles.sql").read_bytes()))
    own = {str(row[0]) for row in rows if not is_platform_role(str(row[0]))}
    for name, attributes, _, owns in rows:
        if name in own:
            yield f"CREATE ROLE {quote_identifier(name)} WITH {attributes};"
        if name in own and owns:
            # Since PostgreSQL 16 nobody gives things to a role without being a member of it.
            yield f"GRANT {quote_identifier(name)} TO postgres;"
    for name, _, memberships, _ in rows:
        for granted in memberships or ():
            if name in own or granted in own:
                yield f"GRANT {quote_identifier(granted)} TO {quote_identifier(name)};"


def _additions(connection: psycopg.Connection[Any], managed: list[str]) -> Iterator[str]:
    """Triggers and policies that the project put on the platform's tables."""
    for (statement,) in connection.execute((_QUERIES / "platform_triggers.sql").read_bytes(), (managed, managed)):
        yield f"{statement};"
    for row in connection.execute((_QUERIES / "platform_policies.sql").read_bytes(), (managed,)):
        yield _policy(*row)


def _policy(
    schema: str, table: str, name: str, permissive: str, roles: list[str], command: str, using: str, check: str
) -> str:
    names = ", ".join("public" if role == "public" else quote_identifier(role) for role in roles)
    clauses = [f"USING ({using})"] if using is not None else []
    clauses += [f"WITH CHECK ({check})"] if check is not None else []
    return (
        f"CREATE POLICY {quote_identifier(name)} ON {quote_name(schema, table)} AS {permissive} FOR {command} "
        f"TO {names} {' '.join(clauses)};"
    )


def _dump(
    target: Target, bin_dir: Path, snapshot: str, managed: list[str], should_stop: Callable[[], bool] | None
) -> str:
    """pg_dump's plain text in the snapshot. The password goes by the environment: arguments are everybody's to read."""
    options = " ".join(f"{name}={_escape(value)}" for name, value in target.options().items())
    command = [
        str(bin_dir / "pg_dump"),
        "--schema-only",
        "--format=plain",
        "--no-password",
        "--no-tablespaces",
        "--lock-wait-timeout=10s",
        f"--snapshot={snapshot}",
        *(f"--exclude-schema={quote_identifier(name)}" for name in managed),
        f"--dbname={options}",
    ]
    environment = {
        "PATH": os.defpath,
        "PGPASSWORD": target.password,
        "PGOPTIONS": "-c default_transaction_read_only=on",
    }
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=environment)
        try:
            _wait(process, output.fileno(), should_stop)
        finally:
            process.kill()
            process.wait()
        if process.returncode != 0:
            errors.seek(0)
            words = errors.read(2000).decode("utf-8", "replace").strip().removeprefix("pg_dump: ")
            raise LiveError(f"pg_dump of the database failed: {target.hide(words)}")
        output.seek(0)
        return output.read().decode()


def _wait(process: subprocess.Popen[bytes], output: int, should_stop: Callable[[], bool] | None) -> None:
    deadline = time.monotonic() + DUMP_SECONDS
    while process.poll() is None:
        if should_stop is not None and should_stop():
            raise LimitError("The import was stopped on request.")
        if time.monotonic() > deadline:
            raise LiveError(f"pg_dump of the database took longer than {DUMP_SECONDS} seconds and was stopped.")
        if os.fstat(output).st_size > DUMP_BYTES:
            raise LiveError(f"The schema of the database has more than {DUMP_BYTES >> 20} MB of SQL.")
        time.sleep(0.05)


def _remarks(version: int, managed: list[str]) -> Iterator[str]:
    yield f"Read from PostgreSQL {version // 10000}, in one snapshot, without changing anything."
    if managed:
        yield f"Left to the platform: the schemas {', '.join(managed)}, but for triggers and policies added to them."


def _compare_versions(live: int, sandbox: int) -> Iterator[str]:
    """What another version of the sandbox's server means for the design."""
    if live // 10000 == sandbox // 10000:
        return
    yield (
        f"The sandbox runs PostgreSQL {sandbox // 10000}: the design is what that version makes of the database. "
        + ("It names NOT NULL constraints, which the older one does not. " if live < 180000 <= sandbox else "")
        + ("It has the privilege MAINTAIN, which is part of ALL there. " if live < 170000 <= sandbox else "")
    ).strip()


def _reason(error: psycopg.Error, target: Target) -> str:
    words = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    # libpq begins with the server's address: the person knows it, and a log need not.
    return target.hide(words.rpartition(" failed: ")[2])


def _value(connection: psycopg.Connection[Any], query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    return None if row is None else row[0]


def _escape(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
