"""Returning to an earlier point of the history."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from projects.models import Project, User
from projects.selectors import load_design
from projects.services import EditConflict, EditRefused, edit_design, return_to, undo_change
from tests.projects.test_edits import adding, table
from tests.projects.test_undo import add, names


def test_everything_later_is_taken_back_as_one_step_that_can_be_undone(
    project: Project, owner: User, editor: User
) -> None:
    one = table("one", "total")
    edit_design(project=project, acting_user=owner, label="Add one", edit=adding(one))
    point = load_design(project)
    edit_design(project=project, acting_user=editor, label="Rename", edit=adding(replace(one, name="first")))
    add(project, editor, "two", "three")
    undo_change(project=project, acting_user=editor)
    edit_design(project=project, acting_user=owner, label="Empty", edit=lambda design: replace(design, tables=()))
    add(project, owner, "four")
    later = load_design(project)
    change = return_to(project=project, acting_user=editor, number=1, expected_number=7)
    assert load_design(project) == point
    assert change.label == "Return to change 1: Add one"
    undo_change(project=project, acting_user=editor)
    assert load_design(project) == later


def test_what_was_edited_meanwhile_is_not_taken_back_unseen(project: Project, owner: User, editor: User) -> None:
    add(project, owner, "one", "two")
    add(project, editor, "three")
    with pytest.raises(EditConflict, match="edited meanwhile"):
        return_to(project=project, acting_user=owner, number=1, expected_number=2)
    assert names(project) == ["one", "three", "two"]


def test_the_present_is_nothing_to_return_to(project: Project, owner: User) -> None:
    add(project, owner, "one")
    with pytest.raises(EditRefused, match="nothing is left"):
        return_to(project=project, acting_user=owner, number=1, expected_number=1)
