"""The canvas under real wheels, pointers and keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from projects.models import Project, User
from projects.selectors import load_design
from projects.selectors.placements import load_marks
from tests.browser.canvases import (
    card,
    count,
    designer,
    drag,
    end_of,
    many,
    middle,
    saved_places,
    spot,
    until_saved,
)
from tests.browser.conftest import keep_screenshot, sign_in
from tests.views.conftest import COMPANIES, MEMBERS, PLAN, RELATIONSHIP, make_id

__all__ = ["designer", "many"]
pytestmark = pytest.mark.django_db(transaction=True)


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


def test_a_dragged_table_stays_and_its_move_is_undone_and_redone(designer: Page, shop: Project) -> None:
    companies = card(designer, COMPANIES)
    before = companies.get_attribute("transform")
    line = designer.locator(f"#edge-{RELATIONSHIP.id} .line")
    way = line.get_attribute("d")
    with designer.expect_response(lambda answer: "/canvas/?page" in answer.url) as answer:
        drag(designer, middle(designer, companies), (-90, 173))
    assert answer.value.status == 204
    expect(companies).not_to_have_attribute("transform", str(before))
    expect(line).not_to_have_attribute("d", str(way))
    places = saved_places(shop)
    assert len(places) == 3  # the others stay where the layout had put them
    moved = companies.get_attribute("transform")
    designer.reload()
    expect(companies).to_have_attribute("transform", str(moved))
    drag(designer, middle(designer, companies), (40, 61))
    until_saved(designer)
    assert saved_places(shop) != places
    expect(designer.locator("#undo")).to_have_attribute("aria-label", "Undo: Move companies")
    designer.keyboard.press("Control+z")
    expect(companies).to_have_attribute("transform", str(moved))
    until_saved(designer)
    assert saved_places(shop) == places
    designer.keyboard.press("Control+Shift+z")
    expect(companies).not_to_have_attribute("transform", str(moved))
    until_saved(designer)
    assert saved_places(shop) != places


def test_undo_takes_back_moves_and_edits_in_their_order(designer: Page, shop: Project) -> None:
    companies = card(designer, COMPANIES)
    before = companies.get_attribute("transform")
    drag(designer, middle(designer, companies), (-80, 90))
    until_saved(designer)
    companies.click()
    expect(designer.locator("#inspector h2")).to_contain_text("companies")
    designer.keyboard.press("c")
    expect(designer.locator("[data-typing] tbody [data-part=name]").last).to_be_focused()
    designer.keyboard.type("city")
    designer.keyboard.press("Tab")
    designer.keyboard.type("text")
    designer.keyboard.press("Enter")
    expect(companies.locator(".column")).to_have_count(3)
    designer.locator("#undo").click()
    expect(companies.locator(".column")).to_have_count(2)
    expect(companies).not_to_have_attribute("transform", str(before))
    designer.locator("#undo").click()
    expect(companies).to_have_attribute("transform", str(before))
    until_saved(designer)
    assert saved_places(shop) == {}


def test_a_drag_clicks_into_line_and_escape_gives_it_up(designer: Page, shop: Project) -> None:
    members, plan = card(designer, MEMBERS), designer.locator(f"#enum-{PLAN.id}")
    start, goal = members.bounding_box(), plan.bounding_box()
    assert start
    assert goal
    x, y = middle(designer, members)
    designer.mouse.move(x, y)
    designer.mouse.down()
    designer.mouse.move(x + goal["x"] - start["x"] + 3, y + 100, steps=5)
    expect(designer.locator(".guide").first).to_be_attached()
    designer.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    box = members.bounding_box()
    assert box
    assert box["x"] == pytest.approx(goal["x"], abs=0.6)
    designer.keyboard.press("Escape")
    designer.mouse.up()
    expect(designer.locator(".guide")).to_have_count(0)
    designer.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    box = members.bounding_box()
    assert box
    assert box["x"] == pytest.approx(start["x"], abs=0.6)
    assert saved_places(shop) == {}


def test_tables_are_picked_by_rubber_band_and_arranged_together(designer: Page, shop: Project) -> None:
    frame = designer.locator("#diagram").bounding_box()
    assert frame
    designer.keyboard.down("Shift")
    drag(designer, (frame["x"] + 5, frame["y"] + 120), (frame["width"] - 10, frame["height"] - 240))
    designer.keyboard.up("Shift")
    expect(designer.locator("#pick-tools")).to_contain_text("3 picked")
    plan = designer.locator(f"#enum-{PLAN.id}")
    designer.keyboard.down("Shift")
    plan.click()
    designer.keyboard.up("Shift")
    expect(designer.locator(".diagram .picked")).to_have_count(2)
    keep_screenshot(designer, "canvas-picked")
    designer.locator("#pick-tools summary", has_text="Arrange").click()
    designer.get_by_role("button", name="Align left").click()
    until_saved(designer)
    places = saved_places(shop)
    assert places[COMPANIES.id][0] == places[MEMBERS.id][0]
    drag(designer, middle(designer, card(designer, MEMBERS)), (32, 64))  # moves both
    until_saved(designer)
    again = saved_places(shop)
    assert again[COMPANIES.id][0] == again[MEMBERS.id][0] != places[MEMBERS.id][0]
    assert again[PLAN.id] == places[PLAN.id]
    designer.locator("#diagram").focus()
    designer.keyboard.press("Alt+ArrowDown")
    until_saved(designer)
    assert saved_places(shop)[MEMBERS.id][1] == again[MEMBERS.id][1] + 16
    designer.keyboard.press("Escape")
    expect(designer.locator(".diagram .picked")).to_have_count(0)


def test_tables_are_coloured_and_folded(designer: Page, shop: Project) -> None:
    companies = card(designer, COMPANIES)
    companies.click()
    designer.locator("#pick-tools summary", has_text="Colour").click()
    designer.get_by_role("button", name="Amber").click()
    expect(companies).to_have_class(re.compile("tint-amber"))
    designer.keyboard.press("h")
    expect(companies.locator(".column")).to_have_count(0)
    until_saved(designer)
    designer.reload()
    expect(companies).to_have_class(re.compile("tint-amber"))
    expect(companies.locator(".column")).to_have_count(0)
    keep_screenshot(designer, "canvas-coloured")
    companies.click()
    designer.keyboard.press("h")
    expect(companies.locator(".column")).to_have_count(2)


def test_the_minimap_leads_anywhere(many: Page) -> None:
    minimap = many.locator("#minimap")
    expect(minimap).to_be_hidden()  # everything is in sight
    many.locator(".rail li a", has_text="items_0100").first.click()
    expect(many.locator("#inspector h2")).to_contain_text("items_0100")
    many.keyboard.press("z")
    expect(many.locator("#diagram .table").first).to_be_attached()
    expect(minimap).to_be_visible()
    plane = many.locator("#diagram .plane")
    style = plane.get_attribute("style")
    box = minimap.bounding_box()
    assert box
    many.mouse.click(box["x"] + 20, box["y"] + 40)
    expect(plane).not_to_have_attribute("style", str(style))


def test_others_see_a_move_and_viewers_cannot_make_one(
    designer: Page, browser: Browser, server: str, shop: Project, viewer: User
) -> None:
    other = browser.new_context(base_url=server)
    try:
        sign_in(other, viewer, server)
        page = other.new_page()
        page.goto(f"/projects/{shop.slug}/")
        theirs = card(page, COMPANIES)
        expect(theirs).to_be_attached()
        drag(designer, middle(designer, card(designer, COMPANIES)), (-90, 150))
        until_saved(designer)
        x, y = saved_places(shop)[COMPANIES.id]
        expect(theirs).to_have_attribute("transform", f"translate({x:.0f} {y:.0f})")
        drag(page, middle(page, theirs), (50, 50))
        assert saved_places(shop)[COMPANIES.id] == (x, y)
        expect(page.locator("#pick-tools")).to_have_count(0)
        page.goto("about:blank")
    finally:
        other.close()


def test_a_relationship_is_drawn_from_column_to_column(designer: Page, shop: Project) -> None:
    designer.mouse.move(*end_of(designer, MEMBERS, "id", "left"))
    designer.mouse.down()
    designer.mouse.move(*spot(designer, f"#column-{make_id('companies', 'name')} .name"), steps=4)
    expect(designer.locator(".diagram .verdict.refused")).to_contain_text(
        "members.id is uuid and companies.name is text"
    )
    keep_screenshot(designer, "canvas-refused")
    designer.mouse.up()
    expect(designer.locator("#notices")).to_contain_text("Give both the same type first.")

    designer.mouse.move(*end_of(designer, COMPANIES, "id", "right"))
    designer.mouse.down()
    designer.mouse.move(*spot(designer, f"#column-{make_id('members', 'id')} .name"), steps=4)
    expect(designer.locator(".diagram .verdict")).to_have_text("members.id → companies.id")
    designer.mouse.up()
    expect(designer.locator("#notices")).to_contain_text("Add relationship from public.members to public.companies")
    expect(designer.locator("#diagram .edge")).to_have_count(2)
    assert len(load_design(shop).relationships) == 2


def test_a_key_dropped_on_a_table_adds_the_column(designer: Page, shop: Project) -> None:
    designer.mouse.move(*end_of(designer, COMPANIES, "id", "left"))
    designer.mouse.down()
    designer.mouse.move(*middle(designer, card(designer, MEMBERS)), steps=4)
    expect(designer.locator(".diagram .verdict")).to_have_text("a new column of members → companies.id")
    designer.mouse.up()
    expect(card(designer, MEMBERS).locator(".column")).to_have_count(3)
    members = next(table for table in load_design(shop).tables if table.name == "members")
    assert members.columns[-1].type == COMPANIES.columns[0].type


def test_a_line_lights_up_and_is_edited_by_a_click(designer: Page) -> None:
    line = designer.locator(f"#edge-{RELATIONSHIP.id}")
    box = line.locator(".line").bounding_box()
    assert box
    designer.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(designer.locator(".diagram .column.joined")).to_have_count(2)
    designer.mouse.down()
    designer.mouse.up()
    expect(designer.locator("#inspector [name=on_delete]")).to_be_visible()
    expect(line).to_have_class(re.compile("lit"))
    designer.locator("#inspector [name=on_delete]").select_option("cascade")
    designer.locator("#inspector").get_by_role("button", name="Save", exact=True).click()
    expect(line.locator(".deleting")).to_have_text("cascade")


def test_areas_move_with_their_tables_and_take_in_what_is_dropped(designer: Page, shop: Project) -> None:
    designer.keyboard.down("Shift")
    card(designer, COMPANIES).click()
    card(designer, MEMBERS).click()
    designer.keyboard.up("Shift")
    designer.locator("#diagram").focus()
    designer.keyboard.press("g")
    name = designer.get_by_label("Name of the area")
    expect(name).to_be_focused()
    designer.keyboard.type("Accounts")
    designer.keyboard.press("Enter")
    area = designer.locator(".diagram .area")
    expect(area).to_have_attribute("aria-label", "Area Accounts, 2 tables")
    until_saved(designer)
    keep_screenshot(designer, "canvas-area")

    before = saved_places(shop)
    box = area.bounding_box()
    assert box
    drag(designer, (box["x"] + 120, box["y"] + 12), (-60, -80))
    until_saved(designer)
    after = saved_places(shop)
    assert before == {}
    assert after[MEMBERS.id][0] - after[COMPANIES.id][0] > 100
    (area_id,) = load_marks(shop).areas

    plan = designer.locator(f"#enum-{PLAN.id}")
    (x, y), (goal_x, goal_y) = middle(designer, plan), middle(designer, card(designer, MEMBERS))
    drag(designer, (x, y), (goal_x - x, goal_y - y + 60))
    expect(area).to_have_attribute("aria-label", "Area Accounts, 3 tables")
    until_saved(designer)
    assert load_marks(shop).placements[PLAN.id].area == area_id
    drag(designer, middle(designer, plan), (-40, 330))
    expect(area).to_have_attribute("aria-label", "Area Accounts, 2 tables")
    until_saved(designer)
    designer.mouse.click(box["x"] + 60, box["y"] - 68)
    designer.get_by_role("button", name="Dissolve").click()
    expect(area).to_have_count(0)
    until_saved(designer)
    assert load_marks(shop).areas == {}
    designer.keyboard.press("Control+z")
    expect(area).to_have_attribute("aria-label", "Area Accounts, 2 tables")


def test_notes_are_written_moved_and_removed_on_the_canvas(designer: Page, shop: Project) -> None:
    designer.locator("#diagram").focus()
    designer.keyboard.press("m")
    expect(designer.get_by_label("Note, in Markdown")).to_be_focused()
    designer.keyboard.type("**Ask** legal about <b>names</b>")
    designer.keyboard.press("Control+Enter")
    note = designer.locator(".canvas-note")
    expect(note).to_have_text("Ask legal about <b>names</b>")
    expect(note.locator("strong")).to_have_text("Ask")
    until_saved(designer)
    before = next(iter(load_marks(shop).notes.values()))
    x, y = spot(designer, ".canvas-note")
    drag(designer, (x, y), (-120, 200))
    until_saved(designer)
    after = next(iter(load_marks(shop).notes.values()))
    assert (after["x"], after["y"]) != (before["x"], before["y"])
    keep_screenshot(designer, "canvas-note")
    note.dblclick()
    designer.keyboard.press("Control+a")
    designer.keyboard.press("Delete")
    designer.keyboard.press("Escape")
    expect(note).to_have_count(0)
    until_saved(designer)
    assert load_marks(shop).notes == {}
