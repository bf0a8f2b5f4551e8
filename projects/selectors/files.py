"""The files of a project beside its design: seed, configuration, tests, functions, imported migrations."""

from __future__ import annotations

from django.db.models.functions import Length

from projects.models import Project, ProjectFile

SEED, CONFIG = "seed.sql", "config.toml"


def load_files(project: Project) -> dict[str, bytes]:
    """Every file with its content, by its path below `supabase/`."""
    rows = ProjectFile.objects.filter(project_id=project.pk).order_by("path").values_list("path", "content")
    return {path: bytes(content) for path, content in rows}


def load_file(project: Project, path: str) -> bytes | None:
    """The content of one file, or None where there is none."""
    found = ProjectFile.objects.filter(project_id=project.pk, path=path).values_list("content", flat=True).first()
    return None if found is None else bytes(found)


def load_text(project: Project, path: str) -> str:
    """One file as text, with Unix line ends; empty where there is none. What is not UTF-8 shows as U+FFFD."""
    return (load_file(project, path) or b"").decode(errors="replace").replace("\r\n", "\n")


def list_files(project: Project) -> list[tuple[str, int]]:
    """Paths and sizes in bytes, in the order of the paths."""
    rows = ProjectFile.objects.filter(project_id=project.pk).annotate(size=Length("content"))
    return list(rows.order_by("path").values_list("path", "size"))
