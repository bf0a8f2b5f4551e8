"""Pictures of the diagram as it is seen: where tables were put, folded, coloured, only what is picked; printed and copied."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from projects.models import Project
from tests.browser.canvases import card, designer, drag, middle, until_saved
from tests.browser.test_pages import judge
from tests.views.conftest import COMPANIES, MEMBERS

__all__ = ["designer"]
PRINTING = """() => {
  window.printed = new Promise((done) => { window.print = () => done(document.querySelector(".print-picture").src); });
}"""
pytestmark = pytest.mark.django_db(transaction=True)


def open_menu(page: Page) -> None:
    page.get_by_label("Download or copy the diagram").click()


def download(page: Page, format_: str) -> bytes:
    open_menu(page)
    with page.expect_download() as found:
        page.locator(f".canvas-files [data-picture={format_}]").click()
    return found.value.path().read_bytes()


def left_of(svg: str, table: str) -> float:
    found = re.search(rf'id="table-{table}".*?<path class="surface" d="M ?([\d.]+)', svg, re.DOTALL)
    assert found, svg[:3000]
    return float(found[1])


def test_pictures_show_what_is_seen(designer: Page, shop: Project) -> None:
    before = download(designer, "svg").decode()
    assert "@font-face" in before
    scale = designer.locator("#zoom-level").text_content()
    assert scale == "100 %"
    drag(designer, middle(designer, card(designer, MEMBERS)), (160, 90))
    until_saved(designer)
    after = download(designer, "svg").decode()
    moved = (left_of(after, str(MEMBERS.id)) - left_of(after, str(COMPANIES.id))) - (
        left_of(before, str(MEMBERS.id)) - left_of(before, str(COMPANIES.id))
    )
    assert moved == pytest.approx(160, abs=8)  # snapping
    designer.locator("#lens").select_option("reading:anon")
    expect(designer.locator("#lens-legend")).to_be_visible()
    assert 'class="words"' in download(designer, "svg").decode()
    assert download(designer, "png").startswith(b"\x89PNG")
    assert download(designer, "pdf").startswith(b"%PDF")


def test_only_what_is_picked_is_drawn_and_printed(designer: Page, shop: Project) -> None:
    designer.evaluate(PRINTING)
    open_menu(designer)
    designer.get_by_label("Only what is picked").check()
    judge(designer, "pictures-menu")
    designer.locator(".canvas-files [data-picture=svg]").click()
    expect(designer.locator("#notices")).to_contain_text("Nothing is picked")
    designer.locator("#notices").get_by_role("button", name="Close").click()
    designer.mouse.click(*middle(designer, card(designer, COMPANIES)))
    expect(designer.locator("#inspector h2")).to_have_text("public.companies")
    svg = download(designer, "svg").decode()
    assert str(COMPANIES.id) in svg
    assert str(MEMBERS.id) not in svg
    open_menu(designer)
    designer.get_by_role("button", name="Print").click()
    assert designer.evaluate("printed").startswith("data:image/svg+xml")
    designer.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_menu(designer)
    designer.get_by_role("button", name="Copy as a picture").click()
    expect(designer.locator("#notices")).to_contain_text("Copied.")
    types = designer.evaluate("async () => (await navigator.clipboard.read()).flatMap((item) => item.types)")
    assert types == ["image/png"]
