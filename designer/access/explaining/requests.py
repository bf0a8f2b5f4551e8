"""Requests: what a statement asks for, read from its syntax tree: relations, commands and columns."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from designer.design.errors import DesignerError
from designer.postgres.parsing import Node, ast, parse_statements, unwrap, walk

_COMMANDS = {ast.CMD_INSERT: "INSERT", ast.CMD_UPDATE: "UPDATE", ast.CMD_DELETE: "DELETE"}
_KINDS = {
    ast.SelectStmt: "SELECT",
    ast.InsertStmt: "INSERT",
    ast.UpdateStmt: "UPDATE",
    ast.DeleteStmt: "DELETE",
    ast.MergeStmt: "MERGE",
    ast.TruncateStmt: "TRUNCATE",
}


class Asked(Struct, frozen=True):
    """A privilege on a relation, and the columns it is asked for; None for all of them, none where any will do."""

    privilege: str
    columns: tuple[str, ...] | None = ()


class Relation(Struct, frozen=True, kw_only=True):
    """A relation of a statement: `asked` of it, and whether it is the one that is changed."""

    schema: str
    name: str
    alias: str
    asked: tuple[Asked, ...]
    is_target: bool = False

    def asks(self, privilege: str) -> bool:
        """Whether the statement asks for this privilege."""
        return any(row.privilege == privilege for row in self.asked)


class Request(Struct, frozen=True, kw_only=True):
    """One statement, understood; `command` is PostgreSQL's keyword."""

    text: str
    command: str
    relations: tuple[Relation, ...]
    is_upsert: bool = False
    is_plain: bool = False
    """Whether it reads one relation, row by row."""

    @property
    def target(self) -> Relation | None:
        """The relation that is changed."""
        return next((row for row in self.relations if row.is_target), None)


def read_request(text: str) -> Request:
    """Understands one statement on rows. Raises DesignerError for anything else, SqlSyntaxError for what is no SQL."""
    trees = parse_statements(text)
    kind = _KINDS.get(type(trees[0])) if len(trees) == 1 else None
    if kind is None or (kind == "SELECT" and trees[0].HasField("into_clause")):
        raise DesignerError(
            "Only one statement on rows can be explained. Give one SELECT, INSERT, UPDATE, DELETE, MERGE or TRUNCATE."
        )
    return _Reading(text.strip().rstrip(";"), kind, trees[0]).request()


class _Reading:
    """Reads one tree. Names are taken as they stand: a bare column is one of every relation that could have it."""

    def __init__(self, text: str, kind: str, tree: Node) -> None:
        self._text = text
        self._kind = kind
        self._tree = tree
        nodes = list(walk(tree))
        with_names = {node.ctename for node in nodes if isinstance(node, ast.CommonTableExpr)}
        self._sources = [
            node
            for node in nodes
            if isinstance(node, ast.RangeVar) and (node.schemaname or node.relname not in with_names)
        ]
        self._references = [_reference(node) for node in nodes if isinstance(node, ast.ColumnRef)]
        self._is_locking = any(isinstance(node, ast.LockingClause) for node in nodes)
        self._target = tree.relation if hasattr(tree, "relation") else None

    def request(self) -> Request:
        conflict = self._tree.on_conflict_clause if self._kind == "INSERT" else None
        is_upsert = conflict is not None and conflict.action == ast.ONCONFLICT_UPDATE
        return Request(
            text=self._text,
            command=self._kind,
            relations=tuple(self._relations()),
            is_upsert=is_upsert,
            is_plain=self._is_plain(),
        )

    def _is_plain(self) -> bool:
        tree = self._tree
        if self._kind != "SELECT" or len(tree.from_clause) != 1 or len(self._sources) != 1:
            return False
        is_grouped = tree.group_clause or tree.HasField("having_clause") or tree.HasField("limit_count")
        return isinstance(unwrap(tree.from_clause[0]), ast.RangeVar) and tree.op == ast.SETOP_NONE and not is_grouped

    def _relations(self) -> Iterator[Relation]:
        for source in self._sources:
            is_target = self._kind == "TRUNCATE" or source is self._target
            yield Relation(
                schema=source.schemaname,
                name=source.relname,
                alias=source.alias.aliasname or source.relname,
                asked=tuple(self._asked(source, is_target=is_target)),
                is_target=is_target,
            )

    def _asked(self, source: Node, *, is_target: bool) -> Iterator[Asked]:
        alias = source.alias.aliasname or source.relname
        read = [name for qualifier, name in self._references if qualifier in {"", alias, source.relname}]
        if is_target:
            yield from self._changes()
            read += self._arbiters()
        if self._is_locking and not is_target:
            yield Asked("UPDATE")
        if "*" in read:
            yield Asked("SELECT", None)
        elif read or not is_target:
            yield Asked("SELECT", tuple(dict.fromkeys(read)))

    def _changes(self) -> Iterator[Asked]:
        """What is asked of the relation that is changed."""
        if self._kind == "INSERT":
            yield Asked("INSERT", _names(self._tree.cols) or None)
            if self._tree.on_conflict_clause.action == ast.ONCONFLICT_UPDATE:
                yield Asked("UPDATE", _names(self._tree.on_conflict_clause.target_list))
        elif self._kind == "UPDATE":
            yield Asked("UPDATE", _names(self._tree.target_list))
        elif self._kind == "MERGE":
            for clause in (unwrap(row) for row in self._tree.merge_when_clauses):
                if command := _COMMANDS.get(clause.command_type):
                    yield Asked(command, _names(clause.target_list) or (None if command == "INSERT" else ()))
        else:
            yield Asked(self._kind)

    def _arbiters(self) -> list[str]:
        """The columns that ON CONFLICT looks at must be readable."""
        if self._kind != "INSERT":
            return []
        elements = (unwrap(row) for row in self._tree.on_conflict_clause.infer.index_elems)
        return [row.name for row in elements if row.name]


def _names(targets: Node) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.res_target.name for row in targets))


def _reference(node: Node) -> tuple[str, str]:
    """Qualifier and column; `*` for all of them."""
    parts = [unwrap(field) for field in node.fields]
    names = ["*" if isinstance(part, ast.A_Star) else part.sval for part in parts]
    return (names[-2] if len(names) > 1 else ""), names[-1]
