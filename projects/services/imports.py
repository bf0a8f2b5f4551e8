"""Bringing a design read from SQL into a project."""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction

from designer.catalog.matching import adopt_ids
from designer.design import Design
from designer.design.edits import put, remove
from projects.models import Change, Project, User
from projects.selectors.designs import load_design, sorted_design
from projects.services.definitions import compare_definitions, namespace_of
from projects.services.edits import lock_project
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
    seed_sql: str | None = None,
    config_toml: str | None = None,
) -> Change | None:
    """Puts an imported design into the project as one change that can be undone; None when it changes nothing.

    Objects of the same name keep the ids they have here, so history, positions and later renames stay theirs. The
    design was read from a server, which is a better judge than the integrity checks: they are not asked.
    """
    project = lock_project(project)
    before = load_design(project)
    adopted = adopt_ids(design, before)
    after = sorted_design(adopted if mode is ImportMode.REPLACE else _merge(before, adopted))
    if seed_sql is not None or config_toml is not None:
        project.seed_sql = project.seed_sql if seed_sql is None else seed_sql
        project.config_toml = project.config_toml if config_toml is None else config_toml
        project.save(update_fields=["seed_sql", "config_toml", "updated_at"])
    if not compare_definitions(before, after):
        return None
    return record_change(project=project, author=acting_user, label=label, before=before, after=after)


def _merge(design: Design, imported: Design) -> Design:
    """Both together; what is imported takes the place of anything whose name it needs (an enum that was a domain)."""
    names = {namespace_of(definition): definition.id for definition in imported.definitions()}
    displaced = [
        definition.id
        for definition in design.definitions()
        if names.get(namespace_of(definition), definition.id) != definition.id
    ]
    return put(remove(design, *displaced), *imported.definitions())
