"""script/server from start to stop, with databases of its own."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from script.steps.commands import ROOT

START_SECONDS = 90


class RunningServer:
    """A script/server without a terminal; `seen` collects what it printed."""

    def __init__(self, home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.home = home
        command = [sys.executable, "-m", "script.steps.serving", "--without-setup", "--without-example"]
        environment = {**os.environ, "ROWHOUSE_HOME": str(home), "PORT": str(self.port), "DATABASE_URL": ""}
        environment.pop("PUBLIC_URL", None)
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.seen: list[str] = []

    def read_until(self, wanted: str) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.seen.append(line)
            if wanted in line:
                return
        pytest.fail(f"ended without {wanted!r}:\n{''.join(self.seen)}")

    def status_of(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        return connection.getresponse().status

    def pids(self) -> dict[str, int]:
        """The processes by name, as the lock file tells the next one who wants to start."""
        holders = (self.home / "server.lock").read_text().splitlines()[0].split(", ")
        return {name: int(pid) for name, _, pid in (holder.rpartition(" ") for holder in holders)}

    def database_pid(self) -> int:
        return int((self.home / "store" / "postmaster.pid").read_text().splitlines()[0])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    running = RunningServer(tmp_path / "home")
    yield running
    if running.process.poll() is None:
        running.process.send_signal(signal.SIGTERM)
        running.process.communicate(timeout=60)


def is_gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_leaves_nothing_behind(server: RunningServer, number: signal.Signals) -> None:
    server.read_until("Ctrl-C stops it")
    assert server.status_of("/healthz") == 200
    started = [*server.pids().values(), server.database_pid()]
    assert len(started) == 4
    server.process.send_signal(number)
    server.process.communicate(timeout=60)
    assert server.process.returncode == 0
    assert [pid for pid in started if not is_gone(pid)] == []


def test_a_killed_worker_is_started_again(server: RunningServer) -> None:
    server.read_until("Ctrl-C stops it")
    before = server.pids()["worker"]
    os.kill(before, signal.SIGKILL)
    server.read_until("The worker ended with status -9; starting it again")
    deadline = time.monotonic() + 10
    while server.pids().get("worker") in {None, before} and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.pids()["worker"] != before
    assert server.status_of("/healthz") == 200
