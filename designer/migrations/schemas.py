"""Schemas. Those of the platform are never created or dropped, but their grants may change."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.design import Design, Schema
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop
from designer.migrations.grants import compare_grants
from designer.migrations.operations import Hazard, HazardKind, Operation, Phase
from designer.migrations.things import pair_by_id
from designer.sql.comments import write_comments
from designer.sql.grants import grants_of_maker, write_grants
from designer.sql.schemas import write_create_schema, write_drop_schema


class CreateSchema(Create, frozen=True, kw_only=True, eq=False):
    """Runs before everything that is made in the schema or moved into it."""

    noun = "schema"
    rank = 40

    def create(self) -> list[str]:
        grants = write_grants(self.thing, (), grants_of_maker(self.thing), self.design)
        return [*write_create_schema(self.thing), *grants, *write_comments(self.thing, self.design)]

    def drop(self) -> list[str]:
        return write_drop_schema(self.thing)


class DropSchema(Drop, CreateSchema, frozen=True, kw_only=True, eq=False):
    """Runs when the schema is empty."""

    rank = 990
    phase: Phase = Phase.CONTRACT

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.BREAKS_OLD_CODE, f"Code that still names schema {self.subject} fails."),)


def compare_schemas(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Created, dropped and changed schemas; renamed ones are known already."""
    for old, new in pair_by_id(before.schemas, after.schemas):
        # A schema of the platform is always there; what a design has of it are its extra grants and its comment.
        was, will_be = _on_the_platform(new) if old is None else old, _on_the_platform(old) if new is None else new
        if was is not None and will_be is not None:
            yield from compare_grants(was, will_be, context)
            yield from compare_comments(was, will_be, context)
        elif new is not None:
            yield CreateSchema(thing=new, design=after, footprint=context.creating(new))
        elif old is not None:
            yield DropSchema(thing=old, design=before, footprint=context.dropping(old))


def _on_the_platform(schema: Schema | None) -> Schema | None:
    return replace(schema, grants=(), comment=None) if schema is not None and schema.is_managed else None
