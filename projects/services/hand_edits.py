"""The SQL of a draft, edited by hand: kept beside the answers, applied, and never silently lost or used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from msgspec import Struct, convert, to_builtins
from msgspec.structs import replace

from designer.migrations import MigrationFile
from designer.migrations.files import NO_TRANSACTION
from designer.postgres.parsing import SqlSyntaxError, ast, parse_statements
from designer.proofs import read_plan_hash, with_names
from projects.models import Draft, Project
from projects.services.edits import lock_draft
from projects.services.errors import EditRefused

DRAFT_NAME = "migration"
"""What a migration is called before it has a name; the title of its files is changed when it gets one."""
LONGEST_SQL = 200_000
"""Characters of one direction of a file."""


class HandEdit(Struct, frozen=True):
    """What somebody wrote in place of a generated file. `base` tells which generated SQL it was written for."""

    up: str
    down: str
    base: str


class StaleEdit(Struct, frozen=True):
    """A text whose generated SQL has changed since, so that a person must choose; `file` is None where it is gone."""

    suffix: str
    edit: HandEdit
    file: MigrationFile | None

    @property
    def name(self) -> str:
        return draft_name(self.suffix)


class EditedFiles(Struct, frozen=True):
    """The files of a migration with what was written by hand, and what could not be used."""

    files: list[MigrationFile]
    generated: list[MigrationFile]
    edited: frozenset[str] = frozenset()
    """The suffixes of the files that are somebody's own."""
    stale: tuple[StaleEdit, ...] = ()


def draft_name(suffix: str) -> str:
    """What a file is called before it is released."""
    return f"{DRAFT_NAME}_{suffix.strip('_')}" if suffix else DRAFT_NAME


def base_of(file: MigrationFile) -> str:
    """What tells one generated SQL from another: every statement, not the comments."""
    return read_plan_hash("", "", with_names([file], [""]))


def apply_hand_edits(generated: Sequence[MigrationFile], saved: Mapping[str, Any], *, name: str) -> EditedFiles:
    """The generated files with the texts saved for exactly them; the other texts are stale."""
    edits = convert(saved, dict[str, HandEdit])
    by_suffix = {file.name_suffix: file for file in generated}
    fitting = {
        suffix for suffix, edit in edits.items() if suffix in by_suffix and base_of(by_suffix[suffix]) == edit.base
    }
    return EditedFiles(
        files=[
            _edit(file, edits[file.name_suffix], name) if file.name_suffix in fitting else file for file in generated
        ],
        generated=list(generated),
        edited=frozenset(fitting),
        stale=tuple(
            StaleEdit(suffix, edit, by_suffix.get(suffix)) for suffix, edit in edits.items() if suffix not in fitting
        ),
    )


def refuse_stale_edits(stale: Sequence[StaleEdit]) -> None:
    """Raises EditRefused naming the files whose text somebody must decide about."""
    if stale:
        names = ", ".join(f"{row.name}.sql" for row in stale)
        raise EditRefused(
            f"{names} was edited by hand, and what Rowhouse writes there has changed since. "
            "Keep your text or take the generated one; then go on."
        )


@transaction.atomic
def save_hand_edit(*, project: Project, generated: MigrationFile, edit: HandEdit, draft: Draft | None = None) -> None:
    """Keeps a text in place of a generated file of a draft; one that is the generated one is not kept.

    Raises EditRefused for what no file can hold.
    """
    edit = HandEdit(_normalise(edit.up), _normalise(edit.down), edit.base)
    _refuse_unfit(edit)
    own = lock_draft(project, draft)
    own.hand_edits.pop(generated.name_suffix, None)
    if (edit.up, edit.down) != (generated.up_sql, generated.down_sql):
        own.hand_edits[generated.name_suffix] = to_builtins(edit)
    own.save()


@transaction.atomic
def drop_hand_edit(*, project: Project, suffix: str, draft: Draft | None = None) -> None:
    """Goes back to the generated text."""
    own = lock_draft(project, draft)
    own.hand_edits.pop(suffix, None)
    own.save()


def _edit(file: MigrationFile, edit: HandEdit, name: str) -> MigrationFile:
    up, down = (_titled(text, file.name_suffix, name) for text in (edit.up, edit.down))
    return replace(file, up_sql=up, down_sql=down, is_transactional=not up.startswith(NO_TRANSACTION))


def _titled(text: str, suffix: str, name: str) -> str:
    """The text under its released name, where the line that Rowhouse wrote is still there."""
    return text.replace(f"-- {DRAFT_NAME}{suffix}\n", f"-- {name}{suffix}\n", 1)


def _normalise(text: str) -> str:
    """As browsers do not send it: lines end as in files."""
    return text.replace("\r\n", "\n").rstrip() + "\n"


def _refuse_unfit(edit: HandEdit) -> None:
    for way, text in (("Up", edit.up), ("Down", edit.down)):
        if len(text) > LONGEST_SQL:
            raise EditRefused(f"{way} has {len(text):,} characters; a file may have {LONGEST_SQL:,}. Shorten it.")
        try:
            statements = parse_statements(text)
        except SqlSyntaxError as error:
            line = text.count("\n", 0, error.position or 0) + 1
            raise EditRefused(f"{way}, line {line}: {error}") from error
        if any(isinstance(statement, ast.TransactionStmt) for statement in statements):
            raise EditRefused(
                f"{way} begins or ends a transaction. The Supabase CLI does that for each file: leave it out."
            )
    if edit.up.startswith(NO_TRANSACTION) != edit.down.startswith(NO_TRANSACTION):
        raise EditRefused(f"“{NO_TRANSACTION}” must be the first line of up and of down, or of neither.")
