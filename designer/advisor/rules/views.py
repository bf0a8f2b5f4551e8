"""Views, materialized views, foreign tables and auth.users as doors around policies: rows 17, 18, 24 and 33."""

from __future__ import annotations

from collections.abc import Iterator

from designer.advisor.catalogs import RelationRow
from designer.advisor.expressions import names_identity, relations
from designer.advisor.findings import Finding, Fix, Level
from designer.advisor.worlds import World, hold, quoted
from designer.postgres.parsing import SqlSyntaxError, ast, parse_statements
from designer.postgres.quoting import quote_identifier

_PEEK = """\
create function public.peek(told anyelement) returns boolean language plpgsql cost 0.0001 as $$
begin raise exception 'told of %', told; end $$"""
"""What anybody may call in a query's WHERE: a function of the project, an operator that fails on some values."""
_YES = {"true", "on", "1", "yes"}


def find_owner_views(world: World) -> Iterator[Finding]:
    """Row 17: a view that reads and writes with its owner's rights."""
    for view in world.relations:
        who = world.who_may(view, "SELECT", "INSERT", "UPDATE", "DELETE")
        if view.kind != "v" or _option(view, "security_invoker") or not who or not world.is_exposed(view.schema):
            continue
        below = [row for row in _below(world, view) if row.is_table]
        guarded = [row for row in below if row.has_rls or not set(who) <= set(world.who_may(row, "SELECT"))]
        if not guarded:
            continue
        persona = world.persona_of(who[0])
        with world.trial(persona) as trial:
            if world.may(persona.role, view, "SELECT"):
                trial.count(quoted(view))
            trial.count(quoted(guarded[0]))
        writes = world.who_may(view, "INSERT", "UPDATE", "DELETE")
        more = f" {' and '.join(writes)} may write through it as well." if writes else ""
        yield world.finding(
            17,
            "owner-view",
            "A view reads with its owner's rights",
            Level.ERROR,
            view,
            f"{view.full_name} has no security_invoker: {' and '.join(who)} see through it what {view.owner} sees of "
            f"{guarded[0].full_name}, whose policies are not asked for them.{more}",
            advice="Set security_invoker.",
            proof=trial.transcript,
            fix=_option_fix(world, view, "security_invoker"),
        )


def find_served_copies(world: World) -> Iterator[Finding]:
    """Row 18: materialized views and foreign tables, which have no policies."""
    for relation in world.relations:
        who = world.who_may(relation, "SELECT")
        if relation.kind not in {"m", "f"} or not who or not world.is_exposed(relation.schema):
            continue
        word = "materialized view" if relation.kind == "m" else "foreign table"
        with world.trial(world.persona_of(who[0])) as trial:
            if relation.kind == "m":
                trial.become_owner()
                trial.run(f"refresh materialized view {quoted(relation)}")
                trial.become(world.persona_of(who[0]))
            trial.count(quoted(relation))
        yield world.finding(
            18,
            "served-copy",
            f"A {word} has no policies",
            Level.ERROR,
            relation,
            f"{relation.full_name} is a {word}: row-level security does not exist on it, and {' and '.join(who)} may "
            "read "
            "every row.",
            advice="Revoke SELECT, and show what is needed by a function or a view that filters.",
            proof=trial.transcript,
            fix=_revoke(world, relation, "SELECT"),
        )


def find_exposed_users(world: World) -> Iterator[Finding]:
    """Row 24: auth.users by a privilege, a view, or a key to something that is not its id."""
    users = world.relation("auth", "users")
    if users is None:
        return
    who = world.who_may(users, "SELECT")
    if who:
        with world.trial(world.persona_of(who[-1])) as trial:
            trial.count(quoted(users))
        yield world.finding(
            24,
            "auth-users-granted",
            "auth.users is granted",
            Level.ERROR,
            users,
            f"{hold(who)} SELECT on auth.users: e-mail addresses, password hashes and tokens.",
            advice="Revoke it; show what is needed from a table of profiles.",
            proof=trial.transcript,
            fix=_take_back(world, users),
        )
    for view in world.relations:
        readers = world.who_may(view, "SELECT")
        if view.kind not in {"v", "m"} or not readers or users not in _below(world, view):
            continue
        if _option(view, "security_invoker") and not who:
            continue
        with world.trial(world.persona_of(readers[0])) as trial:
            trial.count(quoted(view))
        yield world.finding(
            24,
            "auth-users-view",
            "A view shows auth.users",
            Level.ERROR,
            view,
            f"{view.full_name} reads auth.users, and {' and '.join(readers)} may read it.",
            advice="Show profiles instead, or revoke SELECT.",
            proof=trial.transcript,
            fix=_revoke(world, view, "SELECT"),
        )
    yield from _keys_to_users(world, users)


def find_leaky_views(world: World) -> Iterator[Finding]:
    """Row 33: a view that guards rows without being a barrier, and functions that claim to leak nothing."""
    for view in world.relations:
        who = world.who_may(view, "SELECT")
        if view.kind != "v" or not who or not world.is_exposed(view.schema):
            continue
        if _option(view, "security_invoker") or _option(view, "security_barrier") or not _filters(view):
            continue
        yield world.finding(
            33,
            "no-barrier",
            "A view that guards rows is no barrier",
            Level.WARN,
            view,
            f"{view.full_name} filters by the caller and reads with its owner's rights, without security_barrier: a "
            "cheap "
            "function in a query's WHERE is asked about rows before the filter has thrown them away.",
            advice="Set security_barrier, or security_invoker with policies on the tables.",
            proof=_peek(world, view, who),
            fix=_option_fix(world, view, "security_barrier"),
        )
    for function in world.functions:
        if function.is_leakproof:
            yield world.function_finding(
                33,
                "leakproof-function",
                "A function claims to leak nothing",
                Level.WARN,
                function,
                f"{function.full_name} is LEAKPROOF: PostgreSQL may run it on rows before policies have hidden them. "
                "An "
                "error message or a notice of it shows their values.",
                advice="Take LEAKPROOF away.",
                fix=_not_leakproof(world, function),
            )


def _peek(world: World, view: RelationRow, who: list[str]) -> str:
    """A function told of rows that the view then throws away; empty where none was, for the plan decides that."""
    for persona in (world.persona_of(role) for role in who):
        for column in sorted(world.catalog.columns.get((persona.role, view.oid, "SELECT"), ())):
            with world.trial(persona) as trial:
                if trial.count(quoted(view)) != 0:
                    break  # what this one is told of may be its own
                trial.become_owner()
                trial.run(_PEEK)
                for kind in ("indexscan", "indexonlyscan", "bitmapscan"):
                    trial.run(f"set local enable_{kind} = off")  # of few rows the plan says nothing
                trial.become(persona)
                query = f"select from {quoted(view)} where public.peek({quote_identifier(column)})"
                if trial.run(query).message.startswith("told of"):
                    return trial.transcript
    return ""


def _not_leakproof(world: World, function: object) -> Fix | None:
    own = world.function_of(function)  # type: ignore[arg-type]
    if own is None:
        return None
    return Fix(
        action="change_object",
        label=f"Make {own.schema}.{own.name} not LEAKPROOF",
        object_id=own.id,
        values={"is_leakproof": False},
    )


def _keys_to_users(world: World, users: RelationRow) -> Iterator[Finding]:
    target = world.shape(users)
    primary = {tuple(row.keys) for row in target.constraints if row.kind == "p"} if target else set()
    for table in world.tables:
        shape = world.shape(table)
        for key in shape.constraints if shape else ():
            if key.kind == "f" and key.target == users.oid and tuple(key.target_keys) not in primary:
                yield world.finding(
                    24,
                    "auth-users-key",
                    "A key refers to more than the id of auth.users",
                    Level.WARN,
                    table,
                    f"{key.name} refers to a column of auth.users that is not its primary key; the platform may "
                    "change that "
                    "index at any time, and the value tells more than an id.",
                    part=key.name,
                    advice="Refer to auth.users (id).",
                )


def _below(world: World, view: RelationRow) -> list[RelationRow]:
    """What a view reads, through other views that read with their owner's rights too."""
    found: dict[int, RelationRow] = {}
    waiting = list(view.reads)
    while waiting:
        row = world.catalog.relations.get(waiting.pop())
        if row is not None and row.oid not in found:
            found[row.oid] = row
            waiting += row.reads if row.kind in {"v", "m"} else []
    return list(found.values())


def _take_back(world: World, users: RelationRow) -> Fix | None:
    """Grants on tables of the platform are kept as the statements they were."""
    for row in world.design.verbatim:
        try:
            statements = parse_statements(row.create_sql)
        except SqlSyntaxError:
            continue
        named = {name for tree in statements if isinstance(tree, ast.GrantStmt) for name in relations(tree)}
        if (users.schema, users.name) in named:
            return Fix(action="remove", label=f"Take back the grant on {users.full_name}", object_id=row.id)
    return None


def _option(view: RelationRow, name: str) -> bool:
    settings = dict(option.split("=", 1) for option in view.options if "=" in option)
    return settings.get(name, "false").lower() in _YES


def _filters(view: RelationRow) -> bool:
    """Whether its query asks who the caller is."""
    try:
        return any(names_identity(tree) for tree in parse_statements(view.query or ""))
    except SqlSyntaxError:
        return False


def _option_fix(world: World, view: RelationRow, name: str) -> Fix | None:
    own = world.object_id(view)
    if own is None:
        return None
    return Fix(
        action="set_option",
        label=f"Set {name} on {view.full_name}",
        object_id=own,
        values={"name": name, "value": "true"},
    )


def _revoke(world: World, relation: RelationRow, privilege: str) -> Fix | None:
    own = world.object_id(relation)
    if own is None:
        return None
    grants = [(role, [privilege]) for role in ["public", *world.roles]]
    label = f"Revoke {privilege} on {relation.full_name}"
    return Fix(action="revoke", label=label, object_id=own, values={"grants": grants})


RULES = (find_owner_views, find_served_copies, find_exposed_users, find_leaky_views)
