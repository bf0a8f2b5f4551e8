"""What Supabase lets `postgres` do though PostgreSQL asks for a superuser: event triggers, wrappers, and
publishing everything. LEAKPROOF is not among it, but schemas of other servers have it. And what belongs to the owner of
the database belongs to `postgres`.

There a server module (supautils) sees to it. The sandbox has functions instead (`07_superuser_statements.sql`), and
such statements are sent as calls of them. It also refuses to rename the platform's own roles, and so does the sandbox:
its other runs have the same roles.
"""

from __future__ import annotations

import re

from designer.postgres.parsing import Node, SqlSyntaxError, ast, parse_statements, rewrite_statement, split_statements
from designer.postgres.platform import is_platform_role
from designer.postgres.quoting import quote_identifier, quote_literal, quote_name

_SIGN = re.compile(
    r"\bevent\s+trigger\b|\bpublication\b|\bforeign\s+data\s+wrapper\b|\bleakproof\b|\bpg_database_owner\b"
    r"|\b(?:role|user|group)\b[^;]{0,200}\brename\b",
    re.IGNORECASE,
)
_SCHEMAS = {ast.PUBLICATIONOBJ_TABLES_IN_SCHEMA, ast.PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA}


def for_sandbox(text: str) -> str:
    """The statements as the sandbox's `postgres` may run them; the very text where it may run it as it is."""
    if not _SIGN.search(text):
        return text
    try:
        statements = split_statements(text)
        rewritten = [_rewrite(statement) for statement in statements]
    except SqlSyntaxError:
        return text  # the server says what is wrong with it
    return text if rewritten == statements else ";\n".join(rewritten)


def _rewrite(statement: str) -> str:
    tree = parse_statements(statement)[0] if _SIGN.search(statement) else None
    if isinstance(tree, ast.CreateEventTrigStmt):
        return _create_event_trigger(tree)
    if isinstance(tree, ast.RenameStmt) and tree.rename_type == ast.OBJECT_ROLE and is_platform_role(tree.subname):
        return _refuse(f'"{tree.subname}" is a role of the platform and keeps its name')
    if isinstance(tree, ast.CreateFdwStmt):
        return _create_wrapper(tree)
    if isinstance(tree, ast.CreateFunctionStmt) and any(map(_is_leakproof, tree.options)):
        return _create_leakproof(tree, statement)
    if isinstance(tree, ast.AlterOwnerStmt) and tree.newowner.rolename == "pg_database_owner":
        return rewrite_statement(statement, _give_to_postgres)
    if isinstance(tree, ast.CreatePublicationStmt) and (tree.for_all_tables or _schemas(tree)):
        calls = [_call("rowhouse_publish_all_tables", tree.pubname)] if tree.for_all_tables else []
        return ";\n".join([rewrite_statement(statement, _leave_schemas_out), *calls, *_publish_schemas(tree)])
    if isinstance(tree, ast.AlterPublicationStmt) and _schemas(tree) and tree.action != ast.AP_DropObjects:
        return _alter_publication(tree, statement)
    return statement


def _refuse(message: str) -> str:
    body = f"begin raise insufficient_privilege using message = {quote_literal(message)}; end"
    return f"do {quote_literal(body)}"


def _create_event_trigger(tree: Node) -> str:
    tags = [item.string.sval for clause in tree.whenclause for item in clause.def_elem.arg.list.items]
    function = quote_name("", tree.funcname[-1].string.sval)
    if len(tree.funcname) > 1:
        function = quote_name(tree.funcname[-2].string.sval, tree.funcname[-1].string.sval)
    array = f"array[{', '.join(map(quote_literal, tags))}]::text[]" if tags else "null"
    arguments = f"{quote_literal(tree.trigname)}, {quote_literal(tree.eventname)}, {array}"
    return (
        f"select extensions.rowhouse_create_event_trigger({arguments}, {quote_literal(function + '()')}::regprocedure)"
    )


def _is_leakproof(option: Node) -> bool:
    element = option.def_elem
    return bool(element.defname == "leakproof" and element.arg.boolean.boolval)


def _create_leakproof(tree: Node, statement: str) -> str:
    """Made without the attribute, then given it."""

    def leave_out(function: Node) -> None:
        kept = [option for option in function.options if not _is_leakproof(option)]
        del function.options[:]
        function.options.extend(kept)

    parts = [part.string.sval for part in tree.funcname]
    schema = quote_literal(quote_identifier(parts[-2]) if len(parts) > 1 else "")
    call = f"select extensions.rowhouse_make_leakproof({schema}, {quote_literal(parts[-1])})"
    return f"{rewrite_statement(statement, leave_out)};\n{call}"


def _give_to_postgres(tree: Node) -> None:
    """On Supabase `postgres` owns the database. The sandbox's databases are not its own, or it could drop others."""
    tree.newowner.rolename = "postgres"


def _create_wrapper(tree: Node) -> str:
    """Without handler and validator, which are in libraries that the sandbox has not: their names become options."""
    options = {item.def_elem.defname: item.def_elem.arg.string.sval for item in tree.options}
    for item in tree.func_options:
        names = [part.string.sval for part in item.def_elem.arg.list.items]
        if names:
            options[f"rowhouse_{item.def_elem.defname}"] = quote_name(names[-2] if len(names) > 1 else "", names[-1])
    pairs = ", ".join(f"{quote_literal(name)}, {quote_literal(value)}" for name, value in options.items())
    return (
        f"select extensions.rowhouse_create_foreign_data_wrapper({quote_literal(tree.fdwname)}, "
        f"pg_catalog.jsonb_build_object({pairs}))"
    )


def _alter_publication(tree: Node, statement: str) -> str:
    """ADD and SET of schemas; a SET takes back the schemas there were."""
    calls = _publish_schemas(tree)
    if tree.action == ast.AP_SetObjects:
        calls = [_call("rowhouse_publish_no_schema", tree.pubname), *calls]
    # Without its schemas an ADD has nothing left to add, and a SET must say that no tables are left.
    if len(_schemas(tree)) < len(tree.pubobjects):
        return ";\n".join([rewrite_statement(statement, _leave_schemas_out), *calls])
    if tree.action == ast.AP_SetObjects:
        calls = [_call("rowhouse_publish_no_table", tree.pubname), *calls]
    return ";\n".join(calls)


def _publish_schemas(tree: Node) -> list[str]:
    return [
        f"select extensions.rowhouse_publish_schema({quote_literal(tree.pubname)}, {_schema(item)})"
        for item in _schemas(tree)
    ]


def _schema(item: Node) -> str:
    is_current = item.pubobjtype == ast.PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA
    return "current_schema()::text" if is_current else quote_literal(item.name)


def _schemas(tree: Node) -> list[Node]:
    objects = (item.publication_obj_spec for item in tree.pubobjects)
    found, is_schema = [], False
    for item in objects:
        # "TABLES IN SCHEMA a, b": what continues a list is marked so.
        if item.pubobjtype != ast.PUBLICATIONOBJ_CONTINUATION:
            is_schema = item.pubobjtype in _SCHEMAS
        if is_schema:
            found.append(item)
    return found


def _leave_schemas_out(tree: Node) -> None:
    schemas = _schemas(tree)
    kept = [item for item in tree.pubobjects if item.publication_obj_spec not in schemas]
    del tree.pubobjects[:]
    tree.pubobjects.extend(kept)
    if hasattr(tree, "for_all_tables"):
        tree.for_all_tables = False


def _call(function: str, publication: str) -> str:
    return f"select extensions.{function}({quote_literal(publication)})"
