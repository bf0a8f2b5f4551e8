"""Foreign data: wrappers and servers. Foreign tables are tables (see `Table.foreign`)."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from designer.design.access import Grant


class ForeignDataWrapper(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What speaks to servers of one sort; one that an extension brings is the extension's. Functions by qualified name.

    Without a handler tables of its servers can be made but not read.
    """

    id: UUID
    name: str
    handler: str | None = None
    validator: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    grants: tuple[Grant, ...] = ()
    comment: str | None = None


class ForeignServer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another database or service. The wrapper is the project's by id, else an extension's by name."""

    id: UUID
    name: str
    wrapper_id: UUID | None = None
    wrapper_name: str = ""
    type: str | None = None
    version: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    grants: tuple[Grant, ...] = ()
    owner: str | None = None
    comment: str | None = None
