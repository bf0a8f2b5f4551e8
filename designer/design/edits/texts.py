"""Names inside SQL text: what a rename must rewrite where the design keeps expressions, queries and bodies as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from designer.design.designs import Design
from designer.design.edits.definitions import put
from designer.design.names import QualifiedName
from designer.postgres.quoting import quote_identifier

S = TypeVar("S", bound=Struct)

TEXT_FIELDS = frozenset(
    {
        "action", "base_type", "body", "bound", "check", "collation", "condition", "create_sql", "default",
        "definition", "drop_sql", "expression", "function_name", "generated", "predicate", "query", "returns",
        "support", "table_name", "using",
    }
)  # fmt: skip
"""Fields that hold SQL, wherever they occur. `type` is text in arguments and sequences only; `name` in TypeRef only."""

_OTHER_TEXTS = {
    ("AccessModel", "rows"), ("Argument", "type"), ("Sequence", "type"), ("Transition", "type"), ("TypeRef", "name"),
}  # fmt: skip

_TOKEN = re.compile(
    r"""
    (?P<skip>[eE]'(?:[^'\\]|''|\\.)*' | '(?:[^']|'')*' | --[^\n]* | /\*.*?\*/)
    | (?P<word>"(?:[^"]|"")+" | [^\W\d][\w$]*)
    | (?P<dot>\s*\.\s*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

Rename = Callable[[tuple[str, ...]], tuple[str, ...] | None]
"""Given a dotted name (folded, unquoted), the new one, or None to leave it."""


def may_mention(text: str, name: str) -> bool:
    """Whether an SQL text could name something: a quick look before a thorough one. SQL folds case, doubles quotes."""
    return name.replace('"', '""').lower() in text.lower()


def rewrite_names(text: str, rename: Rename) -> str:
    """The SQL with its dotted names renamed. Strings and comments are left alone; dollar-quoted bodies are not.

    It works on tokens, not on meaning: an alias spelled like the thing renamed is renamed with it. A server has the
    last word on whether the result still runs.
    """
    out: list[str] = []
    chain: list[str] = []
    pending = ""
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match[0]
        if kind == "word" and (not chain or pending):
            chain.append(token)
            pending = ""
        elif kind == "dot" and chain and not pending:
            pending = token
        else:
            out += [_renamed(chain, rename), pending]
            chain, pending = ([token], "") if kind == "word" else ([], "")
            out += [] if kind == "word" else [token]
    return "".join([*out, _renamed(chain, rename), pending])


def rename_qualified(design: Design, old: QualifiedName, new: QualifiedName) -> Design:
    """Rewrites `schema.name` in every text of the design, and what follows it (`schema.name.column`).

    A text that has it may also say `name.column`, where the relation has no alias: that follows too.
    """
    before, after = (old.schema, old.name), (new.schema, new.name)

    def rewrite(text: str) -> str:
        found = False

        def rename(chain: tuple[str, ...]) -> tuple[str, ...] | None:
            nonlocal found
            found = found or chain[:2] == before
            return (*after, *chain[2:]) if chain[:2] == before else None

        def rename_qualifier(chain: tuple[str, ...]) -> tuple[str, ...] | None:
            return (new.name, chain[1]) if len(chain) == 2 and chain[0] == old.name else None

        renamed = rewrite_names(text, rename)
        return rewrite_names(renamed, rename_qualifier) if found and old.name != new.name else renamed

    return rewrite_texts(design, old.name, rewrite)


def rename_schema_in_texts(design: Design, old: str, new: str) -> Design:
    """Rewrites `old.anything` in every text of the design."""

    def rename(chain: tuple[str, ...]) -> tuple[str, ...] | None:
        return (new, *chain[1:]) if len(chain) > 1 and chain[0] == old else None

    return rewrite_texts(design, old, lambda text: rewrite_names(text, rename))


def rewrite_texts(design: Design, mentioned: str, rewrite: Callable[[str], str]) -> Design:
    """The design with every SQL text that contains a word rewritten."""
    # Encoding finds the few definitions that contain it a hundred times faster than walking all of them.
    sign = mentioned.lower().encode() if mentioned.isidentifier() and mentioned.isascii() else b""
    changed = [
        map_texts(definition, lambda text: rewrite(text) if may_mention(text, mentioned) else text)
        for definition in (*design.definitions(), *design.access_models)
        if sign in msgspec.json.encode(definition).lower()
    ]
    return put(design, *changed)


def map_texts(value: S, rewrite: Callable[[str], str]) -> S:
    """The value with every SQL text inside it rewritten; the same object where nothing differs."""
    changes: dict[str, Any] = {}
    for field in value.__struct_fields__:
        old = getattr(value, field)
        new = _mapped(type(value).__name__, field, old, rewrite)
        if new is not old:
            changes[field] = new
    return replace(value, **changes) if changes else value


def _mapped(owner: str, field: str, value: Any, rewrite: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        is_text = field in TEXT_FIELDS or (owner, field) in _OTHER_TEXTS
        new_text = rewrite(value) if is_text and value else value
        return value if new_text == value else new_text
    if isinstance(value, Struct):
        return map_texts(value, rewrite)
    if isinstance(value, tuple) and value and isinstance(value[0], Struct):
        items = tuple(map_texts(item, rewrite) for item in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _renamed(chain: list[str], rename: Rename) -> str:
    if not chain:
        return ""
    names = tuple(_folded(token) for token in chain)
    new = rename(names)
    if new is None:
        return ".".join(chain)
    kept = dict(zip(names, chain, strict=True))
    return ".".join(kept[name] if name in kept else quote_identifier(name) for name in new)


def _folded(token: str) -> str:
    return token[1:-1].replace('""', '"') if token.startswith('"') else token.lower()
