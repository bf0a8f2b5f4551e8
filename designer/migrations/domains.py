"""Domains: default, NOT NULL and checks change in place; another base type needs a new domain."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.design import Design, Domain
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop, name_in_words
from designer.migrations.grants import compare_grants
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Phase
from designer.migrations.things import pair_by_id
from designer.migrations.types import dropping_type, replace_type, write_create_type, write_drop_type
from designer.sql.comments import write_comment
from designer.sql.domains import (
    not_null_of,
    write_add_domain_check,
    write_drop_domain_check,
    write_name_domain_not_null,
    write_set_domain_default,
    write_set_domain_nullable,
    write_validate_domain_check,
)


class CreateDomain(Create, frozen=True, kw_only=True, eq=False):
    """Comes before the columns that have it."""

    noun = "domain"
    rank = 214

    def create(self) -> list[str]:
        return write_create_type(self.thing, self.design)

    def drop(self) -> list[str]:
        return write_drop_type(self.thing)


class DropDomain(Drop, CreateDomain, frozen=True, kw_only=True, eq=False):
    """Comes after the last column that had it."""

    rank = 938
    phase: Phase = Phase.CONTRACT

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.BREAKS_OLD_CODE, f"Code that casts to {self.subject} fails."),)


class AlterDomain(Operation, frozen=True, kw_only=True, eq=False):
    """Changes default, NOT NULL and checks; a new check is proven on every column that has the domain."""

    rank = 217

    old: Domain
    new: Domain
    before: Design
    after: Design

    @property
    def subject(self) -> str:
        return name_in_words(self.new)

    def describe(self) -> str:
        return f"Alter domain {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        stricter = {check.id for check in self.new.checks} - {check.id for check in self.old.checks}
        if not stricter and self.new.is_nullable >= self.old.is_nullable:
            return ()
        message = f"Every table with a column of domain {self.subject} is scanned; values that break it make it fail."
        return (Hazard(HazardKind.SCAN, message), Hazard(HazardKind.BLOCKS_WRITES, message))

    def up(self) -> list[str]:
        return write_alter_domain(self.old, self.new, self.after)

    def down(self) -> list[str]:
        return write_alter_domain(self.new, self.old, self.before)


def write_alter_domain(old: Domain, new: Domain, design: Design) -> list[str]:
    """The statements from one domain to another of the same base type."""
    statements = []
    for before, after in pair_by_id(old.checks, new.checks):
        if before is not None and (after is None or before.expression != after.expression):
            statements += write_drop_domain_check(before, new)
    if old.default != new.default:
        statements += write_set_domain_default(new)
    if old.is_nullable != new.is_nullable:
        statements += write_set_domain_nullable(new)
    elif not_null_of(old) != not_null_of(new):
        statements += write_name_domain_not_null(new)
    for before, after in pair_by_id(old.checks, new.checks):
        if after is None:
            continue
        if before is None or before.expression != after.expression:
            statements += write_add_domain_check(after, new)
            before = None
        elif after.is_validated and not before.is_validated:
            statements += write_validate_domain_check(after, new)
        elif before.is_validated and not after.is_validated:
            statements += [*write_drop_domain_check(before, new), *write_add_domain_check(after, new)]
        if (before.comment if before else None) != after.comment:
            statements += write_comment(after, after.comment, design, owner=new)
    return statements


def must_rebuild_domain(old: Domain, new: Domain, context: Context) -> bool:
    """Whether ALTER DOMAIN cannot do it: another base type or collation, or a constraint on what stands in arrays."""
    if (old.base, old.collation) != (new.base, new.collation):
        return True
    return _constraints(old) != _constraints(new) and _is_contained(old, context.before)


def _constraints(domain: Domain) -> tuple[bool, frozenset[tuple[str, bool]]]:
    checks = frozenset((check.expression, check.is_validated) for check in domain.checks)
    return domain.is_nullable, checks


def _is_contained(domain: Domain, design: Design) -> bool:
    """Whether arrays, composite types or ranges have it: PostgreSQL does not look for values inside of those.

    What is true of a domain over it is true of itself.
    """
    heirs = (row for row in design.domains if row.base.type_id == domain.id)
    if any(row.base.dimensions or _is_contained(row, design) for row in heirs):
        return True
    columns = (column.type for table in design.tables for column in table.columns if column.type.dimensions)
    attributes = (attribute.type for composite in design.composites for attribute in composite.attributes)
    ranges = (range_.subtype for range_ in design.ranges)
    return any(ref.type_id == domain.id for refs in (columns, attributes, ranges) for ref in refs)


def compare_domains(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Created, dropped, altered and replaced domains."""
    for old, new in context.pairs(before.domains, after.domains):
        if old is None and new is not None:
            yield CreateDomain(thing=new, design=after, footprint=context.creating(new))
        elif new is None and old is not None:
            footprint, design = dropping_type(old, context)
            yield DropDomain(thing=old, design=design, footprint=footprint)
        elif old is not None and new is not None:
            if context.is_rebuilt(new):
                yield from replace_type(old, new, context)
            elif old.id in context.rebuilds.loosened:
                yield from _loosen_domain(old, new, context)
            else:
                yield from _alter_domain(old, new, context)


def _loosen_domain(old: Domain, new: Domain, context: Context) -> Iterator[Operation]:
    """Default and checks go before what they call does, and come back when its successor is there."""
    between = replace(old, default=None, checks=(), grants=new.grants, owner=new.owner, comment=new.comment)
    designs = {"before": context.before, "after": context.after, "lock": Lock.SHARE}
    loose = Part(old.id, "loose")
    first = Footprint(creates=frozenset({loose}), restores=context.needs_before.of(old))
    yield AlterDomain(old=old, new=between, footprint=first, **designs)  # type: ignore[arg-type]
    last = Footprint(requires=frozenset({loose}) | context.needs_after.of(new))
    yield AlterDomain(old=between, new=new, footprint=last, **designs)  # type: ignore[arg-type]
    yield from compare_grants(old, new, context)
    yield from compare_comments(old, new, context)


def _alter_domain(old: Domain, new: Domain, context: Context) -> Iterator[Operation]:
    if write_alter_domain(old, new, context.after):
        yield AlterDomain(
            old=old,
            new=new,
            before=context.before,
            after=context.after,
            lock=Lock.SHARE,
            footprint=context.changing(old, new),
        )
    yield from compare_grants(old, new, context)
    yield from compare_comments(old, new, context)
