"""Drafts on the page of migrations: cut, edited on, cut, moved, squashed, put back and released; light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from projects.models import Migration, Project, User
from projects.services import edit_design
from tests.browser.conftest import sign_in
from tests.browser.test_pages import LONG_VARIANTS, choose, judge
from tests.projects.test_edits import adding, table

pytestmark = pytest.mark.django_db(transaction=True)


def add(project: Project, user: User, name: str) -> None:
    edit_design(project=project, acting_user=user, label=f"Add table {name}", edit=adding(table(name, "note")))


def cut(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Name").press("Enter")
    expect(page.locator(".notice.good")).to_contain_text("Cut a draft")


def expect_order(page: Page, *names: str) -> None:
    expect(page.locator(".draft .main")).to_have_text(list(names))


@LONG_VARIANTS
def test_drafts_are_cut_moved_squashed_and_released(
    page: Page, server: str, project: Project, owner: User, theme: str, size: dict[str, int]
) -> None:
    prefix = choose(page, theme, size)
    add(project, owner, "companies")
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{project.slug}/migrations/")
    expect_order(page, "Not in a draft yet")
    judge(page, f"{prefix}-drafts-none")
    cut(page, "add companies")
    expect_order(page, "add_companies")
    add(project, owner, "invoices")
    page.reload()
    cut(page, "add invoices")
    add(project, owner, "payments")
    page.reload()
    expect_order(page, "add_companies", "add_invoices", "Not in a draft yet")
    # The keyboard moves; what cannot move says so by being disabled.
    expect(page.get_by_role("button", name="Move add_invoices down")).to_be_disabled()
    page.get_by_role("button", name="Move add_invoices up").focus()
    page.keyboard.press("Enter")
    expect_order(page, "add_invoices", "add_companies", "Not in a draft yet")
    judge(page, f"{prefix}-drafts")
    page.get_by_role("link", name="Squash add_companies into the one before it").click()
    expect(page.locator("main")).to_contain_text("become one migration, add_invoices")
    judge(page, f"{prefix}-drafts-squash")
    page.get_by_role("button", name="Squash them").press("Enter")
    expect_order(page, "add_invoices", "Not in a draft yet")
    page.get_by_role("button", name="Undo: Squash add_companies").click()
    expect_order(page, "add_invoices", "add_companies", "Not in a draft yet")
    page.get_by_role("button", name="Redo: Squash add_companies").click()
    expect_order(page, "add_invoices", "Not in a draft yet")
    page.get_by_role("link", name="Rename add_invoices").click()
    page.get_by_label("Name").fill("add accounting")
    page.get_by_role("button", name="Rename").click()
    expect_order(page, "add_accounting", "Not in a draft yet")
    page.get_by_role("link", name="Delete add_accounting").click()
    expect(page.locator("main")).to_contain_text("The design stays as it is")
    judge(page, f"{prefix}-drafts-delete")
    page.get_by_role("link", name="Cancel").click()

    page.get_by_role("link", name="Not in a draft yet").click()
    expect(page.locator("main")).to_contain_text("add_accounting (not proven) comes before it and is released, too")
    expect(page.locator(".operation")).to_have_count(1)
    judge(page, f"{prefix}-drafts-release")
    page.get_by_role("link", name="add_accounting").click()
    expect(page.get_by_label("Name")).to_have_value("add_accounting")
    expect(page.locator(".operation")).to_have_count(2)
    page.get_by_label("Release it although it is not proven").check()
    page.get_by_role("button", name="Release migration").click()
    expect(page.locator("h1")).to_contain_text("_add_accounting")
    page.goto(f"/projects/{project.slug}/migrations/")
    expect_order(page, "Not in a draft yet")
    expect(page.locator("table.data")).to_contain_text("add_accounting")
    judge(page, f"{prefix}-drafts-released")
    assert [row.name for row in Migration.objects.all()] == ["add_accounting"]
