"""Undo and redo: own changes, in order, refused where somebody else has built on them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from designer.design import Design
from projects.models import Change, Project, User
from projects.selectors import load_design, next_redo, next_undo
from projects.services import EditConflict, EditRefused, edit_design, redo_change, undo_change
from tests.projects.test_edits import adding, table


def names(project: Project) -> list[str]:
    return [row.name for row in load_design(project).tables]


def add(project: Project, user: User, *tables: str) -> None:
    for name in tables:
        edit_design(project=project, acting_user=user, label=f"Add table {name}", edit=adding(table(name)))


def test_undo_and_redo_walk_the_history_back_and_forth(project: Project, owner: User) -> None:
    add(project, owner, "one", "two")
    for expected in (["one"], []):
        undo_change(project=project, acting_user=owner)
        assert names(project) == expected
    for expected in (["one"], ["one", "two"]):
        redo_change(project=project, acting_user=owner)
        assert names(project) == expected
    for expected in (["one"], []):
        undo_change(project=project, acting_user=owner)
        assert names(project) == expected
    labels = [change.label for change in Change.objects.order_by("number")]
    assert labels[2:4] == ["Undo: Add table two", "Undo: Add table one"]
    assert labels[-1] == "Undo: Add table one"
    assert [change.number for change in Change.objects.order_by("number")] == list(range(1, 9))


def test_undo_restores_exactly_what_was_there(project: Project, owner: User) -> None:
    invoices = table("invoices", "total")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(invoices))
    before = load_design(project)
    edit_design(project=project, acting_user=owner, label="Rename", edit=adding(replace(invoices, name="bills")))
    undo_change(project=project, acting_user=owner)
    assert load_design(project) == before


def test_undo_brings_a_removed_table_back(project: Project, owner: User) -> None:
    add(project, owner, "one")
    before = load_design(project)
    edit_design(project=project, acting_user=owner, label="Empty", edit=lambda design: replace(design, tables=()))
    undo_change(project=project, acting_user=owner)
    assert load_design(project) == before


def test_a_new_edit_ends_the_chance_to_redo(project: Project, owner: User) -> None:
    add(project, owner, "one")
    undo_change(project=project, acting_user=owner)
    add(project, owner, "two")
    assert next_redo(project, owner) is None
    with pytest.raises(EditRefused, match="nothing to redo"):
        redo_change(project=project, acting_user=owner)


def test_undo_takes_back_ones_own_change_and_leaves_the_others(project: Project, owner: User, editor: User) -> None:
    add(project, owner, "mine")
    add(project, editor, "theirs")
    undo_change(project=project, acting_user=owner)
    assert names(project) == ["theirs"]


def test_undo_refuses_when_somebody_changed_the_same_table_since(project: Project, owner: User, editor: User) -> None:
    mine = table("mine")
    edit_design(project=project, acting_user=owner, label="Add table mine", edit=adding(mine))
    edit_design(project=project, acting_user=editor, label="Comment", edit=adding(replace(mine, comment="Ours.")))
    with pytest.raises(EditConflict, match=r"public\.mine was changed by Eve .*change 2: Comment"):
        undo_change(project=project, acting_user=owner)
    assert names(project) == ["mine"]
    assert next_undo(project, owner) is not None


def test_there_is_nothing_to_undo_in_a_new_project(project: Project, owner: User) -> None:
    with pytest.raises(EditRefused, match="no change of yours"):
        undo_change(project=project, acting_user=owner)


def test_a_refused_edit_leaves_no_trace(project: Project, owner: User) -> None:
    def refuse(_: Project, __: Design, ___: Design) -> Design:
        raise EditRefused("The server says no.")

    with pytest.raises(EditRefused, match="The server says no"):
        edit_design(
            project=project,
            acting_user=owner,
            label="Add",
            edit=adding(table("one")),
            validate_on_server=refuse,
        )
    assert (names(project), Change.objects.count()) == ([], 0)


def test_what_the_server_returns_is_what_is_saved(project: Project, owner: User) -> None:
    one = table("one")

    def refresh(_: Project, __: Design, after: Design) -> Design:
        return replace(after, tables=(replace(after.tables[0], comment="As the server has it."),))

    change = edit_design(project=project, acting_user=owner, label="Add", edit=adding(one), validate_on_server=refresh)
    assert load_design(project).tables[0].comment == "As the server has it."
    assert change is not None
    assert change.items.get().definition_after == load_design(project).tables[0]
