"""Projects, their settings and where things sit on their canvas."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from designer.sandbox.databases import GrantMode
from projects.models import Definition, Migration, Placement, Project, Snapshot, User
from projects.selectors import load_design
from projects.selectors.placements import Marks, load_marks
from projects.services import (
    create_project,
    delete_project,
    edit_design,
    release_migration,
    save_placements,
    update_project,
)
from projects.services.placements import AreaBody, CanvasPatch, NoteBody, PlacementBody, change_canvas
from projects.services.sql_imports import grants_of
from tests.projects.test_edits import adding, table


def test_a_new_project_has_the_schema_every_database_has(project: Project) -> None:
    assert [(schema.name, schema.is_managed) for schema in load_design(project).schemas] == [("public", True)]
    assert (project.postgres_version, project.auto_expose_new_tables, project.change_count) == (17, False, 0)


def test_settings_are_changed_by_name(project: Project, owner: User) -> None:
    update_project(project=project, acting_user=owner, postgres_version=15, description="All of it")
    project.refresh_from_db()
    assert (project.postgres_version, project.description, project.name) == (15, "All of it", "Coaching")
    with pytest.raises(TypeError, match="no setting colour"):
        update_project(project=project, acting_user=owner, colour="red")


def test_new_tables_are_open_only_where_the_project_says_so(project: Project, owner: User) -> None:
    assert grants_of(None) is grants_of(project) is GrantMode.EXPLICIT
    update_project(project=project, acting_user=owner, auto_expose_new_tables=True)
    assert grants_of(project) is GrantMode.LEGACY


def test_a_project_goes_with_everything_it_has(project: Project, owner: User) -> None:
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("one")))
    release_migration(project=project, acting_user=owner, name="one", confirms_unproven=True)
    delete_project(project=project, acting_user=owner)
    assert [model.objects.count() for model in (Project, Definition, Migration, Snapshot)] == [0, 0, 0, 0]


def test_positions_are_kept(project: Project) -> None:
    one, two = uuid4(), uuid4()
    save_placements(project=project, positions={one: (1, 2), two: (3, 4)})
    save_placements(project=project, positions={two: (5, 6.5)})
    assert {row.object_id: (row.x, row.y) for row in Placement.objects.all()} == {one: (1, 2), two: (5, 6.5)}


def test_a_patch_of_the_canvas_replaces_what_it_names_and_nothing_else(project: Project) -> None:
    table, area, note = uuid4(), uuid4(), uuid4()
    body = NoteBody(text="Not yet", x=1, y=2)
    change_canvas(
        project=project,
        patch=CanvasPatch(
            placements={table: PlacementBody(x=3, y=4, area=area)}, areas={area: AreaBody(name="A")}, notes={note: body}
        ),
    )
    change_canvas(project=project, patch=CanvasPatch(areas={area: AreaBody(name="B", colour="red")}))
    marks = load_marks(project)
    assert marks.placements[table].area == area
    assert marks.areas == {area: {"name": "B", "colour": "red"}}
    assert marks.notes[note]["text"] == "Not yet"
    change_canvas(project=project, patch=CanvasPatch(placements={table: None}, areas={area: None}, notes={note: None}))
    assert load_marks(project) == Marks(placements={}, areas={}, notes={}, views={})


def test_a_patch_cannot_reach_into_another_project(project: Project, owner: User) -> None:
    other = create_project(team=project.team, acting_user=owner, name="Other")
    area = uuid4()
    change_canvas(project=other, patch=CanvasPatch(areas={area: AreaBody(name="Theirs")}))
    with pytest.raises(IntegrityError), transaction.atomic():
        change_canvas(project=project, patch=CanvasPatch(areas={area: AreaBody(name="Mine")}))
    change_canvas(project=project, patch=CanvasPatch(areas={area: None}))
    assert load_marks(other).areas == {area: {"name": "Theirs", "colour": ""}}
