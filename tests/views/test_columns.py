"""Columns typed as rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from designer.design import Design
from designer.design.edits.columns import change_column
from projects.models import Project, User
from projects.selectors import load_design
from projects.services import edit_design
from tests.views.conftest import COMPANIES, as_user, make_id

NAME = make_id("companies", "name")


def post(user: User, project: Project, *rows: dict[str, Any], **others: Any) -> Any:
    data: dict[str, Any] = {"columns-TOTAL_FORMS": len(rows), "columns-INITIAL_FORMS": 0, **others}
    for number, row in enumerate(rows):
        data |= {f"columns-{number}-{field}": value for field, value in row.items()}
    return as_user(user).post(f"/projects/{project.slug}/tables/{COMPANIES.id}/columns/", data)


def columns(project: Project) -> list[tuple[str, str, bool, str | None]]:
    table = load_design(project).tables_by_id[COMPANIES.id]
    return [(row.name, row.type.name, row.is_nullable, row.default) for row in table.columns]


def test_rows_are_added_and_changed_as_one_change(shop: Project, editor: User) -> None:
    row = {"id": uuid4(), "name": "city", "type": "text", "is_required": "on", "default": "'Bern'"}
    response = post(editor, shop, row, {"id": NAME, "name": "full_name", "type": "varchar(80)"})
    assert (response.status_code, response.json()) == (
        200,
        {"change": 2, "label": "Type 2 columns of public.companies"},
    )
    assert columns(shop)[1:] == [
        ("full_name", "character varying(80)", True, None),
        ("city", "text", False, "'Bern'"),
    ]


def test_sending_a_new_row_twice_adds_it_once(shop: Project, editor: User) -> None:
    row = {"id": uuid4(), "name": "city", "type": "text"}
    assert post(editor, shop, row).json()["label"] == "Add column city to public.companies"
    assert post(editor, shop, row).json() == {"change": 2, "label": ""}
    assert len(columns(shop)) == 3


def test_what_is_wrong_is_told_at_its_row_and_nothing_is_kept(shop: Project, editor: User) -> None:
    good, bad = {"id": uuid4(), "name": "city", "type": "text"}, {"id": uuid4(), "name": "total", "type": "moneyy"}
    response = post(editor, shop, good, bad)
    assert response.status_code == 422
    errors = response.json()["errors"]
    assert list(errors) == [str(bad["id"])]
    assert "moneyy" in errors[str(bad["id"])]["type"][0]
    assert len(columns(shop)) == 2


def test_a_name_that_is_taken_is_refused_in_words(shop: Project, editor: User) -> None:
    response = post(editor, shop, {"id": uuid4(), "name": "name", "type": "text"})
    assert response.status_code == 422
    assert "already" in str(response.json()["errors"][""])


def test_the_order_and_the_name_of_the_table(shop: Project, editor: User) -> None:
    ids: list[UUID] = [column.id for column in COMPANIES.columns]
    response = post(editor, shop, order=" ".join(str(id_) for id_ in reversed(ids)))
    assert response.json()["label"] == "Reorder the columns of public.companies"
    assert [row[0] for row in columns(shop)] == ["name", "id"]
    assert post(editor, shop, table_name="firms").json()["label"] == "Rename table public.companies to public.firms"
    assert load_design(shop).tables_by_id[COMPANIES.id].name == "firms"


def test_two_people_in_one_row_conflict_and_in_two_rows_do_not(shop: Project, owner: User, editor: User) -> None:
    def describe(design: Design) -> Design:
        return change_column(design, COMPANIES.id, NAME, comment="As registered")

    edit_design(project=shop, acting_user=owner, label="Describe name", edit=describe)
    stale = {"based_on": 1}
    assert post(editor, shop, {"id": uuid4(), "name": "city", "type": "text"}, **stale).status_code == 200
    response = post(editor, shop, {"id": NAME, "name": "title", "type": "text"}, **stale)
    assert response.status_code == 409
    assert "was changed by" in str(response.json())
