"""Names and the order of columns, changed where they stand on the canvas, by hand and by keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from projects.models import Project
from projects.selectors import load_design
from tests.browser.canvases import card, designer, drag, middle, saved_places, until_saved
from tests.browser.test_pages import judge
from tests.views.conftest import COMPANIES, MEMBERS

__all__ = ["designer"]
pytestmark = pytest.mark.django_db(transaction=True)
FIELD = ".canvas-name-field"


def names(project: Project) -> list[str]:
    return [column.name for column in load_design(project).tables_by_id[MEMBERS.id].columns]


def column(page: Page, number: int) -> tuple[float, float]:
    """A point of a column's name on the screen."""
    name = page.locator(f"#column-{MEMBERS.columns[number].id} .name")
    expect(name).to_be_visible()
    box = name.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_names_are_typed_where_they_stand(designer: Page, shop: Project) -> None:
    designer.mouse.dblclick(*middle(designer, card(designer, COMPANIES)))
    expect(designer.locator(FIELD)).to_have_value("companies")
    judge(designer, "rename")
    designer.keyboard.type("firms")
    designer.keyboard.press("Enter")
    expect(card(designer, COMPANIES).locator(".title")).to_have_text("firms")
    expect(designer.locator("#inspector h2")).to_have_text("public.firms")
    expect(designer.locator(".rail li a", has_text="firms").first).to_be_visible()
    first = names(shop)
    designer.mouse.dblclick(*column(designer, 1))
    expect(designer.locator(FIELD)).to_have_value(first[1])
    designer.keyboard.type("renamed")
    designer.keyboard.press("Escape")
    expect(designer.locator(FIELD)).to_have_count(0)
    designer.mouse.dblclick(*column(designer, 1))
    designer.keyboard.type("id")
    designer.keyboard.press("Enter")
    expect(designer.locator("#notices")).to_contain_text("Not saved: name id.")
    expect(designer.locator(f"#column-{MEMBERS.columns[1].id} .name")).to_have_text(first[1])
    assert names(shop) == first


def test_names_and_order_are_changed_without_a_mouse(designer: Page, shop: Project) -> None:
    before = names(shop)
    designer.locator(".rail li a", has_text="members").first.click()
    expect(designer.locator("#inspector h2")).to_have_text("public.members")
    designer.keyboard.press("F2")
    expect(designer.locator(FIELD)).to_have_value("members")
    for _ in range(2):
        designer.keyboard.press("Tab")
    expect(designer.locator(FIELD)).to_have_value(before[1])
    designer.keyboard.press("Alt+ArrowUp")
    until_saved(designer)
    assert names(shop) == [before[1], before[0], *before[2:]]
    designer.keyboard.type("moved")
    designer.keyboard.press("Enter")
    expect(designer.locator(f"#column-{MEMBERS.columns[1].id} .name")).to_have_text("moved")
    until_saved(designer)
    assert names(shop) == ["moved", before[0], *before[2:]]
    designer.keyboard.press("Control+z")
    expect(designer.locator(f"#column-{MEMBERS.columns[1].id} .name")).to_have_text(before[1])


def test_columns_of_the_selected_table_are_dragged(designer: Page, shop: Project) -> None:
    before = names(shop)
    designer.mouse.click(*middle(designer, card(designer, MEMBERS)))
    expect(designer.locator("#inspector h2")).to_have_text("public.members")
    start, end = column(designer, 0), column(designer, 1)
    drag(designer, start, (0, (end[1] - start[1]) * 1.3))
    until_saved(designer)
    assert names(shop) == [before[1], before[0], *before[2:]]
    assert saved_places(shop) == {}  # the table itself stays
