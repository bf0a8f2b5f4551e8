"""Row-level security that is off, empty, or passed by: rows 1, 2, 3, 28 and 38."""

from __future__ import annotations

from collections.abc import Iterator

from designer.advisor.catalogs import RelationRow
from designer.advisor.findings import Finding, Fix, Level
from designer.advisor.worlds import World, api_roles, hold, quoted

_ACCESS = ("SELECT", "INSERT", "UPDATE", "DELETE")
_LEFT_OVER = ("TRUNCATE", "TRIGGER", "REFERENCES")


def find_missing_row_security(world: World) -> Iterator[Finding]:
    """Row 1: a table the API serves, with privileges and without row-level security."""
    for table in world.tables:
        who = world.who_may(table, *_ACCESS)
        has_policies = any(policy.table == table.oid for policy in world.catalog.policies)
        if table.has_rls or table.is_partition or not who or has_policies or not world.is_exposed(table.schema):
            continue
        yield world.finding(
            1,
            "rls-off",
            "Row-level security is off",
            Level.ERROR,
            table,
            f"{table.full_name} is served by the API and {hold(who)} privileges on it. Without row-level "
            "security "
            "they reach every row.",
            advice="Enable row-level security, then say in policies who reaches which rows.",
            proof=_count_rows(world, table, who),
            fix=_enable(world, table),
        )


def find_idle_policies(world: World) -> Iterator[Finding]:
    """Row 3: policies on a table whose row-level security is off."""
    for table in world.tables:
        names = [policy.name for policy in world.catalog.policies if policy.table == table.oid]
        if table.has_rls or not names:
            continue
        yield world.finding(
            3,
            "policies-without-rls",
            "Policies that are not asked",
            Level.ERROR,
            table,
            f"{table.full_name} has policies ({', '.join(names)}), but row-level security is off: nobody asks them.",
            advice="Enable row-level security.",
            proof=_count_rows(world, table, world.who_may(table, "SELECT")),
            fix=_enable(world, table),
        )


def find_tables_without_policies(world: World) -> Iterator[Finding]:
    """Row 2: row-level security without a permissive policy: whoever was granted something gets no row."""
    for table in world.tables:
        who = world.who_may(table, *_ACCESS)
        if not table.has_rls or not who or not world.is_exposed(table.schema):
            continue
        found = [policy for policy in world.catalog.policies if policy.table == table.oid]
        if any(policy.is_permissive for policy in found):
            continue
        said = "only restrictive policies" if found else "no policy"
        yield world.finding(
            2,
            "rls-without-policy",
            "Nobody reaches any row",
            Level.WARN,
            table,
            f"{table.full_name} has row-level security and {said}. {hold(who)} privileges and reach no row: "
            "the API answers with nothing and no error.",
            advice="Add a permissive policy for each command that shall work, or revoke the privileges.",
            proof=_count_rows(world, table, world.who_may(table, "SELECT")),
        )


def find_open_partitions(world: World) -> Iterator[Finding]:
    """Row 28: a partition or child table with a door of its own."""
    for table in world.tables:
        if table.parent is None or table.has_rls or not world.is_exposed(table.schema):
            continue
        parent = world.catalog.relations.get(table.parent)
        who = world.who_may(table, *_ACCESS)
        left = world.who_may(table, *_LEFT_OVER)
        if parent is None or not (parent.has_rls or who):
            continue
        opened = f"{hold(who)} privileges on it" if who else "the first privilege on it opens it"
        more = f" {_join(left)} may truncate or reference it already." if left and not who else ""
        yield world.finding(
            28,
            "open-partition",
            "A partition has its own door",
            Level.ERROR if who else Level.WARN,
            table,
            f"{table.full_name} holds rows of {parent.full_name}, whose policies are not asked when it is read by "
            "its own "
            f"name. It has no row-level security, and {opened}.{more}",
            advice="Enable row-level security on it too, or move it to a schema the API does not serve.",
            proof=_count_rows(world, table, who),
            fix=_enable(world, table),
        )


def find_passers_by(world: World) -> Iterator[Finding]:
    """Row 38: roles a token may name, or owners, whom policies do not stop."""
    roles = {role.name: role for role in world.design.roles}
    for name in api_roles(world.design):
        role = roles[name]
        if not role.bypasses_rls:
            continue
        yield Finding(
            row=38,
            rule="bypassing-role",
            title="A role that no policy stops",
            level=Level.ERROR,
            kind="role",
            object_id=role.id,
            name=name,
            reason=f"A token may name the role {name}, and it bypasses row-level security: no policy is asked, FORCE "
            "or not.",
            advice="Take BYPASSRLS away, and grant it what it needs by policies.",
            fix=Fix(
                action="change_role",
                label=f"Take BYPASSRLS from {name}",
                object_id=role.id,
                values={"bypasses_rls": False},
            ),
        )
    for table in world.tables:
        if table.owner in world.roles and table.has_rls and not table.forces_rls:
            with world.trial(world.persona_of(table.owner)) as trial:
                trial.count(quoted(table))
            yield world.finding(
                38,
                "owner-bypass",
                "The owner is not asked",
                Level.ERROR,
                table,
                f"{table.full_name} belongs to {table.owner}, as whom the API runs. Policies are not asked of a "
                "table's owner.",
                advice="Give the table to postgres, or FORCE row-level security.",
                proof=trial.transcript,
                fix=_force(world, table),
            )


def _count_rows(world: World, table: RelationRow, who: list[str]) -> str:
    """What the weakest of these roles sees."""
    readers = [role for role in who if world.may(role, table, "SELECT")]
    if not readers:
        return ""
    with world.trial(world.persona_of(readers[0])) as trial:
        trial.count(quoted(table))
    return trial.transcript


def _enable(world: World, table: RelationRow) -> Fix | None:
    own = world.object_id(table)
    if own is None:
        return None
    label = f"Enable row-level security on {table.full_name}"
    return Fix(action="change_table", label=label, object_id=own, values={"has_rls": True})


def _force(world: World, table: RelationRow) -> Fix | None:
    own = world.object_id(table)
    if own is None:
        return None
    label = f"Force row-level security on {table.full_name}"
    return Fix(action="change_table", label=label, object_id=own, values={"forces_rls": True})


def _join(names: list[str]) -> str:
    return " and ".join(names)


RULES = (
    find_missing_row_security,
    find_tables_without_policies,
    find_idle_policies,
    find_open_partitions,
    find_passers_by,
)
