"""The example project: a multi-tenant coaching app, read from SQL of ours like any import."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from designer.sandbox.inputs import read_migrations
from projects.models import Project, Team, User
from projects.selectors.designs import load_design
from projects.selectors.files import load_files
from projects.services.histories import FOLDER
from projects.services.imports import apply_arrival, import_into_project
from projects.services.local import ensure_project
from projects.services.projects import create_project, update_project
from projects.services.releases import release_migration
from projects.services.sql_imports import arrival_of, prove_sql

EXAMPLE_SLUG = "example"
_FOLDER = "examples/coaching"


def load_example(*, acting_user: User, progress: Callable[[int, int, str], None] | None = None) -> Project:
    """Makes the example project in the user's team; its migrations are released, so a first edit is a small migration.

    Takes a few seconds: it is imported like any other Supabase project.
    """
    found = prove_sql(read_migrations(settings.BASE_DIR / _FOLDER), progress=progress)
    with transaction.atomic():
        project = ensure_project(slug=EXAMPLE_SLUG, acting_user=acting_user, name="Coaching")
        update_project(
            project=project,
            acting_user=acting_user,
            description="A multi-tenant coaching app: companies, members, conversations and partner applications.",
        )
        arrival = arrival_of(found, project=project, name="the example")
        apply_arrival(project=project, acting_user=acting_user, arrival=arrival)
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
    design = load_design(example)
    files = {path: content for path, content in load_files(example).items() if not path.startswith(FOLDER)}
    import_into_project(project=project, acting_user=acting_user, design=design, label="Copy the example", files=files)
    release_migration(project=project, acting_user=acting_user, name="initial", confirms_unproven=True)
    return project
