"""Collations."""

from __future__ import annotations

from designer.design import Collation
from designer.postgres.quoting import quote_literal
from designer.sql.names import name_of


def write_create_collation(collation: Collation) -> list[str]:
    options = [f"provider = {collation.provider}"] if collation.provider != "libc" else []
    for name in ("locale", "lc_collate", "lc_ctype"):
        value = getattr(collation, name)
        options += [f"{name} = {quote_literal(value)}"] if value is not None else []
    options += ["deterministic = false"] if not collation.is_deterministic else []
    options += [f"rules = {quote_literal(collation.rules)}"] if collation.rules is not None else []
    return [f"create collation {name_of(collation)} ({', '.join(options)})"]
