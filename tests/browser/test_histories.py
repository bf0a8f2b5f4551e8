"""The history: who changed what, and returning to an earlier point."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from designer.design.edits import put
from projects.models import Project, User
from projects.selectors import load_design
from projects.services import edit_design
from tests.browser.canvases import card, designer
from tests.browser.conftest import NARROW
from tests.browser.test_pages import judge
from tests.views.conftest import COMPANIES

__all__ = ["designer"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_design_returns_to_an_earlier_point_and_comes_back(designer: Page, shop: Project, owner: User) -> None:
    for name in ("firms", "clients"):
        renamed = replace(COMPANIES, name=name)
        edit_design(
            project=shop,
            acting_user=owner,
            label=f"Rename to {name}",
            edit=lambda design, renamed=renamed: put(design, renamed),  # type: ignore[misc]
        )
    title = card(designer, COMPANIES).locator(".title")
    expect(title).to_have_text("clients")
    designer.get_by_role("link", name="History").click()
    entries = designer.locator("#drawer-body li")
    expect(entries).to_have_count(3)
    expect(entries.first.get_by_text("Return here")).to_have_count(0)
    judge(designer, "history")
    entries.nth(2).get_by_role("link", name="Return to Import the shop").press("Enter")
    inspector = designer.locator("#inspector")
    expect(inspector).to_contain_text("2 later edits are taken back")
    expect(inspector).to_contain_text("Rename to clients")
    designer.set_viewport_size(NARROW)  # type: ignore[arg-type]
    judge(designer, "history-return")
    inspector.get_by_role("button", name="Return here").press("Enter")
    expect(title).to_have_text("companies")
    expect(entries.first).to_contain_text("Return to change 1: Import the shop")
    designer.locator("#undo").click()
    expect(title).to_have_text("clients")
    assert load_design(shop).tables_by_id[COMPANIES.id].name == "clients"
