"""Everything between a fresh clone and a start: packages, Graphviz, Node, assets."""

from __future__ import annotations

import argparse
import os

from script.steps.assets import build_assets, install_modules, install_pgtap, install_supabase_cli
from script.steps.commands import run_main, say
from script.steps.packages import install_requirements
from script.steps.programs import (
    ensure_browser,
    ensure_driver,
    ensure_graphviz,
    ensure_second_postgres,
    note_missing_fonts,
)


def set_up(*, for_developers: bool = False) -> None:
    """Does what is missing, in the order in which the steps need each other. Raises StepError."""
    install_requirements(for_developers=for_developers)
    ensure_graphviz()
    note_missing_fonts()
    install_modules(for_developers=for_developers)
    install_pgtap()
    build_assets()


def set_up_tests() -> None:
    """Gets what only the longer tests need: a browser, a second PostgreSQL, the Supabase command line."""
    if browser := ensure_browser():
        os.environ["ROWHOUSE_CHROMIUM"] = browser
    ensure_driver()
    ensure_second_postgres()
    install_supabase_cli()


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="script/setup", description="Installs what Rowhouse needs; safe to run again."
    )
    parser.add_argument("--dev", action="store_true", help="also what the checks and tests need")
    options = parser.parse_args()
    set_up(for_developers=options.dev)
    if options.dev:
        set_up_tests()
    say("Rowhouse is set up.")
    return 0


if __name__ == "__main__":
    run_main(main)
