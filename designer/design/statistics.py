"""Extended statistics: what ANALYZE learns about several columns together, or about expressions."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from designer.design.tables import IndexKey


class Statistics(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A statistics object on one table, in a schema that need not be the table's.

    `kinds` (ndistinct, dependencies, mcv) empty means all of them, and is all that a single expression can have. Of
    each key only the column or the expression counts. `target` None is the largest of the columns' own.
    """

    id: UUID
    schema: str
    name: str
    table_id: UUID
    keys: tuple[IndexKey, ...]
    kinds: tuple[str, ...] = ()
    target: int | None = None
    owner: str | None = None
    comment: str | None = None
