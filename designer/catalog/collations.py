"""Collations from their catalog rows."""

from __future__ import annotations

from designer.catalog.lookups import Lookup, is_managed
from designer.design import Collation, id_from_path


def read_collations(lookup: Lookup) -> tuple[Collation, ...]:
    """The project's collations."""
    return tuple(
        Collation(
            id=id_from_path("collation", row.schema, row.name),
            schema=row.schema,
            name=row.name,
            provider=row.provider,
            locale=row.locale,
            lc_collate=row.lc_collate,
            lc_ctype=row.lc_ctype,
            is_deterministic=row.is_deterministic,
            rules=row.rules,
            owner=lookup.owner("pg_collation", row.oid),
            comment=lookup.comment("pg_collation", row.oid),
        )
        for row in lookup.rows.collations
        if not is_managed(row.schema)
    )
