"""Starting the embedded server: shared by processes, outliving them, and found again after a crash."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from designer.postgres import embedded
from designer.postgres.embedded import EmbeddedServer, destroy_server, is_running, start_server, stop_server

SETTINGS = {"fsync": "off", "shared_buffers": "16MB", "max_connections": "10", "application_name": "it's"}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("a" * 80) / "data"  # too long for a socket's path
    try:
        yield folder
    finally:
        destroy_server(folder)


@pytest.fixture
def server(data_dir: Path) -> EmbeddedServer:
    return start_server(data_dir, settings=SETTINGS, superuser="keeper")


def ask(server: EmbeddedServer, query: str) -> str:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return str(row[0])


def postmaster(server: EmbeddedServer) -> int:
    return int((server.data_dir / "postmaster.pid").read_text().split("\n")[0])


def test_a_server_has_the_settings_and_the_superuser_asked_for(server: EmbeddedServer) -> None:
    assert ask(server, "select current_user || current_setting('is_superuser')") == "keeperon"
    assert ask(server, "show fsync") == "off"
    assert ask(server, "show application_name") == "it's"
    assert ask(server, "select datcollate || pg_encoding_to_char(encoding) from pg_database limit 1") == "CUTF8"


def test_a_socket_path_is_short_enough_and_private(server: EmbeddedServer) -> None:
    assert len(os.fsencode(server.socket_dir)) < 100
    assert server.socket_dir.stat().st_mode & 0o077 == 0
    assert server.data_dir.stat().st_mode & 0o077 == 0


def test_starting_again_finds_the_same_server(server: EmbeddedServer) -> None:
    before = postmaster(server)
    assert start_server(server.data_dir, settings=SETTINGS) == EmbeddedServer(
        server.data_dir, server.socket_dir, server.port, "rowhouse", server.bin_dir
    )
    assert postmaster(server) == before


def test_processes_that_start_it_at_once_share_one_server_that_outlives_them(server: EmbeddedServer) -> None:
    stop_server(server.data_dir)
    code = f"""
from pathlib import Path
from designer.postgres import embedded
from designer.postgres.embedded import start_server
server = start_server(Path({str(server.data_dir)!r}), settings={SETTINGS!r}, superuser="keeper")
print((server.data_dir / "postmaster.pid").read_text().split()[0])
"""
    root = Path(__file__).parents[2]
    starters = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=root) for _ in range(3)
    ]
    answers = {starter.communicate(timeout=60)[0].strip() for starter in starters}
    assert answers == {str(postmaster(server))}
    assert ask(server, "select 1") == "1"


def test_a_crashed_server_is_started_again_with_its_data(server: EmbeddedServer) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("create table if not exists kept as select 42 as answer")
        connection.commit()
        connection.execute("checkpoint")
    os.kill(postmaster(server), signal.SIGKILL)
    while is_running(server.data_dir):
        pass
    again = start_server(server.data_dir, settings=SETTINGS, superuser="keeper")
    assert ask(again, "select answer from kept") == "42"


def test_a_server_whose_socket_was_deleted_is_replaced(server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_CRASH_ATTEMPTS", 4)
    (server.socket_dir / ".s.PGSQL.5432").unlink()
    assert not is_running(server.data_dir)
    assert ask(start_server(server.data_dir, settings=SETTINGS, superuser="keeper"), "select 1") == "1"


def test_stopping_ends_sessions_and_stopping_twice_is_fine(server: EmbeddedServer) -> None:
    connection = psycopg.connect(server.url())
    stop_server(server.data_dir)
    assert not is_running(server.data_dir)
    stop_server(server.data_dir)
    with pytest.raises(psycopg.OperationalError):
        connection.execute("select 1")
    connection.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_processes_that_start_at_once_agree_on_the_servers_user() -> None:
    name = f"rowhouse{os.getpid()}"
    ask = f"from designer.postgres import embedded; embedded.SYSTEM_USER = {name!r}; print(embedded._server_account())"
    command = [sys.executable, "-c", ask]
    try:
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
        answers = {process.communicate(timeout=60)[0] for process in running}
        assert answers == {f"{pwd.getpwnam(name)}\n"}
    finally:
        subprocess.run(["userdel", name], check=False)
