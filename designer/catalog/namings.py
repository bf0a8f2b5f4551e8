"""A known design under the names an input has for it: how renamed objects are matched all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from msgspec.structs import replace

from designer.catalog.matching import Path, paths_of
from designer.design import KINDS, Design, DesignerError, QualifiedName, Schema, Verbatim
from designer.design.edits import put

Namings: TypeAlias = Mapping[UUID, QualifiedName]
"""The name an input has for an object, by the id it has here; `schema` is empty for what is in no schema of its own."""

FormerNames: TypeAlias = Mapping[UUID, Iterable[QualifiedName]]
"""Names that objects had before, the latest first."""

_MOST_ROUNDS = 3
"""Schemas, what is in them, what is on that: each is found under the names of the one before."""


def name_as(known: Design, namings: Namings) -> Design:
    """The known design with these objects renamed. Only for matching: texts that mention them stay as they are."""
    if not namings:
        return known
    schemas = {row.name: namings[row.id].name for row in known.schemas if row.id in namings}
    changed = []
    for definition in known.definitions():
        named = _named(definition, namings)
        if getattr(named, "schema", None) in schemas and definition.id not in namings:
            named = replace(named, schema=schemas[named.schema])
        if named is not definition:
            changed.append(named)
    return put(known, *changed)


def recognise(design: Design, known: Design, former: FormerNames, namings: Namings) -> dict[UUID, QualifiedName]:
    """Objects that the design still has under a name they had before, with that name, added to the given namings.

    Only where the present name is not in the design and nothing else in the known design has the former one.
    """
    present = {path for path, _ in paths_of(design)}
    found = dict(namings)
    for _ in range(_MOST_ROUNDS):
        mine = dict(paths_of(name_as(known, found)))
        news: dict[UUID, QualifiedName] = {}
        for path, id_ in mine.items():
            if path in present or id_ in found:
                continue
            names = {_path_as(path, name): name for name in former.get(id_, ())}
            wanted = next((each for each in names if each in present and each not in mine), None)
            if wanted is not None and names[wanted] not in news.values():
                news[id_] = names[wanted]
        if not news:
            break
        found |= news
    return found


def _path_as(path: Path, name: QualifiedName) -> Path:
    return (path[0], name.schema, name.name, *path[3:]) if name.schema else (*path[:-1], name.name)


def _named(thing: Any, namings: Namings) -> Any:
    """A definition with its own name and those of its parts."""
    changes: dict[str, Any] = {}
    if naming := namings.get(thing.id):
        changes = {"name": naming.name, **({"schema": naming.schema} if naming.schema else {})}
    for field in thing.__struct_fields__:
        parts = getattr(thing, field)
        if isinstance(parts, tuple) and any(getattr(part, "id", None) in namings for part in parts):
            changes[field] = tuple(_named(part, namings) if hasattr(part, "id") else part for part in parts)
    return replace(thing, **changes) if changes else thing


def parse_rename(text: str, known: Design, design: Design) -> tuple[UUID, QualifiedName]:
    """The naming that `public.users.email=contact_email` asks for: what is known on the left, the input's name right.

    Raises DesignerError when there is nothing of the old name here, or still something in the input.
    """
    old, is_pair, new = text.partition("=")
    if not is_pair:
        raise DesignerError(f"{text} is no rename. Write it as public.users.email=contact_email.")
    mine, theirs = _by_words(known), _by_words(design)
    if old not in mine:
        raise DesignerError(f"{old} is not in the project, so it cannot have been renamed. Check the spelling.")
    if old in theirs:
        raise DesignerError(f"{old} is in the input under its own name, so it was not renamed to {new}.")
    id_, schema = mine[old]
    target = new.rpartition(".")[2]
    return id_, QualifiedName(schema if "." not in new else new.split(".")[0] if schema else "", target)


def _by_words(design: Design) -> dict[str, tuple[UUID, str]]:
    """Objects by their name in words, parts after what they are on; with the schema of those that name one."""
    found: dict[str, tuple[UUID, str]] = {}
    for kind in KINDS:
        for row in getattr(design, kind):
            if isinstance(row, Schema | Verbatim):
                continue
            schema = getattr(row, "schema", "")
            whole = f"{schema}.{row.name}" if schema else row.name
            found.setdefault(whole, (row.id, schema))
            for field in ("columns", "values", "attributes"):
                for part in getattr(row, field, ()):
                    if hasattr(part, "id"):
                        found.setdefault(f"{whole}.{part.name}", (part.id, ""))
    return found
