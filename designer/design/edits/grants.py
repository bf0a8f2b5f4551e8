"""Privileges on any object that carries them."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace

from designer.design.access import Grant
from designer.design.designs import Design
from designer.design.edits.definitions import put
from designer.design.edits.objects import find_object
from designer.design.errors import EditRefused


def set_grants(design: Design, object_id: UUID, grants: tuple[Grant, ...] | None) -> Design:
    """Replaces all grants on an object; None is PostgreSQL's default, which functions and types have."""
    definition = find_object(design, object_id)
    if not hasattr(definition, "grants"):
        raise EditRefused(f"{definition.name} cannot carry grants.")
    return put(design, replace(definition, grants=None if grants is None else _merged(grants)))


def grant(
    design: Design,
    object_id: UUID,
    *,
    grantee: str,
    privileges: tuple[str, ...],
    column_ids: tuple[UUID, ...] = (),
    with_grant_option: bool = False,
) -> Design:
    """Adds privileges for one grantee to what it has on an object (and, given columns, on these columns of it)."""
    new = Grant(grantee=grantee, privileges=privileges, column_ids=column_ids, with_grant_option=with_grant_option)
    return set_grants(design, object_id, (*(_grants(design, object_id)), new))


def revoke(
    design: Design,
    object_id: UUID,
    *,
    grantee: str,
    privileges: tuple[str, ...] = (),
    column_ids: tuple[UUID, ...] = (),
) -> Design:
    """Takes privileges (none named: all) from one grantee, on the whole object or on these columns of it."""
    kept = []
    for row in _grants(design, object_id):
        if row.grantee == grantee and row.column_ids == column_ids and not row.column_names:
            left = tuple(name for name in row.privileges if privileges and name not in privileges)
            kept += [replace(row, privileges=left)] if left else []
        else:
            kept.append(row)
    return set_grants(design, object_id, tuple(kept))


def _grants(design: Design, object_id: UUID) -> tuple[Grant, ...]:
    return getattr(find_object(design, object_id), "grants", None) or ()


def _merged(grants: tuple[Grant, ...]) -> tuple[Grant, ...]:
    """One row per grantee, columns and grant option, with sorted privileges: the form designs are read in."""
    found: dict[Grant, set[str]] = {}
    for row in grants:
        found.setdefault(replace(row, privileges=()), set()).update(row.privileges)
    rows = (replace(row, privileges=tuple(sorted(names))) for row, names in found.items())
    return tuple(sorted(rows, key=lambda row: (row.grantee, str(row.column_ids), row.column_names)))
