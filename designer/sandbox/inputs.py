"""Turning what a user gives (a file, a folder, a Supabase project, a zip) into scripts in the order they apply.

A zip is hostile until proven otherwise: nothing is ever unpacked to disk, and no size it claims is believed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from designer.postgres.scripts import Script, ScriptError, SkippedPart, decode_script, read_script

FILE_LIMIT = 100 << 20
"""Bytes of one file."""
TOTAL_LIMIT = 200 << 20
"""Bytes of all files of one input together, unpacked."""
COUNT_LIMIT = 10_000
"""Files and folders a zip may list."""

_MIGRATION = re.compile(r"(\d+)_(.*)\.sql")
_IGNORED_FOLDERS = frozenset(
    {"rollbacks", "down", "tests", "node_modules", ".git", "snippets", ".temp", ".branches", "__MACOSX"}
)


class MigrationInput(Struct, frozen=True):
    """What was found: scripts in the order they apply, files left out, and the texts of a project's other files."""

    name: str
    scripts: tuple[Script, ...]
    skipped: tuple[SkippedPart, ...] = ()
    seed_sql: str | None = None
    config_toml: str | None = None


def read_migrations(path: Path) -> MigrationInput:
    """Reads a .sql file, a folder of migrations, a Supabase project folder or a zip; an empty file is the empty schema.

    Raises ScriptError, naming the file, for what is missing, too large, no SQL text or not safe to unpack.
    """
    if path.is_dir():
        return _arrange(_read_folder(path), path.name or str(path))
    try:
        content = path.read_bytes() if not path.is_file() else _read_limited(path)
    except OSError as error:
        raise ScriptError(f"{path} cannot be read: {error.strerror}.") from error
    return read_upload(path.name, content)


def read_upload(name: str, content: bytes) -> MigrationInput:
    """Reads one file by its content; `name` is for messages and says nothing of the kind. Raises ScriptError."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _arrange(_read_zip(name, content), name)
    script = read_script(content, name)
    return MigrationInput(name, (script,) if script.statements or script.skipped else ())


def _arrange(files: Mapping[str, bytes], name: str) -> MigrationInput:
    """Orders files as the Supabase command line would: roles, then migrations by version, else schemas by name."""
    root = _find_root(files)
    own = {path.removeprefix(root): content for path, content in files.items() if path.startswith(root)}
    chosen, skipped = _choose_scripts(list(own), bool(root) or "migrations" in {path.split("/")[0] for path in own})
    if not chosen:
        raise ScriptError(
            f"{name} has no .sql files to read. Give a file, a folder of migrations or a Supabase project."
        )
    scripts = tuple(read_script(own[path], path) for path in chosen)
    return MigrationInput(name, scripts, tuple(skipped), _text(own, "seed.sql"), _text(own, "config.toml"))


def _find_root(files: Mapping[str, bytes]) -> str:
    """The folder that holds `migrations` or is `supabase`, with its slash; '' for the input itself."""
    folders = {str(parent) for path in files for parent in PurePosixPath(path).parents}
    for marker in ("migrations", "schemas"):
        found = sorted((f for f in folders if f == marker or f.endswith(f"/{marker}")), key=lambda f: (f.count("/"), f))
        preferred = [folder for folder in found if PurePosixPath(folder).parent.name == "supabase"] or found
        if preferred:
            parent = str(PurePosixPath(preferred[0]).parent)
            return "" if parent == "." else f"{parent}/"
    tops = {path.split("/", 1)[0] for path in files}
    if len(tops) == 1 and all("/" in path for path in files):
        return f"{tops.pop()}/"  # a zip of one folder
    return ""


def _choose_scripts(paths: list[str], is_project: bool) -> tuple[list[str], list[SkippedPart]]:
    roles = [path for path in paths if path == "roles.sql"]
    if is_project and (migrations := [path for path in paths if path.startswith("migrations/")]):
        chosen, skipped = _order_migrations(migrations)
        return roles + chosen, skipped
    if is_project:
        return roles + sorted(path for path in paths if path.startswith("schemas/")), []
    rest = [path for path in paths if path.endswith(".sql") and path not in {"seed.sql", "roles.sql"}]
    flat = [path for path in rest if not _IGNORED_FOLDERS & set(path.split("/")[:-1])]
    if flat and all(_MIGRATION.fullmatch(PurePosixPath(path).name) for path in flat):
        chosen, skipped = _order_migrations(flat)
        return roles + chosen, skipped
    return roles + sorted(flat), []


def _order_migrations(paths: list[str]) -> tuple[list[str], list[SkippedPart]]:
    """Files of the pattern <version>_<name>.sql by version; what the command line would pass over is noted."""
    chosen: list[tuple[int, str]] = []
    skipped: list[SkippedPart] = []
    for path in sorted(paths):
        file = PurePosixPath(path)
        match = _MIGRATION.fullmatch(file.name)
        if match is None or len(file.parts) > 2:
            skipped.append(
                SkippedPart(path, 1, file.name, "its name is not <version>_<name>.sql, directly in migrations/")
            )
        elif file.stem.endswith((".down", "_down")):
            skipped.append(SkippedPart(path, 1, file.name, "it takes a migration back; only the ways forward are read"))
        else:
            chosen.append((int(match[1]), path))
    return [path for _, path in sorted(chosen)], skipped


def _text(files: Mapping[str, bytes], path: str) -> str | None:
    return decode_script(files[path], path) if path in files else None


def _is_wanted(path: str) -> bool:
    return path.endswith(".sql") or PurePosixPath(path).name == "config.toml"


def _read_limited(path: Path) -> bytes:
    if (size := path.stat().st_size) > FILE_LIMIT:
        raise ScriptError(f"{path} has {size >> 20} MB; at most {FILE_LIMIT >> 20} MB can be read.")
    return path.read_bytes()


def _read_folder(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    total = 0
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        files[name] = _read_limited(path)
        total += len(files[name])
        if total > TOTAL_LIMIT:
            raise ScriptError(
                f"{folder} has more than {TOTAL_LIMIT >> 20} MB of SQL. Import a part of it, or leave out data."
            )
    return files


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink() and path.name not in _IGNORED_FOLDERS:
            yield from _walk(path)
        elif path.is_file() and _is_wanted(path.name):
            yield path


def _read_zip(name: str, content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read_members(name, archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as error:
        raise ScriptError(f"{name} is a damaged zip archive: {error}. Make it anew.") from error


def _read_members(name: str, archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > COUNT_LIMIT:
        raise ScriptError(f"{name} lists {len(members)} files; at most {COUNT_LIMIT} are read.")
    files: dict[str, bytes] = {}
    room = TOTAL_LIMIT
    for member in members:
        path = _safe_path(name, member)
        if member.is_dir() or not _is_wanted(path) or _IGNORED_FOLDERS & set(path.split("/")[:-1]):
            continue
        files[path] = _unpack(name, archive, member, room)
        room -= len(files[path])
    return files


def _safe_path(name: str, member: zipfile.ZipInfo) -> str:
    path = member.filename.replace("\\", "/")
    is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
    if path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path) or is_link:
        raise ScriptError(
            f"{name} holds {member.filename!r}, which points outside the archive. Nothing of it was read."
        )
    if member.flag_bits & 1:
        raise ScriptError(f"{name} is encrypted ({member.filename}). Pack it without a password.")
    return path


def _unpack(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> bytes:
    """The content of one member, read no further than there is room: its claimed size may be a lie."""
    limit = min(FILE_LIMIT, room)
    with archive.open(member) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise ScriptError(
            f"{name} unpacks to more than {TOTAL_LIMIT >> 20} MB, "
            f"or {member.filename} to more than {FILE_LIMIT >> 20} MB. Pack only the SQL of the schema."
        )
    return content
