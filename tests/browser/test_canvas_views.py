"""Looking at the canvas: neighbours, lenses, links to a view, layouts."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from designer.design import Grant
from designer.design.edits import put
from projects.models import Project, Run, User
from projects.selectors import load_design
from projects.services import edit_design, release_migration
from script.benchmarks.designs import make_design
from tests.browser.canvases import (
    MANY,
    card,
    designer,
    drag,
    many,
    middle,
    saved_places,
    until_saved,
)
from tests.browser.conftest import keep_screenshot
from tests.browser.test_pages import judge
from tests.views.conftest import COMPANIES, MEMBERS, PLAN

__all__ = ["designer", "many"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_only_neighbours_are_shown_and_a_key_leads_on(many: Page) -> None:
    many.locator(".rail li a", has_text="items_0003").first.click()
    expect(many.locator("#inspector h2")).to_contain_text("items_0003")
    many.keyboard.press("n")
    tables = many.locator("#diagram .table")
    design = make_design(MANY, MANY)
    own = next(table.id for table in design.tables if table.name.endswith("items_0003"))
    ends = [{row.table_id, row.target_table_id} for row in design.relationships]
    shown = set().union(*(pair for pair in ends if own in pair))
    expect(tables).to_have_count(len(shown))
    expect(many.locator("#diagram .edge")).to_have_count(sum(pair <= shown for pair in ends))
    keep_screenshot(many, "canvas-neighbours")
    assert "near=1" in many.url
    many.locator("#diagram").focus()
    many.keyboard.press("ArrowLeft")
    expect(many.locator("#inspector h2")).to_contain_text("items_0000")  # what it refers to, on the left
    still_there = many.locator("#diagram .table .title", has_text="items_0003")
    expect(still_there).to_be_visible()
    many.reload()
    expect(still_there).to_be_visible()
    many.keyboard.press("n")
    expect(tables).to_have_count(0)  # all of them again, from afar


def test_a_key_pressed_on_two_tables_shows_the_path_between_them(many: Page) -> None:
    design = make_design(MANY, MANY)
    names = {table.id: table.name for table in design.tables}
    known = {frozenset((row.table_id, row.target_table_id)) for row in design.relationships}
    one, through = next(iter(known))
    other = next(end for pair in known for end in pair if through in pair and end not in {one, through}
                 and frozenset((one, end)) not in known)  # fmt: skip
    for end in (one, other):
        many.locator(".rail li a", has_text=re.compile(f"^{names[end]}$")).first.click()
        expect(many.locator("#inspector h2")).to_contain_text(names[end])
        many.keyboard.press("b")
        if end == one:
            expect(many.locator("#notices")).to_contain_text(f"The path starts at {names[one]}")
    expect(many.locator("#notices")).to_contain_text(re.compile(f"{names[one]} → .* → {names[other]}"))
    expect(many.locator("#pick-tools")).to_contain_text("3 picked")
    expect(many.locator("#diagram .edge.lit").nth(1)).to_be_attached()
    keep_screenshot(many, "canvas-path")
    many.locator("#diagram").focus()
    many.keyboard.press("Escape")
    expect(many.locator("#diagram .picked")).to_have_count(0)


def test_eyes_hide_what_somebody_does_not_want_to_see(designer: Page) -> None:
    plan, rail, bar = designer.locator(f"#enum-{PLAN.id}"), designer.locator("nav.rail"), designer.locator("#eyes")
    plan.click()
    expect(designer.locator(".diagram .rh-selected")).to_be_attached()
    enums = rail.get_by_role("button", name="enums on the canvas")
    enums.press("Enter")
    expect(plan).to_have_count(0)
    expect(enums).to_have_attribute("aria-pressed", "false")
    expect(bar).to_contain_text("2 of 3")
    expect(rail.locator("details[data-kind=enums] summary")).to_contain_text("0 of 1")
    expect(designer.locator(".diagram .rh-selected")).to_have_count(0)

    # One table by the eye in its row, which is there for the pointer and the keyboard.
    members = rail.locator("details[data-kind=tables] li", has_text="members")
    members.locator("a").focus()
    designer.keyboard.press("Tab")
    designer.keyboard.press("Enter")
    expect(card(designer, MEMBERS)).to_have_count(0)
    expect(bar).to_contain_text("1 of 3")
    judge(designer, "canvas-eyes")
    designer.reload()
    expect(card(designer, COMPANIES)).to_be_visible()
    expect(plan).to_have_count(0)
    expect(members).to_have_class(re.compile("unseen"))

    # A link shows a colleague the same.
    link = designer.url
    assert "hide=" in link
    designer.evaluate("localStorage.clear()")
    designer.goto("about:blank")
    designer.goto(link)
    expect(card(designer, COMPANIES)).to_be_visible()
    expect(bar).to_contain_text("1 of 3")
    bar.get_by_role("button", name="Show all").click()
    expect(plan).to_be_visible()
    assert "hide=" not in designer.url
    expect(card(designer, MEMBERS)).to_be_visible()
    expect(bar).to_be_hidden()
    expect(rail.locator("details[data-kind=enums] summary")).not_to_contain_text("of")


def test_areas_are_branches_of_the_list(designer: Page) -> None:
    card(designer, MEMBERS).locator(".title").click(modifiers=["Shift"])
    designer.locator("#diagram").focus()
    designer.keyboard.press("g")
    designer.get_by_label("Name of the area").fill("People")
    designer.keyboard.press("Enter")
    areas = designer.locator("#areas")
    expect(areas.locator("li")).to_have_text(re.compile(r"People\s*1"))
    designer.get_by_label("Filter the list").fill("people")
    expect(designer.locator("#rail li:visible")).to_have_text(["members"])
    designer.get_by_label("Filter the list").fill("")
    areas.get_by_role("button", name="area People on the canvas").click()
    expect(card(designer, MEMBERS)).to_have_count(0)
    expect(areas.locator("li")).to_contain_text("0 of 1")
    judge(designer, "canvas-eyes-area")
    areas.get_by_role("button", name="area People on the canvas").click()
    expect(card(designer, MEMBERS)).to_be_visible()
    areas.get_by_role("button", name="People 1").click()
    expect(designer.get_by_label("Name of the area")).to_have_value("People")


def test_lenses_colour_tables_and_say_how_many(designer: Page, shop: Project, owner: User) -> None:
    legend = designer.locator("#lens-legend")
    designer.get_by_label("Lens").select_option("changes")
    expect(legend).to_contain_text("added: 3")
    release_migration(project=shop, acting_user=owner, name="first", confirms_unproven=True)
    members = next(table for table in load_design(shop).tables if table.name == "members")
    granted = replace(members, grants=(Grant(grantee="anon", privileges=("SELECT",)),))
    edit_design(project=shop, acting_user=owner, label="Grant", edit=lambda design: put(design, granted))
    designer.reload()
    expect(legend).to_contain_text("changed: 1")
    expect(card(designer, MEMBERS)).to_have_class(re.compile("lens-changed"))
    designer.get_by_label("Lens").select_option("reading:anon")
    expect(legend).to_contain_text("every row: 1")
    expect(card(designer, MEMBERS)).to_have_class(re.compile("lens-all"))
    expect(card(designer, COMPANIES)).to_have_class(re.compile("lens-none"))
    keep_screenshot(designer, "canvas-lens")
    designer.get_by_label("Lens").select_option("volume")
    expect(legend).to_contain_text("Nobody has said how many")
    Project.objects.update(row_counts={"public.members": 1_200_000})
    finding = {"object_id": str(MEMBERS.id), "level": "warn", "title": "No policy for UPDATE"}
    Run.objects.create(
        project=shop,
        requested_by=owner,
        kind=Run.Kind.ADVICE,
        state=Run.State.SUCCEEDED,
        result={"findings": [finding]},
    )
    designer.get_by_label("Lens").select_option("advice")
    expect(card(designer, MEMBERS)).to_contain_text("1 finding")
    card(designer, MEMBERS).click()
    expect(legend).to_contain_text("No policy for UPDATE")
    keep_screenshot(designer, "canvas-lens-advice")
    seen = {"public.members": (2, 6, "own rows"), "public.companies": (0, 2, "no rows")}
    Run.objects.create(
        project=shop,
        requested_by=owner,
        kind=Run.Kind.ACCESS,
        state=Run.State.SUCCEEDED,
        result={
            "personas": ["anon", "member of A: Ada"],
            "change_count": Project.objects.get().change_count - 1,
            "tables": [
                {"name": name, "cells": {"select": [{}, {"rows": rows, "total": total, "words": words}]}}
                for name, (rows, total, words) in seen.items()
            ],
        },
    )
    designer.reload()
    designer.get_by_label("Lens").select_option("sight:member of A: Ada")
    expect(legend).to_contain_text("member of A: Ada reads, as measured")
    expect(legend).to_contain_text("Measured 1 edit ago")
    expect(card(designer, MEMBERS)).to_contain_text("own rows")
    expect(card(designer, COMPANIES)).to_have_class(re.compile("lens-none"))
    judge(designer, "canvas-lens-persona")
    designer.get_by_label("Lens").select_option("volume")
    expect(card(designer, MEMBERS)).to_contain_text("1.2 M rows")
    expect(legend).to_contain_text("100 k rows and more: 1")
    designer.get_by_label("Lens").select_option("reading:anon")
    assert "lens=reading%3Aanon" in designer.url
    designer.get_by_label("Lens").select_option("")
    expect(legend).to_be_hidden()
    expect(card(designer, MEMBERS)).not_to_have_class(re.compile("lens-"))


def test_a_link_leads_to_the_same_view(designer: Page, shop: Project) -> None:
    designer.keyboard.press("2")
    expect(card(designer, MEMBERS).locator(".column")).to_have_count(1)
    designer.locator("#diagram").focus()
    designer.keyboard.press("+")
    designer.keyboard.press("Shift+ArrowRight")
    card(designer, MEMBERS).click()
    expect(designer.locator("#inspector h2")).to_contain_text("members")
    designer.wait_for_url(re.compile(r"at=.*mode=keys|mode=keys.*at="))
    before, url = card(designer, MEMBERS).bounding_box(), designer.url
    designer.evaluate("sessionStorage.clear()")
    designer.goto("about:blank")
    designer.goto(url)
    expect(card(designer, MEMBERS).locator(".column")).to_have_count(1)
    expect(designer.locator("#zoom-level")).to_have_text("125 %")
    after = card(designer, MEMBERS).bounding_box()
    assert before
    assert after
    assert (after["x"], after["y"]) == pytest.approx((before["x"], before["y"]), abs=1.5)


def test_a_layout_made_by_hand_is_replaced_only_after_asking_and_comes_back(designer: Page, shop: Project) -> None:
    companies = card(designer, COMPANIES)
    laid_out = companies.get_attribute("transform")
    designer.locator("#diagram").focus()
    designer.keyboard.press("a")
    expect(designer.locator("#notices")).to_contain_text("nothing was moved by hand")
    drag(designer, middle(designer, companies), (-100, 170))
    until_saved(designer)
    places = saved_places(shop)
    designer.locator("#diagram").focus()
    designer.keyboard.press("a")
    asked = designer.locator("#layout-question")
    expect(asked).to_contain_text("3 things stand where people have put them")
    keep_screenshot(designer, "canvas-question")
    asked.get_by_role("button", name="Keep them").click()
    expect(asked).to_be_hidden()
    assert saved_places(shop) == places
    designer.keyboard.press("a")
    asked.get_by_role("button", name="Lay out anew").click()
    expect(companies).to_have_attribute("transform", str(laid_out))
    until_saved(designer)
    assert saved_places(shop) == {}
    designer.keyboard.press("Control+z")
    expect(companies).not_to_have_attribute("transform", str(laid_out))
    until_saved(designer)
    assert saved_places(shop) == places


def test_only_what_is_picked_is_laid_out(designer: Page, shop: Project) -> None:
    drag(designer, middle(designer, card(designer, MEMBERS)), (-50, 150))
    until_saved(designer)
    before = saved_places(shop)
    designer.keyboard.down("Shift")
    card(designer, COMPANIES).click()
    card(designer, MEMBERS).click()
    designer.keyboard.up("Shift")
    designer.locator("#diagram").focus()
    designer.keyboard.press("a")
    expect(designer.locator("#undo")).to_have_attribute("aria-label", "Undo: Lay out 2 tables")
    until_saved(designer)
    after = saved_places(shop)
    assert after[PLAN.id] == before[PLAN.id]
    assert after[MEMBERS.id][0] > after[COMPANIES.id][0] + 150  # beside it again
    designer.get_by_label("Lay out", exact=True).click()
    keep_screenshot(designer, "canvas-lay-out")
    stood = card(designer, MEMBERS).get_attribute("transform")
    designer.get_by_role("button", name="From bottom to top").click()
    expect(card(designer, MEMBERS)).not_to_have_attribute("transform", str(stood))
    until_saved(designer)
    after = saved_places(shop)
    assert after[MEMBERS.id][1] < after[COMPANIES.id][1] - 50  # above what it refers to
    assert after[MEMBERS.id][0] < after[COMPANIES.id][0] + 150


def test_relationships_are_followed_out_and_in(designer: Page) -> None:
    column = designer.locator(f"#column-{MEMBERS.columns[1].id}")
    expect(column).to_be_visible()
    column.locator(".mark.FK").click()
    heading = designer.locator("#inspector h2")
    expect(heading).to_have_text("public.companies")
    assert f"tables/{COMPANIES.id}" in designer.url
    designer.locator("#diagram").focus()
    designer.keyboard.press("i")
    expect(heading).to_have_text("public.members")
    designer.keyboard.press("o")
    expect(heading).to_have_text("public.companies")
    card(designer, COMPANIES).locator(".mark.PK").click()
    expect(heading).to_have_text("public.members")
    judge(designer, "followed")


def test_the_palette_asks_which_way_to_follow(many: Page) -> None:
    own = many.locator("#rail details[data-kind=tables] li a", has_text="items_0000").first
    own.click()
    expect(many.locator("#inspector h2")).to_contain_text("items_0000")
    many.locator("#diagram").focus()
    many.keyboard.press("i")
    expect(many.locator("#palette .find").first).to_contain_text("Follow in:")
    keep_screenshot(many, "follow-palette")
    many.keyboard.press("Enter")
    expect(many.locator("#inspector h2")).not_to_contain_text("items_0000")
    expect(many.locator("#diagram .rh-selected")).to_be_attached()


SPOT = """
async () => {
  const frame = document.getElementById("diagram");
  const { canvas } = await (await fetch(`${frame.dataset.src}?detail=all`)).json();
  const plane = new DOMMatrix(getComputedStyle(frame.querySelector(".plane")).transform);
  const box = frame.getBoundingClientRect();
  const card = canvas.cards.find((card) => card.name.endsWith("items_0042"));
  const { x, y } = plane.transformPoint({ x: card.x + card.width / 2, y: card.y + card.height / 2 });
  return [box.left + x, box.top + y];
}
"""


def test_from_afar_the_name_under_the_pointer_is_written(many: Page) -> None:
    label = many.locator(".far-name")
    expect(label).to_be_hidden()
    many.mouse.move(*many.evaluate(SPOT))
    expect(label).to_contain_text("items_0042")
    judge(many, "far-name")
    many.mouse.wheel(0, 200)
    expect(label).to_be_hidden()
