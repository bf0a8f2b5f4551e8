"""Storage options (`with (…)`) and configuration settings (`set x = y`)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from designer.postgres.quoting import quote_identifier, quote_literal

Options = tuple[tuple[str, str], ...]
_PLAIN_VALUE = re.compile(r"(?:-?\d+(?:\.\d+)?|true|false|on|off|local|cascaded)\Z")
_LIST_SETTINGS = frozenset(
    {"local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries",
     "temp_tablespaces", "unix_socket_directories"}
)  # fmt: skip
"""Settings whose value is a list of identifiers (GUC_LIST_QUOTE in PostgreSQL's guc_tables.c): a quoted whole would be
one name containing commas."""
_LIST_ITEM = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^",]+?))\s*(?:,|\Z)')


def write_options(options: Options) -> str:
    """`fillfactor = 70, toast.autovacuum_enabled = false`, without parentheses."""
    return ", ".join(f"{_option_name(name)} = {_option_value(value)}" for name, value in options)


def compare_options(old: Options, new: Options) -> tuple[Options, tuple[str, ...]]:
    """What to set and which names to reset to get from old to new."""
    before, after = dict(old), dict(new)
    changed = tuple((name, value) for name, value in new if before.get(name) != value)
    return changed, tuple(name for name in before if name not in after)


def write_alter_options(head: str, old: Options, new: Options) -> list[str]:
    """`<head> set (…)` and `<head> reset (…)` for what differs."""
    changed, gone = compare_options(old, new)
    statements = [f"{head} set ({write_options(changed)})"] if changed else []
    if gone:
        statements.append(f"{head} reset ({', '.join(map(_option_name, gone))})")
    return statements


def write_setting(name: str, value: str) -> str:
    """`set search_path = public, extensions`, from a value as `pg_proc.proconfig` and `pg_db_role_setting` hold it."""
    return f"set {_option_name(name)} = {_setting_value(name, value)}"


def reset_setting(name: str) -> str:
    return f"reset {_option_name(name)}"


def _setting_value(name: str, value: str) -> str:
    if name.lower() not in _LIST_SETTINGS:
        return quote_literal(value)
    return ", ".join(quote_literal(item) if not _is_word(item) else item for item in split_list(value)) or "''"


def split_list(value: str) -> list[str]:
    """The items of a list setting: `"$user", public` gives `$user` and `public`."""
    items: list[str] = []
    position = 0
    while position < len(value) and (match := _LIST_ITEM.match(value, position)):
        quoted, bare = match.groups()
        items.append(quoted.replace('""', '"') if quoted is not None else bare)
        position = match.end()
    return items


def _is_word(item: str) -> bool:
    return bool(item) and quote_identifier(item) == item


def _option_name(name: str) -> str:
    return ".".join(quote_identifier(part) for part in name.split("."))


def _option_value(value: str) -> str:
    return value if _PLAIN_VALUE.match(value) else quote_literal(value)


def settings_statements(head: str, old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]]) -> list[str]:
    """`<head> set a = b` and `<head> reset c` for what differs."""
    before, after = dict(old), dict(new)
    changed = [f"{head} {write_setting(name, value)}" for name, value in after.items() if before.get(name) != value]
    return changed + [f"{head} {reset_setting(name)}" for name in before if name not in after]
