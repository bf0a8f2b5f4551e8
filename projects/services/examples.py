"""The example project: a multi-tenant coaching app, read from SQL of ours like any import."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.db import transaction

from designer.design import Design
from designer.sandbox.inputs import read_migrations
from projects.models import Project, Team, User
from projects.selectors.designs import load_design
from projects.selectors.files import load_files
from projects.services.histories import FOLDER
from projects.services.imports import import_into_project
from projects.services.local import ensure_project
from projects.services.projects import create_project, update_project
from projects.services.releases import release_migration
from projects.services.sql_imports import prove_sql

EXAMPLE_SLUG = "example"
_FOLDER = "examples/coaching"


def load_example(*, acting_user: User, progress: Callable[[int, int, str], None] | None = None) -> Project:
    """Makes the example project in the user's team and releases it, so that a first edit is a small migration.

    Takes a few seconds: it is imported like any other Supabase project. Only its design is: the migration released
    from that has a rollback, which the imported files have not.
    """
    found = prove_sql(read_migrations(settings.BASE_DIR / _FOLDER), progress=progress)
    with transaction.atomic():
        project = ensure_project(slug=EXAMPLE_SLUG, acting_user=acting_user, name="Coaching")
        update_project(
            project=project,
            acting_user=acting_user,
            description="A multi-tenant coaching app: companies, members, conversations and partner applications.",
        )
        _start(project, acting_user, found.report.design, found.source.files, label="Import the example")
    return project


@transaction.atomic
def copy_example(*, team: Team, acting_user: User) -> Project | None:
    """A copy of the example for a team, so that nobody starts at a blank wall; None where no example is loaded."""
    example = Project.objects.filter(slug=EXAMPLE_SLUG).first()
    if example is None:
        return None
    project = create_project(
        team=team,
        acting_user=acting_user,
        name=f"{example.name} (example)",
        description=example.description,
    )
    _start(project, acting_user, load_design(example), load_files(example), label="Copy the example")
    return project


def _start(project: Project, user: User, design: Design, files: Mapping[str, bytes], *, label: str) -> None:
    """Design and files as the project's first release."""
    kept = {path: content for path, content in files.items() if not path.startswith(FOLDER)}
    import_into_project(project=project, acting_user=user, design=design, label=label, files=kept)
    release_migration(project=project, acting_user=user, name="initial", confirms_unproven=True)
