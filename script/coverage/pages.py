"""The page, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from designer.postgres.platform import MANAGED_SCHEMAS, PLATFORM_EXTENSIONS
from script.coverage.examples import WITHOUT_EXAMPLE
from script.coverage.measuring import Measurement

_HEAD = """\
# Coverage

What becomes of everything PostgreSQL stores about a schema, by the kinds of entries that `pg_dump` writes. This page is
made by `python -m script.coverage`: it imports the examples in `script/coverage/examples.sql` on PostgreSQL 18, looks
where each went, and builds a database from the design alone to compare. A test fails when the page says anything else.

- **Modelled**: part of the design by itself. Migrations change it, comments and privileges included.
- **Verbatim**: kept as `pg_dump` writes it: listed with its reason, shown, exported, carried through migrations. To
  change it, [import](importing.md) the SQL again.
- **Refused**: the sandbox does not let an import make it, and the report says so. **Lost**: a fault of ours.
- **Platform**: not a project's. What is in the schemas of the platform, and the extensions that every project has, is
  left to it; triggers, policies, privileges and comments that a project adds there are kept.
"""


def render_page(measurements: Sequence[Measurement]) -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_summary(measurements), *_tables(measurements), *_rest(), ""])


def _summary(measurements: Sequence[Measurement]) -> Iterator[str]:
    states = Counter(map(_state, measurements))
    counts = ", ".join(f"{count} {state}" for state, count in states.most_common())
    yield f"Of {len(measurements)} examples: {counts}.\n"
    yield "## Kept verbatim\n"
    yield "| example | why |\n|---|---|"
    for row in measurements:
        if row.verbatim:
            yield f"| {_title(row)} | {_reasons(row)} |"
    yield ""


def _tables(measurements: Sequence[Measurement]) -> Iterator[str]:
    yield "## Every kind\n"
    yield "| kind | example | |\n|---|---|---|"
    for kind, rows in groupby(measurements, lambda row: row.example.kind):
        for row in rows:
            yield f"| {kind} | {_title(row)} | {_state(row)} |"
    yield ""


def _rest() -> Iterator[str]:
    yield "## Neither\n"
    yield "| kind | why |\n|---|---|"
    yield from (f"| {kind} | {reason} |" for kind, reason in WITHOUT_EXAMPLE.items())
    yield f"\nSchemas of the platform: {_words(MANAGED_SCHEMAS)}. Extensions: {_words(PLATFORM_EXTENSIONS)}."


def _state(row: Measurement) -> str:
    if row.problems:
        return "refused" if row.is_refused else "lost"
    return "verbatim" if row.verbatim else "modelled"


def _title(row: Measurement) -> str:
    return row.example.title + (" (by a superuser)" if row.example.needs_superuser else "")


def _reasons(row: Measurement) -> str:
    return " ".join(dict.fromkeys(kept.reason for kept in row.verbatim))


def _words(names: frozenset[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
