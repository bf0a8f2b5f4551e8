"""What a piece of SQL refers to, and the same piece after renames: by PostgreSQL's grammar, names as written.

A reference without a schema has the schema "". Common table expressions look like relations here; callers resolve
names against a design, where they find nothing and do no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from msgspec import Struct

from designer.design.names import QualifiedName
from designer.postgres import parsing
from designer.postgres.parsing import Node, SqlSyntaxError, ast


class References(Struct, frozen=True):
    """Names a text mentions. `columns` are last parts of column references, unqualified."""

    relations: frozenset[QualifiedName] = frozenset()
    functions: frozenset[QualifiedName] = frozenset()
    types: frozenset[QualifiedName] = frozenset()
    operators: frozenset[QualifiedName] = frozenset()
    columns: frozenset[str] = frozenset()

    def __or__(self, other: References) -> References:
        return References(
            self.relations | other.relations,
            self.functions | other.functions,
            self.types | other.types,
            self.operators | other.operators,
            self.columns | other.columns,
        )


NOTHING = References()


class Renames(Struct, frozen=True):
    """Old name to new name. `columns` holds bare column names: use it only to compare two texts, never to write one."""

    relations: Mapping[QualifiedName, QualifiedName] = {}
    functions: Mapping[QualifiedName, QualifiedName] = {}
    types: Mapping[QualifiedName, QualifiedName] = {}
    columns: Mapping[str, str] = {}
    labels: Mapping[str, str] = {}
    """Enum labels, which stand in expressions as string constants."""


def references_of_expression(text: str | None) -> References:
    """What an expression refers to; nothing for None or a text that does not parse."""
    return _references("expression", text) if text else NOTHING


def references_of_type(text: str) -> References:
    """The type a type name refers to ("public.mood[]", "numeric(10,2)")."""
    return _references("expression", f"NULL::{text}")


def references_of_statements(text: str) -> References:
    """What the statements of a text refer to, including names they create; nothing where it does not parse."""
    return _references("statements", text)


def rename_in_expression(text: str, renames: Renames) -> str:
    """The normalised expression after the renames, to be compared with another normalised one."""
    return _rename(text, renames, parsing.expression_tree, parsing.deparse_expression)


def rename_in_query(text: str, renames: Renames) -> str:
    """The normalised query after the renames, to be compared with another normalised one."""
    return _rename(text, renames, parsing.query_tree, parsing.deparse_query)


def rename_in_action(text: str, renames: Renames) -> str:
    """A rule's normalised action after the renames, to be compared with another normalised one."""
    return _rename(text, renames, parsing.action_tree, parsing.deparse_action)


@lru_cache(maxsize=16384)
def _references(kind: str, text: str) -> References:
    try:
        trees = [parsing.parse_expression(text)] if kind == "expression" else parsing.parse_statements(text)
    except SqlSyntaxError:
        return NOTHING
    found = _Found()
    for tree in trees:
        for node in parsing.walk(tree):
            found.see(node)
    return found.references()


class _Found:
    """Collects references while a tree is walked."""

    def __init__(self) -> None:
        self.relations: set[QualifiedName] = set()
        self.functions: set[QualifiedName] = set()
        self.types: set[QualifiedName] = set()
        self.operators: set[QualifiedName] = set()
        self.columns: set[str] = set()

    def see(self, node: Node) -> None:
        if isinstance(node, ast.RangeVar):
            self.relations.add(QualifiedName(node.schemaname, node.relname))
        elif isinstance(node, ast.FuncCall):
            self.functions.add(_name_of(node.funcname))
        elif isinstance(node, ast.TypeName) and node.names:
            self.types.add(_name_of(node.names))
        elif isinstance(node, ast.A_Expr):
            self.operators.add(_name_of(node.name))
        elif isinstance(node, ast.SubLink) and node.oper_name:
            self.operators.add(_name_of(node.oper_name))
        elif isinstance(node, ast.ColumnRef):
            if node.fields[-1].WhichOneof("node") == "string":
                self.columns.add(node.fields[-1].string.sval)
        elif isinstance(node, ast.TypeCast):
            self._see_cast(node)

    def _see_cast(self, node: Node) -> None:
        # 'public.users'::regclass and the like name an object in a string.
        name = _registered_name(node)
        if name is None:
            return
        {"regclass": self.relations, "regtype": self.types}.get(_cast_type(node), self.functions).add(name)

    def references(self) -> References:
        return References(
            frozenset(self.relations),
            frozenset(self.functions),
            frozenset(self.types),
            frozenset(self.operators),
            frozenset(self.columns),
        )


def _rename(text: str, renames: Renames, tree_of: Callable[[str], Node], deparse: Callable[[Node], str]) -> str:
    try:
        tree = tree_of(text)
    except SqlSyntaxError:
        return text
    # The list is taken first because the nodes change while they are visited.
    for node in list(parsing.walk(tree)):
        _rename_node(node, renames)
    return deparse(tree)


def _rename_node(node: Node, renames: Renames) -> None:
    if isinstance(node, ast.RangeVar):
        new = renames.relations.get(QualifiedName(node.schemaname, node.relname))
        if new is not None:
            node.schemaname, node.relname = new.schema, new.name
    elif isinstance(node, ast.FuncCall):
        _rename_parts(node.funcname, renames.functions)
    elif isinstance(node, ast.TypeName):
        _rename_parts(node.names, renames.types)
    elif isinstance(node, ast.ResTarget):
        _keep_output_name(node, renames)
    elif isinstance(node, ast.ColumnRef):
        _rename_column_reference(node, renames)
    elif isinstance(node, ast.TypeCast):
        _rename_cast(node, renames)


def _keep_output_name(target: Node, renames: Renames) -> None:
    # When a column is renamed, PostgreSQL keeps the output name of a subquery: it prints "new AS old".
    if target.name or target.val.WhichOneof("node") != "column_ref":
        return
    last = target.val.column_ref.fields[-1]
    if last.WhichOneof("node") == "string" and last.string.sval in renames.columns:
        target.name = last.string.sval


def _rename_column_reference(node: Node, renames: Renames) -> None:
    last = node.fields[-1]
    if last.WhichOneof("node") == "string":
        last.string.sval = renames.columns.get(last.string.sval, last.string.sval)
    if len(node.fields) == 2 and node.fields[0].WhichOneof("node") == "string":
        for old, new in renames.relations.items():
            if node.fields[0].string.sval == old.name:
                node.fields[0].string.sval = new.name


def _rename_cast(node: Node, renames: Renames) -> None:
    name = _registered_name(node)
    if name is not None:
        names = {"regclass": renames.relations, "regtype": renames.types}.get(_cast_type(node), renames.functions)
        if name in names:
            node.arg.a_const.sval.sval = str(names[name])
    elif node.arg.WhichOneof("node") == "a_const" and node.arg.a_const.HasField("sval"):
        label = node.arg.a_const.sval.sval
        node.arg.a_const.sval.sval = renames.labels.get(label, label)


def _rename_parts(parts: Node, names: Mapping[QualifiedName, QualifiedName]) -> None:
    new = names.get(_name_of(parts)) if parts else None
    if new is None:
        return
    del parts[:]
    parts.extend(ast.Node(string=ast.String(sval=part)) for part in (new.schema, new.name) if part)


def _name_of(parts: Node) -> QualifiedName:
    names = [part.string.sval for part in parts]
    return QualifiedName(names[-2] if len(names) > 1 else "", names[-1])


_REGISTERED = frozenset({"regclass", "regtype", "regproc", "regprocedure"})


def _cast_type(node: Node) -> str:
    return str(node.type_name.names[-1].string.sval) if node.type_name.names else ""


def _registered_name(node: Node) -> QualifiedName | None:
    is_text = node.arg.WhichOneof("node") == "a_const" and node.arg.a_const.HasField("sval")
    if not is_text or _cast_type(node) not in _REGISTERED:
        return None
    try:
        tree = parsing.parse_expression(f"NULL::{node.arg.a_const.sval.sval.partition('(')[0]}")
    except SqlSyntaxError:
        return None
    return _name_of(tree.type_name.names) if isinstance(tree, ast.TypeCast) else None
