"""Rowhouse's own database server, where none is given by DATABASE_URL: an embedded one, started on demand."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from designer.postgres.embedded import EmbeddedServer, is_running, start_server

STORE_NAME = "rowhouse"
_servers: dict[Path, EmbeddedServer] = {}


def connection_params(data_dir: Path) -> dict[str, Any]:
    """How to reach the store; starts the server if it is not running, and creates its database the first time."""
    server = _servers.get(data_dir)
    # Asked for every connection, so the usual answer must not take the lock that starting takes.
    if server is None or not is_running(server.data_dir):
        server = start_server(data_dir)
        _ensure_database(server)
        _servers[data_dir] = server
    return {"host": str(server.socket_dir), "port": server.port, "user": server.superuser}


def _ensure_database(server: EmbeddedServer) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [STORE_NAME]).fetchone():
            return
        with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):  # another process was first
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(STORE_NAME)))
