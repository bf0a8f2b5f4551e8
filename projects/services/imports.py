"""Bringing a design read from SQL into a project."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db import transaction

from designer.catalog.matching import adopt_ids
from designer.design import Design
from designer.design.edits import put, remove
from projects.models import Change, Project, User
from projects.selectors.designs import load_design, sorted_design
from projects.selectors.files import load_files
from projects.services.definitions import compare_definitions, namespace_of
from projects.services.edits import lock_project
from projects.services.exports import exported_files, released_contents
from projects.services.files import compare_files, save_files
from projects.services.histories import FOLDER, new_history, release_imported
from projects.services.records import record_change


class ImportMode(StrEnum):
    """What happens to what the project already has."""

    REPLACE = "replace"
    """The project's design becomes the imported one."""
    MERGE = "merge"
    """Imported objects are added; those of the same name are replaced; the rest stays."""


@transaction.atomic
def import_into_project(
    *,
    project: Project,
    acting_user: User,
    design: Design,
    label: str,
    mode: ImportMode = ImportMode.REPLACE,
    files: Mapping[str, bytes] | None = None,
    history: Mapping[str, bytes] | None = None,
    remark: str = "",
) -> Change | None:
    """Puts an imported design into the project as one change that can be undone; None when it changes nothing.

    Objects of the same name keep the ids they have here, so history, positions and later renames stay theirs. The
    design was read from a server, which is a better judge than the integrity checks: they are not asked.

    `files` are kept as they are, by path below `supabase/`. `history` are migrations by name, in order, that lead to
    the design: as far as they continue what is released (see `new_history`) they become released; `remark` says where
    the design falls short of them.
    """
    project = lock_project(project)
    before = load_design(project)
    adopted = sorted_design(adopt_ids(design, before))
    after = adopted if mode is ImportMode.REPLACE else sorted_design(_merge(before, adopted))
    fresh = new_history(released_contents(project), history or {})
    exported = exported_files(project) if files else {}
    wanted = {path: content for path, content in (files or {}).items() if exported.get(path) != content}
    wanted |= {FOLDER + name: content for name, content in fresh.items()}
    differences = compare_files(load_files(project), wanted)
    if not differences and not compare_definitions(before, after):
        return None
    change = record_change(project=project, author=acting_user, label=label, before=before, after=after)
    save_files(project, change, differences)
    if fresh:
        release_imported(project=project, change=change, names=list(fresh), target=adopted, remark=remark)
    return change


def _merge(design: Design, imported: Design) -> Design:
    """Both together; what is imported takes the place of anything whose name it needs (an enum that was a domain)."""
    names = {namespace_of(definition): definition.id for definition in imported.definitions()}
    displaced = [
        definition.id
        for definition in design.definitions()
        if names.get(namespace_of(definition), definition.id) != definition.id
    ]
    return put(remove(design, *displaced), *imported.definitions())
