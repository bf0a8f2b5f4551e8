"""What script/server refuses, and what it says then."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from script.steps.commands import ROOT, StepError
from script.steps.serving import check_port, only_server


def test_a_taken_port_is_named_with_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StepError, match=rf"port {port}: .*in use(.|\n)*PORT={port + 1} script/server"):
            check_port("127.0.0.1", port)


def test_a_free_port_is_fine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    check_port("127.0.0.1", port)


def test_an_unknown_host_is_named() -> None:
    with pytest.raises(StepError, match=r"The host nowhere\.invalid is unknown"):
        check_port("nowhere.invalid", 8000)


def test_one_data_folder_has_one_server(tmp_path: Path) -> None:
    holder = rf"already running on .* \(script/server {os.getpid()}\)"
    with only_server(tmp_path), pytest.raises(StepError, match=holder), only_server(tmp_path):
        pytest.fail("the second one got in")
    with only_server(tmp_path):
        pass


def test_the_lock_is_held_while_a_service_lives(tmp_path: Path) -> None:
    with only_server(tmp_path) as lock:
        sleeper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=(lock,))
    with pytest.raises(StepError, match="already running"), only_server(tmp_path):
        pytest.fail("a service of the last server still lives")
    sleeper.communicate(b"\n")
    with only_server(tmp_path):
        pass


def test_help_names_the_options() -> None:
    command = [sys.executable, "-m", "script.steps.serving", "--help"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert all(option in shown for option in ("--host", "--port", "--without-example", "docs/configuration.md"))
