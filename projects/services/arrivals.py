"""What an import brings, and what it would do to a project: worked out here, saved by `imports`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from designer.catalog.namings import Namings
from designer.catalog.reimports import Reimport, match_input
from designer.design import Design
from designer.design.edits import put, remove
from projects.models import ChangeItem, Project
from projects.selectors.designs import load_design, sorted_design
from projects.selectors.files import load_files
from projects.selectors.former_names import former_names
from projects.services.definitions import compare_definitions, namespace_of
from projects.services.exports import exported_files, released_contents
from projects.services.files import FileDifference, compare_files
from projects.services.histories import FOLDER, new_history


class ImportMode(StrEnum):
    """What happens to what the project already has."""

    REPLACE = "replace"
    """The project's design becomes the imported one."""
    MERGE = "merge"
    """Imported objects are added; those of the same name are replaced; the rest stays."""


class Arrival(Struct, frozen=True, kw_only=True):
    """An input that has been read.

    `files` are kept as they are, by path below `supabase/`. `history` are migrations by name, in order, that lead to
    the design; `remark` says where it falls short of them. `printed` is the project's design as a server prints it, of
    when `printed_at` changes had been made.
    """

    design: Design
    label: str
    mode: ImportMode = ImportMode.REPLACE
    files: dict[str, bytes] = msgspec.field(default_factory=dict)
    history: dict[str, bytes] = msgspec.field(default_factory=dict)
    remark: str = ""
    printed: Design | None = None
    printed_at: int = 0


class ImportPlan(Struct, frozen=True, kw_only=True):
    """What an arrival would make of the project. `target` is the design its migrations alone lead to.

    `history` are the migrations that would become released, by name.
    """

    before: Design
    after: Design
    target: Design
    matched: Reimport
    history: dict[str, bytes]
    files: list[FileDifference]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.files and not compare_definitions(self.before, self.after)


def plan_arrival(project: Project, arrival: Arrival, answers: Namings | None = None) -> ImportPlan:
    """Matches an arrival with the project as it is now; `answers` are the renames people confirmed, as names in it.

    Raises DesignerError where an answer fits nothing.
    """
    before = load_design(project)
    matched = match_input(
        arrival.design,
        before,
        former=former_names(project),
        answers=answers,
        printed=_still_printed(project, arrival),
    )
    target = sorted_design(matched.design)
    # What is stated of access is in no SQL, so no SQL takes it away; a starter brings what it states.
    whole = replace(target, access_models=target.access_models or before.access_models)
    after = whole if arrival.mode is ImportMode.REPLACE else sorted_design(_merge(before, target))
    history = new_history(released_contents(project), arrival.history)
    return ImportPlan(
        before=before,
        after=after,
        target=target,
        matched=matched,
        history=history,
        files=_plan_files(project, arrival, history),
    )


def _plan_files(project: Project, arrival: Arrival, history: Mapping[str, bytes]) -> list[FileDifference]:
    """The files that would be written; what an export would write there anyway is none of them."""
    exported = exported_files(project) if arrival.files else {}
    wanted = {path: content for path, content in arrival.files.items() if exported.get(path) != content}
    wanted |= {FOLDER + name: content for name, content in history.items()}
    return compare_files(load_files(project), wanted)


def _still_printed(project: Project, arrival: Arrival) -> Design | None:
    """The printed design without what has been edited since."""
    if arrival.printed is None or project.change_count == arrival.printed_at:
        return arrival.printed
    items = ChangeItem.objects.filter(change__project_id=project.pk, change__number__gt=arrival.printed_at)
    edited: set[UUID] = set(items.values_list("object_id", flat=True))
    return remove(arrival.printed, *(edited & arrival.printed.by_id.keys()))


def _merge(design: Design, imported: Design) -> Design:
    """Both together; what is imported takes the place of anything whose name it needs (an enum that was a domain)."""
    names = {namespace_of(definition): definition.id for definition in imported.definitions()}
    displaced = [
        definition.id
        for definition in design.definitions()
        if names.get(namespace_of(definition), definition.id) != definition.id
    ]
    return put(remove(design, *displaced), *imported.definitions())
