"""The folder people take away."""

from __future__ import annotations

from designer.export import ReleasedFile, build_folder
from projects.models import Migration, Project
from projects.selectors.designs import released_design


def build_export(project: Project) -> dict[str, bytes]:
    """The `supabase/` folder with everything released, by path; what is not released is not in it.

    Equal releases give equal bytes. Raises ExportError.
    """
    migrations = Migration.objects.filter(project_id=project.pk).order_by("number")
    return build_folder(
        slug=project.slug,
        title=project.name,
        design=released_design(project),
        migrations=[_file(file, migration) for migration in migrations for file in migration.files],
        seed_sql=project.seed_sql,
        config_toml=project.config_toml,
        postgres_version=project.postgres_version,
    )


def _file(file: dict[str, str], migration: Migration) -> ReleasedFile:
    return ReleasedFile(
        name=file["name"],
        up_sql=file["up"],
        down_sql=None if migration.is_imported else file["down"],
        is_transactional=bool(file.get("is_transactional", True)),
    )
