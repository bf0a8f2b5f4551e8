"""Adding, replacing and removing whole definitions, of any kind."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace

from designer.design.designs import Definition, Design, kind_of


def put(design: Design, *definitions: Definition) -> Design:
    """The design with these definitions added, or replacing those of the same id in their place."""
    changed: dict[str, dict[UUID, Definition]] = {}
    for definition in definitions:
        kind = kind_of(definition)
        if kind not in changed:
            changed[kind] = {row.id: row for row in getattr(design, kind)}
        changed[kind][definition.id] = definition
    return replace(design, **{kind: tuple(rows.values()) for kind, rows in changed.items()})


def remove(design: Design, *ids: UUID) -> Design:
    """The design without the definitions of these ids. Says nothing of what refers to them: see `integrity`."""
    gone = set(ids)
    kinds = {kind_of(design.by_id[id_]) for id_ in gone}
    return replace(
        design, **{kind: tuple(row for row in getattr(design, kind) if row.id not in gone) for kind in kinds}
    )
