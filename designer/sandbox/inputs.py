"""Turning what a user gives (a file, a folder, a Supabase project, a zip) into scripts in the order they apply."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from designer.postgres.scripts import Script, SkippedPart, decode_script, read_script
from designer.postgres.sources import (
    ContentSource,
    FileSource,
    Library,
    RootedLibrary,
    ScriptError,
    Source,
    read_source,
)
from designer.sandbox.folders import FolderLibrary
from designer.sandbox.layouts import Layout, find_layout
from designer.sandbox.limits import LimitError
from designer.sandbox.zips import ZipLibrary, is_zip

FILE_LIMIT = 256 << 20
"""Bytes of one file."""
TOTAL_LIMIT = 512 << 20
"""Bytes of all SQL of one input together, unpacked."""
KEPT_LIMIT = 32 << 20
"""Bytes of a project's other files, and of its migrations, that are kept with the project."""

_SECRET_NAMES = frozenset({"signing_keys.json", "signing_key.json"})


class MigrationFile(Struct, frozen=True):
    """A file of a project's history: `path` is relative to supabase/, `content` its bytes as they were."""

    version: str
    name: str
    path: str
    content: bytes


class MigrationInput(Struct, frozen=True):
    """What was found: scripts in the order they apply, and files left out.

    `migrations` is the history of a folder of migrations or a project, in the order of versions. `files` are all other
    files of a project (config.toml, seeds, roles, schemas, tests, functions …) by path relative to supabase/.
    """

    name: str
    scripts: tuple[Script, ...]
    skipped: tuple[SkippedPart, ...] = ()
    seed_sql: str | None = None
    config_toml: str | None = None
    migrations: tuple[MigrationFile, ...] = ()
    files: dict[str, bytes] = msgspec.field(default_factory=dict)


def read_migrations(
    path: Path, name: str | None = None, *, should_stop: Callable[[], bool] | None = None
) -> MigrationInput:
    """Reads a .sql file, a folder of migrations, a Supabase project folder or a zip; an empty file is the empty schema.

    `name` is what messages call it, by default the path's own; `should_stop` is asked while a large file is read.
    Raises ScriptError, naming the file, for what is missing, too large, no SQL text or not safe to unpack.
    """
    check = _checking(should_stop)
    if path.is_dir():
        return _arrange(FolderLibrary(path), path.name or str(path), check)
    if path.exists() and not path.is_file():
        return read_upload(path.name, path.read_bytes())  # /dev/null, a pipe
    beside = FolderLibrary(path.parent) if name is None else None
    return _read_file(name or path.name, FileSource(path), beside, check)


def read_upload(name: str, content: bytes) -> MigrationInput:
    """Reads one file by its content; `name` is for messages and says nothing of the kind. Raises ScriptError."""
    return _read_file(name, ContentSource(content), None, _checking(None))


def _checking(should_stop: Callable[[], bool] | None) -> Callable[[], None]:
    def check() -> None:
        if should_stop is not None and should_stop():
            raise LimitError("The import was stopped on request.")

    return check


def _read_file(name: str, source: Source, beside: Library | None, check: Callable[[], None]) -> MigrationInput:
    if is_zip(source):
        return _arrange(ZipLibrary(name, source), name, check)
    _check_size(name, name, source)
    script = read_script(source, name, library=beside, size_limit=FILE_LIMIT, check=check)
    return MigrationInput(name, (script,) if any(True for _ in script.parts) else ())


def _arrange(library: Library, name: str, check: Callable[[], None]) -> MigrationInput:
    layout = find_layout(library)
    if not layout.scripts:
        raise ScriptError(
            f"{name} has no .sql files to read. Give a file, a folder of migrations or a Supabase project."
        )
    _check_sizes(name, library, layout.scripts)
    own = RootedLibrary(library, layout.root)
    scripts = tuple(
        read_script(own.source(path), path, library=own, size_limit=FILE_LIMIT, check=check)
        for path in (path.removeprefix(layout.root) for path in layout.scripts)
    )
    migrations, notes = _keep_migrations(library, layout)
    files, more_notes = _keep_files(library, layout)
    return MigrationInput(
        name,
        scripts,
        (*_relative(layout, layout.skipped), *notes, *more_notes),
        _text(files, "seed.sql"),
        _text(files, "config.toml"),
        migrations,
        files,
    )


def _keep_migrations(library: Library, layout: Layout) -> tuple[tuple[MigrationFile, ...], list[SkippedPart]]:
    """The history as it is, or none of it where it is too large to be kept."""
    size = sum(library.source(migration.path).size for migration in layout.migrations)
    if size > KEPT_LIMIT:
        why = f"all of it together has {size >> 20} MB; up to {KEPT_LIMIT >> 20} MB are kept as released history"
        return (), [SkippedPart("migrations", 1, "the files of the history", why)]
    kept = (
        MigrationFile(
            migration.version,
            migration.name,
            _history_path(layout, migration.path),
            read_source(library.source(migration.path)),
        )
        for migration in layout.migrations
    )
    return tuple(kept), []


def _history_path(layout: Layout, path: str) -> str:
    """Where a migration lies below supabase/, also when the input was the folder of migrations itself."""
    inside = path.removeprefix(layout.root)
    return inside if inside.startswith("migrations/") else f"migrations/{inside}"


def _keep_files(library: Library, layout: Layout) -> tuple[dict[str, bytes], list[SkippedPart]]:
    files: dict[str, bytes] = {}
    notes: list[SkippedPart] = []
    room = KEPT_LIMIT
    for path in layout.others:
        name = path.removeprefix(layout.root)
        source = library.source(path)
        if _may_hold_secrets(name):
            notes.append(SkippedPart(name, 1, name, "it may hold secrets, so it is not kept", is_harmless=True))
        elif source.size > room:
            why = f"it has {source.size >> 10} kB; the other files of a project may have {KEPT_LIMIT >> 20} MB together"
            notes.append(SkippedPart(name, 1, name, why))
        else:
            files[name] = read_source(source)
            room -= len(files[name])
    return files, notes


def _may_hold_secrets(path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    return name in _SECRET_NAMES or (name.startswith(".env") and not name.endswith((".example", ".sample")))


def _relative(layout: Layout, parts: Iterable[SkippedPart]) -> Iterable[SkippedPart]:
    return (msgspec.structs.replace(part, file=part.file.removeprefix(layout.root)) for part in parts)


def _text(files: dict[str, bytes], path: str) -> str | None:
    return decode_script(files[path], path) if path in files else None


def _check_sizes(name: str, library: Library, paths: Iterable[str]) -> None:
    total = 0
    for path in paths:
        source = library.source(path)
        _check_size(name, path, source)
        total += source.size
    if total > TOTAL_LIMIT:
        raise ScriptError(
            f"{name} unpacks to more than {TOTAL_LIMIT >> 20} MB of SQL. Import a part of it, or leave out data."
        )


def _check_size(name: str, path: str, source: Source) -> None:
    if source.size <= FILE_LIMIT:
        return
    if path == name:
        raise ScriptError(f"{path} has {source.size >> 20} MB; at most {FILE_LIMIT >> 20} MB can be read.")
    raise ScriptError(
        f"{name} unpacks to more than can be read: {path} has {source.size >> 20} MB, and one file may have "
        f"{FILE_LIMIT >> 20} MB. Pack only the SQL of the schema."
    )
