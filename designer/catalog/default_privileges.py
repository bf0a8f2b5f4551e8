"""Default privileges from their catalog rows."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from designer.catalog.lookups import Lookup
from designer.catalog.rows import DefaultGrantRow, DefaultPrivilegesRow
from designer.design import DefaultPrivileges, Design, Grant, id_from_path
from designer.postgres.platform import OWNER, is_platform_role, platform_default_privileges
from designer.sql.grants import PRIVILEGES


def read_default_privileges(lookup: Lookup, *, has_legacy_grants: bool) -> tuple[DefaultPrivileges, ...]:
    """What differs from the platform's and from PostgreSQL's own; not what the platform's other roles make."""
    rows = (
        _default_privileges(row, has_legacy_grants)
        for row in lookup.rows.default_privileges
        if row.role == "postgres" or not is_platform_role(row.role)
    )
    return tuple(row for row in rows if set(row.grants) != set(row.platform_grants))


def _default_privileges(row: DefaultPrivilegesRow, is_legacy: bool) -> DefaultPrivileges:
    own = _grants(row.own_grants)
    return DefaultPrivileges(
        id=id_from_path("default privileges", row.role, row.schema, row.object_type),
        role=row.role,
        schema=row.schema,
        object_type=row.object_type,
        grants=_grants(row.grants or ()),
        platform_grants=_platform_grants(row, own, is_legacy) if row.schema else own,
    )


def _platform_grants(row: DefaultPrivilegesRow, own: tuple[Grant, ...], is_legacy: bool) -> tuple[Grant, ...]:
    everything = frozenset(word for grant in own if grant.grantee == row.role for word in grant.privileges)
    given = platform_default_privileges(row.role, row.schema, row.object_type, everything, is_legacy=is_legacy)
    return tuple(Grant(grantee=name, privileges=tuple(sorted(words))) for name, words in sorted(given.items()))


def with_known_defaults(one: Design, other: Design, *, version: int, has_legacy_grants: bool) -> tuple[Design, Design]:
    """Both designs, knowing what a project grants on new objects by itself; unchanged if either changes such grants.

    For scripts: who runs them has the same default privileges there as here, whichever these are. `version` is that of
    the server that read them, as in `server_version_num`.
    """
    if any(row.role == OWNER for row in (*one.default_privileges, *other.default_privileges)):
        return one, other
    known = []
    for object_type, kind in (("tables", "table"), ("sequences", "sequence"), ("functions", "function")):
        everything = frozenset(PRIVILEGES[kind]) - (frozenset() if version >= 170000 else {"MAINTAIN"})
        given = platform_default_privileges(OWNER, "public", object_type, everything, is_legacy=has_legacy_grants)
        grants = tuple(Grant(grantee=name, privileges=tuple(sorted(words))) for name, words in sorted(given.items()))
        id_ = id_from_path("default privileges", OWNER, "public", object_type)
        known.append(DefaultPrivileges(id=id_, role=OWNER, schema="public", object_type=object_type, grants=grants))
    return replace(one, known_defaults=tuple(known)), replace(other, known_defaults=tuple(known))


def _grants(rows: Iterable[DefaultGrantRow]) -> tuple[Grant, ...]:
    return tuple(
        Grant(grantee=row.grantee, privileges=row.privileges, with_grant_option=row.with_grant_option) for row in rows
    )
