"""The master property: a database built from what was read is the database that was read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from designer.catalog import read_design
from designer.catalog.verbatim import with_verbatim
from designer.design import Design
from designer.migrations import write_design
from designer.postgres.scripts import Script, read_script
from designer.sandbox.clusters import Cluster
from designer.sandbox.comparisons import compare_dumps
from designer.sandbox.databases import ScratchDatabase, sandbox_run
from designer.sandbox.scripts import apply_script


class Rebuilding(Struct):
    """What was read first, what was read from the rebuilt database, and what pg_dump says of the two."""

    first: Design
    second: Design
    errors: list[str]
    differences: list[str]


def rebuild(cluster: Cluster, scripts: Iterable[Script]) -> Rebuilding:
    """Applies scripts, whatever fails in them, reads the design and builds a second database from it."""
    with sandbox_run(cluster) as run:
        source, target = run.database(), run.database()
        with source.connect() as connection:
            for script in scripts:
                apply_script(connection, script)
        first = _read(source)
        with target.connect() as connection:
            text = ";\n".join([*write_design(first), ""])
            results = apply_script(connection, read_script(text, "the design"))
        errors = [f"{result.error.message}: {result.excerpt}" for result in results if result.error is not None]
        return Rebuilding(first, _read(target), errors, compare_dumps(source.dump(), target.dump()))


def _read(database: ScratchDatabase) -> Design:
    with database.connect() as connection:
        design = read_design(connection)
    found = with_verbatim(design, database.dump_entries(), database.platform_entries())
    return replace(found, verbatim=tuple(sorted(found.verbatim, key=lambda row: (row.kind, row.schema, row.name))))


def scripts_of_lines(shared_cases: Path) -> list[tuple[str, Script]]:
    """Both sides of every pair of pairs.jsonl that is not empty, with its number and name."""
    lines = (shared_cases / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        (f"{number} {pair['topic']}/{pair['name']} {side}", read_script(pair[side], side))
        for number, pair in enumerate(json.loads(line) for line in lines)
        for side in ("before", "after")
        if pair[side]
    ]
