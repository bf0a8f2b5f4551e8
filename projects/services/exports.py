"""The folder people take away."""

from __future__ import annotations

from collections.abc import Mapping

from designer.export import ExportError, ReleasedFile, build_folder, build_supabase
from projects.models import Migration, Project
from projects.selectors.access_tests import tests_of
from projects.selectors.designs import released_design
from projects.selectors.files import load_files
from projects.selectors.proofs import proven_sentences
from projects.services.histories import FOLDER


def build_export(project: Project) -> dict[str, bytes]:
    """The `supabase/` folder with everything released, by path; what is not released is not in it.

    Access tests are in it where they were run on just that and passed.

    Equal releases give equal bytes, and imported files are what they were. Raises ExportError.
    """
    files = load_files(project)
    design = released_design(project)
    return build_folder(
        slug=project.slug,
        title=project.name,
        design=design,
        migrations=released_files(project, files),
        files=files,
        tests=tests_of(project, design),
        postgres_version=project.postgres_version,
        proven=proven_sentences(project),
    )


def exported_files(project: Project) -> dict[str, bytes]:
    """What an export would write below `supabase/`, by the path there; nothing where it cannot be exported now."""
    files = load_files(project)
    try:
        built = build_supabase(
            slug=project.slug,
            design=released_design(project),
            migrations=released_files(project, files),
            files=files,
            postgres_version=project.postgres_version,
        )
    except ExportError:
        return {}
    return {path.removeprefix("supabase/"): content for path, content in built.items()}


def released_files(project: Project, files: Mapping[str, bytes]) -> list[ReleasedFile]:
    """Every released migration file in order; `files` are the project's, among them the imported migrations."""
    migrations = Migration.objects.filter(project_id=project.pk).order_by("number")
    return [_file(file, migration, files) for migration in migrations for file in migration.files]


def released_contents(project: Project) -> dict[str, bytes]:
    """The bytes of every released migration file by its name, in order."""
    files = released_files(project, load_files(project))
    return {file.name: file.up_sql if isinstance(file.up_sql, bytes) else file.up_sql.encode() for file in files}


def _file(file: dict[str, str], migration: Migration, files: Mapping[str, bytes]) -> ReleasedFile:
    if migration.is_imported:
        return ReleasedFile(name=file["name"], up_sql=files[FOLDER + file["name"]])
    return ReleasedFile(
        name=file["name"],
        up_sql=file["up"],
        down_sql=file["down"],
        script_sql=file.get("script", ""),
        is_transactional=bool(file.get("is_transactional", True)),
    )
