"""What the scripts say where not even their Python parts can start."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from script.steps.commands import ROOT

PROGRAMS = ("bash", "dirname", "id", "rm", "env")


NOBODY = 65534


@pytest.fixture
def place() -> Iterator[Path]:
    """A temporary folder that every user may look into, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def clone(place: Path) -> Path:
    """A folder with the scripts and nothing else."""
    (place / "clone" / "script").mkdir(parents=True)
    for name in ("bootstrap", "server"):
        shutil.copy(ROOT / "script" / name, place / "clone" / "script" / name)
    return place / "clone"


@pytest.fixture
def programs(place: Path) -> Path:
    """A PATH with nothing but what the bootstrap may take for granted."""
    folder = place / "bin"
    folder.mkdir()
    for name in PROGRAMS:
        (folder / name).symlink_to(str(shutil.which(name)))
    return folder


def start(clone: Path, programs: Path, *, user: int | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(programs), "HOME": str(clone)}
    command = [str(clone / "script" / "server")]
    return subprocess.run(command, env=environment, user=user, capture_output=True, text=True)


def make_program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/usr/bin/env bash\n{script}\n")
    (folder / name).chmod(0o755)


def test_an_old_python_is_named(clone: Path, programs: Path) -> None:
    make_program(programs, "python3", 'case "$1" in -c) exit 1;; *) echo "Python 3.9.2";; esac')
    result = start(clone, programs)
    assert result.returncode == 1
    assert "Python 3.11 or newer is needed" in result.stderr
    assert "found: Python 3.9.2" in result.stderr
    assert "PYTHON=/path/to/python3.11" in result.stderr


def test_a_python_without_venv_is_told_what_to_install(clone: Path, programs: Path) -> None:
    answer = 'case "$2" in *ensurepip*) exit 1;; *print*) echo python3.11-venv;; esac'
    make_program(programs, "python3", answer)
    result = start(clone, programs)
    assert result.returncode == 1
    assert "sudo apt-get install python3.11-venv" in result.stderr


def test_a_newer_python_under_its_own_name_is_found(clone: Path, programs: Path) -> None:
    make_program(programs, "python3", "exit 1")
    make_program(programs, "python3.12", 'case "$1" in --version) echo "Python 3.12.1";; -m) exit 9;; esac')
    result = start(clone, programs)
    assert "Creating .venv with Python 3.12.1" in result.stdout
    assert "Creating .venv failed" in result.stderr


def test_a_folder_of_somebody_else_is_named(clone: Path, programs: Path) -> None:
    clone.chmod(0o555)
    # Root may write everywhere, so there the script runs as a user who may not.
    result = start(clone, programs, user=NOBODY if os.geteuid() == 0 else None)
    assert result.returncode == 1
    assert f"Cannot write to {clone}" in result.stderr
