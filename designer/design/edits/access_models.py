"""What is stated of access follows renames: conditions are SQL, and audiences, roles and states are names."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from msgspec.structs import replace

from designer.design.access_models import AccessModel, TableAccess, audience_of
from designer.design.designs import Design
from designer.design.edits.definitions import put
from designer.design.edits.texts import map_texts


def rewrite_conditions(design: Design, table_id: UUID, rewrite: Callable[[str], str]) -> Design:
    """Rewrites the conditions, checks and presets that are stated of one table."""

    def follow(row: TableAccess) -> TableAccess:
        return map_texts(row, rewrite) if row.table_id == table_id else row

    return _map_tables(design, follow)


def rename_stated_value(design: Design, enum_id: UUID, old: str, new: str) -> Design:
    """Renames a label of an enum where it is a state of a table's workflow or a role of the application."""
    columns = {column.id for table in design.tables for column in table.columns if column.type.type_id == enum_id}

    def follow(row: TableAccess) -> TableAccess:
        if row.status_column_id not in columns:
            return row
        names = {old: new}
        moved = tuple(
            replace(step, before=names.get(step.before, step.before), after=names.get(step.after, step.after))
            for step in row.transitions
        )
        return replace(row, transitions=moved)

    design = _map_tables(design, follow)
    for model in design.access_models:
        sources = [source.role_column_id for source in (model.membership, model.profile) if source is not None]
        if columns.intersection(id_ for id_ in sources if id_ is not None):
            design = put(design, _rename_role(model, old, new))
    return design


def _rename_role(model: AccessModel, old: str, new: str) -> AccessModel:
    def name(role: str) -> str:
        return new if role == old else role

    def audience(who: str) -> str:
        return audience_of(new) if who == audience_of(old) else who

    roles = tuple(
        replace(role, name=name(role.name), includes=tuple(name(weaker) for weaker in role.includes))
        for role in model.roles
    )
    tables = tuple(
        replace(
            row,
            cells=tuple(replace(cell, audience=audience(cell.audience)) for cell in row.cells),
            transitions=tuple(
                replace(step, audiences=tuple(audience(who) for who in step.audiences)) for step in row.transitions
            ),
        )
        for row in model.tables
    )
    return replace(model, roles=roles, tables=tables)


def _map_tables(design: Design, follow: Callable[[TableAccess], TableAccess]) -> Design:
    models = (replace(model, tables=tuple(follow(row) for row in model.tables)) for model in design.access_models)
    changed = [new for old, new in zip(design.access_models, models, strict=True) if new != old]
    return put(design, *changed) if changed else design
