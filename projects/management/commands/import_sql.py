"""Imports SQL into a project."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.text import slugify
from msgspec import to_builtins

from designer.catalog.namings import parse_rename
from designer.design import DesignerError
from designer.live.addresses import ANYWHERE, find_target
from designer.sandbox.inputs import MigrationInput, read_migrations, read_upload
from projects.management.output import DesignCommand, ensure_store
from projects.models import Project
from projects.selectors import load_design
from projects.services.arrivals import plan_arrival
from projects.services.imports import ImportMode, apply_arrival
from projects.services.live_imports import read_database
from projects.services.local import ensure_project
from projects.services.sql_imports import arrival_of, grants_of, prove_sql


class Command(DesignCommand):
    """Exit status 1 when the input is no usable SQL or none of it could be applied; `failed` says what else failed."""

    help = "Runs SQL in the sandbox and makes, or replaces the design of, a project."

    def add_arguments(self, parser: CommandParser) -> None:
        """PATH and --project."""
        super().add_arguments(parser)
        parser.add_argument(
            "path",
            metavar="PATH",
            nargs="?",
            help=".sql file, migrations, Supabase project, zip or a database's address",
        )
        parser.add_argument(
            "--database", metavar="URL", help="a database to read instead; - reads the address from standard input"
        )
        parser.add_argument("--project", metavar="SLUG", required=True, help="made if there is none of this name")
        parser.add_argument("--mode", choices=[mode.value for mode in ImportMode], default=ImportMode.REPLACE.value)
        parser.add_argument(
            "--rename",
            metavar="OLD=NEW",
            action="append",
            default=[],
            help="OLD in the project is NEW in the input, as public.users.email=contact_email; may be given repeatedly",
        )

    def run_command(self, **options: Any) -> dict[str, Any]:
        """Imports, and gives the report."""
        slug = options["project"]
        if slugify(slug) != slug:
            raise DesignerError(f"{slug} cannot name a project. Use lower-case letters, digits and hyphens.")
        name, source, remarks = _read(options["path"], options["database"])
        user = ensure_store()
        known = Project.objects.filter(slug=slug).first()
        found = prove_sql(source, grants=grants_of(known), progress=self.progress())
        target = ensure_project(slug=slug, acting_user=user)
        arrival = arrival_of(found, project=target, name=name, mode=ImportMode(options["mode"]))
        answers = dict(parse_rename(text, load_design(target), arrival.design) for text in options["rename"])
        questions = plan_arrival(target, arrival, answers).matched.questions
        change = apply_arrival(project=target, acting_user=user, arrival=arrival, answers=answers)
        return {
            "project": target.slug,
            "change": change.number if change else None,
            "remarks": list(remarks),
            "possible_renames": [to_builtins(question) for question in questions],
            **found.as_json(),
        }

    def describe(self, result: dict[str, Any]) -> list[str]:
        """Counts, then what failed, what is kept verbatim, and whether the proof holds."""
        counts = f"{result['applied']} of {result['statements']} statements applied in {result['seconds']} s"
        lines = [f"Imported into {result['project']}: {counts}."]
        lines += [f"  {count} {kind}" for kind, count in result["modelled"].items() if count]
        lines += [f"Kept verbatim: {kept['kind']} {kept['name']} ({kept['reason']})" for kept in result["verbatim"]]
        lines += [
            f"Uses a stand-in of {use['extension']}: {use['kind']} {use['name']}" for use in result["stand_in_uses"]
        ]
        lines += [_ask(question) for question in result["possible_renames"]]
        lines += result["remarks"]
        lines += list(_failures(result["failed"]))
        if result["identical"]:
            return [*lines, "Proven: a database built from the design alone dumps the same."]
        return [*lines, "A database built from the design alone dumps differently:", *result["differences"]]


def _failures(failed: list[dict[str, Any]]) -> Iterator[str]:
    """Each failure with its hint, and indented below it what failed because of it."""
    for number, row in enumerate(failed):
        depth, cause = 0, row["caused_by"]
        while cause is not None:
            depth, cause = depth + 1, failed[cause]["caused_by"] if cause < len(failed) else None
        place = f"{row['file']}, line {row['line']}, column {row['column']}"
        yield f"{'  ' * depth}Failed: {place}: {row['error']} ({row['sqlstate']}, failure {number})"
        if row["hint"]:
            yield f"{'  ' * depth}  {row['hint']}"


def _read(path: str | None, url: str | None) -> tuple[str, MigrationInput, tuple[str, ...]]:
    """What the input is called, what it holds, and what to know of it."""
    if path is not None and path.startswith(("postgresql://", "postgres://")):
        path, url = None, path
    if (path is None) == (url is None):
        raise DesignerError("Give PATH or --database, one of them.")
    if path is not None:
        return Path(path).resolve().name, read_migrations(Path(path)), ()
    # Whoever runs commands on this machine reaches what the machine reaches.
    address = sys.stdin.readline().strip() if url == "-" else str(url)
    found = read_database(find_target(address, ANYWHERE))
    name = f"database {found.name}"
    return name, read_upload(name, found.sql), found.remarks


def _ask(question: dict[str, Any]) -> str:
    likely = question["candidates"][0]
    old, new, why = question["name"], likely["name"], ", ".join(likely["evidence"])
    return (
        f"Possible rename: {question['word']} {old} was dropped and {new} added ({why}). If it was renamed, undo this "
        "import in the browser and import again with --rename."
    )
