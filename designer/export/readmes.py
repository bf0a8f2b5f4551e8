"""The README of an export: how to apply it, how to go back, what guards the data and what was proven."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from designer.design import Design, Table
from designer.diagram.cards import is_exposed
from designer.export.migrations import ReleasedFile

_PATHS = {
    "supabase/migrations/": "what `supabase db push` runs, in the order of their names",
    "supabase/rollbacks/": "the way back, one file for every migration; the CLI does not run these",
    "supabase/backfills/": "scripts that fill rows in batches; a migration of the same name waits for each",
    "supabase/seed.sql": "rows to start with, for development",
    "supabase/roles.sql": "roles of the database server",
    "supabase/config.toml": "settings of the Supabase CLI",
    "supabase/schemas/": "the schema in declarative files, as imported: releases do not change them",
    "supabase/tests/": "tests of the database; `supabase test db` runs them",
    "supabase/functions/": "edge functions, as imported",
    "diagram.svg": "the entity-relationship diagram",
    "SECURITY.md": "who may do what, in words, and what is taken for granted",
}
_APPLY = """\
## Apply

To the linked project, after `supabase login` and `supabase link`:

```sh
supabase db push --remote
```

To any PostgreSQL that has the Supabase roles and schemas, by its address (a direct or session-mode connection, port
5432, not the transaction pooler):

```sh
supabase db push --remote="$DATABASE_URL"
```

Versions of the CLI before 3 call that option `--linked` and `--db-url`."""
_SEED = "Add `--include-seed` to load `seed.sql` as well. Do not do so in production."
_ROLES = "Add `--include-roles` to create the roles of `roles.sql` first. It bears being run twice."
_ALONE = """\
Files whose first line is `-- pg-delta: transaction=false` hold one statement that cannot run in a transaction. They
need Supabase CLI 2.115 or later. If one fails, an index may be left INVALID: drop it, then push again."""
_FILL = """\
A migration whose name is in `supabase/backfills` stops until that script has run. Push; when it stops, run the script,
which commits after every batch and may be stopped and run again, then push once more:"""
_NO_WAY_BACK = "There are no rollbacks: all migrations were imported, and Rowhouse undoes only what it wrote."
_WAY_BACK = "Newest first. Run the rollback, then tell the CLI that the migration is no longer applied:"
_LOSSES = """\
A rollback restores the schema. Rows of columns and tables that a migration added go with them, and rows that a
migration removed do not come back: take a backup first."""
_BYPASS = """\
Requests with the **service_role** (secret) key bypass row-level security: no policy is asked, and that role may do
whatever it is granted. Keep the key on servers of yours, never in a browser, an app or a repository. The same is true
of the role `postgres`, which runs migrations."""


def write_readme(
    *,
    title: str,
    design: Design,
    files: Sequence[ReleasedFile],
    paths: Sequence[str],
    proven: Sequence[str] = (),
) -> str:
    """The README as Markdown. `proven` are sentences about what was executed and held; the rest is called unproven."""
    parts = [
        f"# {_inline(title)}",
        *_contents(paths),
        *_apply(files, paths),
        *_undo(files),
        *_security(design),
        *_proof(proven),
    ]
    return "\n\n".join(parts) + "\n"


def _contents(paths: Sequence[str]) -> Iterator[str]:
    rows = [f"| `{path}` | {text} |" for path, text in _PATHS.items() if any(each.startswith(path) for each in paths)]
    rest = [path for path in paths if path.startswith("supabase/") and not path.startswith(tuple(_PATHS))]
    if rest:
        rows.append(f"| {len(rest)} more below `supabase/` | as imported |")
    yield "\n".join(["| Path | What it is |", "|---|---|", *rows])
    if "diagram.svg" not in paths:
        yield "The diagram is missing: Graphviz was not installed where this was exported."


def _apply(files: Sequence[ReleasedFile], paths: Sequence[str]) -> Iterator[str]:
    yield _APPLY
    if "supabase/seed.sql" in paths:
        yield _SEED
    if "supabase/roles.sql" in paths:
        yield _ROLES
    if any(not file.is_transactional for file in files):
        yield _ALONE
    if scripts := [file for file in files if file.script_sql]:
        yield _FILL
        lines = (f'psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f {_path("backfills", file)}' for file in scripts)
        yield "\n".join(["```sh", *lines, "```"])


def _undo(files: Sequence[ReleasedFile]) -> Iterator[str]:
    own = [file for file in files if file.down_sql is not None]
    yield "## Go back"
    if not own:
        yield _NO_WAY_BACK
        return
    yield _WAY_BACK
    yield "\n".join(["```sh", *(line for file in reversed(own) for line in _undo_commands(file)), "```"])
    yield _LOSSES
    if count := len(files) - len(own):
        words = "1 imported migration has" if count == 1 else f"{count} imported migrations have"
        yield f"{words} no rollback: Rowhouse undoes only what it wrote. They are byte for byte what was imported."


def _undo_commands(file: ReleasedFile) -> Iterator[str]:
    single = "--single-transaction " if file.is_transactional else ""
    path = _path("rollbacks", file)
    yield f'psql "$DATABASE_URL" -v ON_ERROR_STOP=1 {single}-f {path}'
    yield f'supabase migration repair {file.version} --status reverted --remote="$DATABASE_URL"'


def _path(folder: str, file: ReleasedFile) -> str:
    return _shell(f"supabase/{folder}/{file.name}")


def _security(design: Design) -> Iterator[str]:
    tables = [table for table in design.tables if not table.is_managed]
    guarded = [table for table in tables if table.has_rls]
    policies = sum(len(table.policies) for table in guarded)
    yield "## Who may do what"
    yield f"Row-level security is on for {len(guarded)} of {len(tables)} tables. Policies: {policies}."
    if exposed := sorted(_name(table) for table in tables if is_exposed(table)):
        yield "**Open**: clients of the API may read or write these tables and no policy filters them:"
        yield "\n".join(f"- {name}" for name in exposed)
    if closed := sorted(_name(table) for table in guarded if not table.policies):
        yield "Shut, because row-level security is on and no policy lets anybody in:"
        yield "\n".join(f"- {name}" for name in closed)
    yield _BYPASS


def _proof(proven: Sequence[str]) -> Iterator[str]:
    yield "## Proven, and not proven"
    yield "\n".join(
        [
            *(f"- Proven: {sentence}" for sentence in proven),
            "- Not proven: the migrations and rollbacks on your data, and how long they take there.",
            "- Not proven: that the policies let in and keep out whom you mean. Test them as every kind of user.",
        ]
    )


def _name(table: Table) -> str:
    return _inline(f"{table.schema}.{table.name}", code=True)


def _inline(text: str, *, code: bool = False) -> str:
    """Text that stays on its line and is no Markdown of its own."""
    line = " ".join(text.split())
    if code:
        fence = "``" if "`" in line else "`"
        return f"{fence} {line} {fence}" if "`" in line else f"{fence}{line}{fence}"
    return "".join(f"\\{character}" if character in "\\`*_[]<>#|" else character for character in line)


def _shell(path: str) -> str:
    if all(character.isalnum() or character in "/._-" for character in path):
        return path
    return "'" + path.replace("'", "'\\''") + "'"
