"""Starters: small designs with an access model to begin with, kept as SQL and a declaration in `starters/`."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from msgspec import Struct

from designer.access.declarations import Declaration, declare_access, read_declaration
from designer.catalog.imports import read_scripts
from designer.design import Design, DesignerError
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import get_cluster
from projects.models import Change, Project, User
from projects.services.errors import EditRefused
from projects.services.imports import import_into_project
from projects.services.proposals import has_own_design

_FOLDER = "starters"
_ORDER = ("teams", "conversations", "partners", "articles", "shop")


class Starter(Struct, frozen=True, kw_only=True):
    """A design to start with: its tables as SQL, and who may do what."""

    slug: str
    sql: bytes
    access: Declaration


@cache
def list_starters() -> tuple[Starter, ...]:
    """All there are, in the order in which they are offered."""
    folders = [settings.BASE_DIR / _FOLDER / slug for slug in _ORDER]
    return tuple(
        Starter(
            slug=folder.name,
            sql=(folder / "schema.sql").read_bytes(),
            access=read_declaration((folder / "access.toml").read_bytes()),
        )
        for folder in folders
    )


def find_starter(slug: str) -> Starter:
    """The starter of that slug. Raises EditRefused naming those there are."""
    found = next((row for row in list_starters() if row.slug == slug), None)
    if found is None:
        raise EditRefused(f"There is no starter {slug}. Choose one of {', '.join(_ORDER)}.")
    return found


@cache
def read_starter(slug: str) -> Design:
    """The design of a starter, read from a scratch server as any import is, with everything its access compiles to.

    Takes about a second the first time. Raises EditRefused where there is no such starter,
    DesignerError where the server refuses a statement.
    """
    starter = find_starter(slug)
    design, failed = read_scripts([read_script(starter.sql, "schema.sql")], cluster=get_cluster())
    if failed:
        raise DesignerError(f"The starter {slug} does not run here: line {failed[0].line}: {failed[0].error}")
    return declare_access(design, starter.access)


def start_project(*, project: Project, acting_user: User, slug: str) -> Change | None:
    """Puts a starter into an empty project, as one change that can be undone.

    Raises EditRefused where the project has a design already: a starter never replaces anybody's work.
    """
    if has_own_design(project):
        raise EditRefused(
            f"{project.name} has a design already, and a starter would replace it. Make a new project for the starter."
        )
    label = f"Start with {find_starter(slug).access.title}"
    return import_into_project(project=project, acting_user=acting_user, design=read_starter(slug), label=label)
