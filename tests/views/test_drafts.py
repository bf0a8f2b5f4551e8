"""Drafts through the pages: who may arrange them, what is said before and after, and what a release page shows."""

from __future__ import annotations

import pytest

from projects.models import Draft, Migration, Project, User
from projects.selectors.drafts import list_drafts
from projects.services import edit_design
from projects.services.drafts import cut_draft
from tests.projects.test_edits import adding, table
from tests.views.conftest import as_user

HERE = "/projects/coaching/migrations/"
PAGES = ("", "rename/", "squash/", "delete/")


@pytest.fixture
def drafts(shop: Project, owner: User) -> list[str]:
    """The addresses of two drafts; a third table is in none."""
    found = []
    for name in ("first", "second"):
        edit_design(project=shop, acting_user=owner, label="Add", edit=adding(table(name)))
        found.append(f"{HERE}drafts/{cut_draft(project=shop, acting_user=owner, name=name).pk}/")
    edit_design(project=shop, acting_user=owner, label="Add", edit=adding(table("third")))
    return found


def names(project: Project) -> list[str]:
    return [draft.name for draft in list_drafts(project)]


def test_who_may_see_and_arrange_drafts(
    shop: Project, drafts: list[str], editor: User, viewer: User, outsider: User
) -> None:
    addresses = [drafts[1] + page for page in PAGES]
    for user, status in ((editor, 200), (viewer, 403), (outsider, 404)):
        assert {as_user(user).get(address).status_code for address in addresses} == {status}
    for user, status in ((viewer, 403), (outsider, 404)):
        assert {as_user(user).post(address).status_code for address in addresses} == {status}
    assert as_user(editor).get(f"{drafts[0]}squash/").status_code == 200
    assert as_user(editor).get(f"{HERE}drafts/999/").status_code == 404
    assert {as_user(editor).delete(address).status_code for address in addresses} == {405}
    page = as_user(viewer).get(HERE).content.decode()
    assert "first" in page
    assert "Cut a draft here" not in page
    assert names(shop) == ["first", "second", ""]


def test_drafts_are_arranged_and_put_back(shop: Project, drafts: list[str], editor: User) -> None:
    client = as_user(editor)
    page = client.get(HERE).content.decode()
    assert "public.third" in page
    assert "Undo: Cut second" in page.replace("</svg>", "")
    assert "Moved second" in client.post(f"{drafts[1]}move/", {"way": "up"}, follow=True).content.decode()
    assert names(shop) == ["second", "first", ""]
    assert "become one migration" in client.get(f"{drafts[0]}squash/").content.decode()
    client.post(f"{drafts[0]}squash/")
    assert names(shop) == ["second", ""]
    assert "as they were before" in client.post(f"{HERE}drafts/restore/", follow=True).content.decode()
    assert names(shop) == ["second", "first", ""]
    assert client.post(f"{drafts[0]}rename/", {"name": "second"}).status_code == 422
    client.post(f"{drafts[0]}rename/", {"name": "Tables"})
    assert "part of what is not in a draft" in client.get(f"{drafts[0]}delete/").content.decode().replace("\n", " ")
    client.post(f"{drafts[0]}delete/")
    assert names(shop) == ["second", ""]
    refused = client.post(f"{HERE}drafts/cut/", {"name": "second"}, follow=True).content.decode()
    assert "There is a draft second already" in refused


def test_a_draft_is_answered_edited_and_released_on_its_page(shop: Project, drafts: list[str], editor: User) -> None:
    client = as_user(editor)
    page = client.get(drafts[1]).content.decode()
    assert "Create table public.second" in page
    assert "public.third" not in page
    assert "Release 2 migrations" in page
    assert "first</a> (not proven)" in page
    saved = client.post(drafts[1], {"save": "1", "row_counts": "public.companies = 5"})
    assert saved.headers["Location"] == drafts[1]
    edit = client.get(f"{drafts[1]}files/migration/")
    assert f'href="{drafts[1]}"' in edit.content.decode()
    text = {"base": edit.context["form"].initial["base"], "up": "select 1;", "down": "select 2;"}
    assert client.post(f"{drafts[1]}files/migration/", text).headers["Location"] == drafts[1]
    second = Draft.objects.get(name="second")
    assert second.hand_edits[""]["up"] == "select 1;\n"
    released = client.post(drafts[1], {"name": "later", "confirms_unproven": "on"})
    assert released.headers["Location"] == f"{HERE}2/"
    assert [row.name for row in Migration.objects.order_by("number")] == ["first", "later"]
    assert client.get(drafts[1]).status_code == 404
    assert "Release 1 operation" in client.get(HERE).content.decode()


def test_the_drawer_and_the_export_speak_of_all_drafts(shop: Project, drafts: list[str], editor: User) -> None:
    client = as_user(editor)
    up = client.get("/projects/coaching/drawer/up/").content.decode()
    down = client.get("/projects/coaching/drawer/down/").content.decode()
    assert up.index("first") < up.index("second") < up.index("third")
    assert down.index("third") < down.index("second") < down.index("first")
    assert drafts
    assert "since the last release are not in the zip" in client.get("/projects/coaching/export/").content.decode()
