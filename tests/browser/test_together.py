"""Two people in one project; and somebody without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from designer.design import Design
from designer.design.edits.columns import change_column
from projects.models import Project, User
from projects.selectors import load_design
from projects.services import edit_design
from tests.browser.conftest import keep_screenshot, sign_in
from tests.views.conftest import COMPANIES, PLAN, make_id

pytestmark = pytest.mark.django_db(transaction=True)
COLUMN = f"tables/{COMPANIES.id}/columns/{make_id('companies', 'name')}/"


def comment_as(user: User, project: Project, comment: str) -> None:
    def edit(design: Design) -> Design:
        return change_column(design, COMPANIES.id, make_id("companies", "name"), comment=comment)

    edit_design(project=project, acting_user=user, label="Describe companies.name", edit=edit)


def test_what_somebody_else_changes_shows_by_itself(
    page: Page, server: str, shop: Project, owner: User, editor: User
) -> None:
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/tables/{COMPANIES.id}/")
    expect(page.locator("#diagram svg")).to_be_visible()
    page.wait_for_timeout(300)
    comment_as(editor, shop, "As in the register")
    expect(page.locator("#notices")).to_contain_text("Eve: Describe companies.name")
    expect(page.locator("#inspector")).to_contain_text("As in the register")


def test_people_see_each_other_and_what_each_has_selected(
    browser: Browser, page: Page, server: str, shop: Project, owner: User, viewer: User
) -> None:
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/")
    context = browser.new_context(base_url=server, viewport={"width": 1024, "height": 768}, color_scheme="dark")
    sign_in(context, viewer, server)
    theirs = context.new_page()
    theirs.goto(f"/projects/{shop.slug}/tables/{COMPANIES.id}/")
    expect(page.locator("#people")).to_have_text(str(viewer))
    expect(page.locator(".diagram .rh-theirs")).to_have_text(str(viewer))
    expect(theirs.locator("#people")).to_have_text(str(owner))  # who comes later is told
    expect(theirs.locator(".diagram .rh-theirs")).to_have_count(0)
    page.locator(f".rail a[data-object='{PLAN.id}']").click()
    expect(theirs.locator(".diagram .rh-theirs")).to_have_text(str(owner))
    keep_screenshot(page, "people")
    keep_screenshot(theirs, "people-dark-narrow")
    theirs.route("**/presence/", lambda route: route.abort())  # the page cannot say goodbye
    theirs.goto("about:blank")
    expect(page.locator("#people")).to_be_hidden()  # the end of its stream says it
    expect(page.locator(".diagram .rh-theirs")).to_have_count(0)
    context.close()


def test_a_conflict_is_explained_and_keeps_what_was_typed(
    page: Page, server: str, shop: Project, owner: User, editor: User
) -> None:
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/{COLUMN}")
    page.locator("#inspector [name=comment]").fill("The legal name")
    comment_as(editor, shop, "As in the register")
    page.get_by_role("button", name="Save").click()
    notice = page.locator("#inspector [role=alert]")
    expect(notice).to_contain_text("was changed by Eve")
    expect(page.locator("#inspector [name=comment]")).to_have_value("The legal name")
    assert load_design(shop).columns_by_id[make_id("companies", "name")].comment == "As in the register"


def test_viewers_see_and_cannot_change(page: Page, server: str, shop: Project, viewer: User) -> None:
    sign_in(page.context, viewer, server)
    page.goto(f"/projects/{shop.slug}/{COLUMN}")
    expect(page.locator("#saved")).to_contain_text("View only")
    expect(page.locator("#inspector [name=name]")).to_be_disabled()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)


def test_everything_is_done_without_scripts_too(browser: Browser, server: str, shop: Project, owner: User) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    sign_in(context, owner, server)
    page = context.new_page()
    page.goto(f"/projects/{shop.slug}/")
    page.get_by_role("link", name="Table", exact=True).click()
    page.locator("[name=name]").fill("notes")
    page.get_by_role("button", name="Add table").click()
    expect(page.locator("#inspector")).to_contain_text("Saved: Add table public.notes")
    page.get_by_role("link", name="Add policy").click()
    page.locator("[name=name]").fill("everybody_reads")
    page.locator("[name=using]").fill("true")
    page.get_by_role("button", name="Add policy").click()
    expect(page.locator("#inspector")).to_contain_text("everybody_reads")
    page.locator("#undo").click()
    assert load_design(shop).table("public", "notes").policies == ()
    page.get_by_role("link", name="SQL", exact=True).click()
    expect(page.locator("#drawer-sql")).to_contain_text("create table public.notes")
    context.close()
