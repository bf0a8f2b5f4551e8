"""The designer without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from projects.models import Project, User
from projects.selectors import load_design
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def designer(page: Page, server: str, shop: Project, owner: User) -> Page:
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/")
    expect(page.locator("#diagram .table")).to_have_count(2)
    return page


def heading(page: Page, text: str) -> None:
    expect(page.locator("#inspector h2")).to_have_text(text)


def test_a_table_is_found_extended_and_removed_by_keys(designer: Page, shop: Project) -> None:
    keyboard = designer.keyboard
    keyboard.press("l")
    keyboard.type("compan?")
    expect(designer.locator("#rail-nothing")).to_be_visible()
    keyboard.press("Backspace")
    expect(designer.locator(".rail li:visible")).to_have_count(2)  # the table and the relationship that mentions it
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    heading(designer, "public.companies")

    keyboard.press("c")
    heading(designer, "Columns")
    expect(designer.locator("[data-typing] tbody [data-part=name]").last).to_be_focused()
    keyboard.type("city")
    keyboard.press("Tab")
    keyboard.type("text")
    keyboard.press("Enter")
    expect(designer.locator("[data-typing] tbody[data-state=saved]")).to_have_count(1)
    keyboard.press("Escape")  # out of the field
    keyboard.press("Escape")  # out of the rows
    heading(designer, "public.companies")
    assert [column.name for column in load_design(shop).tables[0].columns] == ["id", "name", "city"]

    keyboard.press("p")
    heading(designer, "New policy")
    expect(designer.locator("#inspector [name=name]")).to_be_focused()
    keyboard.press("Escape")  # out of the field
    keyboard.press("Escape")  # out of the form
    heading(designer, "public.companies")
    keyboard.press("Delete")
    heading(designer, "Remove public.companies")
    keyboard.press("Enter")  # the button has the focus
    expect(designer.locator("#notices")).to_contain_text("Remove table public.companies")
    keyboard.press("Control+z")
    heading(designer, "public.companies")


def test_arrows_move_between_tables_and_the_address_follows(designer: Page, shop: Project) -> None:
    designer.locator("#diagram").focus()
    seen: list[str] = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        last = f":not([data-selected='{seen[-1]}'])" if seen else ""
        designer.keyboard.press(key)
        selected = designer.locator(f"#inspector [data-selected]{last}")
        expect(selected).to_be_attached()
        seen.append(str(selected.get_attribute("data-selected")))
    assert seen[0] != seen[1]
    assert designer.url.endswith(f"/{seen[-1]}/")
    expect(designer.locator(".diagram .rh-selected")).to_be_attached()
    expect(designer.locator("#live")).to_contain_text("Selected public.")
    designer.go_back()
    designer.reload()
    expect(designer.locator("#diagram svg")).to_be_visible()


def test_going_back_shows_what_was_selected_before(designer: Page) -> None:
    designer.locator(".rail a", has_text="companies").first.click()
    heading(designer, "public.companies")
    designer.locator(".rail a", has_text="members").first.click()
    heading(designer, "public.members")
    designer.go_back()
    heading(designer, "public.companies")
    expect(designer.locator(".rail a[aria-current]")).to_have_text("companies")


def test_panels_fold_and_stay_folded(designer: Page) -> None:
    designer.get_by_role("button", name="List of objects").click()
    expect(designer.locator("#rail")).to_be_hidden()
    designer.reload()
    expect(designer.locator("#rail")).to_be_hidden()
    designer.keyboard.press("l")
    expect(designer.locator("#rail-filter")).to_be_focused()


def test_single_keys_can_be_turned_off(designer: Page) -> None:
    designer.locator("#diagram").focus()
    designer.keyboard.press("?")
    designer.get_by_label("Single keys work").uncheck()
    designer.keyboard.press("Escape")
    designer.locator("#diagram").focus()
    designer.keyboard.press("t")
    designer.keyboard.press("Control+k")  # with Ctrl they still work
    expect(designer.locator("#palette-query")).to_be_focused()
    designer.keyboard.press("Escape")
    expect(designer.locator("#inspector h2")).to_have_text("Coaching")


def test_a_relationship_starts_at_the_selected_table(designer: Page) -> None:
    designer.locator(".rail a", has_text="members").first.click()
    heading(designer, "public.members")
    designer.keyboard.press("f")
    heading(designer, "New relationship")
    expect(designer.locator("#inspector [name=table] option:checked")).to_have_text("members")
