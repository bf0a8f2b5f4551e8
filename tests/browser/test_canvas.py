"""The canvas under real wheels, pointers and keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from projects.models import Project, User
from script.benchmarks.designs import make_design, widen
from tests.browser.conftest import fill, keep_screenshot, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 300


@pytest.fixture
def many(page: Page, server: str, project: Project, owner: User) -> Page:
    """The designer with three hundred tables of twenty columns."""
    fill(project, owner, widen(make_design(MANY, MANY), 20))
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{project.slug}/")
    expect(page.locator("#diagram[data-drawn]")).to_be_visible()
    return page


def count(page: Page, selector: str) -> int:
    return page.locator(selector).count()


def test_only_what_is_near_and_in_view_is_in_the_page(many: Page) -> None:
    assert count(many, "#diagram .table") == 0  # from afar: pixels
    keep_screenshot(many, "canvas-far")
    many.locator(".rail li a", has_text="items_0100").first.click()
    expect(many.locator("#inspector h2")).to_contain_text("items_0100")
    many.keyboard.press("z")
    expect(many.locator(".diagram .rh-selected")).to_be_attached()
    expect(many.locator("#diagram .table").first).to_be_attached()
    assert count(many, "#diagram *") < 8000
    keep_screenshot(many, "canvas-near")
    before = many.locator("#diagram .table").first.get_attribute("id")
    many.locator("#diagram").focus()
    for _ in range(40):
        many.keyboard.press("Shift+ArrowRight")
    expect(many.locator(f"#{before}")).to_have_count(0)
    many.keyboard.press("0")
    expect(many.locator("#diagram .table")).to_have_count(0)


def test_the_wheel_zooms_about_the_pointer_and_pans(many: Page) -> None:
    box = many.locator("#diagram").bounding_box()
    assert box
    many.mouse.move(box["x"] + 200, box["y"] + 200)
    level = many.locator("#zoom-level")
    before = level.text_content()
    many.keyboard.down("Control")
    many.mouse.wheel(0, -40)
    many.keyboard.up("Control")
    expect(level).not_to_have_text(str(before))
    plane = many.locator("#diagram .plane")
    style = plane.get_attribute("style")
    many.mouse.wheel(30, 10)
    expect(plane).not_to_have_attribute("style", str(style))
    many.keyboard.press("0")
    expect(level).to_have_text(re.compile(re.escape(str(before))))
