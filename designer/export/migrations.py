"""Released migrations as files: safe names, versions in order, rollbacks beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from designer.export.errors import ExportError

NAME_LIMIT = 200
"""Bytes of a file name; most file systems stop at 255."""

# Source: Supabase CLI 2.115, pkg/migration: `^([0-9]+)_(.*)\.sql$`. What file systems and shells trip over is left out.
_NAME = re.compile(r"(?P<version>[0-9]{1,40})_(?P<title>[^/\\:*?\"<>|\x00-\x1f\x7f]*)\.sql")


class ReleasedFile(Struct, frozen=True, kw_only=True):
    """One file of a released or imported migration; `name` is `<version>_<title>.sql`.

    A file that was imported is bytes, written as they are; its `down_sql` is None: Rowhouse cannot undo what it did not
    write.
    """

    name: str
    up_sql: str | bytes
    down_sql: str | None = None
    is_transactional: bool = True
    script_sql: str = ""
    """Fills rows in batches; to be run by psql before this file."""

    @property
    def version(self) -> str:
        """The digits the Supabase CLI keeps in its history."""
        return self.name.partition("_")[0]


def write_migrations(files: Sequence[ReleasedFile]) -> Iterator[tuple[str, str | bytes]]:
    """Path and content of every migration and its rollback. Raises ExportError."""
    check_names(files)
    for file in files:
        yield f"supabase/migrations/{file.name}", file.up_sql
        if file.down_sql is not None:
            yield f"supabase/rollbacks/{file.name}", file.down_sql
        if file.script_sql:
            yield f"supabase/backfills/{file.name}", file.script_sql


def check_names(files: Sequence[ReleasedFile]) -> None:
    """Raises ExportError for names the Supabase CLI would skip, run twice or run in another order than released.

    Imported files keep their names whatever they are, since the CLI has run them; what follows must come after them.
    """
    previous = -1
    for file in files:
        match = _NAME.fullmatch(file.name)
        if match is None or len(file.name.encode()) > NAME_LIMIT:
            raise ExportError(
                f"The migration {file.name!r} cannot be exported: the Supabase CLI takes only names such as "
                "20261122101500_add_invitations.sql. Rename it."
            )
        version = int(match["version"])
        if version <= previous and isinstance(file.up_sql, str):
            raise ExportError(
                f"The migration {file.name} cannot be exported: its version does not come after that of the file "
                "before it, and the Supabase CLI runs files by version. Give it a later one."
            )
        previous = max(version, previous)
