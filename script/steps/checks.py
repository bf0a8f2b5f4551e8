"""script/test: every check and test there is, the Python tests last so that their count is what one reads."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from typing import NamedTuple

from script.steps.commands import ROOT, run_main, say
from script.steps.homes import MEMORY, home_of_tests
from script.steps.setup import set_up, set_up_tests


class Check(NamedTuple):
    """A command that passes by ending with status 0."""

    name: str
    command: tuple[str, ...]


def main() -> int:
    options, for_pytest = _options()
    set_up(for_developers=True)
    if not options.fast:
        set_up_tests()
    say("")
    started = time.monotonic()
    failed = [] if for_pytest else [check.name for check in checks() if not passes(check)]
    tests = ["pytest", "-n", "2", *selection(fast=options.fast, slow=options.slow), *for_pytest]
    try:
        if subprocess.run([sys.executable, "-m", *tests], cwd=ROOT).returncode:
            failed.append("pytest")
    finally:
        stop_test_servers()
    seconds = time.monotonic() - started
    say(f"Failed: {', '.join(failed)} ({seconds:.0f} s)" if failed else f"Everything passed ({seconds:.0f} s)")
    return 1 if failed else 0


def selection(*, fast: bool, slow: bool) -> list[str]:
    """The pytest options that choose the tests: neither slow ones nor, when fast, those in a browser.

    With the slow ones, designs are drawn at random every time; the suite draws always the same (see tests/conftest.py).
    """
    if slow:
        return ["--hypothesis-profile", "default"]
    if fast:
        return ["-m", "not slow", "--ignore", "tests/browser"]
    return ["-m", "not slow"]


def stop_test_servers() -> None:
    """Stops the embedded servers of the tests, and gives back the memory that their data took."""
    from designer.postgres.embedded import stop_server

    home = home_of_tests()
    for server in ("store", "sandbox/data"):
        stop_server(home / server)
    if home.is_relative_to(MEMORY):
        shutil.rmtree(home, ignore_errors=True)


def checks() -> list[Check]:
    """Everything that is not a test in Python, the quickest first."""
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    return [
        Check("ruff check", ("ruff", "check")),
        Check("ruff format", ("ruff", "format", "--check")),
        Check("djade", ("djade", "--check", *templates)),
        Check("import contracts", ("lint-imports",)),
        Check("JavaScript types", ("npm", "run", "--silent", "check")),
        Check("JavaScript tests", ("npm", "test", "--silent")),
        Check("mypy", ("mypy",)),
    ]


def passes(check: Check) -> bool:
    """Runs a check; prints one line, and the check's own output only if it fails."""
    started = time.monotonic()
    result = subprocess.run(
        check.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    passed = result.returncode == 0
    say(f"{check.name:<20} {'passed' if passed else 'FAILED'} {time.monotonic() - started:7.1f} s")
    if not passed:
        say(result.stdout)
    return passed


def _options() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="script/test",
        description="Sets everything up, then runs every check and test.",
        epilog="Anything else is handed to pytest, which then runs alone: script/test tests/sql -k rename",
    )
    amount = parser.add_mutually_exclusive_group()
    amount.add_argument("--fast", action="store_true", help="without the browser and the second server")
    amount.add_argument("--slow", action="store_true", help="also the tests marked slow")
    return parser.parse_known_args()


if __name__ == "__main__":
    run_main(main)
