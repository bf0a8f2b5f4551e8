"""Named views: a part of the tables with a layout of its own, for the whole team, in the address and in the palette."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from projects.models import NamedView, Project, User
from tests.browser.canvases import card, designer, drag, middle, saved_places, until_saved
from tests.browser.conftest import NARROW, keep_screenshot
from tests.browser.test_pages import judge
from tests.views.conftest import COMPANIES, MEMBERS

__all__ = ["designer"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_view_is_kept_arranged_shared_and_deleted(designer: Page, shop: Project, owner: User) -> None:
    page, views = designer, designer.locator("#named-views")
    page.locator("#diagram").focus()
    page.keyboard.press("v")
    name = page.get_by_label("Name of the view")
    expect(name).to_be_focused()
    name.fill("People")
    name.press("Enter")
    expect(page).to_have_url(re.compile("view="))
    until_saved(page)
    view = NamedView.objects.get(project=shop)
    assert (view.name, str(COMPANIES.id) in view.places, str(MEMBERS.id) in view.places) == ("People", True, True)

    # What is dragged moves in the view alone.
    drag(page, middle(page, card(page, MEMBERS)), (80, 60))
    until_saved(page)
    moved = NamedView.objects.get(project=shop).places
    assert moved[str(MEMBERS.id)] != view.places[str(MEMBERS.id)]
    assert MEMBERS.id not in saved_places(shop)

    # A table is let go, and others who follow the link see the same.
    card(page, COMPANIES).locator(".title").click()
    expect(page.locator("#inspector h2")).to_contain_text("companies")
    page.get_by_label("Take the selection out of the view").click()
    expect(page.locator("#diagram .table")).to_have_count(1)
    until_saved(page)
    judge(page, "named-view")
    page.reload()
    expect(page.locator("#diagram .table")).to_have_count(1)
    expect(page.get_by_label("Name of the view")).to_have_value("People")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    keep_screenshot(page, "named-view-narrow")

    # All tables again, the view by the palette, and deleting it takes no table along and can be undone.
    views.get_by_role("button", name="All tables").click()
    expect(page.locator("#diagram .table")).to_have_count(2)
    assert "view=" not in page.url
    page.keyboard.press("/")
    page.keyboard.type("View: People")
    page.keyboard.press("Enter")
    expect(page.locator("#diagram .table")).to_have_count(1)
    views.get_by_label("Delete the view").click()
    expect(page.locator("#diagram .table")).to_have_count(2)
    until_saved(page)
    assert not NamedView.objects.filter(project=shop).exists()
    page.get_by_role("button", name="Undo").last.click()
    expect(views.get_by_role("button", name=re.compile("People"))).to_be_visible()
