"""Columns typed one after another, without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from projects.models import Project, User
from projects.selectors import load_design
from tests.browser.conftest import sign_in
from tests.browser.test_pages import judge
from tests.views.conftest import COMPANIES

pytestmark = pytest.mark.django_db(transaction=True)

PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def designer(page: Page, server: str, shop: Project, owner: User) -> Page:
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/tables/{COMPANIES.id}/")
    expect(page.locator("#diagram svg")).to_be_visible()
    return page


def names(project: Project) -> list[str]:
    return [column.name for column in load_design(project).tables_by_id[COMPANIES.id].columns]


def type_row(page: Page, *words: str) -> None:
    """Types the parts of a row, Tab between them, Enter after the last."""
    for number, word in enumerate(words):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(word)
    page.keyboard.press("Enter")


def test_rows_are_typed_moved_and_saved_by_themselves(designer: Page, shop: Project) -> None:
    designer.keyboard.press("c")
    expect(designer.locator("[data-typing] tbody [data-part=name]").last).to_be_focused()
    type_row(designer, "city", "text")
    type_row(designer, "founded", "date")
    type_row(designer, "size", "intger")
    row = designer.locator("[data-typing] tbody:has([aria-invalid=true])")
    expect(row.locator("[data-problem]")).to_contain_text("intger")
    expect(designer.locator("#history")).to_have_attribute("data-change", "3")
    assert names(shop) == ["id", "name", "city", "founded"]
    expect(designer.locator("[data-typing] tbody")).to_have_count(6)  # the next empty row is the last
    judge(designer, "typing")

    row.locator("[data-part=type]").fill("integer")
    designer.keyboard.press("Alt+ArrowUp")
    expect(designer.locator("#saved")).to_contain_text("Saved")
    expect(designer.locator("[data-typing] tbody[data-state=saved]")).to_have_count(3)
    assert names(shop) == ["id", "name", "city", "size", "founded"]

    designer.keyboard.press("Escape")
    designer.keyboard.press("Escape")
    expect(designer.locator("#inspector h2")).to_have_text("public.companies")
    expect(designer.locator("#inspector .parts .name").nth(3)).to_have_text("size")


def test_pasted_columns_become_rows_of_one_change(designer: Page, shop: Project) -> None:
    designer.keyboard.press("c")
    expect(designer.locator("[data-typing] tbody [data-part=name]").last).to_be_focused()
    designer.evaluate(PASTE, "city text not null,\nzip varchar(12) default '8000'")
    expect(designer.locator("[data-typing] tbody[data-state=saved]")).to_have_count(2)
    table = load_design(shop).tables_by_id[COMPANIES.id]
    assert [(row.name, row.is_nullable, row.default) for row in table.columns[2:]] == [
        ("city", False, None),
        ("zip", True, "'8000'"),
    ]
    shop.refresh_from_db()
    assert shop.change_count == 2


def test_a_table_is_typed_from_its_name_to_its_last_column(designer: Page, shop: Project) -> None:
    designer.keyboard.press("t")
    expect(designer.locator("#inspector [name=name]")).to_be_focused()
    type_row(designer, "invoices")
    type_row(designer, "total", "numeric(12,2)")
    designer.keyboard.type("note")
    designer.keyboard.press("Tab")
    designer.keyboard.type("text")
    designer.keyboard.press("Control+Enter")
    expect(designer.locator("#inspector h2")).to_have_text("public.invoices")
    table = load_design(shop).table("public", "invoices")
    assert [column.name for column in table.columns][:3] == ["id", "total", "note"]


def refuse(route: Route) -> None:
    if route.request.method == "POST":
        route.fulfill(status=503, body="restarting")
    else:
        route.continue_()


def test_what_is_typed_offline_waits_and_is_saved_later(designer: Page, shop: Project) -> None:
    designer.keyboard.press("c")
    expect(designer.locator("[data-typing] tbody [data-part=name]").last).to_be_focused()
    designer.route("**/columns/", refuse)
    type_row(designer, "city", "text")
    type_row(designer, "zip", "text")
    expect(designer.locator("#saved")).to_contain_text("Offline: 2 edits wait")
    assert names(shop) == ["id", "name"]
    designer.unroute("**/columns/")
    designer.reload()  # what waits survives it
    expect(designer.locator("#saved")).to_contain_text("Saved")
    assert names(shop) == ["id", "name", "city", "zip"]


def test_a_form_sent_without_a_connection_waits_and_is_sent_later(designer: Page, shop: Project) -> None:
    designer.keyboard.press("e")
    expect(designer.locator("#inspector [name=name]")).to_be_visible()
    designer.locator("#inspector [name=name]").fill("firms")
    designer.route("**/edit/", refuse)
    designer.locator("#inspector").get_by_role("button", name="Save", exact=True).click()
    expect(designer.locator("#saved")).to_contain_text("Offline: 1 edit waits")
    expect(designer.locator("#inspector .waiting")).to_contain_text("is sent by itself")
    expect(designer.locator("#notices")).not_to_contain_text("Nothing was saved")
    assert load_design(shop).tables_by_id[COMPANIES.id].name == "companies"
    designer.unroute("**/edit/")
    expect(designer.locator("#inspector h2")).to_have_text("public.firms")
    expect(designer.locator("#saved")).to_contain_text("Saved")
    assert load_design(shop).tables_by_id[COMPANIES.id].name == "firms"


def test_the_sql_of_a_table_is_edited_and_the_design_follows(designer: Page, shop: Project) -> None:
    designer.keyboard.press("s")
    expect(designer.locator("#drawer-sql")).to_contain_text("create table public.companies")
    designer.keyboard.press("q")
    editor = designer.locator("#drawer-body .cm-content")
    expect(editor).to_be_focused()
    designer.keyboard.press("Control+Home")
    designer.keyboard.press("ArrowDown")
    designer.keyboard.insert_text("city moneyy,\n")
    designer.keyboard.press("Control+Enter")
    expect(designer.locator("#drawer-body [role=alert]")).to_contain_text("Line 2, column")
    expect(editor).to_be_focused()
    judge(designer, "sql-editor")
    designer.keyboard.insert_text("text,")  # what PostgreSQL stopped at is selected
    designer.keyboard.press("Control+Enter")
    expect(designer.locator("#drawer-sql")).to_contain_text("city text")
    expect(designer.locator("#inspector .parts .name").first).to_have_text("city")
    assert names(shop) == ["city", "id", "name"]
