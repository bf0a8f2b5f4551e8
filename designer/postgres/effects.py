"""What a statement would have made, taken away or filled, by its parse tree: the names others may then miss."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from designer.design.errors import DesignerError
from designer.postgres.parsing import Node, ast, parse_statements, walk

__all__ = ["Effects", "Thing", "effects_of"]


class Thing(NamedTuple):
    """A name in one of PostgreSQL's namespaces: `kind` "relation", "type", "function", "column" …

    `schema` is None where the statement leaves it to the search path. `table` is what a column, constraint, policy … is
    part of.
    """

    kind: str
    name: str
    schema: str | None = None
    table: str | None = None


class Effects(NamedTuple):
    """What would be there, and what would no longer be in the way."""

    made: tuple[Thing, ...] = ()
    removed: tuple[Thing, ...] = ()


def effects_of(sql: str) -> Effects:
    """The effects of one statement; of a DO block, those of the statements in its body. None of what does not parse."""
    try:
        trees = parse_statements(sql)
    except DesignerError:
        return Effects()
    made: list[Thing] = []
    removed: list[Thing] = []
    for tree in trees:
        if isinstance(tree, ast.DoStmt):
            for body in _statements_of_block(tree):
                inner = effects_of(body)
                made += inner.made
                removed += inner.removed
        else:
            made += _made(tree)
            removed += _removed(tree)
    return Effects(tuple(made), tuple(removed))


def _made(tree: Node) -> Iterator[Thing]:
    describe = _MAKERS.get(type(tree).__name__)
    if describe is not None:
        yield from describe(tree)


def _table(tree: Node) -> Iterator[Thing]:
    schema, name = tree.relation.schemaname or None, tree.relation.relname
    yield from _relation(schema, name)
    for element in tree.table_elts:
        if element.HasField("column_def"):
            yield from _column(schema, name, element.column_def)
        elif element.HasField("constraint"):
            yield from _constraint(schema, name, element.constraint)


def _relation(schema: str | None, name: str) -> Iterator[Thing]:
    yield Thing("relation", name, schema)
    yield Thing("type", name, schema)


def _column(schema: str | None, table: str, column: Node) -> Iterator[Thing]:
    yield Thing("column", column.colname, schema, table)
    names = column.type_name.names
    if names and names[-1].string.sval in {"serial", "bigserial", "smallserial", "serial4", "serial8", "serial2"}:
        yield Thing("relation", f"{table}_{column.colname}_seq", schema)
    for constraint in column.constraints:
        yield from _constraint(schema, table, constraint.constraint, column.colname)


_SUFFIXES = {"CONSTR_PRIMARY": "pkey", "CONSTR_UNIQUE": "key", "CONSTR_CHECK": "check", "CONSTR_FOREIGN": "fkey"}


def _constraint(schema: str | None, table: str, constraint: Node, column: str = "") -> Iterator[Thing]:
    kind = ast.ConstrType.Name(constraint.contype)
    if kind == "CONSTR_IDENTITY":
        yield Thing("relation", f"{table}_{column}_seq", schema)
    if kind not in {*_SUFFIXES, "CONSTR_EXCLUSION"}:
        return
    columns = [column] if column else [key.string.sval for key in constraint.keys or constraint.fk_attrs]
    parts = [table, *([] if kind == "CONSTR_PRIMARY" else columns), _SUFFIXES.get(kind, "excl")]
    name = constraint.conname or "_".join(parts)
    yield Thing("constraint", name, schema, table)
    if kind in {"CONSTR_PRIMARY", "CONSTR_UNIQUE", "CONSTR_EXCLUSION"}:
        yield Thing("relation", name, schema)
        yield Thing("key", "", schema, table)


def _alter_table(tree: Node) -> Iterator[Thing]:
    schema, table = tree.relation.schemaname or None, tree.relation.relname
    for command in (row.alter_table_cmd for row in tree.cmds):
        kind = ast.AlterTableType.Name(command.subtype)
        if kind == "AT_AddColumn":
            yield from _column(schema, table, command.__getattribute__("def").column_def)
        elif kind == "AT_AddConstraint":
            yield from _constraint(schema, table, command.__getattribute__("def").constraint)
        elif kind == "AT_AddIdentity":
            yield Thing("relation", f"{table}_{command.name}_seq", schema)


def _index(tree: Node) -> Iterator[Thing]:
    schema, table = tree.relation.schemaname or None, tree.relation.relname
    if tree.idxname:
        yield Thing("relation", tree.idxname, schema)
    if tree.unique:
        yield Thing("key", "", schema, table)


def _schema(tree: Node) -> Iterator[Thing]:
    name = tree.schemaname or tree.authrole.rolename
    yield Thing("schema", name)
    for element in tree.schema_elts:
        inner = getattr(element, element.WhichOneof("node"))
        yield from (thing._replace(schema=thing.schema or name) for thing in _made(inner))


def _rename(tree: Node) -> Iterator[Thing]:
    kind = ast.ObjectType.Name(tree.rename_type).removeprefix("OBJECT_")
    schema, table = tree.relation.schemaname or None, tree.relation.relname
    match kind:
        case "COLUMN" | "ATTRIBUTE":
            yield Thing("column", tree.newname, schema, table)
        case "TABCONSTRAINT":
            yield Thing("constraint", tree.newname, schema, table)
        case "TRIGGER" | "POLICY" | "RULE":
            yield Thing(kind.lower(), tree.newname, schema, table)
        case "TABLE" | "VIEW" | "MATVIEW" | "INDEX" | "SEQUENCE" | "FOREIGN_TABLE":
            yield from _relation(schema, tree.newname)
        case "SCHEMA" | "ROLE":
            yield Thing(kind.lower(), tree.newname)
        case _:
            yield Thing(_KINDS.get(kind, kind.lower()), tree.newname, _names(tree.object)[0])


def _move(tree: Node) -> Iterator[Thing]:
    if tree.relation.relname:
        yield from _relation(tree.newschema, tree.relation.relname)
    elif name := _names(tree.object)[1]:
        kind = ast.ObjectType.Name(tree.object_type).removeprefix("OBJECT_")
        yield Thing(_KINDS.get(kind, kind.lower()), name, tree.newschema)


_KINDS = {
    "AGGREGATE": "function", "COLLATION": "collation", "DOMAIN": "type", "FDW": "foreign-data wrapper",
    "FOREIGN_SERVER": "server", "FOREIGN_TABLE": "relation", "FUNCTION": "function", "INDEX": "relation",
    "MATVIEW": "relation", "OPCLASS": "operator class", "OPFAMILY": "operator family", "OPERATOR": "operator",
    "PROCEDURE": "function", "ROUTINE": "function", "SEQUENCE": "relation", "STATISTIC_EXT": "statistics object",
    "TABLE": "relation", "TSCONFIGURATION": "text search configuration", "TSDICTIONARY": "text search dictionary",
    "TYPE": "type", "VIEW": "relation",
}  # fmt: skip
"""The parser's kinds with the words of the server's messages."""


def _define(tree: Node) -> Iterator[Thing]:
    kind = ast.ObjectType.Name(tree.kind).removeprefix("OBJECT_")
    schema, name = _split([part.string.sval for part in tree.defnames])
    yield Thing(_KINDS.get(kind, kind.lower()), name, schema)


def _range(tree: Node) -> Iterator[Thing]:
    schema, name = _split([part.string.sval for part in tree.type_name])
    for kind in ("type", "function"):
        yield Thing(kind, name, schema)
        yield Thing(kind, name.replace("range", "multirange") if "range" in name else f"{name}_multirange", schema)


def _named(kind: str, attribute: str) -> Callable[[Node], Iterator[Thing]]:
    """For statements whose name is a list of its parts."""

    def describe(tree: Node) -> Iterator[Thing]:
        schema, name = _split([part.string.sval for part in getattr(tree, attribute)])
        yield Thing(kind, name, schema)

    return describe


def _plain(kind: str, attribute: str) -> Callable[[Node], Iterator[Thing]]:
    """For names without a schema."""
    return lambda tree: iter([Thing(kind, getattr(tree, attribute))])


def _part(kind: str, attribute: str, relation: str = "relation") -> Callable[[Node], Iterator[Thing]]:
    """For what is part of a table."""

    def describe(tree: Node) -> Iterator[Thing]:
        of = getattr(tree, relation)
        yield Thing(kind, getattr(tree, attribute), of.schemaname or None, of.relname)

    return describe


def _ranged(attribute: Callable[[Node], Node]) -> Callable[[Node], Iterator[Thing]]:
    """For relations named by a range variable."""
    return lambda tree: _relation(attribute(tree).schemaname or None, attribute(tree).relname)


def _rows(tree: Node) -> Iterator[Thing]:
    yield Thing("rows", tree.relation.relname, tree.relation.schemaname or None)


_MAKERS: dict[str, Callable[[Node], Iterator[Thing]]] = {
    "CreateStmt": _table,
    "CreateForeignTableStmt": lambda tree: _table(tree.base_stmt),
    "AlterTableStmt": _alter_table,
    "IndexStmt": _index,
    "CreateSchemaStmt": _schema,
    "RenameStmt": _rename,
    "AlterObjectSchemaStmt": _move,
    "DefineStmt": _define,
    "CreateRangeStmt": _range,
    "InsertStmt": _rows,
    "CopyStmt": lambda tree: _rows(tree) if tree.is_from else iter(()),
    "ViewStmt": _ranged(lambda tree: tree.view),
    "CreateTableAsStmt": _ranged(lambda tree: tree.into.rel),
    "CreateSeqStmt": _ranged(lambda tree: tree.sequence),
    "CompositeTypeStmt": _ranged(lambda tree: tree.typevar),
    "CreateEnumStmt": _named("type", "type_name"),
    "CreateDomainStmt": _named("type", "domainname"),
    "CreateFunctionStmt": _named("function", "funcname"),
    "CreateOpClassStmt": _named("operator class", "opclassname"),
    "CreateOpFamilyStmt": _named("operator family", "opfamilyname"),
    "CreateStatsStmt": _named("statistics object", "defnames"),
    "AlterEnumStmt": lambda tree: iter([Thing("label", tree.new_val, None, tree.type_name[-1].string.sval)]),
    "CreateExtensionStmt": _plain("extension", "extname"),
    "CreateRoleStmt": _plain("role", "role"),
    "CreatePublicationStmt": _plain("publication", "pubname"),
    "CreateForeignServerStmt": _plain("server", "servername"),
    "CreateFdwStmt": _plain("foreign-data wrapper", "fdwname"),
    "CreateEventTrigStmt": _plain("event trigger", "trigname"),
    "CreatePLangStmt": _plain("language", "plname"),
    "CreateAmStmt": _plain("access method", "amname"),
    "CreatePolicyStmt": _part("policy", "policy_name", "table"),
    "CreateTrigStmt": _part("trigger", "trigname"),
    "RuleStmt": _part("rule", "rulename"),
}


def _removed(tree: Node) -> Iterator[Thing]:
    match tree:
        case ast.DropStmt():
            kind = ast.ObjectType.Name(tree.remove_type).removeprefix("OBJECT_")
            for row in tree.objects:
                if kind in {"TRIGGER", "POLICY", "RULE"}:
                    *schemas, table, name = (part.sval for part in walk(row) if isinstance(part, ast.String))
                    yield Thing(kind.lower(), name, schemas[-1] if schemas else None, table)
                    continue
                schema, name = _names(row)
                if name:
                    yield Thing(_KINDS.get(kind, kind.lower()), name, schema)
        case ast.DropRoleStmt():
            yield from (Thing("role", role.role_spec.rolename) for role in tree.roles)
        case ast.RenameStmt() if tree.relation.relname and not tree.subname:
            yield from _relation(tree.relation.schemaname or None, tree.relation.relname)
        case ast.AlterTableStmt():
            kinds = {"AT_DropColumn": "column", "AT_DropConstraint": "constraint"}
            for command in (row.alter_table_cmd for row in tree.cmds):
                if kind := kinds.get(ast.AlterTableType.Name(command.subtype), ""):
                    yield Thing(kind, command.name, tree.relation.schemaname or None, tree.relation.relname)


def _statements_of_block(tree: Node) -> Iterator[str]:
    """The SQL texts in a DO block that parse by themselves; what EXECUTE puts together is not known before it runs."""
    for argument in tree.args:
        if argument.def_elem.defname == "as":
            yield from _pieces_of(argument.def_elem.arg.string.sval)


def _pieces_of(body: str) -> Iterator[str]:
    for piece in body.split(";"):
        words = piece.split()
        for index, word in enumerate(words):
            if word.upper() in {"CREATE", "ALTER", "DROP", "INSERT"}:
                yield " ".join(words[index:])
                break


def _names(node: Node) -> tuple[str | None, str]:
    """Schema and name of an object in a list of names, a function with its arguments or a type."""
    return _split([part.sval for part in walk(node) if isinstance(part, ast.String)][:2] if node is not None else [])


def _split(parts: list[str]) -> tuple[str | None, str]:
    if not parts:
        return None, ""
    return (parts[-2] if len(parts) > 1 else None), parts[-1]
