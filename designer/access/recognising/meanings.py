"""Meanings: what one condition of a policy says, read from its syntax tree; None where it says something else.

Names are resolved as PostgreSQL resolves them: a bare name inside a subquery is the inner table's if that has such a
column. A condition whose author thought otherwise is therefore not recognised as what it was meant to be.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

from designer.design import Design, Function, Table
from designer.design.access_models import AccessModel
from designer.postgres.parsing import Node, SqlSyntaxError, ast, deparse_node, normalise_expression, query_tree, unwrap


class Own(Struct, frozen=True):
    """A column names the caller."""

    column_id: UUID


class Tenant(Struct, frozen=True):
    """A column names a tenant of the caller's, in one of these roles; all of them where none is named."""

    column_id: UUID
    roles: frozenset[str]


class Parent(Struct, frozen=True):
    """A column names a row of a table that the caller sees."""

    column_id: UUID
    table_id: UUID


class Everyone(Struct, frozen=True):
    """Nothing is asked, beyond that somebody is signed in if `is_signed_in`."""

    is_signed_in: bool = False


class Held(Struct, frozen=True):
    """The caller has one of these roles somewhere."""

    roles: frozenset[str]


Meaning: TypeAlias = Own | Tenant | Parent | Everyone | Held
_SIGNED_IN = {
    normalise_expression(text)
    for text in ("auth.uid() is not null", "(select auth.uid()) is not null", "auth.role() = 'authenticated'")
}


class Reader:
    """Reads conditions of policies of one table."""

    def __init__(self, design: Design, model: AccessModel, table: Table) -> None:
        self._design = design
        self._model = model
        self._table = table
        self.bypassing = {row.name for row in design.roles if row.bypasses_rls}
        """Roles that no policy is asked about."""
        self._columns = {column.name: column.id for column in table.columns}

    def read(self, node: Node) -> Meaning | None:
        """The meaning of one condition, given as `ast.Node`."""
        inner = unwrap(node)
        text = deparse_node(node)
        if text.lower() == "true":
            return Everyone()
        if text in _SIGNED_IN:
            return Everyone(is_signed_in=True)
        if isinstance(inner, ast.A_Expr):
            return self._read_operator(inner)
        if isinstance(inner, ast.SubLink):
            return self._read_subquery(inner)
        return self._read_held(inner)

    def _read_operator(self, node: Node) -> Meaning | None:
        if [name.string.sval for name in node.name] != ["="]:
            return None
        if node.kind == ast.AEXPR_OP:
            for one, other in ((node.lexpr, node.rexpr), (node.rexpr, node.lexpr)):
                column = self._own_column(one)
                if column is not None and _is_caller(other):
                    return Own(column)
        column = self._own_column(node.lexpr)
        if node.kind == ast.AEXPR_OP_ANY and column is not None:
            inner = unwrap(node.rexpr)
            if isinstance(inner, ast.SubLink) and inner.sub_link_type == ast.ARRAY_SUBLINK:
                return self._read_ids(unwrap(inner.subselect), column)
        return None

    def _read_subquery(self, node: Node) -> Meaning | None:
        query = unwrap(node.subselect)
        if node.sub_link_type == ast.ANY_SUBLINK:
            column = self._own_column(node.testexpr)
            return self._read_ids(query, column) if column is not None else None
        if node.sub_link_type == ast.EXISTS_SUBLINK:
            found = self._read_memberships(query)
            return None if found is None or found[1] is None else Tenant(found[1], found[0])
        if node.sub_link_type == ast.EXPR_SUBLINK:
            target = _only_target(query)
            return self._read_held(unwrap(target)) if target is not None and not query.from_clause else None
        return None

    def _read_ids(self, query: Node, column: UUID) -> Meaning | None:
        """`column in (query)`: the query gives tenants of the caller, or rows of a parent."""
        function = self._called(query)
        body = _body_of(function) if function is not None and function.is_security_definer else None
        if body is not None:
            query = body
        elif function is not None:
            return None
        target, table = _only_target(query), self._only_table(query)
        if target is None or table is None:
            return None
        membership = self._model.membership
        if membership is not None and table.id == membership.table_id:
            found = self._read_memberships(query)
            name = _column_of(target, table, query)
            is_tenant = any(row.id == membership.tenant_column_id and row.name == name for row in table.columns)
            return Tenant(column, found[0]) if found is not None and found[1] is None and is_tenant else None
        key = table.primary_key
        if query.HasField("where_clause") or key is None or body is not None:
            return None
        names = {row.id: row.name for row in table.columns}
        is_key = [names.get(id_) for id_ in key.column_ids] == [_column_of(target, table, query)]
        return Parent(column, table.id) if is_key else None

    def _read_memberships(self, query: Node) -> tuple[frozenset[str], UUID | None] | None:
        """The roles asked for, and the column of the outer table that the tenant is compared with, if it is."""
        membership, table = self._model.membership, self._only_table(query)
        if membership is None or table is None or table.id != membership.table_id:
            return None
        names = {row.id: row.name for row in table.columns}
        user, tenant = names[membership.user_column_id], names[membership.tenant_column_id]
        role = names.get(membership.role_column_id) if membership.role_column_id else None
        roles: frozenset[str] = frozenset()
        outer: UUID | None = None
        is_callers = False
        for part in conjuncts(query.where_clause) if query.HasField("where_clause") else []:
            node = unwrap(part)
            if not isinstance(node, ast.A_Expr):
                return None
            sides = [node.lexpr, node.rexpr]
            inner = [_column_of(side, table, query) for side in sides]
            if user in inner and _is_caller(sides[1 - inner.index(user)]):
                is_callers = True
            elif tenant in inner and (other := self._outer_column(sides[1 - inner.index(tenant)], table)) is not None:
                outer = other
            elif role is not None and inner[0] == role and (found := _texts(node)):
                roles = frozenset(found)
            else:
                return None
        return (roles, outer) if is_callers else None

    def _read_held(self, node: Node) -> Meaning | None:
        """A helper without arguments that asks whether the caller has a role."""
        function = self._function(node)
        body = _body_of(function) if function is not None and function.is_security_definer else None
        target = _only_target(body) if body is not None else None
        link = unwrap(target) if target is not None else None
        if isinstance(link, ast.SubLink) and link.sub_link_type == ast.EXISTS_SUBLINK:
            found = self._read_memberships(unwrap(link.subselect))
            if found is not None and found[1] is None and found[0]:
                return Held(found[0])
        return None

    def _called(self, query: Node) -> Function | None:
        target = _only_target(query)
        return self._function(unwrap(target)) if target is not None and not query.from_clause else None

    def _function(self, node: Node) -> Function | None:
        if not isinstance(node, ast.FuncCall) or node.args:
            return None
        *schema, name = [part.string.sval for part in node.funcname]
        wanted = (schema or ["public"])[-1]
        rows = (row for row in self._design.functions if (row.schema, row.name) == (wanted, name) and not row.arguments)
        return next(rows, None)

    def _only_table(self, query: Node) -> Table | None:
        if (
            len(query.from_clause) != 1
            or query.op != ast.SETOP_NONE
            or query.group_clause
            or query.limit_count.ByteSize()
        ):
            return None
        source = unwrap(query.from_clause[0])
        if not isinstance(source, ast.RangeVar):
            return None
        wanted = (source.schemaname or "public", source.relname)
        return next((row for row in self._design.tables if (row.schema, row.name) == wanted), None)

    def _own_column(self, node: Node) -> UUID | None:
        names = _names(node)
        is_own = (
            len(names) == 1 or names[:-1] == [self._table.name] or names[:-1] == [self._table.schema, self._table.name]
        )
        return self._columns.get(names[-1]) if names and is_own else None

    def _outer_column(self, node: Node, inner: Table) -> UUID | None:
        names = _names(node)
        if len(names) == 1 and any(column.name == names[0] for column in inner.columns):
            return None  # the inner table's own: captured
        return self._own_column(node)


def conjuncts(node: Node) -> list[Node]:
    """The conditions joined by AND."""
    return _parts(node, ast.AND_EXPR)


def disjuncts(node: Node) -> list[Node]:
    """The conditions joined by OR."""
    return _parts(node, ast.OR_EXPR)


def _parts(node: Node, operator: int) -> list[Node]:
    inner = unwrap(node)
    if isinstance(inner, ast.BoolExpr) and inner.boolop == operator:
        return [part for argument in inner.args for part in _parts(argument, operator)]
    return [node]


def _is_caller(node: Node) -> bool:
    inner = unwrap(node)
    if isinstance(inner, ast.SubLink) and inner.sub_link_type == ast.EXPR_SUBLINK:
        query = unwrap(inner.subselect)
        target = _only_target(query)
        return target is not None and not query.from_clause and _is_caller(target)
    return isinstance(inner, ast.FuncCall) and [part.string.sval for part in inner.funcname] == ["auth", "uid"]


def _only_target(query: Node) -> Node | None:
    is_plain = isinstance(query, ast.SelectStmt) and len(query.target_list) == 1
    return query.target_list[0].res_target.val if is_plain else None


def _names(node: Node) -> list[str]:
    inner = unwrap(node)
    return [part.string.sval for part in inner.fields] if isinstance(inner, ast.ColumnRef) else []


def _column_of(node: Node, table: Table, query: Node) -> str | None:
    """The name of the inner table's column that a node is."""
    names = _names(node)
    source = unwrap(query.from_clause[0])
    alias = source.alias.aliasname or source.relname
    is_inner = len(names) == 1 or names[:-1] == [alias]
    return names[-1] if names and is_inner and any(column.name == names[-1] for column in table.columns) else None


def _texts(node: Node) -> list[str]:
    """The constants that a column is compared with: `= 'a'`, `in ('a', 'b')`, `= any (array['a'])`."""
    inner = unwrap(node.rexpr)
    if [name.string.sval for name in node.name] != ["="]:
        return []
    if isinstance(inner, ast.List):
        items = list(inner.items)
    elif isinstance(inner, ast.A_ArrayExpr):
        items = list(inner.elements)
    else:
        items = [node.rexpr]
    found = []
    for item in items:
        value = unwrap(item)
        if isinstance(value, ast.TypeCast):
            value = unwrap(value.arg)
        if not isinstance(value, ast.A_Const) or not value.HasField("sval"):
            return []
        found.append(str(value.sval.sval))
    return found


def _body_of(function: Function) -> Node | None:
    return _query(function.body) if function.language == "sql" and not function.is_sql_body else None


@lru_cache(maxsize=256)
def _query(text: str) -> Node | None:
    try:
        return query_tree(text)
    except SqlSyntaxError:
        return None
