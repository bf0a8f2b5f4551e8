"""Taking a released migration back: by a change of the design, which the next migration carries out."""

from __future__ import annotations

from designer.design import Design
from designer.design.edits import put, remove
from projects.models import Change, Migration, Project, User
from projects.selectors.designs import design_at
from projects.services.definitions import compare_definitions
from projects.services.edits import edit_design
from projects.services.errors import EditRefused
from projects.services.workbenches import Validate, try_on_server


def take_back(
    *, project: Project, acting_user: User, migration: Migration, validate_on_server: Validate = try_on_server
) -> Change:
    """Makes everything a migration changed what it was before it, as one change that can be undone.

    What was released stays as it is: the way back is planned, proven and released like any other migration. Raises
    EditRefused naming what has changed again since, or what came later and needs it.
    """
    change = edit_design(
        project=project,
        acting_user=acting_user,
        label=f"Take back {migration}",
        description=f"Takes back {migration}.",
        edit=lambda design: _without(design, migration),
        validate_on_server=validate_on_server,
    )
    if change is None:
        raise EditRefused(f"{migration} is taken back already: the design is as it was before it.")
    return change


def _without(design: Design, migration: Migration) -> Design:
    """The design with every definition of the migration as before it; one that is so already stays."""
    base, target = design_at(migration.base), design_at(migration.target)
    ids = [item.object_id for item in compare_definitions(base, target)]
    ids = [id_ for id_ in ids if design.by_id.get(id_) != base.by_id.get(id_)]
    for id_ in ids:
        if design.by_id.get(id_) != target.by_id.get(id_):
            thing = target.by_id.get(id_) or base.by_id[id_]
            raise EditRefused(
                f"{_full_name(thing)} has changed since {migration} was released. Take back the later migration or "
                "change first; nothing was changed."
            )
    emptied = remove(design, *(id_ for id_ in ids if id_ in target.by_id))
    return put(emptied, *(base.by_id[id_] for id_ in ids if id_ in base.by_id))


def _full_name(thing: object) -> str:
    schema, name = getattr(thing, "schema", ""), getattr(thing, "name", "A relationship")
    return f"{schema}.{name}" if schema else str(name)
