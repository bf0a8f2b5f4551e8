"""Services restart when they die and leave nothing behind when they stop."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from script.steps import services
from script.steps.commands import StepError
from script.steps.services import Service

STUBBORN = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(60)
"""


@pytest.fixture
def held() -> Iterator[int]:
    reading, writing = os.pipe()
    yield writing
    os.close(reading)
    os.close(writing)


def is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    if sys.platform == "linux":
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(file: Path) -> str:
    deadline = time.monotonic() + 20
    while not (file.exists() and file.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return file.read_text()


def keep_restarting(service: Service, held: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        service.restart_if_dead(held=held)
        time.sleep(0.02)


def test_stopping_also_ends_what_a_deaf_service_started(tmp_path: Path, held: int) -> None:
    note = tmp_path / "child"
    service = Service("deaf", [sys.executable, "-c", STUBBORN, str(note)], grace_seconds=0.1)
    service.start(held=held)
    child, parent = int(wait_for(note)), service.pid
    assert parent
    service.ask_to_stop()
    service.wait_until_stopped()
    assert not is_alive(parent)
    # The kernel ends the rest of the group in its own time.
    deadline = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(child)


def test_a_dead_service_is_started_again(tmp_path: Path, held: int) -> None:
    note = tmp_path / "count"
    append = f"open({str(note)!r}, 'a').write('x')"
    service = Service("brief", [sys.executable, "-c", append], grace_seconds=5)
    service.start(held=held)
    wait_for(note)
    deadline = time.monotonic() + 20
    while not service.restart_if_dead(held=held) and time.monotonic() < deadline:
        time.sleep(0.02)
    while note.read_text() != "xx" and time.monotonic() < deadline:
        time.sleep(0.02)
    service.wait_until_stopped()
    assert note.read_text() == "xx"


def test_a_service_that_keeps_dying_is_given_up(held: int) -> None:
    service = Service("broken", [sys.executable, "-c", "raise SystemExit(3)"], grace_seconds=5)
    service.start(held=held)
    with pytest.raises(StepError, match=r"keeps ending \(status 3\)"):
        keep_restarting(service, held)
    assert len(service._starts) == services.RESTART_LIMIT
