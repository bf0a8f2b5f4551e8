"""Extended statistics."""

from __future__ import annotations

from designer.design import Design, Statistics, Table
from designer.postgres.quoting import quote_identifier
from designer.sql.expressions import enclose
from designer.sql.names import column_of, name_of, table_of


def write_create_statistics(statistics: Statistics, design: Design) -> list[str]:
    """CREATE STATISTICS and, where it has one, its target."""
    table = table_of(statistics.table_id, design, wanted_by=f"Statistics {statistics.name}")
    kinds = f" ({', '.join(statistics.kinds)})" if statistics.kinds else ""
    keys = _keys(statistics, table, design)
    text = f"create statistics {name_of(statistics)}{kinds}\n  on {keys} from {name_of(table)}"
    return [text, *(_target(statistics) if statistics.target is not None else [])]


def write_alter_statistics(old: Statistics, new: Statistics, _: Design) -> list[str] | None:
    """SET STATISTICS, the only thing that can be altered; None where more differs."""
    same = (old.table_id, old.keys, old.kinds) == (new.table_id, new.keys, new.kinds)
    return _target(new) if same else None


def _target(statistics: Statistics) -> list[str]:
    # PostgreSQL 17 on says DEFAULT, too; every version understands -1.
    target = -1 if statistics.target is None else statistics.target
    return [f"alter statistics {name_of(statistics)} set statistics {target}"]


def _keys(statistics: Statistics, table: Table, design: Design) -> str:
    return ", ".join(
        quote_identifier(column_of(key.column_id, table, design).name)
        if key.column_id is not None
        else enclose(key.expression or "")
        for key in statistics.keys
    )
