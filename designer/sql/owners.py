"""Who objects belong to."""

from __future__ import annotations

from designer.design import Definition
from designer.postgres.platform import OWNER
from designer.postgres.quoting import quote_identifier
from designer.sql.schemas import address, kind_words


def write_owner(thing: Definition, owner: str | None) -> list[str]:
    """Gives the object to a role; None is `postgres`. What is in a schema or on a table has owners of its own."""
    return [f"alter {kind_words(thing)} {address(thing)} owner to {quote_identifier(owner or OWNER)}"]
