"""What all commands share: `--json`, clear refusals instead of stack traces, and a store that is there when needed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from designer.design import DesignerError
from designer.postgres.embedded import ServerError
from projects.models import Project, User
from projects.services.local import ensure_local_user

_LOCK = 0x6D696772
_PROGRESS_SECONDS = 0.5


class DesignCommand(BaseCommand):
    """A command whose result is a JSON value, printed as such with `--json` and in words without.

    Exit status: 0 when it did what it was asked, 1 when not (commands may have others: `exit_status`); the reason is on
    standard error, and with `--json` also on standard output as {"error": …}.
    """

    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds `--json`; subclasses add theirs."""
        parser.add_argument("--json", action="store_true", help="print the result as JSON on standard output")

    def handle(self, *_: Any, **options: Any) -> None:
        """Runs the command and prints what it gives."""
        try:
            result = self.run_command(**options)
        except (DesignerError, ServerError, OSError, DatabaseError, psycopg.Error) as error:
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(error)}))
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(result, indent=2, ensure_ascii=False))
        else:
            for line in self.describe(result):
                self.stdout.write(line)
        if status := self.exit_status(result):
            sys.exit(status)

    def run_command(self, **options: Any) -> dict[str, Any]:
        """Does the work; gives the JSON result. Raises DesignerError when it cannot be done."""
        raise NotImplementedError

    def describe(self, result: dict[str, Any]) -> list[str]:
        """The result in words, line by line."""
        raise NotImplementedError

    def exit_status(self, result: dict[str, Any]) -> int:  # noqa: ARG002 - for subclasses
        """The exit status of a command that did its work and found something; 0 unless a subclass says otherwise."""
        return 0

    def progress(self) -> Callable[[int, int, str], None] | None:
        """Writes how far a long step is to a terminal's standard error; None where nobody looks."""
        if not sys.stderr.isatty():
            return None
        told = 0.0

        def tell(done: int, total: int, what: str) -> None:
            nonlocal told
            if time.monotonic() - told > _PROGRESS_SECONDS:
                told = time.monotonic()
                self.stderr.write(f"{done} of {total}: {what}")

        return tell


def ensure_store() -> User:
    """Starts the store, brings it up to date and gives the user that commands act for. Safe from several processes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    return ensure_local_user(settings.ROWHOUSE_HOME)


def existing_project(slug: str) -> Project:
    """The project of that slug. Raises DesignerError naming those there are."""
    found = Project.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Project.objects.order_by("slug").values_list("slug", flat=True)[:10])
        raise DesignerError(
            f"There is no project {slug}. "
            + (f"There are: {known}." if known else "Make one with manage.py import_sql PATH --project SLUG.")
        )
    return found


def write_file(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all."""
    if not path.parent.is_dir():
        raise DesignerError(f"{path.parent} is no folder. Make it first, or write somewhere else.")
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)
