"""The SQL of an object, changed in the drawer."""

from __future__ import annotations

from designer.design.documents import content_hash
from designer.migrations import write_object
from projects.models import Project, User
from projects.selectors import load_design
from tests.views.conftest import MEMBERS, RELATIONSHIP, as_user


def address(project: Project) -> str:
    return f"/projects/{project.slug}/tables/{MEMBERS.id}/sql/"


def test_what_the_text_says_becomes_one_change(shop: Project, editor: User) -> None:
    text = write_object(load_design(shop), MEMBERS.id).replace(
        "uuid not null\n", "uuid not null,\n  nickname text\n", 1
    )
    assert "nickname" in text
    response = as_user(editor, htmx=True).post(address(shop), {"text": text, "based_on": 1})
    assert response.status_code == 200
    assert "Saved: Change the SQL of table public.members" in response.headers["HX-Trigger"]
    design = load_design(shop)
    assert [row.name for row in design.tables_by_id[MEMBERS.id].columns] == ["id", "company_id", "nickname"]
    assert RELATIONSHIP in design.relationships
    shop.refresh_from_db()
    assert shop.change_count == 2


def test_a_mistake_is_shown_at_its_line_and_nothing_changes(shop: Project, editor: User) -> None:
    before = content_hash(load_design(shop))
    text = "create table public.members (\n  id uuid,\n  total moneyy\n);"
    response = as_user(editor, htmx=True).post(address(shop), {"text": text})
    html = response.content.decode()
    assert (response.status_code, response.headers["HX-Retarget"]) == (422, "#drawer-body")
    assert "Line 3, column 9" in html
    assert text.splitlines()[2] in html
    assert content_hash(load_design(shop)) == before


def test_what_has_no_text_of_its_own_is_not_edited(shop: Project, editor: User) -> None:
    path = f"/projects/{shop.slug}/relationships/{RELATIONSHIP.id}/sql/"
    assert as_user(editor, htmx=True).get(path).status_code == 404


def test_only_editors_may(shop: Project, viewer: User, outsider: User) -> None:
    assert as_user(viewer, htmx=True).post(address(shop), {"text": ""}).status_code == 403
    assert as_user(outsider, htmx=True).get(address(shop)).status_code == 404
