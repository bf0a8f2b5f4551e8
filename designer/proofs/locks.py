"""Locks really taken, read from pg_locks by a second session while the transaction that took them is still open."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection, sql

from designer.migrations import Lock
from designer.proofs.results import TableLock
from designer.sandbox.databases import ScratchDatabase

_TABLES = """
select c.oid, n.nspname || '.' || c.relname
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'"""
_LOCKS = """
select l.relation, l.mode from pg_catalog.pg_locks l
where l.pid = %s and l.locktype = 'relation' and l.granted and l.relation = any(%s::oid[])"""
_READABLE = """
select n.nspname, c.relname
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.oid = any(%s::oid[]) and c.relkind in ('r', 'p') and pg_catalog.has_table_privilege(c.oid, 'select')
  and n.nspname not in ('auth', 'storage', 'realtime')"""

_HOLD_SECONDS = 0.4
"""How long a concurrent statement is kept waiting so that its locks can be read; it may not need to wait at all."""
_MODES = {
    "AccessShareLock": Lock.ACCESS_SHARE,
    "RowShareLock": Lock.ROW_SHARE,
    "RowExclusiveLock": Lock.ROW_EXCLUSIVE,
    "ShareUpdateExclusiveLock": Lock.SHARE_UPDATE_EXCLUSIVE,
    "ShareLock": Lock.SHARE,
    "ShareRowExclusiveLock": Lock.SHARE_ROW_EXCLUSIVE,
    "ExclusiveLock": Lock.EXCLUSIVE,
    "AccessExclusiveLock": Lock.ACCESS_EXCLUSIVE,
}


class LockSampler:
    """Watches one session's locks on the tables that existed when the sampler was made."""

    def __init__(self, database: ScratchDatabase, pid: int) -> None:
        self._database = database
        self._pid = pid
        self._connection: Connection[Any] = database.connect()
        self._tables: dict[int, str] = dict(self._connection.execute(_TABLES).fetchall())
        self._oids = list(self._tables)
        self._held: dict[str, Lock] = {}

    def close(self) -> None:
        self._connection.close()

    def begin(self) -> None:
        """A new transaction has no locks."""
        self._held = {}

    def added(self) -> tuple[TableLock, ...]:
        """What the session has locked since the last look, or more strongly than then."""
        return self._news(self._read())

    @contextmanager
    def watching(self) -> Iterator[list[TableLock]]:
        """Fills the list with the locks of the one statement that runs in the block, by looking on meanwhile.

        A reader that began earlier is kept open for a moment: what builds or drops concurrently waits for it with its
        locks held.
        """
        self.begin()
        found: dict[str, Lock] = {}
        ended = threading.Event()
        with self._reader() as reader:
            thread = threading.Thread(target=self._look_on, args=(found, ended, reader), daemon=True)
            thread.start()
            taken: list[TableLock] = []
            try:
                yield taken
            finally:
                ended.set()
                thread.join()
                taken += self._news(found)

    def _look_on(self, found: dict[str, Lock], ended: threading.Event, reader: Connection[Any]) -> None:
        deadline = time.monotonic() + _HOLD_SECONDS
        while not ended.is_set():
            for table, lock in self._read().items():
                found[table] = max(lock, found.get(table, Lock.NONE))
            if not reader.closed and (time.monotonic() > deadline or max(found.values(), default=0) > Lock.ROW_SHARE):
                reader.close()
            ended.wait(0.002)

    @contextmanager
    def _reader(self) -> Iterator[Connection[Any]]:
        with self._database.connect() as reader:
            reader.execute("begin isolation level repeatable read")
            names = reader.execute(_READABLE, (self._oids,)).fetchall()
            for name in names:
                reader.execute(sql.SQL("select from only {} limit 0").format(sql.Identifier(*name)))
            yield reader

    def _read(self) -> dict[str, Lock]:
        found: dict[str, Lock] = {}
        for oid, mode in self._connection.execute(_LOCKS, (self._pid, self._oids)):
            name = self._tables[oid]
            found[name] = max(_MODES[mode], found.get(name, Lock.NONE))
        return found

    def _news(self, found: dict[str, Lock]) -> tuple[TableLock, ...]:
        news = {name: lock for name, lock in found.items() if lock > self._held.get(name, Lock.NONE)}
        self._held.update(news)
        return tuple(TableLock(name, lock.words) for name, lock in sorted(news.items()))
