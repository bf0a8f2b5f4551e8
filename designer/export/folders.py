"""The exported folder: every file by its path, equal bytes for equal input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from designer.design import Design
from designer.diagram import GraphvizMissingError, draw_design
from designer.export.configs import write_config
from designer.export.errors import ExportError
from designer.export.migrations import ReleasedFile, write_migrations
from designer.export.readmes import write_readme
from designer.export.security import write_security
from designer.sql.formatting import format_script
from designer.sql.roles import write_create_role


def build_folder(
    *,
    slug: str,
    title: str,
    design: Design,
    migrations: Sequence[ReleasedFile],
    files: Mapping[str, bytes] | None = None,
    tests: Mapping[str, str] | None = None,
    postgres_version: int = 17,
    proven: Sequence[str] = (),
) -> dict[str, bytes]:
    """The files of an export by their path, in the order of their paths.

    `design` is the state the last of `migrations` leads to; `slug` becomes the project id, `title` the heading.
    `files` are kept byte for byte, by their path below `supabase/`; only a config.toml that lacks a project id gains
    one. `tests` are our own by their names below `supabase/tests/database/`, where an imported file of the same name
    stays. `postgres_version` is a major, such as 17. `proven` are sentences about what was executed and held. Raises
    ExportError, naming the file, when one cannot be written.
    """
    built = build_supabase(
        slug=slug, design=design, migrations=migrations, files=files, tests=tests, postgres_version=postgres_version
    )
    with suppress(GraphvizMissingError):  # the README says so then; the rest of the export is worth having
        built["diagram.svg"] = draw_design(design, format="svg")
    built["SECURITY.md"] = _encode("SECURITY.md", write_security(title=title, design=design))
    readme = write_readme(title=title, design=design, files=migrations, paths=sorted(built), proven=proven)
    built["README.md"] = _encode("README.md", readme)
    return {path: built[path] for path in sorted(built)}


def build_supabase(
    *,
    slug: str,
    design: Design,
    migrations: Sequence[ReleasedFile],
    files: Mapping[str, bytes] | None = None,
    tests: Mapping[str, str] | None = None,
    postgres_version: int = 17,
) -> dict[str, bytes]:
    """The files below `supabase/` alone, by their whole path; arguments and errors are those of `build_folder`."""
    kept = {f"supabase/{_checked(path)}": content for path, content in (files or {}).items()}
    texts: dict[str, str | bytes] = {"supabase/seed.sql": _EMPTY_SEED}
    if design.roles:
        texts["supabase/roles.sql"] = _write_roles(design)
    texts |= {f"supabase/tests/database/{name}": text for name, text in (tests or {}).items()}
    texts |= kept
    texts |= dict(write_migrations(migrations))
    texts[_CONFIG] = _config(kept.get(_CONFIG), slug, postgres_version)
    return {path: _encode(path, text) for path, text in texts.items()}


_CONFIG = "supabase/config.toml"
_EMPTY_SEED = """\
-- Rows to start with, for development. Runs after the migrations on `supabase db reset`, and on `supabase db push` only
-- with --include-seed.
"""


def _write_roles(design: Design) -> str:
    roles = sorted(design.roles, key=lambda role: role.name)
    statements = [statement for role in roles for statement in write_create_role(role)]
    head = "-- Roles belong to the whole server. Bears being run twice; passwords are set elsewhere, never here.\n\n"
    return head + format_script(statements)


def _config(kept: bytes | None, slug: str, postgres_version: int) -> str | bytes:
    try:
        imported = (kept or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExportError(f"{_CONFIG} is not UTF-8 text: {error}. Correct it in the project's settings.") from error
    text = write_config(project_id=slug, postgres_version=postgres_version, imported=imported)
    return kept if kept and text == imported else text


def _checked(path: str) -> str:
    parts = path.split("/")
    if not path or {"", ".", ".."} & set(parts) or "\\" in path or ":" in path:
        raise ExportError(f"The file {path!r} cannot be exported: its path would leave supabase/. Import it elsewhere.")
    return path


def _encode(path: str, text: str | bytes) -> bytes:
    """Text of ours with Unix line ends; what was imported is bytes and stays as it is."""
    if isinstance(text, bytes):
        return text
    try:
        return _end_line(text).encode()
    except UnicodeEncodeError as error:
        raise ExportError(
            f"{path} cannot be written: it holds characters that are not Unicode text ({error})."
        ) from error


def _end_line(text: str) -> str:
    """Unix line ends, and one at the end: files are compared byte by byte, here and in version control."""
    text = text.replace("\r\n", "\n")
    return text if text.endswith("\n") else f"{text}\n"


def write_folder(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Writes the files below a folder, replacing those of the same name and leaving all others; returns what it wrote.

    Every file is complete or not there: it is written beside its place and moved. Raises ExportError when a path would
    leave the folder or something else stands in its way.
    """
    root = folder.resolve()
    written: list[Path] = []
    for name, content in files.items():
        path = (root / name).resolve()
        if not path.is_relative_to(root) or path == root:
            raise ExportError(f"{name} would be written outside of {folder}. Export into a folder without such links.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.part")
            draft.write_bytes(content)
            draft.replace(path)
        except OSError as error:
            raise ExportError(f"{path} cannot be written: {error.strerror}. Export into another folder.") from error
        written.append(path)
    return written
