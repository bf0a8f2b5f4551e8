"""Putting an imported design into a project."""

from __future__ import annotations

from uuid import uuid4

import pytest
from msgspec.structs import replace

from designer.design import Column, Design, Domain, Enum, EnumValue, Relationship, Table, TypeRef, id_from_path
from designer.design.edits import put, rename_table
from projects.models import Change, Project, User
from projects.selectors import load_design
from projects.services import (
    EditRefused,
    ImportMode,
    create_project,
    edit_design,
    import_into_project,
    undo_change,
)
from tests.projects.test_edits import adding, table


def read_from_sql(*names: str) -> Design:
    """A design as it is read from SQL: ids from names."""
    return Design(
        tables=tuple(
            Table(
                id=id_from_path("table", "public", name),
                schema="public",
                name=name,
                columns=(Column(id=id_from_path("column", "public", name, "id"), name="id", type=TypeRef("bigint")),),
            )
            for name in names
        )
    )


def bring(project: Project, user: User, design: Design, mode: ImportMode = ImportMode.REPLACE) -> Change | None:
    return import_into_project(project=project, acting_user=user, design=design, label="Import a.sql", mode=mode)


def names(project: Project) -> list[str]:
    return [row.name for row in load_design(project).tables]


def test_an_import_replaces_the_design_and_can_be_undone(project: Project, owner: User) -> None:
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("old")))
    before = load_design(project)
    bring(project, owner, read_from_sql("a", "b"))
    assert names(project) == ["a", "b"]
    undo_change(project=project, acting_user=owner)
    assert load_design(project) == before


def test_a_merge_keeps_what_the_import_does_not_have(project: Project, owner: User) -> None:
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("old")))
    bring(project, owner, read_from_sql("a"), ImportMode.MERGE)
    assert names(project) == ["a", "old"]


def test_objects_of_the_same_name_keep_their_ids(project: Project, owner: User) -> None:
    mine = table("a", "id")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(mine))
    imported = read_from_sql("a", "b")
    a, b = imported.tables
    reference = Relationship(
        id=uuid4(),
        name="b_id_fkey",
        table_id=b.id,
        column_ids=(b.columns[0].id,),
        target_table_id=a.id,
        target_column_ids=(a.columns[0].id,),
    )
    bring(project, owner, put(imported, reference))
    saved = load_design(project)
    kept = saved.table("public", "a")
    assert (kept.id, kept.columns[0].id, kept.columns[0].type.name) == (mine.id, mine.columns[0].id, "bigint")
    assert saved.relationships[0].target_table_id == mine.id
    assert saved.relationships[0].target_column_ids == (mine.columns[0].id,)


@pytest.mark.parametrize("mode", ImportMode)
def test_a_table_renamed_here_is_known_under_its_former_name(project: Project, owner: User, mode: ImportMode) -> None:
    bring(project, owner, read_from_sql("a"))
    [old] = load_design(project).tables
    edit_design(
        project=project, acting_user=owner, label="Rename", edit=lambda design: rename_table(design, old.id, name="z")
    )
    bring(project, owner, read_from_sql("a"), mode)
    assert load_design(project).tables == (old,)
    bring(project, owner, read_from_sql("a", "z"), mode)
    assert names(project) == ["a", "z"]
    assert load_design(project).table("public", "a").id == old.id


@pytest.mark.parametrize("mode", ImportMode)
def test_an_object_may_come_back_as_another_kind(project: Project, owner: User, mode: ImportMode) -> None:
    same_id = id_from_path("type", "public", "state")
    enum = Enum(id=same_id, schema="public", name="state", values=(EnumValue(uuid4(), "on"),))
    domain = Domain(id=same_id, schema="public", name="state", base=TypeRef("text"))
    bring(project, owner, Design(enums=(enum,)))
    before = load_design(project)
    bring(project, owner, Design(domains=(domain,)), mode)
    now = load_design(project)
    assert (now.enums, [replace(row, id=same_id) for row in now.domains]) == ((), [domain])
    undo_change(project=project, acting_user=owner)
    assert load_design(project) == before


def test_an_imported_type_displaces_a_drawn_one_of_its_name(project: Project, owner: User) -> None:
    drawn = Domain(id=uuid4(), schema="public", name="state", base=TypeRef("text"))
    edit_design(project=project, acting_user=owner, label="Add", edit=lambda design: put(design, drawn))
    enum = Enum(id=uuid4(), schema="public", name="state")
    bring(project, owner, Design(enums=(enum,)), ImportMode.MERGE)
    now = load_design(project)
    assert (now.enums, now.domains) == ((enum,), ())


def test_equal_names_are_refused_in_words_and_not_at_commit(project: Project, owner: User) -> None:
    one = table("one")
    with pytest.raises(EditRefused, match="would have the same name"):
        bring(project, owner, Design(tables=(one, replace(one, id=uuid4()))))


def test_a_slug_is_taken_once(project: Project, owner: User) -> None:
    with pytest.raises(EditRefused, match="There is a project at coaching already"):
        create_project(team=project.team, acting_user=owner, name="Again", slug="coaching")
