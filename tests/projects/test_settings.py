"""Settings from the environment, and the store that is started on demand."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from socket import socket
from tempfile import mkdtemp

import pytest

from config.secrets import read_or_create_secret
from designer.postgres.embedded import is_running, start_server, stop_server

ROOT = Path(__file__).parents[2]


def manage(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings", "ROWHOUSE_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def home() -> Iterator[Path]:
    """A Rowhouse home of its own; whatever was started in it is stopped and removed.

    Not in pytest's folder: that is closed to the user a server runs as when the tests run as root.
    """
    base = Path(os.environ["ROWHOUSE_HOME"])
    base.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix="home-", dir=base))
    folder.chmod(0o755)
    yield folder
    stop_server(folder / "store")
    shutil.rmtree((folder / "store").resolve(), ignore_errors=True)
    shutil.rmtree(folder)


def test_production_settings_pass_djangos_own_check(home: Path) -> None:
    done = manage(
        home,
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        PUBLIC_URL="https://rowhouse.example.com",
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_what_touches_no_database_starts_no_server(home: Path) -> None:
    assert manage(home, "check").returncode == 0
    assert not (home / "store").exists()


def test_a_command_starts_the_store_and_leaves_it_running(home: Path) -> None:
    done = manage(home, "create_local_user", "--json")
    assert done.returncode == 0, done.stderr
    assert is_running(home / "store")
    again = manage(home, "create_local_user", "--json")
    assert again.stdout == done.stdout


def test_two_commands_at_once_share_one_new_store(home: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: manage(home, "create_local_user", "--json"), range(2)))
    assert [row.returncode for row in done] == [0, 0], [row.stderr for row in done]
    assert done[0].stdout == done[1].stdout


def test_a_refusal_shows_no_stack_trace(home: Path) -> None:
    done = manage(home, "export_project", "none", "--output", str(home / "out"), "--json")
    assert done.returncode == 1
    assert "There is no project none" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_secret_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "key"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: read_or_create_secret(path), range(8)))
    assert len(found) == 1
    assert len(found.pop()) > 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [other.name for other in path.parent.iterdir()] == ["key"]


def test_the_web_process_recovers_when_postgresql_restarts(home: Path) -> None:
    assert manage(home, "migrate", "--verbosity", "0").returncode == 0
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "ROWHOUSE_HOME": str(home)}
    web = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--log-level", "critical"],
        cwd=ROOT,
        env=environment,
    )
    try:
        wait_for_status(port, 200)
        stop_server(home / "store")
        start_server(home / "store")
        assert status(port) == 200
    finally:
        web.terminate()
        web.wait(10)


def status(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_for_status(port: int, wanted: int) -> None:
    deadline = time.monotonic() + 60
    while (found := status(port)) != wanted:
        assert time.monotonic() < deadline, f"healthz still answers {found}"
        time.sleep(0.1)
