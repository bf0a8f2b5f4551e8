"""Files kept byte for byte: what a change does to them, and how that is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from msgspec import Struct

from projects.models import Change, ChangeFile, Project, ProjectFile, User
from projects.selectors.designs import load_design
from projects.selectors.files import load_files, load_text
from projects.services.conflicts import conflict
from projects.services.edits import lock_project
from projects.services.records import record_change


class FileDifference(Struct, frozen=True):
    """One file that was added (`before` is None), removed (`after` is None) or changed."""

    path: str
    before: bytes | None
    after: bytes | None


@transaction.atomic
def change_texts(*, project: Project, acting_user: User, texts: Mapping[str, str]) -> Change | None:
    """Writes files typed by a person, by path; an empty text removes its file. None when nothing differs.

    A file whose text is as it was keeps its bytes, whatever its line ends are.
    """
    project = lock_project(project)
    wanted = {path: _as_file(text) for path, text in texts.items() if _lines(text) != load_text(project, path)}
    differences = compare_files(load_files(project), wanted)
    if not differences:
        return None
    design = load_design(project)
    names = " and ".join(difference.path for difference in differences)
    change = record_change(project=project, author=acting_user, label=f"Change {names}", before=design, after=design)
    save_files(project, change, differences)
    return change


def compare_files(now: Mapping[str, bytes], wanted: Mapping[str, bytes | None]) -> list[FileDifference]:
    """What writing the wanted contents (None: no such file) would do; other files stay."""
    return [
        FileDifference(path, now.get(path), content)
        for path, content in sorted(wanted.items())
        if now.get(path) != content
    ]


def save_files(project: Project, change: Change, differences: Sequence[FileDifference]) -> None:
    """Writes the files and what became of each into the history. Runs in the caller's transaction."""
    gone = [difference.path for difference in differences if difference.after is None]
    ProjectFile.objects.filter(project_id=project.pk, path__in=gone).delete()
    ProjectFile.objects.bulk_create(
        [
            ProjectFile(project_id=project.pk, path=difference.path, content=difference.after)
            for difference in differences
            if difference.after is not None
        ],
        update_conflicts=True,
        unique_fields=["project", "path"],
        update_fields=["content"],
    )
    ChangeFile.objects.bulk_create(
        ChangeFile(change=change, path=row.path, before=row.before, after=row.after) for row in differences
    )


def revert_files(project: Project, change: Change) -> list[FileDifference]:
    """What takes the files back to before a change. Raises EditConflict where one has changed again."""
    now = load_files(project)
    found = []
    for row in ChangeFile.objects.filter(change=change):
        before, after = (None if side is None else bytes(side) for side in (row.before, row.after))
        if now.get(row.path) != after:
            newer = ChangeFile.objects.filter(
                change__project_id=project.pk, change__number__gt=change.number, path=row.path
            )
            latest = newer.select_related("change__author").order_by("-change__number").first()
            raise conflict(latest.change if latest else change, row.path)
        found.append(FileDifference(row.path, after, before))
    return found


def _as_file(text: str) -> bytes | None:
    text = _lines(text)
    if not text.strip():
        return None
    return (text if text.endswith("\n") else f"{text}\n").encode()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")
