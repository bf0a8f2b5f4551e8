"""Which values of its key lead a row into which partition, as far as the bounds say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.proofs.shapes import Shapes, TableShape

_MOST = 12
_RANGE = re.compile(r"FOR VALUES FROM \((.*)\) TO \((.*)\)", re.DOTALL)
_LIST = re.compile(r"FOR VALUES IN \((.*)\)", re.DOTALL)
_PIECES = re.compile(r"'(?:[^']|'')*'|[^,\s][^,]*")


def forced_values(shapes: Shapes, root: TableShape) -> list[dict[str, str]]:
    """One row's worth of key values for every partition that holds rows; empty where any value will do."""
    return [dict(found) for found in _leaves(shapes, root, {})][:_MOST]


def key_columns(table: TableShape) -> list[str]:
    """The columns that a partition key mentions."""
    text = table.partition_key or ""
    return [column.name for column in table.columns if re.search(rf"(?<![\w]){re.escape(column.name)}(?![\w])", text)]


def bounds_of(shapes: Shapes, root: TableShape) -> str:
    """All bounds below a table as one text, to guess from."""
    children = [table for table in shapes.tables.values() if table.parent == root.oid]
    return " ".join([*(child.bound or "" for child in children), *(bounds_of(shapes, child) for child in children)])


def _leaves(shapes: Shapes, table: TableShape, forced: dict[str, str]) -> Iterator[dict[str, str]]:
    children = [child for child in shapes.tables.values() if child.parent == table.oid]
    names = key_columns(table)
    for child in children:
        found = {**forced, **dict(zip(names, _first_values(child.bound or ""), strict=False))}
        if child.kind == "p":
            yield from _leaves(shapes, child, found)
        else:
            yield found


def _first_values(bound: str) -> list[str]:
    if match := _LIST.match(bound):
        return [value for value in _values(match[1]) if value != "NULL"][:1]
    if match := _RANGE.match(bound):
        starts, ends = _values(match[1]), _values(match[2])
        found: list[str] = []
        for start, end in zip(starts, ends, strict=False):
            if start != "MINVALUE":
                found.append(start)
            elif re.fullmatch(r"-?\d+", end):
                found.append(str(int(end) - 1))
            elif re.match(r"\d{4}-", end):
                found.append("1970-01-01")
            else:
                break
        return found
    return []


def _values(text: str) -> list[str]:
    return [
        piece[1:-1].replace("''", "'") if piece.startswith("'") else piece.split("::")[0].strip("() ")
        for piece in _PIECES.findall(text)
    ]
