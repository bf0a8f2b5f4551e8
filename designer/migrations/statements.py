"""What a statement that somebody wrote by hand does to tables that exist: as far as its form tells, and no further.

Sources: PostgreSQL 18 docs, Explicit Locking and the pages of the commands; `AlterTableGetLockLevel` in tablecmds.c.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from msgspec import Struct

from designer.migrations.files import MigrationFile
from designer.migrations.operations import Hazard, HazardKind, Lock
from designer.postgres.parsing import Node, ast, parse_statements, split_statements, walk


class WrittenStatement(Struct, frozen=True):
    """One statement. `lock` is the strongest it takes on tables that exist before the migration; None: nobody knows."""

    sql: str
    lock: Lock | None
    tables: tuple[str, ...] = ()
    """Their full names."""
    hazards: tuple[Hazard, ...] = ()


def read_statements(sql: str, existing: Collection[str]) -> list[WrittenStatement]:
    """The statements of a text that can be parsed. `existing` are the full names of the tables there before it.

    A name without a schema is taken to be in `public`. A new table locks nobody out, so it does not count.
    """
    return [_read(text, existing) for text in split_statements(sql)]


def predict_written(files: Iterable[MigrationFile], existing: Collection[str]) -> dict[str, Lock]:
    """The locks of all statements of these files, as far as their forms tell."""
    rows = (row for file in files for row in read_statements(file.up_sql, existing))
    return {row.sql: row.lock for row in rows if row.lock is not None}


class _Effect(Struct, frozen=True):
    """What a statement does to one table; `table` is "" where it is not told which."""

    table: str
    lock: Lock
    hazards: tuple[tuple[HazardKind, str], ...] = ()


def _read(sql: str, existing: Collection[str]) -> WrittenStatement:
    (tree,) = parse_statements(sql)
    kind = type(tree).__name__
    if kind in _HARMLESS:
        return WrittenStatement(sql, Lock.NONE)
    describe = _KINDS.get(kind)
    effects = None if describe is None else describe(tree)
    if effects is None:
        return WrittenStatement(sql, None)
    known = [effect for effect in effects if not effect.table or effect.table in existing]
    return WrittenStatement(
        sql,
        max((effect.lock for effect in known), default=Lock.NONE),
        tuple(dict.fromkeys(effect.table for effect in known if effect.table)),
        tuple(Hazard(kind, f"{effect.table}: {words}") for effect in known for kind, words in effect.hazards),
    )


_HARMLESS = frozenset({
    "VariableSetStmt", "CreateSchemaStmt", "CreateFunctionStmt", "CreateEnumStmt", "AlterEnumStmt",
    "CreateDomainStmt", "CompositeTypeStmt", "CreateRangeStmt", "DefineStmt", "CreateSeqStmt",
    "AlterSeqStmt", "CreateRoleStmt", "AlterRoleStmt", "GrantRoleStmt", "CreateEventTrigStmt",
    "AlterDefaultPrivilegesStmt", "AlterFunctionStmt", "AlterRoleSetStmt", "CreateCastStmt",
    "NotifyStmt",
})  # fmt: skip
"""Statements that no existing table hears of."""


def _name(relation: Node) -> str:
    return f"{relation.schemaname or 'public'}.{relation.relname}"


def _names(parts: Node) -> list[str]:
    """The words of a qualified name in DROP and COMMENT."""
    return [part.string.sval for part in parts]


def _full(words: list[str]) -> str:
    return ".".join(words[-2:]) if len(words) > 1 else f"public.{words[0]}"


def _read_tables(tree: Node, lock: Lock) -> list[_Effect]:
    """Every table that a query mentions."""
    return [_Effect(_name(node), lock) for node in walk(tree) if isinstance(node, ast.RangeVar)]


def _query(tree: Node) -> list[_Effect] | None:
    """A query or a change of rows, with those inside it."""
    nodes = list(walk(tree))
    locks = any(isinstance(node, ast.SelectStmt) and node.locking_clause for node in nodes)
    effects = _read_tables(tree, Lock.ROW_SHARE if locks else Lock.ACCESS_SHARE)
    effects += [_write_rows(node) for node in nodes if isinstance(node, _WRITERS)]
    calls = any(isinstance(node, ast.FuncCall) for node in nodes)
    return None if calls and not effects else effects  # a function alone may do anything


_WRITERS = (ast.InsertStmt, ast.UpdateStmt, ast.DeleteStmt, ast.MergeStmt)


def _write_rows(tree: Node) -> _Effect:
    words = {
        "UpdateStmt": (HazardKind.SCAN, "each row that fits is written, and locked until the file ends."),
        "DeleteStmt": (HazardKind.DATA_LOSS, "rows are deleted; going back does not bring them back by itself."),
    }.get(type(tree).__name__)
    return _Effect(_name(tree.relation), Lock.ROW_EXCLUSIVE, (words,) if words else ())


def _copy(tree: Node) -> list[_Effect]:
    if not tree.HasField("relation"):
        return _read_tables(tree.query, Lock.ACCESS_SHARE)
    return [_Effect(_name(tree.relation), Lock.ROW_EXCLUSIVE if tree.is_from else Lock.ACCESS_SHARE)]


def _index(tree: Node) -> list[_Effect]:
    table = _name(tree.relation)
    unique = ((HazardKind.MAY_FAIL, "equal values that are there stop it."),) if tree.unique else ()
    if tree.concurrent:
        return [_Effect(table, Lock.SHARE_UPDATE_EXCLUSIVE, ((HazardKind.SCAN, "all rows are read."), *unique))]
    words = "nobody can write while all rows are read; CONCURRENTLY would let them, in a file of its own."
    return [_Effect(table, Lock.SHARE, ((HazardKind.BLOCKS_WRITES, words), *unique))]


def _create_table(tree: Node) -> list[_Effect]:
    lock = Lock.ACCESS_EXCLUSIVE if tree.HasField("partbound") else Lock.SHARE_UPDATE_EXCLUSIVE
    effects = [_Effect(_name(row.range_var), lock) for row in tree.inh_relations]
    for node in walk(tree):
        if isinstance(node, ast.Constraint) and node.HasField("pktable"):
            effects.append(_Effect(_name(node.pktable), Lock.SHARE_ROW_EXCLUSIVE))
        elif isinstance(node, ast.TableLikeClause):
            effects.append(_Effect(_name(node.relation), Lock.ACCESS_SHARE))
    return effects


def _create_table_as(tree: Node) -> list[_Effect]:
    return _read_tables(tree.query, Lock.ACCESS_SHARE)


def _view(tree: Node) -> list[_Effect]:
    return _read_tables(tree.query, Lock.ACCESS_SHARE)


def _refresh(tree: Node) -> list[_Effect]:
    lock = Lock.EXCLUSIVE if tree.concurrent else Lock.ACCESS_EXCLUSIVE
    return [_Effect(_name(tree.relation), lock, ((HazardKind.SCAN, "it is computed anew."),))]


def _truncate(tree: Node) -> list[_Effect] | None:
    if ast.DropBehavior.Name(tree.behavior) == "DROP_CASCADE":
        return None
    lost = ((HazardKind.DATA_LOSS, "all rows are deleted."),)
    return [_Effect(_name(row.range_var), Lock.ACCESS_EXCLUSIVE, lost) for row in tree.relations]


def _lock(tree: Node) -> list[_Effect]:
    return [_Effect(_name(row.range_var), Lock(tree.mode)) for row in tree.relations]


def _vacuum(tree: Node) -> list[_Effect]:
    is_full = any(option.def_elem.defname == "full" for option in tree.options)
    lock = Lock.ACCESS_EXCLUSIVE if is_full else Lock.SHARE_UPDATE_EXCLUSIVE
    rewrite = ((HazardKind.REWRITE, "it is written anew."),) if is_full else ()
    return [_Effect(_name(row.vacuum_relation.relation), lock, rewrite) for row in tree.rels]


def _rename(tree: Node) -> list[_Effect] | None:
    kind = ast.ObjectType.Name(tree.rename_type)
    if kind not in {"OBJECT_TABLE", "OBJECT_COLUMN", "OBJECT_TABCONSTRAINT", "OBJECT_POLICY", "OBJECT_TRIGGER"}:
        return [] if kind in _APART or kind == "OBJECT_INDEX" else None
    breaks = kind in {"OBJECT_TABLE", "OBJECT_COLUMN"}
    hazard = ((HazardKind.BREAKS_OLD_CODE, "code that uses the old name fails at once."),) if breaks else ()
    return [_Effect(_name(tree.relation), Lock.ACCESS_EXCLUSIVE, hazard)]


def _grant(tree: Node) -> list[_Effect] | None:
    if ast.GrantTargetType.Name(tree.targtype) != "ACL_TARGET_OBJECT":
        return None
    return [_Effect(_name(row.range_var), Lock.ACCESS_SHARE) for row in tree.objects if row.HasField("range_var")]


def _comment(tree: Node) -> list[_Effect] | None:
    kind = ast.ObjectType.Name(tree.objtype)
    if kind not in {"OBJECT_TABLE", "OBJECT_COLUMN"}:
        return [] if kind in _APART else None
    words = _names(tree.object.list.items)
    return [_Effect(_full(words[:-1] if kind == "OBJECT_COLUMN" else words), Lock.SHARE_UPDATE_EXCLUSIVE)]


_APART = frozenset(
    {"OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_SCHEMA", "OBJECT_TYPE", "OBJECT_DOMAIN", "OBJECT_SEQUENCE"}
    | {"OBJECT_VIEW", "OBJECT_ROLE", "OBJECT_EXTENSION", "OBJECT_AGGREGATE"}
)
"""Kinds of objects that can be named, described and dropped without a table hearing of it."""


def _drop(tree: Node) -> list[_Effect] | None:
    kind = ast.ObjectType.Name(tree.remove_type)
    if ast.DropBehavior.Name(tree.behavior) == "DROP_CASCADE":
        return None
    rows = [_names(row.list.items) for row in tree.objects if row.HasField("list")]
    lost = (
        (HazardKind.DATA_LOSS, "it goes with all its rows."),
        (HazardKind.BREAKS_OLD_CODE, "code that uses it fails."),
    )
    if kind in {"OBJECT_TABLE", "OBJECT_MATVIEW"}:
        return [_Effect(_full(words), Lock.ACCESS_EXCLUSIVE, lost) for words in rows]
    if kind in {"OBJECT_POLICY", "OBJECT_TRIGGER", "OBJECT_RULE"}:
        return [_Effect(_full(words[:-1]), Lock.ACCESS_EXCLUSIVE) for words in rows]
    if kind == "OBJECT_INDEX":
        # Its table is not in the statement.
        return [_Effect("", Lock.SHARE_UPDATE_EXCLUSIVE if tree.concurrent else Lock.ACCESS_EXCLUSIVE)]
    return [] if kind in _APART else None


def _on_table(field: str, lock: Lock) -> Callable[[Node], list[_Effect]]:
    return lambda tree: [_Effect(_name(getattr(tree, field)), lock)]


def _statistics(tree: Node) -> list[_Effect]:
    return [_Effect(_name(row.range_var), Lock.SHARE_UPDATE_EXCLUSIVE) for row in tree.relations]


def _alter_table(tree: Node) -> list[_Effect] | None:
    if ast.ObjectType.Name(tree.objtype) == "OBJECT_INDEX":
        return None
    if ast.ObjectType.Name(tree.objtype) not in {"OBJECT_TABLE", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE"}:
        return []
    table = _name(tree.relation)
    return [effect for row in tree.cmds for effect in _command(table, row.alter_table_cmd)]


_LIGHT = {
    "AT_SetStatistics": Lock.SHARE_UPDATE_EXCLUSIVE,
    "AT_ClusterOn": Lock.SHARE_UPDATE_EXCLUSIVE,
    "AT_DropCluster": Lock.SHARE_UPDATE_EXCLUSIVE,
    "AT_SetOptions": Lock.SHARE_UPDATE_EXCLUSIVE,
    "AT_ResetOptions": Lock.SHARE_UPDATE_EXCLUSIVE,
    "AT_SetRelOptions": Lock.SHARE_UPDATE_EXCLUSIVE,
    "AT_ResetRelOptions": Lock.SHARE_UPDATE_EXCLUSIVE,
    "AT_ValidateConstraint": Lock.SHARE_UPDATE_EXCLUSIVE,
    "AT_AttachPartition": Lock.SHARE_UPDATE_EXCLUSIVE,
    "AT_EnableTrig": Lock.SHARE_ROW_EXCLUSIVE,
    "AT_EnableAlwaysTrig": Lock.SHARE_ROW_EXCLUSIVE,
    "AT_EnableReplicaTrig": Lock.SHARE_ROW_EXCLUSIVE,
    "AT_EnableTrigAll": Lock.SHARE_ROW_EXCLUSIVE,
    "AT_EnableTrigUser": Lock.SHARE_ROW_EXCLUSIVE,
    "AT_DisableTrig": Lock.SHARE_ROW_EXCLUSIVE,
    "AT_DisableTrigAll": Lock.SHARE_ROW_EXCLUSIVE,
    "AT_DisableTrigUser": Lock.SHARE_ROW_EXCLUSIVE,
}
"""Forms of ALTER TABLE that leave readers alone; the others take ACCESS EXCLUSIVE."""

_SCANS = (HazardKind.SCAN, "all rows are read while it is locked.")
_DANGERS = {
    "AT_ValidateConstraint": (
        (HazardKind.SCAN, "all rows are read."),
        (HazardKind.MAY_FAIL, "rows that break it stop it."),
    ),
    "AT_SetNotNull": (_SCANS, (HazardKind.MAY_FAIL, "rows with NULL stop it.")),
    "AT_AlterColumnType": ((HazardKind.REWRITE, "it may be written anew while nobody can read it."),),
    "AT_SetAccessMethod": ((HazardKind.REWRITE, "it is written anew while nobody can read it."),),
    "AT_SetLogged": ((HazardKind.REWRITE, "it is written anew while nobody can read it."),),
    "AT_SetUnLogged": ((HazardKind.REWRITE, "it is written anew while nobody can read it."),),
    "AT_DropColumn": (
        (HazardKind.DATA_LOSS, "the column goes with its values."),
        (HazardKind.BREAKS_OLD_CODE, "code that uses the column fails."),
    ),
    "AT_AttachPartition": (_SCANS,),
}


def _command(table: str, command: Node) -> Iterator[_Effect]:
    """One form of ALTER TABLE."""
    kind = ast.AlterTableType.Name(command.subtype)
    value = getattr(command, "def")
    if kind in {"AT_AddConstraint", "AT_AddColumn"}:
        yield from _constraints(table, value, is_column=kind == "AT_AddColumn")
        return
    yield _Effect(table, _LIGHT.get(kind, Lock.ACCESS_EXCLUSIVE), _DANGERS.get(kind, ()))
    if kind in {"AT_AttachPartition", "AT_DetachPartition"}:
        yield _Effect(_name(value.partition_cmd.name), Lock.ACCESS_EXCLUSIVE)


def _constraints(table: str, value: Node, *, is_column: bool) -> Iterator[_Effect]:
    found = [node for node in walk(value) if isinstance(node, ast.Constraint)]
    kinds = {ast.ConstrType.Name(node.contype) for node in found}
    is_light = not is_column and kinds == {"CONSTR_FOREIGN"}
    hazards: list[tuple[HazardKind, str]] = []
    if kinds & {"CONSTR_CHECK", "CONSTR_FOREIGN"} and not all(node.skip_validation for node in found):
        hazards = [_SCANS, (HazardKind.MAY_FAIL, "rows that break it stop it.")]
    if kinds & {"CONSTR_PRIMARY", "CONSTR_UNIQUE", "CONSTR_EXCLUSION"} and not any(node.indexname for node in found):
        hazards = [(HazardKind.BLOCKS_WRITES, "nobody can read or write while its index is built.")]
        hazards.append((HazardKind.MAY_FAIL, "equal values that are there stop it."))
    if (
        is_column
        and "CONSTR_NOTNULL" in kinds
        and not kinds & {"CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"}
    ):
        hazards = [(HazardKind.MAY_FAIL, "rows that are there have no value for the new column.")]
    yield _Effect(table, Lock.SHARE_ROW_EXCLUSIVE if is_light else Lock.ACCESS_EXCLUSIVE, tuple(hazards))
    for node in found:
        if node.HasField("pktable"):
            yield _Effect(_name(node.pktable), Lock.SHARE_ROW_EXCLUSIVE)


_KINDS: dict[str, Callable[[Node], list[_Effect] | None]] = {
    "SelectStmt": _query,
    "InsertStmt": _query,
    "UpdateStmt": _query,
    "DeleteStmt": _query,
    "MergeStmt": _query,
    "CopyStmt": _copy,
    "IndexStmt": _index,
    "CreateStmt": _create_table,
    "CreateTableAsStmt": _create_table_as,
    "ViewStmt": _view,
    "RefreshMatViewStmt": _refresh,
    "TruncateStmt": _truncate,
    "LockStmt": _lock,
    "VacuumStmt": _vacuum,
    "RenameStmt": _rename,
    "CommentStmt": _comment,
    "GrantStmt": _grant,
    "DropStmt": _drop,
    "CreateTrigStmt": _on_table("relation", Lock.SHARE_ROW_EXCLUSIVE),
    "CreatePolicyStmt": _on_table("table", Lock.ACCESS_EXCLUSIVE),
    "AlterPolicyStmt": _on_table("table", Lock.ACCESS_EXCLUSIVE),
    "RuleStmt": _on_table("relation", Lock.ACCESS_EXCLUSIVE),
    "CreateStatsStmt": _statistics,
    "AlterTableStmt": _alter_table,
}
