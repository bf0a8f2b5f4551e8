"""Data types and collations: references to them, and the ones a project defines."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from designer.design.access import Grant


class TypeRef(Struct, frozen=True, omit_defaults=True):
    """The type of a column, attribute or domain.

    A type of the project is referred to by `type_id`, so renaming it changes nothing here; `name` is then empty. Any
    other type is its SQL text as `format_type` prints it ("numeric(10,2)", "extensions.citext"), without array
    brackets.
    """

    name: str = ""
    type_id: UUID | None = None
    dimensions: int = 0


class EnumValue(Struct, frozen=True, omit_defaults=True):
    """One label of an enum; its id makes a renamed label known."""

    id: UUID
    name: str


class Enum(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An enumerated type; `values` in sort order."""

    id: UUID
    schema: str
    name: str
    values: tuple[EnumValue, ...] = ()
    grants: tuple[Grant, ...] | None = None
    comment: str | None = None


class DomainCheck(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A named CHECK of a domain; the expression speaks of VALUE."""

    id: UUID
    name: str
    expression: str
    is_validated: bool = True
    comment: str | None = None


class Domain(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A domain: a base type with a default, NOT NULL and checks."""

    id: UUID
    schema: str
    name: str
    base: TypeRef
    is_nullable: bool = True
    default: str | None = None
    collation: str | None = None
    checks: tuple[DomainCheck, ...] = ()
    grants: tuple[Grant, ...] | None = None
    comment: str | None = None


class Attribute(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One attribute of a composite type."""

    id: UUID
    name: str
    type: TypeRef
    collation: str | None = None
    comment: str | None = None


class Collation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A collation. `locale` alone, or both of `lc_collate` and `lc_ctype` where they differ (libc only).

    Columns, attributes, domains and index keys name it in their `collation`, schema-qualified.
    """

    id: UUID
    schema: str
    name: str
    provider: str = "libc"
    locale: str | None = None
    lc_collate: str | None = None
    lc_ctype: str | None = None
    is_deterministic: bool = True
    rules: str | None = None
    """Tailoring rules of an ICU collation (PostgreSQL 16 on)."""
    comment: str | None = None


class Composite(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A free-standing composite type (CREATE TYPE … AS)."""

    id: UUID
    schema: str
    name: str
    attributes: tuple[Attribute, ...] = ()
    grants: tuple[Grant, ...] | None = None
    comment: str | None = None
