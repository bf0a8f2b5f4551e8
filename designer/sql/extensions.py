"""Extensions."""

from __future__ import annotations

from designer.design import Extension
from designer.postgres.quoting import quote_identifier, quote_literal


def write_create_extension(extension: Extension) -> list[str]:
    """CREATE EXTENSION. One that lives in a schema of its own name makes that schema itself, so it is not named."""
    text = f"create extension if not exists {quote_identifier(extension.name)}"
    if extension.schema and extension.schema != extension.name:
        text += f" with schema {quote_identifier(extension.schema)}"
    return [f"{text} version {quote_literal(extension.version)}" if extension.version else text]


def write_drop_extension(extension: Extension) -> list[str]:
    """Refused by PostgreSQL while anything uses the extension."""
    return [f"drop extension {quote_identifier(extension.name)}"]


def write_move_extension(extension: Extension) -> list[str]:
    """Moves a relocatable extension to the schema that it names."""
    return [f"alter extension {quote_identifier(extension.name)} set schema {quote_identifier(extension.schema)}"]


def write_alter_extension(old: Extension, new: Extension) -> list[str]:
    """Updates the version."""
    if old.version == new.version:
        return []
    version = f" to {quote_literal(new.version)}" if new.version else ""
    return [f"alter extension {quote_identifier(new.name)} update{version}"]
