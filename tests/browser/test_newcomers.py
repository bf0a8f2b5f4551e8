"""What somebody new does, from signing in to a zip."""

from __future__ import annotations

import zipfile

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from projects.models import Project, Run, User
from projects.runs.execution import execute
from projects.selectors import load_design
from tests.browser.conftest import keep_screenshot, sign_in
from tests.browser.test_pages import judge

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cluster")]

SQL = """
create table public.shops (id uuid primary key default gen_random_uuid(), name text not null);
create table public.items (id bigint generated always as identity primary key, shop_id uuid references public.shops);
create tabel oops ();
"""


def wait_until_saved(page: Page, label: str) -> None:
    expect(page.locator("#notices")).to_contain_text(label)
    expect(page.locator("#saved")).to_contain_text("Saved")


def open_from_rail(page: Page, name: str) -> None:
    page.locator(".rail li a", has_text=name).first.click()
    expect(page.locator("#inspector h2")).to_contain_text(name)


def choose_new(page: Page, what: str) -> None:
    page.get_by_label("Add something else").click()
    page.locator(".canvas-tools").get_by_role("link", name=what).click()
    expect(page.locator("#inspector h2")).to_have_text(f"New {what.lower()}")


def field(page: Page, name: str) -> Locator:
    return page.locator(f"#inspector [name={name}]")


def save(page: Page, button: str = "Save") -> None:
    page.locator("#inspector").get_by_role("button", name=button, exact=True).click()


def test_from_pasted_sql_to_a_zip(page: Page, owner: User, project: Project, tmp_path: object) -> None:
    settings.EDITS_ARE_TRIED = True
    page.goto("/")
    page.get_by_label("Email").fill(owner.email)
    page.get_by_label("Password").fill("alice-has-a-password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Coaching").click()
    expect(page.locator(".canvas-empty")).to_contain_text("no tables yet")
    keep_screenshot(page, "newcomer-1-empty")

    import_sql(page)
    expect(page.locator('#diagram g[id^="table-"]')).to_have_count(2)

    add_table(page)
    add_column(page)
    add_enum_role_and_policy(page)
    add_relationship(page)
    rename_change_and_remove(page, project)
    undo_and_redo(page, project)
    preview(page)
    release(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download zip").click()
    names = zipfile.ZipFile(download.value.path()).namelist()
    assert [name for name in names if name.endswith("_first_steps.sql")]
    assert "supabase/config.toml" in names


def test_a_starter_fills_the_empty_canvas_and_the_first_table_hides_the_offer(
    page: Page, owner: User, project: Project, server: str
) -> None:
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{project.slug}/")
    page.get_by_role("button", name="SaaS with teams").click()
    expect(page.locator('#diagram g[id^="table-"]')).to_have_count(8)
    expect(page.locator("#canvas-empty")).to_have_count(0)
    page.get_by_label("Undo: Start with SaaS with teams").click()
    wait_until_saved(page, "Undo: Start with SaaS with teams")
    page.reload()
    expect(page.locator("#canvas-empty")).to_be_visible()
    page.keyboard.press("t")
    field(page, "name").fill("notes")
    page.keyboard.press("Control+Enter")
    wait_until_saved(page, "Add table public.notes")
    expect(page.locator("#canvas-empty")).to_be_hidden()


def test_each_hint_is_shown_once(page: Page, owner: User, shop: Project, server: str) -> None:
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/")
    hint = page.locator("#hint")
    expect(hint).to_contain_text("shows all keys")
    judge(page, "hint")
    hint.get_by_role("button", name="Got it").click()
    expect(hint).to_be_hidden()
    page.locator(".rail li a", has_text="companies").first.click()
    expect(hint).to_contain_text("types columns one after another")
    page.reload()
    expect(page.locator("#diagram .table").first).to_be_visible()
    expect(hint).to_be_hidden()  # both were shown
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("This list")
    page.keyboard.press("Escape")
    page.locator("#diagram").focus()
    page.keyboard.press("Control+a")
    hint.get_by_role("button", name="No more hints").click()
    page.evaluate("document.dispatchEvent(new CustomEvent('notice', {detail: {message: 'Saved', undo: true}}))")
    expect(page.locator("#notices")).to_contain_text("Saved")
    expect(hint).to_be_hidden()


def import_sql(page: Page) -> None:
    page.get_by_role("link", name="Import SQL").click()
    page.get_by_label("Paste SQL").fill(SQL)
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#run")).to_contain_text("Waiting for a worker")
    execute(Run.objects.values_list("pk", flat=True).get())  # as a worker does, while the page watches
    expect(page.locator(".seal")).to_contain_text("dumps the same as yours")
    expect(page.locator(".failure")).to_contain_text("pasted.sql:4")
    keep_screenshot(page, "newcomer-2-report")
    page.get_by_role("link", name="Open the diagram").click()


def add_table(page: Page) -> None:
    page.get_by_role("link", name="Table", exact=True).click()
    field(page, "name").fill("invoices")
    names, types = page.get_by_label("Column name"), page.get_by_label("Type", exact=True)
    names.nth(1).fill("total")
    types.nth(1).fill("money_amount")
    save(page, "Add table")
    expect(page.locator("#inspector")).to_contain_text("There is no type money_amount")
    types.nth(1).fill("numeric(12,2)")
    save(page, "Add table")
    wait_until_saved(page, "Add table public.invoices")
    expect(page.locator('#diagram g[id^="table-"]')).to_have_count(3)


def add_column(page: Page) -> None:
    page.get_by_role("link", name="Add column").click()
    field(page, "name").fill("due_on")
    field(page, "type").fill("date")
    save(page, "Add column")
    wait_until_saved(page, "Add column due_on to public.invoices")
    expect(page.locator(".parts .name", has_text="due_on")).to_be_visible()


def add_enum_role_and_policy(page: Page) -> None:
    choose_new(page, "Enum")
    field(page, "name").fill("invoice_status")
    for number, value in enumerate(("draft", "sent", "paid")):
        page.get_by_label("Value").nth(number).fill(value)
    save(page, "Add enum")
    wait_until_saved(page, "Add enum public.invoice_status")

    choose_new(page, "Role")
    field(page, "name").fill("bookkeeper")
    save(page, "Add role")
    wait_until_saved(page, "Add role bookkeeper")

    open_from_rail(page, "invoices")
    page.get_by_role("link", name="Add policy").click()
    field(page, "name").fill("bookkeepers_select_all")
    field(page, "roles").fill("bookkeeper")
    expect(page.get_by_role("textbox", name="WITH CHECK")).to_be_hidden()
    using = page.get_by_role("textbox", name="USING")
    using.fill("totl > 0")
    save(page, "Add policy")
    expect(page.locator("#inspector .invalid-feedback")).to_contain_text('Column "totl" does not exist')
    page.get_by_role("textbox", name="USING").fill("total > 0")
    keep_screenshot(page, "newcomer-3-policy")
    save(page, "Add policy")
    wait_until_saved(page, "Add policy bookkeepers_select_all")


def add_relationship(page: Page) -> None:
    page.get_by_role("link", name="Add relationship").click()
    field(page, "target_table").select_option(label="shops")
    field(page, "on_delete").select_option("cascade")
    save(page, "Add relationship")
    wait_until_saved(page, "Add relationship from public.invoices to public.shops")
    expect(page.locator('#diagram g[id^="edge-"]')).to_have_count(2)


def rename_change_and_remove(page: Page, project: Project) -> None:
    open_from_rail(page, "invoices")
    page.get_by_label("Edit table").click()
    field(page, "name").fill("bills")
    save(page)
    wait_until_saved(page, "Rename table public.invoices to public.bills")
    page.locator(".parts a", has_text="total").click()
    field(page, "name").fill("amount")
    save(page)
    wait_until_saved(page, "Rename column public.bills.total to amount")
    policy = load_design(project).table("public", "bills").policies[0]
    assert policy.using is not None
    assert "amount" in policy.using  # PostgreSQL rewrote the expression

    page.locator(".parts a", has_text="due_on").click()
    page.get_by_label("Remove column").click()
    expect(page.locator("#inspector")).to_contain_text("the value of every row in this column")
    save(page, "Remove column")
    wait_until_saved(page, "Remove column due_on of public.bills")


def undo_and_redo(page: Page, project: Project) -> None:
    page.locator("#diagram").focus()
    page.keyboard.press("Control+z")
    wait_until_saved(page, "Undo: Remove column due_on")
    assert "due_on" in {column.name for column in load_design(project).table("public", "bills").columns}
    page.keyboard.press("Control+Shift+z")
    wait_until_saved(page, "Redo: Remove column due_on")
    expect(page.locator(".parts .name", has_text="due_on")).to_have_count(0)


def preview(page: Page) -> None:
    tabs = page.get_by_role("navigation", name="Drawer")
    for tab, words in (
        ("SQL", "create type public.invoice_status"),
        ("SQL of selection", "create table public.bills"),
        ("Row-level security", "create policy bookkeepers_select_all"),
        ("Migration up", "create table public.bills"),
        ("Migration down", "drop table public.bills"),
        ("History", "Rename table public.invoices to public.bills"),
    ):
        tabs.get_by_role("link", name=tab, exact=True).click()
        expect(page.locator("#drawer-body")).to_contain_text(words)
    keep_screenshot(page, "newcomer-4-history")


def release(page: Page) -> None:
    page.get_by_role("link", name="Migrations", exact=True).click()
    page.get_by_role("link", name="Release the first migration").click()
    expect(page.locator("main")).to_contain_text("Create table public.bills")
    page.get_by_label("Name").fill("first steps")
    page.get_by_label("Release it although it is not proven").check()
    page.get_by_role("button", name="Release migration").click()
    expect(page.locator("h1")).to_contain_text("_first_steps")
    page.get_by_role("link", name="Export", exact=True).first.click()
