"""What pg_dump sees in a scratch database: the independent witness, because it also sees what we do not model."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from designer.postgres.archives import ArchiveEntry, read_archive
from designer.postgres.scripts import COLUMN_VERSION
from designer.sandbox.limits import LimitError, SandboxError
from designer.sandbox.servers import Cluster, sandbox_home

__all__ = ["DumpEntry", "dump_database", "read_cached", "render_entries"]

DumpEntry = ArchiveEntry

DUMP_SECONDS = 120
_LOOK_SECONDS = 0.2
"""How often a running pg_dump is looked at, and somebody's wish to stop heard."""
_HEADER = "-- Name: "
_SET_GRANTOR = "SET SESSION AUTHORIZATION "
_BLOCK = re.compile(rf"^{_SET_GRANTOR}.*;\n(?P<line>.*)\nRESET SESSION AUTHORIZATION;\n", re.MULTILINE)
_GRANT = re.compile(r"GRANT (?P<what>.*?) ON (?P<rest>.*);\Z")

# Settings of the dump, and the database itself: its name and grants differ from clone to clone.
_NOT_SCHEMA = frozenset({"ENCODING", "STDSTRINGS", "SEARCHPATH", "DATABASE", "DATABASE PROPERTIES"})


def dump_database(cluster: Cluster, name: str, should_stop: Callable[[], bool] | None = None) -> list[DumpEntry]:
    """The entries of `pg_dump --schema-only`, platform and all, in the order of creation.

    Raises SandboxError, and LimitError when `should_stop` says so.
    """
    return _read_entries(_run_dump(cluster, name, should_stop))


def read_cached(cluster: Cluster, template: str, clone: Callable[[], str]) -> tuple[DumpEntry, ...]:
    """The entries of a template, which never changes, dumped once from a pristine clone of it and kept in a file."""
    path = sandbox_home() / f"{template}.dump"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(_run_dump(cluster, clone()))
        unfinished.replace(path)
    return _read_file(path)


def render_entries(entries: list[DumpEntry]) -> str:
    """Entries as one text that is equal for equal schemas: sorted, without the order in which things were granted."""
    return "\n".join(sorted(_render(entry) for entry in entries))


def _render(entry: DumpEntry) -> str:
    body = entry.create_sql.strip()
    if entry.kind in {"ACL", "DEFAULT ACL"}:
        body = _sort_grants(body)
    # A body may contain a line like our own header; a space keeps the two apart.
    body = "\n".join(f" {line}" if line.startswith(_HEADER) else line.rstrip() for line in body.split("\n"))
    schema, owner = entry.schema or "-", entry.owner or "-"
    return f"{_HEADER}{entry.name}; Type: {entry.kind}; Schema: {schema}; Owner: {owner}\n\n{body}\n"


def _sort_grants(body: str) -> str:
    """GRANT lines in one order, each with its grantor; REVOKE, which pg_dump puts first, stays in place."""
    grants, others, grantor = [], [], ""
    for line in body.split("\n"):
        if line.startswith(_SET_GRANTOR):
            grantor = f" -- by {line.removeprefix(_SET_GRANTOR)}"
        elif line == "RESET SESSION AUTHORIZATION;":
            grantor = ""
        elif line.startswith(("GRANT ", "ALTER DEFAULT PRIVILEGES")) and "REVOKE" not in line:
            grants.append(line + grantor)
        else:
            others.append(line + grantor)
    return "\n".join([*others, *sorted(grants)])


@lru_cache(maxsize=4)
def _read_file(path: Path) -> tuple[DumpEntry, ...]:
    return tuple(_read_entries(path.read_bytes()))


def _read_entries(content: bytes) -> list[DumpEntry]:
    entries = (entry for entry in read_archive(content) if not _is_of_database(entry))
    return [_without_repeated_grants(_without_versions(entry)) for entry in entries]


def _without_versions(entry: DumpEntry) -> DumpEntry:
    """The entry without the servers' own count of a column's changes, which is no part of a schema."""
    if "pg_attver" not in entry.create_sql:
        return entry
    return replace(entry, create_sql=COLUMN_VERSION.sub("", entry.create_sql))


def _without_repeated_grants(entry: DumpEntry) -> DumpEntry:
    """The entry without what the owner has granted and another role once more: it gives nobody anything.

    A dump of a whole Supabase database repeats every grant on the platform's objects so, because postgres runs it.
    """
    if entry.kind != "ACL" or _SET_GRANTOR not in entry.create_sql:
        return entry
    given = {match["rest"]: match["what"] for match in map(_GRANT.match, _owners_lines(entry.create_sql)) if match}

    def keep_new(block: re.Match[str]) -> str:
        match = _GRANT.match(block["line"])
        if match is None:
            return block[0]
        by_owner = given.get(match["rest"]) or given.get(f"{match['rest']} WITH GRANT OPTION")
        return "" if by_owner in {"ALL", match["what"]} else block[0]

    return replace(entry, create_sql=_BLOCK.sub(keep_new, entry.create_sql))


def _owners_lines(body: str) -> list[str]:
    return _BLOCK.sub("", body).splitlines()


def _is_of_database(entry: DumpEntry) -> bool:
    is_about = entry.kind in {"ACL", "COMMENT", "SECURITY LABEL"} and entry.name.startswith("DATABASE ")
    return is_about or entry.kind in _NOT_SCHEMA


def _run_dump(cluster: Cluster, name: str, should_stop: Callable[[], bool] | None = None) -> bytes:
    # As the superuser: it sees everything, and pg_dump calls nothing but pg_catalog's functions.
    command = [
        str(cluster.bin_dir / "pg_dump"),
        "--schema-only",
        "--format=custom",
        "--compress=0",
        "--lock-wait-timeout=10s",
    ]
    command.append(f"--dbname={cluster.conninfo(name)}")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            output, errors = _wait(process, should_stop)
        finally:
            process.kill()
    if process.returncode != 0:
        words = errors.decode("utf-8", "replace").strip()
        raise SandboxError(f"pg_dump of the scratch database failed: {words}")
    return output


def _wait(process: subprocess.Popen[bytes], should_stop: Callable[[], bool] | None) -> tuple[bytes, bytes]:
    deadline = time.monotonic() + DUMP_SECONDS
    while True:
        try:
            return process.communicate(timeout=_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            if should_stop is not None and should_stop():
                raise LimitError("The run was stopped on request.") from None
            if time.monotonic() > deadline:
                words = f"pg_dump of the scratch database took longer than {DUMP_SECONDS} seconds."
                raise SandboxError(words) from None
