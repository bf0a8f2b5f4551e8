"""Settings of the platform's roles (`alter role authenticator set …`), which belong to the server and to no dump."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from psycopg import Connection

from designer.design import Verbatim, id_from_path
from designer.postgres.platform import is_platform_role
from designer.postgres.quoting import quote_identifier
from designer.sql.options import reset_setting, write_setting

RoleSettings: TypeAlias = dict[tuple[str, str], str]
"""Value by role and setting."""

_QUERY = """
select r.rolname, split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1)
from pg_catalog.pg_db_role_setting s
join pg_catalog.pg_roles r on r.oid = s.setrole
cross join unnest(s.setconfig) as setting
where s.setdatabase = 0
"""


def read_role_settings(connection: Connection[Any]) -> RoleSettings:
    """What sessions of the platform's roles begin with, in every database. Raises psycopg.Error."""
    rows = connection.execute(_QUERY).fetchall()
    return {(str(role), str(name)): str(value) for role, name, value in rows if is_platform_role(str(role))}


def changed_settings(before: RoleSettings, after: RoleSettings) -> Iterator[Verbatim]:
    """The settings that differ, each as something to create and drop."""
    for role, name in sorted({*before, *after}):
        old, new = before.get((role, name)), after.get((role, name))
        if old == new:
            continue
        head = f"alter role {quote_identifier(role)}"
        yield Verbatim(
            id=id_from_path("verbatim", "ROLE SETTING", "", f"{role} {name}"),
            kind="ROLE SETTING",
            schema="",
            name=f"{role} {name}",
            create_sql=f"{head} {_setting(name, new)};",
            drop_sql=f"{head} {_setting(name, old)};",
            reason="It belongs to a role of the platform.",
            is_post_data=True,
        )


def _setting(name: str, value: str | None) -> str:
    return reset_setting(name) if value is None else write_setting(name, value)
