"""What a server's major lacks, named before anything is written. Sources: release notes of PostgreSQL 16 to 18."""

from __future__ import annotations

from collections.abc import Iterator

from designer.design import Design, DesignerError, Table
from designer.migrations.things import keys_of


class VersionError(DesignerError):
    """Something of a design that the project's major of PostgreSQL does not have."""


def find_too_new(before: Design, after: Design, version: int) -> None:
    """Raises VersionError naming every object that is new or changed and needs a later major than `version`."""
    known = before.by_id
    lines = [
        f"{name} {reason}, which PostgreSQL {version} lacks: it came with {since}. {fix}"
        for table in after.tables
        if known.get(table.id) is not table and known.get(table.id) != table and not table.is_managed
        for since, name, reason, fix in _of_table(table)
        if since > version
    ]
    lines += [
        f"{table.schema}.{table.name} has the foreign key {row.name} that is not enforced, which PostgreSQL {version} "
        "lacks: it came with 18. Enforce it, or choose 18 in the project's settings."
        for row in after.relationships
        if version < 18 and not row.is_enforced and known.get(row.id) != row
        for table in [after.tables_by_id[row.table_id]]
    ]
    if lines:
        raise VersionError("\n".join(lines))


def _of_table(table: Table) -> Iterator[tuple[int, str, str, str]]:
    """Major, object, what it has, and what to do about it."""
    place = f"{table.schema}.{table.name}"
    choose = "or choose 18 in the project's settings."
    for column in table.columns:
        if column.is_virtual:
            yield 18, f"{place}.{column.name}", "is a virtual generated column", f"Make it stored, {choose}"
    for key in keys_of(table):
        if key.without_overlaps:
            yield 18, f"{key.name} on {place}", "is WITHOUT OVERLAPS", f"Use an exclusion constraint, {choose}"
    for check in table.checks:
        if not check.is_enforced:
            yield 18, f"{check.name} on {place}", "is a check that is not enforced", f"Enforce it, {choose}"
