"""Fixes: the edits that put findings right, each a function from a design to a design."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from designer.advisor.findings import Fix
from designer.design import Command, Design, Grant, Index, IndexKey, View, id_from_path
from designer.design.edits import (
    add_index,
    change_object,
    change_policy,
    change_table,
    grant,
    put,
    remove,
    remove_policy,
    revoke,
    set_grants,
)
from designer.design.edits.lookups import free_name
from designer.design.edits.publications import unpublish_table
from designer.design.errors import EditRefused
from designer.migrations import plan_migration

_HEADS = ("-- pg-delta:", "-- fix", "-- squawk-", "set ")


def apply_fix(design: Design, fix: Fix) -> Design:
    """The design with the fix in it. Raises EditRefused where the object is gone."""
    return _ACTIONS[fix.action](design, fix, **fix.values)


def write_fix(design: Design, fix: Fix) -> str:
    """The SQL that the edit comes to."""
    plan = plan_migration(design, apply_fix(design, fix), name="fix")
    return "\n\n".join(_body(file.up_sql) for file in plan.files)


def _body(sql: str) -> str:
    """Without the file's head: how it is run, its name, its time limits."""
    lines = sql.strip().splitlines()
    while lines and (lines[0].startswith(_HEADS) or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines)


def _change_table(design: Design, fix: Fix, **changes: Any) -> Design:
    return change_table(design, fix.object_id, **changes)


def _change_policy(design: Design, fix: Fix, **changes: Any) -> Design:
    if "roles" in changes:
        changes["roles"] = tuple(changes["roles"])
    if "command" in changes:
        changes["command"] = Command(changes["command"])
    return change_policy(design, fix.object_id, _part(fix), **changes)


def _remove_policy(design: Design, fix: Fix) -> Design:
    return remove_policy(design, fix.object_id, _part(fix))


def _set_option(design: Design, fix: Fix, name: str, value: str) -> Design:
    view = design.by_id.get(fix.object_id)
    if not isinstance(view, View):
        raise EditRefused("The view is gone. Look for holes again.")
    kept = tuple(option for option in view.options if option[0] != name)
    return change_object(design, view.id, options=(*kept, (name, value)))


def _set_setting(design: Design, fix: Fix, name: str, value: str) -> Design:
    function = _found(design, fix)
    kept = tuple(setting for setting in function.settings if setting[0] != name)
    return change_object(design, function.id, settings=(*kept, (name, value)))


def _change_object(design: Design, fix: Fix, **changes: Any) -> Design:
    return change_object(design, fix.object_id, **changes)


def _revoke(design: Design, fix: Fix, grants: list[tuple[str, list[str]]]) -> Design:
    """From whole objects and columns alike: what is named by grantee and privileges."""
    object_ = _found(design, fix)
    for grantee, privileges in grants:
        for row in getattr(object_, "grants", None) or ():
            if row.grantee == grantee and not row.column_names:
                design = revoke(
                    design, object_.id, grantee=grantee, privileges=tuple(privileges), column_ids=row.column_ids
                )
    return design


def _keep_columns(design: Design, fix: Fix, privilege: str, columns: list[str]) -> Design:
    """A privilege on every other column in the place of one on all of them."""
    table = _found(design, fix)
    gone = {column.id for column in table.columns if column.name in columns}
    kept: list[Grant] = []
    for row in table.grants:
        if privilege not in row.privileges:
            kept.append(row)
            continue
        others = tuple(name for name in row.privileges if name != privilege)
        ids = row.column_ids or tuple(column.id for column in table.columns if column.generated is None)
        left = tuple(id_ for id_ in ids if id_ not in gone)
        kept += [replace(row, privileges=others)] if others else []
        if row.grantee == "service_role":
            kept.append(replace(row, privileges=(privilege,)))
        elif left:
            kept.append(replace(row, privileges=(privilege,), column_ids=left))
    return set_grants(design, table.id, tuple(kept))


def _grant_only(design: Design, fix: Fix, grantees: list[str]) -> Design:
    """EXECUTE for these roles and nobody else."""
    function = _found(design, fix)
    kept = [row for row in function.grants or () if row.grantee in grantees]
    return set_grants(design, function.id, tuple(kept))


def _revoke_whole(design: Design, fix: Fix, grantee: str, privileges: list[str]) -> Design:
    return revoke(design, fix.object_id, grantee=grantee, privileges=tuple(privileges))


def _grant(design: Design, fix: Fix, grantee: str, privileges: list[str]) -> Design:
    return grant(design, fix.object_id, grantee=grantee, privileges=tuple(privileges))


def _remove(design: Design, fix: Fix) -> Design:
    return remove(design, _found(design, fix).id)


def _add_index(design: Design, fix: Fix, column: str) -> Design:
    table = _found(design, fix)
    own = next((row for row in table.columns if row.name == column), None)
    if own is None:
        raise EditRefused(f"{table.schema}.{table.name} has no column {column} any more. Look for holes again.")
    names = {index.name for other in design.tables if other.schema == table.schema for index in other.indexes}
    name = free_name(f"{table.name}_{column}_idx", names)
    if any(index.keys and index.keys[0].column_id == own.id for index in table.indexes):
        return design
    index = Index(
        id=id_from_path("index", table.schema, table.name, column), name=name, keys=(IndexKey(column_id=own.id),)
    )
    return add_index(design, table.id, index)


def _unpublish(design: Design, fix: Fix) -> Design:
    return unpublish_table(design, fix.object_id)


def _bypass(design: Design, fix: Fix, **changes: Any) -> Design:
    return put(design, replace(_found(design, fix), **changes))


def _part(fix: Fix) -> Any:
    if fix.part_id is None:
        raise EditRefused("The fix names no policy. Look for holes again.")
    return fix.part_id


def _found(design: Design, fix: Fix) -> Any:
    found = design.by_id.get(fix.object_id)
    if found is None:
        raise EditRefused("What the finding was about is gone. Look for holes again.")
    return found


_ACTIONS: dict[str, Callable[..., Design]] = {
    "change_table": _change_table,
    "change_policy": _change_policy,
    "remove_policy": _remove_policy,
    "set_option": _set_option,
    "set_setting": _set_setting,
    "change_object": _change_object,
    "keep_columns": _keep_columns,
    "revoke": _revoke,
    "grant_only": _grant_only,
    "revoke_whole": _revoke_whole,
    "grant": _grant,
    "remove": _remove,
    "add_index": _add_index,
    "unpublish": _unpublish,
    "change_role": _bypass,
}
