"""Stable identities and names of design objects."""

from __future__ import annotations

from uuid import UUID, uuid5

from msgspec import Struct

_SQL_NAMESPACE = UUID("6f1d8a1e-5b5c-4f0e-9a43-0d9c2f6f7a11")


class QualifiedName(Struct, frozen=True, order=True):
    """A schema-qualified name, unquoted, exactly as the catalog spells it."""

    schema: str
    name: str

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"


def id_from_path(kind: str, *path: str) -> UUID:
    """The id of an object read from SQL, which has none of its own: derived from its kind and full name.

    Two designs read from SQL therefore match by name; a design drawn in the browser has random ids, so a rename is
    known.
    """
    return uuid5(_SQL_NAMESPACE, "\x1f".join((kind, *path)))
