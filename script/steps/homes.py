"""Where the tests keep their servers' data."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from script.steps.commands import ROOT

MEMORY = Path("/dev/shm")  # noqa: S108 - initdb makes the data folders for their owner alone
"""A file system in memory, which every Linux has."""

_ENOUGH_BYTES = 4 << 30


def home_of_tests() -> Path:
    """The ROWHOUSE_HOME of the tests, never that of a user: kept between runs, so that templates are made once.

    In memory where Linux has room for it. Tests make and drop thousands of databases of some five hundred files each,
    and file systems slow down under that: one without a journal to a tenth, because it looks past every file that was
    deleted in the last minutes.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > _ENOUGH_BYTES:
        project = hashlib.sha256(f"{os.getuid()} {ROOT}".encode()).hexdigest()[:8]
        return MEMORY / f"rowhouse-tests-{project}"
    return ROOT / "var" / "test"
