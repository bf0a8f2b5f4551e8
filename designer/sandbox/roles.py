"""Roles belong to the whole server, so what one run does to them must not reach another.

One run at a time may change roles: it holds ROLE_LOCK. The state right after set-up is kept in the maintenance
database, and whoever ends a run that left another state puts it back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec
import psycopg
from msgspec import Struct
from psycopg import errors

from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sandbox.limits import LimitError, SandboxError
from designer.sandbox.servers import run_sql

LOCK_CLASS = 0x5278
"""First key of the advisory locks in the maintenance database that serve building and changing roles."""
BUILD_LOCK, ROLE_LOCK = 1, 2

WAIT_SECONDS = 180
"""Longer than a run may take, so that one waiting behind a slow one gets its turn."""
_POLL_SECONDS = 0.05


class RoleFacts(Struct, frozen=True, order=True):
    """One role as pg_authid has it; `attributes` are keywords for ALTER ROLE."""

    oid: int
    name: str
    attributes: str
    password: str | None
    settings: tuple[str, ...]
    comment: str | None


class Membership(Struct, frozen=True, order=True):
    """One grant of a role to a role; `options` are those of GRANT … WITH, as the server's version knows them."""

    role: str
    member: str
    grantor: str
    options: str


class RoleState(Struct, frozen=True):
    """All roles of the server except PostgreSQL's own, the runs' logins and those of workbenches."""

    roles: tuple[RoleFacts, ...]
    memberships: tuple[Membership, ...]


def record_baseline(connection: psycopg.Connection) -> None:
    """Keeps the present state as the one to return to."""
    connection.execute("create schema if not exists rowhouse_sandbox")
    connection.execute("create table if not exists rowhouse_sandbox.role_baseline (state jsonb not null)")
    document = msgspec.json.encode(read_state(connection)).decode()
    connection.execute("delete from rowhouse_sandbox.role_baseline")
    connection.execute("insert into rowhouse_sandbox.role_baseline values (%s::jsonb)", (document,))


def read_state(connection: psycopg.Connection) -> RoleState:
    """The roles and memberships of the server now."""
    options = _OPTIONS_16 if connection.info.server_version >= 160000 else _OPTIONS_15
    row = _fetch(connection, _STATE.replace("$options", options))
    return msgspec.convert(row, RoleState)


def revoke_memberships(connection: psycopg.Connection) -> None:
    """Takes back every membership, so that a newer role file starts from nothing."""
    by_grantor = connection.info.server_version >= 160000
    for membership in read_state(connection).memberships:
        run_sql(connection, f"revoke {_membership(membership, 'from', '', by_grantor)} cascade")


def take_role_lock(connection: psycopg.Connection, should_stop: Callable[[], bool] | None = None) -> None:
    """Waits for ROLE_LOCK; the session holds it until it ends. Raises SandboxError after WAIT_SECONDS."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not try_role_lock(connection):
        if should_stop is not None and should_stop():
            raise LimitError("The run was stopped on request while it waited to change roles.")
        if time.monotonic() > deadline:
            raise SandboxError(
                "Roles belong to the whole sandbox server, and other runs have been changing them for minutes. "
                "Try again later."
            )
        time.sleep(_POLL_SECONDS)


def try_role_lock(connection: psycopg.Connection) -> bool:
    """Takes ROLE_LOCK if nobody has it."""
    row = connection.execute("select pg_try_advisory_lock(%s, %s)", (LOCK_CLASS, ROLE_LOCK)).fetchone()
    return row is not None and bool(row[0])


def has_role_changes(connection: psycopg.Connection) -> bool:
    """Whether roles differ from the state after set-up."""
    baseline = _baseline(connection)
    return baseline is not None and baseline != read_state(connection)


def restore_roles(connection: psycopg.Connection) -> None:
    """Puts roles back as they were after set-up; call it with ROLE_LOCK and after the run's databases are dropped."""
    baseline = _baseline(connection)
    if baseline is None:
        return
    known = {role.oid: role for role in baseline.roles}
    for role in read_state(connection).roles:
        if role.oid not in known:
            # A role that still owns something belongs to another run's database: its end or the next sweep drops it.
            with suppress(errors.DependentObjectsStillExist):
                run_sql(connection, f"drop role {quote_identifier(role.name)}")
        elif role != known[role.oid]:
            _restore_role(connection, role, known[role.oid])
    _restore_memberships(connection, baseline)


def _restore_role(connection: psycopg.Connection, now: RoleFacts, then: RoleFacts) -> None:
    name = quote_identifier(then.name)
    if now.name != then.name:
        run_sql(connection, f"alter role {quote_identifier(now.name)} rename to {name}")
    password = "null" if then.password is None else quote_literal(then.password)
    run_sql(connection, f"alter role {name} with {then.attributes} password {password}")
    if now.settings != then.settings:
        # The catalog keeps settings as finished texts; ALTER ROLE would need each one's syntax.
        connection.execute("delete from pg_db_role_setting where setdatabase = 0 and setrole = %s", (then.oid,))
        if then.settings:
            connection.execute("insert into pg_db_role_setting values (0, %s, %s)", (then.oid, list(then.settings)))
    comment = "null" if then.comment is None else quote_literal(then.comment)
    run_sql(connection, f"comment on role {name} is {comment}")


def _restore_memberships(connection: psycopg.Connection, baseline: RoleState) -> None:
    then, now = set(baseline.memberships), set(read_state(connection).memberships)
    names = {quote_identifier(role.name) for role in baseline.roles}
    by_grantor = connection.info.server_version >= 160000
    for membership in sorted(now - then):
        if membership.member in names:
            run_sql(connection, f"revoke {_membership(membership, 'from', '', by_grantor)} cascade")
    # Revoking with CASCADE may have taken more than the change itself.
    for membership in sorted(then - set(read_state(connection).memberships)):
        options = f" with {membership.options}" if membership.options else ""
        run_sql(connection, f"grant {_membership(membership, 'to', options, by_grantor)}")


def _membership(membership: Membership, preposition: str, options: str, by_grantor: bool) -> str:
    """What follows GRANT or REVOKE. The names come from regrole, which has quoted them."""
    grantor = f" granted by {membership.grantor}" if by_grantor else ""
    return f"{membership.role} {preposition} {membership.member}{options}{grantor}"


def _baseline(connection: psycopg.Connection) -> RoleState | None:
    try:
        return msgspec.convert(_fetch(connection, "select state from rowhouse_sandbox.role_baseline"), RoleState)
    except errors.UndefinedTable:
        return None


def _fetch(connection: psycopg.Connection, query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    return None if row is None else row[0]


_OPTIONS_16 = "format('admin %s, inherit %s, set %s', m.admin_option, m.inherit_option, m.set_option)"
_OPTIONS_15 = "case when m.admin_option then 'admin option' else '' end"

_STATE = """
with role as (
  select * from pg_authid where rolname !~ '^(pg_|run_[0-9a-f]{12}$|bench_[0-9a-f]{12})'
)
select jsonb_build_object(
  'roles', coalesce((
    select jsonb_agg(jsonb_build_object(
      'oid', r.oid::bigint,
      'name', r.rolname,
      'attributes', concat_ws(' ',
        case when rolsuper then 'superuser' else 'nosuperuser' end,
        case when rolinherit then 'inherit' else 'noinherit' end,
        case when rolcreaterole then 'createrole' else 'nocreaterole' end,
        case when rolcreatedb then 'createdb' else 'nocreatedb' end,
        case when rolcanlogin then 'login' else 'nologin' end,
        case when rolreplication then 'replication' else 'noreplication' end,
        case when rolbypassrls then 'bypassrls' else 'nobypassrls' end,
        'connection limit ' || rolconnlimit,
        'valid until ' || quote_literal(coalesce(rolvaliduntil, 'infinity'))
      ),
      'password', rolpassword,
      'settings', coalesce((
        select to_jsonb(setconfig) from pg_db_role_setting where setdatabase = 0 and setrole = r.oid
      ), '[]'),
      'comment', shobj_description(r.oid, 'pg_authid')
    ) order by r.oid)
    from role r
  ), '[]'),
  'memberships', coalesce((
    select jsonb_agg(jsonb_build_object(
      'role', m.roleid::regrole::text, 'member', m.member::regrole::text, 'grantor', m.grantor::regrole::text,
      'options', $options
    ) order by m.roleid, m.member, m.grantor)
    from pg_auth_members m
    join role on role.oid = m.member
    where m.roleid::regrole::text !~ '^(run|bench)_[0-9a-f]{12}'
  ), '[]')
)
"""
