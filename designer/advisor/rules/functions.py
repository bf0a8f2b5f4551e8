"""Functions with other people's rights, and functions that lie about themselves: rows 19, 20, 32 and 37."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.advisor.catalogs import FunctionRow, RelationRow
from designer.advisor.expressions import column_path, constant, function_name, operator, relations, text_of
from designer.advisor.findings import Finding, Fix, Level
from designer.advisor.worlds import World, quoted
from designer.postgres.parsing import Node, ast, unwrap, walk
from designer.postgres.quoting import quote_identifier, quote_literal

_USER_ARGUMENT = re.compile(r"(^|_)(uid|user|user_id|userid|profile_id|account_id|person_id)$")
_NO_CALL = {"42883", "42804", "42809"}
"""Variadic and polymorphic arguments, and procedures."""
_VERBS = {"select", "insert", "update", "delete", "merge", "with", "alter", "create", "drop", "grant", "truncate"}


def find_callable_definers(world: World) -> Iterator[Finding]:
    """Row 19: SECURITY DEFINER functions that the API serves."""
    for function in world.functions:
        if not function.is_definer or function.is_trigger or not function.executable_by:
            continue
        if not world.is_exposed(function.schema):
            continue
        who = function.executable_by
        proof = _call(world, function, who[0])
        yield world.function_finding(
            19,
            "callable-definer",
            "Everybody may call a function with its owner's rights",
            Level.ERROR if "anon" in who else Level.WARN,
            function,
            f"{function.full_name} is SECURITY DEFINER in a schema the API serves, and {' and '.join(who)} may "
            "execute it: "
            f"whatever it does is done as {function.owner}, whom policies do not stop.",
            advice="Move it to a schema the API does not serve, or revoke EXECUTE from PUBLIC, anon and "
            "authenticated; in a "
            "function that is meant to be called check who calls.",
            proof=proof,
            fix=_shut(world, function),
        )


def find_search_paths(world: World) -> Iterator[Finding]:
    """Row 19: SECURITY DEFINER without search_path."""
    for function in world.functions:
        if not function.is_definer or function.has_search_path:
            continue
        bare = sorted({name for tree in world.body(function) for schema, name in relations(tree) if not schema})
        said = (
            f" It names {', '.join(bare)} without a schema: a temporary table of that name comes first." if bare else ""
        )
        yield world.function_finding(
            19,
            "definer-search-path",
            "A definer function looks up names where its caller says",
            Level.ERROR if function.executable_by or function.is_trigger else Level.WARN,
            function,
            f"{function.full_name} is SECURITY DEFINER without search_path: the caller's path decides which tables and "
            f"functions it means.{said}",
            advice="Set search_path = '' and qualify every name in the body.",
            fix=_search_path(world, function, bare),
        )


def find_built_sql(world: World) -> Iterator[Finding]:
    """Row 19: SQL put together from arguments, run with the owner's rights."""
    for function in world.functions:
        if not function.is_definer or function.is_trigger:
            continue
        text = next((part for tree in world.body(function) for part in _glued(tree, function.argument_names)), "")
        if not text:
            continue
        yield world.function_finding(
            19,
            "built-sql",
            "SQL is put together from arguments",
            Level.ERROR if function.executable_by else Level.WARN,
            function,
            f"{function.full_name} is SECURITY DEFINER and glues an argument into SQL: {text}. A quote in the argument "
            "ends the text, and what follows runs with the owner's rights.",
            advice="Write the statement without EXECUTE, or EXECUTE … USING; for names format('%I', …).",
            proof=_inject(world, function),
        )


def find_user_arguments(world: World) -> Iterator[Finding]:
    """Row 19: SECURITY DEFINER functions that are told who the caller is."""
    for function in world.functions:
        if not function.is_definer or not function.executable_by or function.is_trigger:
            continue
        pairs = zip(function.argument_names, function.argument_types, strict=False)
        names = [name for name, type_ in pairs if type_ == "uuid" and _USER_ARGUMENT.search(name)]
        if not names or _compares_caller(world, function):
            continue
        yield world.function_finding(
            19,
            "user-argument",
            "A function believes who it is told",
            Level.ERROR if world.is_exposed(function.schema) else Level.WARN,
            function,
            f"{function.full_name} takes the user as argument {names[0]} and runs with its owner's rights: whoever "
            "calls it "
            "may name somebody else.",
            advice="Take the argument away and use auth.uid() inside.",
            proof=_call_for_other(world, function, names[0]),
        )


def find_stopped_definers(world: World) -> Iterator[Finding]:
    """Row 20: a definer whose owner policies stop: it silently finds nothing."""
    for function in world.functions:
        if not function.is_definer or function.owner_bypasses:
            continue
        stopped = [row for row in world.reads(function) if row.is_table and row.has_rls and _stops(row, function)]
        if not stopped:
            continue
        yield world.function_finding(
            20,
            "stopped-definer",
            "A definer function finds nothing",
            Level.WARN,
            function,
            f"{function.full_name} runs as {function.owner}, which does not bypass row-level security, and reads "
            f"{stopped[0].full_name}, whose policies apply to it: it finds no rows and says nothing.",
            advice="Give the function to postgres, or write a policy for its owner.",
            proof=_as_owner(world, function, stopped[0]),
        )


def find_writing_triggers(world: World) -> Iterator[Finding]:
    """Row 32: a trigger that writes, with its owner's rights, into a table that policies ask."""
    guards = {oid for asked in world.sources.values() for oid in asked}
    for trigger in world.catalog.triggers:
        function = world.catalog.functions.get(trigger.function)
        table = world.catalog.relations.get(trigger.table)
        if function is None or table is None or not function.is_definer or table not in world.tables:
            continue
        who = world.who_may(table, "INSERT", "UPDATE", "DELETE")
        targets = [row for row in _written(world, function) if row.oid in guards and row.oid != table.oid]
        if not who or not targets:
            continue
        proof = _fire(world, table, targets[0]) if trigger.is_on_insert else ""
        yield world.finding(
            32,
            "definer-trigger",
            "A trigger writes rights with its owner's rights",
            Level.WARN,
            table,
            f"Trigger {trigger.name} runs {function.full_name} with its owner's rights and writes "
            f"{targets[0].full_name}, "
            f"which policies ask. {' and '.join(who)} may fire it by writing {table.full_name}.",
            part=trigger.name,
            advice="Let it write only what follows from auth.uid(), never from columns the caller fills in.",
            proof=proof,
        )


def find_folded_settings(world: World) -> Iterator[Finding]:
    """Row 37: an IMMUTABLE function that asks for the caller."""
    for function in world.functions:
        if function.volatility != "i" or not _asks_caller(world, function):
            continue
        own = world.function_of(function)
        call = f"{quote_identifier(function.schema)}.{quote_identifier(function.name)}()"
        proof = ""
        if not function.argument_types and function.executable_by and len(world.people) > 1:
            with world.trial(world.people[0]) as trial:
                trial.run(f"prepare who as select {call}")
                for _ in range(2):
                    trial.run("execute who")
                trial.become(world.people[1])
                trial.run("execute who")
                trial.run("deallocate who")
            proof = trial.transcript
        yield world.function_finding(
            37,
            "immutable-identity",
            "One caller's answer is kept for the next",
            Level.ERROR,
            function,
            f"{function.full_name} is IMMUTABLE and asks who the caller is: PostgreSQL may put its value into a plan "
            "that is "
            "used again for somebody else.",
            advice="Make it STABLE.",
            proof=proof,
            fix=Fix(
                action="change_object",
                label=f"Make {function.schema}.{function.name} STABLE",
                object_id=own.id,
                values={"volatility": "stable"},
            )
            if own
            else None,
        )


def _call(world: World, function: FunctionRow, role: str) -> str:
    """A call with NULLs: what matters is whether it is let in. Empty where no such call can be written."""
    arguments = ", ".join(f"null::{type_}" for type_ in function.argument_types)
    name = f"{quote_identifier(function.schema)}.{quote_identifier(function.name)}"
    with world.trial(world.persona_of(role)) as trial:
        answer = trial.run(f"select {name}({arguments})")
    return "" if answer.sqlstate in _NO_CALL else trial.transcript


def _glued(tree: Node, arguments: list[str]) -> Iterator[str]:
    """Texts of SQL that are joined with a bare argument."""
    if not isinstance(tree, ast.SelectStmt) or tree.from_clause or len(tree.target_list) != 1:
        return
    whole = unwrap(tree.target_list[0].res_target.val)
    parts = list(_joined(whole))
    words = str(constant(parts[0]) or "").split() if len(parts) > 1 else []
    if not words or words[0].lower() not in _VERBS:
        return
    if any(column_path(part)[-1:] and column_path(part)[-1] in arguments for part in parts):
        yield text_of(whole)


def _joined(node: Node) -> Iterator[Node]:
    if isinstance(node, ast.A_Expr) and operator(node) == "||":
        yield from _joined(unwrap(node.lexpr))
        yield from _joined(unwrap(node.rexpr))
    else:
        yield node


def _inject(world: World, function: FunctionRow) -> str:
    """A quote in the place of every text: a syntax error is PostgreSQL reading the argument as SQL."""
    if not function.executable_by:
        return ""
    samples = dict.fromkeys(("text", "character varying"), quote_literal("'"))
    samples |= dict.fromkeys(("bigint", "integer", "smallint", "numeric"), "0")
    values = (f"{samples.get(type_, 'null')}::{type_}" for type_ in function.argument_types)
    name = f"{quote_identifier(function.schema)}.{quote_identifier(function.name)}"
    with world.trial(world.persona_of(function.executable_by[0])) as trial:
        trial.run(f"select {name}({', '.join(values)})")
    return trial.transcript


def _call_for_other(world: World, function: FunctionRow, argument: str) -> str:
    """A stranger asks about somebody else."""
    if not world.fixtures.people or "authenticated" not in function.executable_by:
        return ""
    other = world.fixtures.people[0]
    pairs = zip(function.argument_names, function.argument_types, strict=False)
    arguments = ", ".join(f"'{other}'::uuid" if name == argument else f"null::{type_}" for name, type_ in pairs)
    name = f"{quote_identifier(function.schema)}.{quote_identifier(function.name)}"
    with world.trial(world.stranger) as trial:
        trial.run(f"select count(*) from (select {name}({arguments})) as answers")  # noqa: S608 - quoted
    return trial.transcript


def _compares_caller(world: World, function: FunctionRow) -> bool:
    """Whether the body asks who the caller is as well: then the argument can be held against it."""
    return _asks_caller(world, function)


def _asks_caller(world: World, function: FunctionRow) -> bool:
    """Whether the body asks for the caller, whatever it compares it with."""
    for tree in world.body(function):
        for part in walk(tree):
            name = function_name(part) if isinstance(part, ast.FuncCall) else ()
            if name[:1] == ("auth",) or name[-1:] == ("current_setting",):
                return True
    return False


def _written(world: World, function: FunctionRow) -> list[RelationRow]:
    """The tables that a function inserts into or updates."""
    found = []
    for tree in world.body(function):
        for part in walk(tree):
            if isinstance(part, ast.InsertStmt | ast.UpdateStmt):
                row = world.relation(part.relation.schemaname, part.relation.relname)
                found += [row] if row is not None else []
    return found


def _stops(table: RelationRow, function: FunctionRow) -> bool:
    return table.owner != function.owner or table.forces_rls


def _as_owner(world: World, function: FunctionRow, table: RelationRow) -> str:
    """What the function's owner finds in the table."""
    with world.trial(world.stranger) as trial:
        trial.become_owner()
        trial.count(quoted(table))
        trial.run(f"set local role {quote_identifier(function.owner)}")
        trial.count(quoted(table))
    return trial.transcript


def _fire(world: World, table: RelationRow, target: RelationRow) -> str:
    """A stranger writes, and the rows of the target are counted."""
    rows = world.rows(table)
    if not rows:
        return ""
    persona = world.stranger
    values = world.copy(table, rows[0], persona)
    with world.trial(persona) as trial:
        trial.become_owner()
        trial.count(quoted(target))
        trial.become(persona)
        trial.run(world.insert(table, values))
        trial.become_owner()
        trial.count(quoted(target))
    return trial.transcript


def _shut(world: World, function: FunctionRow) -> Fix | None:
    own = world.function_of(function)
    if own is None:
        return None
    label = f"Revoke EXECUTE on {function.full_name} from all but service_role"
    return Fix(action="grant_only", label=label, object_id=own.id, values={"grantees": ["service_role"]})


def _search_path(world: World, function: FunctionRow, bare: list[str]) -> Fix | None:
    own = world.function_of(function)
    if own is None or bare:
        return None  # with names to qualify first
    label = f"Set search_path = '' on {function.full_name}"
    return Fix(action="set_setting", label=label, object_id=own.id, values={"name": "search_path", "value": '""'})


RULES = (
    find_callable_definers,
    find_search_paths,
    find_built_sql,
    find_user_arguments,
    find_stopped_definers,
    find_writing_triggers,
    find_folded_settings,
)
