"""Bringing a design read from SQL into a project."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from designer.catalog.namings import Namings
from designer.design import Design
from projects.models import Change, Project, User
from projects.services.arrivals import Arrival, ImportMode, plan_arrival
from projects.services.conflicts import conflict
from projects.services.edits import lock_project
from projects.services.files import save_files
from projects.services.histories import release_imported
from projects.services.records import record_change

__all__ = ["ImportMode", "apply_arrival", "import_into_project"]


@transaction.atomic
def apply_arrival(
    *,
    project: Project,
    acting_user: User,
    arrival: Arrival,
    answers: Namings | None = None,
    expected_number: int | None = None,
) -> Change | None:
    """Puts an arrival into the project as one change that can be undone; None when it changes nothing.

    Objects that are known keep the ids they have here, so history, positions and later renames stay theirs. The design
    was read from a server, which is a better judge than the integrity checks: they are not asked. As far as its
    migrations continue what is released they become released. Raises EditConflict when the project has changed since
    `expected_number`, DesignerError where an answer fits nothing.
    """
    project = lock_project(project)
    if expected_number is not None and project.change_count != expected_number:
        latest = project.changes.select_related("author").latest("number")
        raise conflict(latest, f"The design of {project.name}")
    plan = plan_arrival(project, arrival, answers)
    if plan.is_empty:
        return None
    change = record_change(
        project=project, author=acting_user, label=arrival.label, before=plan.before, after=plan.after
    )
    save_files(project, change, plan.files)
    if plan.history:
        release_imported(
            project=project, change=change, names=list(plan.history), target=plan.target, remark=arrival.remark
        )
    return change


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
    """`apply_arrival` for a design that is at hand."""
    arrival = Arrival(
        design=design, label=label, mode=mode, files=dict(files or {}), history=dict(history or {}), remark=remark
    )
    return apply_arrival(project=project, acting_user=acting_user, arrival=arrival)
