"""The names PostgreSQL chooses by itself, to know which names need no writing.

Source: `makeObjectName` and `ChooseIndexName` of PostgreSQL's indexcmds.c. Collisions, which the server resolves by a
number at the end, are not predicted.
"""

from __future__ import annotations

from collections.abc import Sequence

from designer.postgres.quoting import MAX_IDENTIFIER_BYTES


def make_object_name(first: str, second: str, label: str) -> str:
    """`first_second_label`, the longer of the first two shortened until it fits into 63 bytes."""
    rest = len(label.encode()) + 1 + (1 if second else 0)
    room = MAX_IDENTIFIER_BYTES - rest
    first_bytes, second_bytes = len(first.encode()), len(second.encode())
    while first_bytes + second_bytes > room:
        if first_bytes > second_bytes:
            first_bytes -= 1
        else:
            second_bytes -= 1
    parts = [clip(first, first_bytes), clip(second, second_bytes), label]
    return "_".join(part for part in parts if part)


def clip(text: str, size: int) -> str:
    """The text cut to at most `size` bytes without splitting a character."""
    return text.encode()[:size].decode(errors="ignore")


def primary_key_name(table: str) -> str:
    return make_object_name(table, "", "pkey")


def unique_key_name(table: str, columns: Sequence[str]) -> str:
    """The name of an unnamed UNIQUE constraint; `columns` include those of INCLUDE."""
    return make_object_name(table, _joined(columns), "key")


def index_name(table: str, columns: Sequence[str]) -> str:
    """The name of an unnamed index on plain columns; `columns` include those of INCLUDE."""
    return make_object_name(table, _joined(columns), "idx")


def domain_not_null_name(domain: str) -> str:
    return make_object_name(domain, "", "not_null")


def not_null_name(table: str, column: str) -> str:
    return make_object_name(table, column, "not_null")


def identity_sequence_name(table: str, column: str) -> str:
    return make_object_name(table, column, "seq")


def _joined(columns: Sequence[str]) -> str:
    return clip("_".join(columns), MAX_IDENTIFIER_BYTES)
