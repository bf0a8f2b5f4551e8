"""supabase/config.toml: generated, or kept as imported with what the Supabase CLI cannot do without."""

from __future__ import annotations

import re
import tomllib

from designer.export.errors import ExportError

CLI_MAJORS = (13, 14, 15, 17)
"""The majors the Supabase CLI accepts in `db.major_version` (2.115 and 3.1)."""


def write_config(*, project_id: str, postgres_version: int, imported: str = "") -> str:
    """The text of config.toml. An imported one is kept letter by letter; only a missing `project_id` is added on top.

    Raises ExportError when the imported text is no TOML or asks for what makes an export useless.
    """
    if not imported.strip():
        return _generate(project_id, postgres_version)
    try:
        settings = tomllib.loads(imported)
    except tomllib.TOMLDecodeError as error:
        raise ExportError(
            f"supabase/config.toml is not TOML: {error}. Correct it in the project's settings."
        ) from error
    migrations = settings.get("db", {}).get("migrations", {})
    if isinstance(migrations, dict) and migrations.get("enabled") is False:
        raise ExportError(
            "supabase/config.toml says db.migrations.enabled = false, so the Supabase CLI would run none of the "
            "migrations. Set it to true in the project's settings, or remove it."
        )
    if "project_id" in settings:
        return imported
    return f"project_id = {_quote(project_id)}\n{imported}"


def _generate(project_id: str, postgres_version: int) -> str:
    accepted = [major for major in CLI_MAJORS if major <= postgres_version] or [CLI_MAJORS[0]]
    major = accepted[-1]
    note = ""
    if major != postgres_version:
        note = f"# The design is for PostgreSQL {postgres_version}; {major} is the nearest the Supabase CLI starts.\n"
    return (
        "# Settings of the Supabase CLI. What is not here has its default.\n"
        f"project_id = {_quote(project_id)}\n"
        "\n"
        "[db]\n"
        f"{note}major_version = {major}\n"
        "\n"
        "[db.migrations]\n"
        "enabled = true\n"
        "\n"
        "[db.seed]\n"
        "enabled = true\n"
        'sql_paths = ["./seed.sql"]\n'
    )


def _quote(text: str) -> str:
    """A project id fit for Docker's container names, which the CLI makes of it, as a TOML string."""
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-_.")[:40]
    return f'"{safe or "project"}"'
