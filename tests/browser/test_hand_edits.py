"""The SQL of the next migration edited on its page, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from projects.models import Migration, Project, User
from projects.services import edit_design
from tests.browser.conftest import sign_in
from tests.browser.test_pages import LONG_VARIANTS, choose, judge
from tests.browser.test_proofs import work
from tests.projects.test_edits import adding, table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cluster")]


def append(page: Page, sql: str) -> None:
    """Types at the end of the way up, with the keyboard."""
    page.get_by_role("textbox", name="Up").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(sql)


@LONG_VARIANTS
def test_a_file_is_edited_proven_kept_and_released(
    page: Page, server: str, project: Project, owner: User, theme: str, size: dict[str, int]
) -> None:
    prefix = choose(page, theme, size)
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("invoices", "total")))
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{project.slug}/migrations/release/")
    page.get_by_role("link", name="Edit SQL").click()
    expect(page.locator(".cm-editor").first).to_be_visible()
    append(page, "create tabel oops ();")
    page.get_by_role("button", name="Save the text").click()
    expect(page.locator("main")).to_contain_text("Syntax error at or near")
    judge(page, f"{prefix}-hand-edit-refused")
    page.goto(page.url)
    append(page, "alter table public.invoices add oops text default '<b>'; do $$ begin end $$;")
    page.get_by_role("button", name="Save the text").press("Enter")
    expect(page.locator("main")).to_contain_text("edited by hand")
    expect(page.locator("main")).to_contain_text("add oops text default '<b>'")
    expect(page.locator(".operation.written")).to_contain_text("unknown lock")
    page.locator(".operation.written").scroll_into_view_if_needed()
    judge(page, f"{prefix}-hand-edit-locks")
    page.get_by_role("button", name="Prove", exact=True).click()
    work(page)
    expect(page.locator(".seal")).to_contain_text("not proven")
    expect(page.locator("main")).to_contain_text("oops")
    judge(page, f"{prefix}-hand-edit-not-proven")

    page.get_by_role("link", name="Go on to the release").click()
    page.get_by_role("link", name="Edit SQL").click()
    append(page, "alter table public.invoices drop oops;")
    page.get_by_role("button", name="Save the text").click()
    expect(page.locator("main")).to_contain_text("drop oops")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("payments")))
    page.reload()
    expect(page.locator("main")).to_contain_text("Your text is not used until you decide")
    judge(page, f"{prefix}-hand-edit-stale")
    page.get_by_role("link", name="Compare and keep").click()
    expect(page.get_by_role("textbox", name="Up")).to_contain_text("drop oops")
    judge(page, f"{prefix}-hand-edit-compare")
    append(page, "create table public.payments ();")
    page.get_by_role("button", name="Save the text").click()
    expect(page.locator("main")).to_contain_text("edited by hand")
    page.get_by_role("link", name="Edit SQL").click()
    page.get_by_role("button", name="Back to the generated text").click()
    expect(page.locator("main")).to_contain_text("is what Rowhouse writes again")
    expect(page.locator("main")).not_to_contain_text("oops")
    page.get_by_label("Name").fill("first")
    page.get_by_label("Release it although it is not proven").check()
    page.get_by_role("button", name="Release migration").click()
    expect(page.locator("h1")).to_contain_text("_first")
    assert "is_edited" not in Migration.objects.get().files[0]
