"""Data types and collations: references to them, and the ones a project defines."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from designer.design.access import Grant

_MAX_NAME_BYTES = 63
"""PostgreSQL's NAMEDATALEN - 1."""


class TypeRef(Struct, frozen=True, omit_defaults=True):
    """The type of a column, attribute or domain.

    A type of the project is referred to by `type_id`, so renaming it changes nothing here; `name` is then empty. Any
    other type is its SQL text as `format_type` prints it ("numeric(10,2)", "extensions.citext"), without array
    brackets. `is_multirange` means the multirange type of the range that `type_id` is.
    """

    name: str = ""
    type_id: UUID | None = None
    dimensions: int = 0
    is_multirange: bool = False


class FunctionRef(Struct, frozen=True, omit_defaults=True):
    """A function that another object works with: the project's by id, any other by its qualified name as SQL."""

    name: str = ""
    function_id: UUID | None = None


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
    owner: str | None = None
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
    not_null: str | None = None
    """Name of its NOT NULL where that is not PostgreSQL's own `<domain>_not_null` (17 on stores the names)."""
    default: str | None = None
    collation: str | None = None
    checks: tuple[DomainCheck, ...] = ()
    grants: tuple[Grant, ...] | None = None
    owner: str | None = None
    comment: str | None = None


class Attribute(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One attribute of a composite type."""

    id: UUID
    name: str
    type: TypeRef
    collation: str | None = None
    comment: str | None = None


class Range(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A range type over a subtype, with its multirange type. None stands for what the subtype has by default."""

    id: UUID
    schema: str
    name: str
    subtype: TypeRef
    opclass: str | None = None
    collation: str | None = None
    subtype_diff: FunctionRef | None = None
    multirange: str | None = None
    """The multirange type's name where it is not PostgreSQL's own choice."""
    grants: tuple[Grant, ...] | None = None
    owner: str | None = None
    comment: str | None = None

    @property
    def multirange_name(self) -> str:
        """The name of its multirange type. Source: makeMultirangeTypeName of PostgreSQL's typecmds.c."""
        if self.multirange is not None:
            return self.multirange
        before, word, after = self.name.partition("range")
        if word:
            return _clip(f"{before}multi{word}{after}", _MAX_NAME_BYTES)
        return _clip(self.name, _MAX_NAME_BYTES - len("_multirange")) + "_multirange"


def _clip(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")


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
    owner: str | None = None
    comment: str | None = None


class Composite(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A free-standing composite type (CREATE TYPE … AS)."""

    id: UUID
    schema: str
    name: str
    attributes: tuple[Attribute, ...] = ()
    grants: tuple[Grant, ...] | None = None
    owner: str | None = None
    comment: str | None = None
