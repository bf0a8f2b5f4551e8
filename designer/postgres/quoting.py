"""The one place where text becomes SQL identifiers and literals. Pure text: no connection needed."""

from __future__ import annotations

import re
from functools import lru_cache

from designer.design.errors import DesignerError
from designer.postgres.parsing import is_keyword_to_quote

_PART = re.compile(r'"(?:[^"]|"")+"|[^".]+')
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
MAX_IDENTIFIER_BYTES = 63
"""PostgreSQL's NAMEDATALEN - 1; longer names are cut silently by a server, so Rowhouse refuses them before."""


@lru_cache(maxsize=16384)
def quote_identifier(name: str) -> str:
    """The identifier, quoted where PostgreSQL needs it (upper case, keyword, odd characters). Raises DesignerError."""
    if not name or "\x00" in name:
        raise DesignerError(f"{name!r} is not an identifier. Give a name of at least one character, without NUL.")
    if _PLAIN.match(name) and not is_keyword_to_quote(name):
        return name
    return '"' + name.replace('"', '""') + '"'


def quote_name(schema: str, name: str) -> str:
    """A schema-qualified name; an empty schema gives the bare name."""
    return f"{quote_identifier(schema)}.{quote_identifier(name)}" if schema else quote_identifier(name)


def split_name(text: str) -> tuple[str, str]:
    """Schema and name of what `quote_name` wrote."""
    parts = [part[1:-1].replace('""', '"') if part.startswith('"') else part for part in _PART.findall(text)]
    return (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])


def quote_names(names: tuple[str, ...] | list[str]) -> str:
    """Identifiers as a comma-separated list."""
    return ", ".join(quote_identifier(name) for name in names)


def quote_literal(text: str) -> str:
    """A string constant that means the same whatever standard_conforming_strings is. Raises DesignerError on NUL."""
    if "\x00" in text:
        raise DesignerError("Text in PostgreSQL cannot contain the character NUL. Remove it.")
    quoted = "'" + text.replace("'", "''") + "'"
    return "E" + quoted.replace("\\", "\\\\") if "\\" in text else quoted


def dollar_quote(body: str) -> str:
    """The text in dollar quotes, with a tag that the text does not contain."""
    tag, number = "$$", 0
    # The search includes the opening of the closing tag: a body that ends in "$" would merge with "$$".
    while (body + tag).find(tag) != len(body):
        number += 1
        tag = f"$body{number}$"
    return f"{tag}{body}{tag}"
