"""Schemas. Those of the platform are never created or dropped, but their grants may change."""

from __future__ import annotations

from collections.abc import Iterator

from designer.design import Design
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop
from designer.migrations.grants import ChangeGrants, compare_grants
from designer.migrations.operations import Hazard, HazardKind, Operation, Phase
from designer.migrations.things import pair_by_id
from designer.sql.comments import write_comments
from designer.sql.grants import write_grants
from designer.sql.schemas import write_create_schema, write_drop_schema


class CreateSchema(Create, frozen=True, kw_only=True, eq=False):
    """Runs before everything that is made in the schema or moved into it."""

    noun = "schema"
    rank = 40

    def create(self) -> list[str]:
        grants = write_grants(self.thing, (), self.thing.grants, self.design)
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
        if old is None and new is not None:
            if not new.is_managed:
                yield CreateSchema(thing=new, design=after, footprint=context.creating(new))
            elif new.grants:
                yield ChangeGrants(target=new, old=(), new=new.grants, before=before, after=after)
        elif new is None and old is not None:
            if not old.is_managed:
                yield DropSchema(thing=old, design=before, footprint=context.dropping(old))
            elif old.grants:
                yield ChangeGrants(target=old, old=old.grants, new=(), before=before, after=after)
        elif old is not None and new is not None:
            yield from compare_grants(old, new, context)
            yield from compare_comments(old, new, context)
