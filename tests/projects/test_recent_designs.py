"""A design that a process remembers is the one that is stored."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, Settings

from designer.design import Design, Table
from designer.design.edits import put
from projects.models import Project, User
from projects.selectors import load_design
from projects.selectors.recent_designs import recall, remember
from projects.services import edit_design, undo_change
from projects.services.imports import import_into_project


@pytest.fixture(autouse=True)
def designs_are_remembered(settings: Settings, designs_are_read_again: None) -> None:
    settings.REMEMBERED_DESIGNS = 2


def add_table(project: Project, user: User, name: str) -> None:
    table = Table(id=uuid4(), schema="public", name=name)
    edit_design(project=project, acting_user=user, label=name, edit=lambda design: put(design, table))


def stored(project: Project) -> Design:
    """What a process that remembers nothing of the project reads."""
    remember(project, 0, Design())
    return load_design(project)


def test_a_saved_design_is_not_read_again(
    project: Project, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    add_table(project, owner, "zebras")
    add_table(project, owner, "apes")
    with django_assert_num_queries(1):
        remembered = load_design(project)
    assert remembered == stored(project)


def test_an_undone_and_an_imported_design_are_remembered_as_stored(project: Project, owner: User) -> None:
    add_table(project, owner, "zebras")
    undo_change(project=project, acting_user=owner)
    assert load_design(project) == stored(project)
    tables = tuple(Table(id=uuid4(), schema="public", name=name) for name in ("zebras", "apes"))
    import_into_project(project=project, acting_user=owner, design=Design(tables=tables), label="Import")
    assert load_design(project) == stored(project)


def test_what_was_rolled_back_is_not_remembered(project: Project, owner: User) -> None:
    add_table(project, owner, "kept")
    try:
        with transaction.atomic():
            add_table(project, owner, "lost")
            raise InterruptedError
    except InterruptedError:
        pass
    assert [table.name for table in load_design(project).tables] == ["kept"]
    add_table(project, owner, "next")
    assert [table.name for table in load_design(project).tables] == ["kept", "next"]
    assert load_design(project) == stored(project)


def test_the_design_used_longest_ago_makes_room(project: Project) -> None:
    others = [Project(pk=project.pk + number) for number in (1, 2)]
    for one in (project, *others):
        remember(one, 1, Design())
    assert recall(project, 1) is None
    assert [recall(other, 1) for other in others] == [Design(), Design()]
