"""Changing a design by the SQL of one of its objects."""

from __future__ import annotations

from uuid import UUID

import psycopg

from designer.catalog.sql_edits import read_edited
from designer.design import Design
from designer.design.edits import put, remove
from designer.design.edits.lookups import full_name, word_for
from designer.postgres.embedded import ServerError
from designer.sandbox.clusters import get_cluster
from designer.sandbox.limits import SandboxError
from projects.models import Change, Project, User
from projects.selectors.designs import load_design
from projects.services.edits import edit_design
from projects.services.errors import EditRefused


def edit_sql(
    *, project: Project, acting_user: User, object_id: UUID, text: str, expected_number: int | None = None
) -> Change | None:
    """Makes an object of the project what a text says, as one change; None when that is what it is.

    The text is run before the project is locked, since that takes a second; what others change meanwhile is kept, and
    refused as a conflict where it is the same part. Raises EditRefused (SqlRefused at a place in the text).
    """
    before = load_design(project)
    old = before.by_id[object_id]
    try:
        after = read_edited(before, object_id, text, cluster=get_cluster())
    except (SandboxError, ServerError, psycopg.OperationalError) as error:
        raise EditRefused(f"The SQL cannot be tried now: {error} Nothing was changed; try again.") from error
    changed = [row for row in after.definitions() if before.by_id.get(row.id) != row]
    gone = [row.id for row in before.definitions() if row.id not in after.by_id]

    def edit(design: Design) -> Design:
        return put(remove(design, *(id_ for id_ in gone if id_ in design.by_id)), *changed)

    return edit_design(
        project=project,
        acting_user=acting_user,
        label=f"Change the SQL of {word_for(old)} {full_name(old)}",
        edit=edit,
        expected_number=project.change_count if expected_number is None else expected_number,
    )
