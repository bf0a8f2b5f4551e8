"""What a folder or archive is: a Supabase project, a folder of migrations, or just SQL files, and in which order it
applies (Supabase CLI 2.115: roles.sql, then migrations by version, else schemas).
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from msgspec import Struct

from designer.postgres.scripts import SkippedPart
from designer.postgres.sources import Library, read_source
from designer.sandbox.folders import PASSED_BY

_VERSIONED = re.compile(r"(\d+)_(.*)\.sql")
_VERSIONED_FOLDER = re.compile(r"(\d{8,})_(.+)")
_NOT_APPLIED = frozenset({"rollbacks", "down", "tests", "snippets", "seeds", "functions"})
_SEED = "seed.sql"
_PROJECT_FILES = frozenset({"config.toml", "roles.sql", _SEED})
_PROJECT_FOLDERS = frozenset({"migrations", "schemas", "seeds", "tests", "functions", "snippets"})
_SMALL = 1 << 20
_INCLUDE = re.compile(rb"^[ \t]*\\(?:i|ir|include|include_relative)[ \t]+'?([^'\s]+)", re.MULTILINE)


class Migration(Struct, frozen=True):
    """A file of migrations/ and what its name says."""

    version: str
    name: str
    path: str


class Layout(Struct, frozen=True):
    """The files of an input by their part in it; paths are those of the library.

    `root` is the project's folder with its slash, '' for the input itself.
    """

    root: str
    is_project: bool
    scripts: tuple[str, ...]
    migrations: tuple[Migration, ...] = ()
    others: tuple[str, ...] = ()
    skipped: tuple[SkippedPart, ...] = ()


def find_layout(library: Library) -> Layout:
    """Says what the files of a library are. An unreadable config.toml counts as none and is noted."""
    paths = [path for path in library.paths if not PASSED_BY & set(path.split("/")[:-1])]
    root, is_project = _find_root(paths)
    own = [path for path in paths if path.startswith(root)]
    if not is_project:
        return _arrange_files(library, root, own)
    settings, notes = _read_settings(library, f"{root}config.toml")
    roles = [path for path in own if path == f"{root}roles.sql"]
    migrations, passed = _order_migrations(own, root)
    declared = () if migrations else _declared(own, root, settings)
    scripts = (*roles, *(migration.path for migration in migrations), *declared)
    if deep := next((migration for migration in migrations if migration.path.count("/") > root.count("/") + 1), None):
        why = "the Supabase command line runs no migrations in folders of their own: applied, but no released history"
        notes.append(SkippedPart(deep.path, 1, deep.path.removeprefix(root), why))
        migrations = []
    chosen = {migration.path for migration in migrations}
    others = tuple(path for path in _project_files(own, root) if path not in chosen)
    return Layout(root, True, scripts, tuple(migrations), others, (*notes, *passed))


def _find_root(paths: list[str]) -> tuple[str, bool]:
    """The folder that holds `migrations` or `schemas`, and whether there is one."""
    folders = {str(parent) for path in paths for parent in PurePosixPath(path).parents}
    for marker in ("migrations", "schemas"):
        found = sorted((f for f in folders if f == marker or f.endswith(f"/{marker}")), key=lambda f: (f.count("/"), f))
        preferred = [folder for folder in found if PurePosixPath(folder).parent.name == "supabase"] or found
        if preferred:
            parent = str(PurePosixPath(preferred[0]).parent)
            return ("" if parent == "." else f"{parent}/"), True
    tops = {path.split("/", 1)[0] for path in paths}
    if len(tops) == 1 and all("/" in path for path in paths):
        return f"{tops.pop()}/", False  # a zip of one folder
    return "", False


def _arrange_files(library: Library, root: str, own: list[str]) -> Layout:
    """SQL files that lie together: by version if all have one, else by name, without those that others include."""
    sql = [path for path in own if path.endswith(".sql") and not _NOT_APPLIED & set(path.split("/")[:-1])]
    roles = [path for path in sql if path == f"{root}roles.sql"]
    flat = [path for path in sql if path not in {f"{root}roles.sql", f"{root}{_SEED}"}]
    if flat and all(_version_of(path) for path in flat):
        migrations, passed = _order(flat)
        return Layout(
            root,
            False,
            (*roles, *(migration.path for migration in migrations)),
            tuple(migrations),
            tuple(path for path in own if path.removeprefix(root) in _PROJECT_FILES),
            tuple(passed),
        )
    included = set(_included(library, flat))
    notes = tuple(SkippedPart(path, 1, path, "another file includes it", is_harmless=True) for path in included)
    return Layout(root, False, (*roles, *sorted(set(flat) - included)), skipped=notes)


def _project_files(own: list[str], root: str) -> list[str]:
    """What belongs to the project: everything in supabase/, but of another folder only what the command line knows."""
    if root.endswith("supabase/") or f"{root}config.toml" in own:
        return own
    inside = ((path, path.removeprefix(root)) for path in own)
    return [path for path, name in inside if name in _PROJECT_FILES or name.split("/")[0] in _PROJECT_FOLDERS]


def _order_migrations(own: list[str], root: str) -> tuple[list[Migration], list[SkippedPart]]:
    return _order([path for path in own if path.startswith(f"{root}migrations/")])


def _order(paths: Iterable[str]) -> tuple[list[Migration], list[SkippedPart]]:
    """Files named <version>_<name>.sql, or in a folder named so, by version; what is passed over is noted."""
    chosen: list[Migration] = []
    skipped: list[SkippedPart] = []
    for path in sorted(paths):
        file = PurePosixPath(path)
        match = _version_of(path)
        if match is None:
            if file.suffix == ".sql":
                why = "its name is not <version>_<name>.sql, directly in migrations/"
                skipped.append(SkippedPart(path, 1, file.name, why))
        elif file.stem == "down" or file.stem.endswith((".down", "_down")):
            skipped.append(SkippedPart(path, 1, file.name, "it takes a migration back; only the ways forward are read"))
        else:
            chosen.append(Migration(match[1], match[2], path))
    return sorted(chosen, key=lambda migration: (int(migration.version), migration.path)), skipped


def _version_of(path: str) -> re.Match[str] | None:
    """Version and name of a migration: of the file, or of the folder it lies in."""
    file = PurePosixPath(path)
    if file.suffix != ".sql":
        return None
    if folder := _VERSIONED_FOLDER.fullmatch(file.parent.name):
        return folder
    is_deep = "migrations" in file.parts[:-2]
    return None if is_deep else _VERSIONED.fullmatch(file.name)


def _declared(own: list[str], root: str, settings: dict[str, object]) -> tuple[str, ...]:
    """The declared schemas in the order config.toml gives, else by name."""
    sql = sorted(path for path in own if path.endswith(".sql"))
    patterns = [f"{root}{pattern.removeprefix('./')}" for pattern in _strings(settings, "migrations", "schema_paths")]
    if not patterns:
        return tuple(path for path in sql if path.startswith(f"{root}schemas/"))
    found = (path for pattern in patterns for path in sql if fnmatchcase(path, pattern))
    return tuple(dict.fromkeys(found))


def _read_settings(library: Library, path: str) -> tuple[dict[str, object], list[SkippedPart]]:
    if not library.has(path):
        return {}, []
    try:
        settings = tomllib.loads(read_source(library.source(path)).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return {}, [SkippedPart(path, 1, "config.toml", f"it is not TOML ({error}), so its settings are not known")]
    database = settings.get("db")
    return (database if isinstance(database, dict) else {}), []


def _strings(settings: dict[str, object], section: str, key: str) -> list[str]:
    found = settings.get(section)
    values = found.get(key) if isinstance(found, dict) else None
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _included(library: Library, paths: list[str]) -> Iterator[str]:
    """The files that psql's \\i and \\ir in other files name."""
    for path in paths:
        source = library.source(path)
        if source.size > _SMALL:
            continue
        for name in _INCLUDE.findall(read_source(source)):
            if found := find_include(library, name.decode("utf-8", "replace"), path):
                yield found


def find_include(library: Library, name: str, origin: str) -> str | None:
    """The path of the file that \\i or \\ir in the file `origin` names; None when the library has none such.

    psql takes \\ir from the file that says it, and \\i from where psql was started: any folder above may be that.
    """
    folder = PurePosixPath(origin).parent
    for base in [folder, *folder.parents]:
        path = posixpath.normpath(posixpath.join(base.as_posix(), name.replace("\\", "/")))
        if not path.startswith(("../", "/")) and library.has(path):
            return path
    return None
