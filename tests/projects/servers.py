"""Rowhouse as processes of their own, with a store of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from tempfile import mkdtemp

import pytest

from designer.postgres.embedded import stop_server

ROOT = Path(__file__).parents[2]


def manage(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=_environment(home, environment),
        capture_output=True,
        text=True,
        timeout=120,
    )


def _environment(home: Path, changes: dict[str, str]) -> dict[str, str]:
    """What a process inherits: nothing that would point it at another store, or that only browser tests set."""
    left_out = {"DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "DJANGO_SETTINGS_MODULE": "config.settings", "ROWHOUSE_HOME": str(home), **changes}


@pytest.fixture(scope="module")
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


@contextmanager
def web_process(home: Path, **environment: str) -> Iterator[str]:
    """A web process on a free port; gives its address once it answers."""
    assert manage(home, "migrate", "--verbosity", "0").returncode == 0
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    web = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--log-level", "critical"],
        cwd=ROOT,
        env=_environment(home, environment),
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for_health(address)
        yield address
    finally:
        web.terminate()
        web.wait(10)


def health(address: str) -> int:
    """What the health check answers; 0 when nobody does."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_for_health(address: str) -> None:
    deadline = time.monotonic() + 60
    while (found := health(address)) != 200:
        assert time.monotonic() < deadline, f"healthz still answers {found}"
        time.sleep(0.1)
