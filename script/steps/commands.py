"""Running the programs a step needs, and saying which step could not be done and what to do about it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
"""The project's folder."""

SHOWN_LINES = 15
"""How many of a failed program's first and last lines are shown: some say why first, some at the end."""


class StepError(Exception):
    """A step that could not be done: what blocked it, and what to do."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason}\n{advice}")


class Stopped(BaseException):
    """SIGTERM or SIGHUP arrived; like KeyboardInterrupt it passes every `except Exception`."""


def say(line: str) -> None:
    """Prints a line at once, also where the output is not a terminal."""
    print(line, flush=True)


def run_step(title: str, command: Sequence[str], *, advice: str, env: Mapping[str, str] | None = None) -> None:
    """Runs a command, quietly unless it fails. Raises StepError with the end of its output and the advice."""
    say(title)
    try:
        result = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise StepError(f"{title}: {command[0]} cannot be started: {error.strerror}.", advice) from error
    if result.returncode:
        shown = "\n".join(f"    {line}" for line in _shorten(result.stdout.splitlines()))
        raise StepError(f"{title}: {Path(command[0]).name} ended with status {result.returncode}.\n{shown}", advice)


def _shorten(lines: list[str]) -> list[str]:
    if len(lines) <= 2 * SHOWN_LINES:
        return lines
    return [*lines[:SHOWN_LINES], f"… {len(lines) - 2 * SHOWN_LINES} lines …", *lines[-SHOWN_LINES:]]


def run_main(main: Callable[[], int]) -> NoReturn:
    """Ends the process with what `main` returns; a step that failed or was stopped is told in words."""
    signal.signal(signal.SIGTERM, _raise_stopped)
    signal.signal(signal.SIGHUP, _raise_stopped)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        status = main()
    except StepError as error:
        print(f"\nrowhouse: {error}", file=sys.stderr)
        status = 1
    except OSError as error:
        reason = f"{error.filename or 'The operating system'}: {error.strerror or error}."
        print(f"\nrowhouse: {reason}\nCheck permissions and free space there, then start again.", file=sys.stderr)
        status = 1
    except (KeyboardInterrupt, Stopped):
        print("\nStopped. Running the script again goes on from here.", file=sys.stderr)
        status = 130
    sys.exit(status)


def _raise_stopped(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped
