"""Editing a design: saved, recorded, numbered, refused."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from msgspec.structs import replace

from designer.design import Column, Design, Table, TypeRef
from designer.design.edits import put, remove
from projects.models import Change, Definition, Project, User
from projects.selectors import load_definition, load_design
from projects.services import EditConflict, edit_design


def table(name: str, *columns: str) -> Table:
    return Table(
        id=uuid4(),
        schema="public",
        name=name,
        columns=tuple(Column(id=uuid4(), name=column, type=TypeRef("text")) for column in columns),
    )


def adding(*definitions: Table) -> Callable[[Design], Design]:
    return lambda design: put(design, *definitions)


def test_an_edit_is_saved_and_recorded(project: Project, owner: User) -> None:
    invoices = table("invoices", "total")
    change = edit_design(project=project, acting_user=owner, label="Add table invoices", edit=adding(invoices))
    assert change is not None
    assert (change.number, change.author, str(change)) == (1, owner, "1: Add table invoices")
    assert [str(item) for item in change.items.all()] == ["+ public.invoices"]
    assert load_design(project).tables == (invoices,)
    assert load_definition(project, invoices.id) == invoices


def test_an_edit_that_changes_nothing_is_no_change(project: Project, owner: User) -> None:
    assert edit_design(project=project, acting_user=owner, label="Nothing", edit=lambda design: design) is None
    project.refresh_from_db()
    assert project.change_count == 0


def test_only_changed_rows_are_written(project: Project, owner: User) -> None:
    one, two = table("one"), table("two")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(one, two))
    untouched = (
        Definition.objects.extra(select={"version": "xmin::text"})
        .values_list("version", flat=True)
        .get(object_id=two.id)
    )
    edit_design(project=project, acting_user=owner, label="Rename", edit=adding(replace(one, name="uno")))
    now = (
        Definition.objects.extra(select={"version": "xmin::text"})
        .values_list("version", flat=True)
        .get(object_id=two.id)
    )
    assert now == untouched


def test_tables_can_swap_names(project: Project, owner: User) -> None:
    one, two = table("one"), table("two")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(one, two))
    swapped = adding(replace(one, name="two"), replace(two, name="one"))
    edit_design(project=project, acting_user=owner, label="Swap", edit=swapped)
    assert {row.id: row.name for row in load_design(project).tables} == {one.id: "two", two.id: "one"}


def test_a_removed_definition_is_gone(project: Project, owner: User) -> None:
    one = table("one")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(one))
    edit_design(project=project, acting_user=owner, label="Remove", edit=lambda design: remove(design, one.id))
    assert load_definition(project, one.id) is None
    assert Change.objects.get(number=2).items.get().symbol == "-"


def test_a_stale_edit_of_the_same_column_is_refused(project: Project, owner: User, editor: User) -> None:
    invoices = table("invoices", "total", "note")
    edit_design(project=project, acting_user=owner, label="Add table invoices", edit=adding(invoices))
    total, note = invoices.columns
    edit_design(
        project=project,
        acting_user=editor,
        label="Rename column total",
        edit=adding(replace(invoices, columns=(replace(total, name="amount"), note))),
    )
    with pytest.raises(
        EditConflict, match=r"public\.invoices: column .* was changed by Eve .* ago \(change 2: Rename"
    ) as caught:
        edit_design(
            project=project,
            acting_user=owner,
            label="Rename column total",
            edit=adding(replace(invoices, columns=(replace(total, name="sum"), note))),
            expected_number=1,
        )
    assert caught.value.change_number == 2
    assert [column.name for column in load_design(project).tables[0].columns] == ["amount", "note"]


def test_two_people_may_edit_different_columns_of_one_table(project: Project, owner: User, editor: User) -> None:
    invoices = table("invoices", "total", "note")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(invoices))

    def rename(position: int, name: str) -> Callable[[Design], Design]:
        def edit(design: Design) -> Design:
            current = design.tables[0]
            columns = list(current.columns)
            columns[position] = replace(columns[position], name=name)
            return put(design, replace(current, columns=tuple(columns)))

        return edit

    edit_design(project=project, acting_user=editor, label="Rename", edit=rename(0, "amount"), expected_number=1)
    edit_design(project=project, acting_user=owner, label="Rename", edit=rename(1, "remark"), expected_number=1)
    assert [column.name for column in load_design(project).tables[0].columns] == ["amount", "remark"]
