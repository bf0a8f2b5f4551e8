"""Who may do what, from an empty page to the measured matrix."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from designer.design.edits import put
from designer.sandbox.templates import PGTAP
from projects.models import Project, User
from projects.services import edit_design
from tests.browser.conftest import sign_in
from tests.browser.test_pages import LONG_VARIANTS, choose, judge
from tests.browser.test_proofs import work
from tests.projects.test_edits import table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cluster")]


@LONG_VARIANTS
def test_access_is_measured_and_shown(
    page: Page, server: str, shop: Project, owner: User, theme: str, size: dict[str, int]
) -> None:
    prefix = choose(page, theme, size)
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/access/")
    judge(page, f"{prefix}-access-empty")
    page.get_by_role("button", name="Measure access").click()
    work(page)
    expect(page.locator(".seal")).to_contain_text("measured on PostgreSQL")
    judge(page, f"{prefix}-access-run")
    page.get_by_role("link", name="See who may do what").click()
    expect(page.get_by_role("region", name="Joining, moving")).to_contain_text("Nobody in tenant A and no stranger")
    row = page.get_by_role("row").filter(has_text="public.companies")
    expect(row.get_by_role("cell").nth(1)).to_have_text("no grant")
    page.get_by_role("link", name="INSERT", exact=True).click()
    expect(page).to_have_url(f"{server}/projects/{shop.slug}/access/?command=insert")
    expect(page.get_by_role("link", name="INSERT", exact=True)).to_have_attribute("aria-current", "page")
    judge(page, f"{prefix}-access-matrix")
    edit_design(
        project=shop, acting_user=owner, label="Add", edit=lambda design: put(design, table("invoices", "total"))
    )
    page.reload()
    expect(page.locator("main")).to_contain_text("The design has changed since: 1 change")


@LONG_VARIANTS
def test_a_denial_is_explained(
    page: Page, server: str, shop: Project, owner: User, theme: str, size: dict[str, int]
) -> None:
    prefix = choose(page, theme, size)
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/access/explain/?persona=anon&table=public.companies&deed=select")
    expect(page.get_by_label("Who")).to_have_value("anon")
    judge(page, f"{prefix}-explain-form")
    page.get_by_label("Show the plan").check()
    page.get_by_role("button", name="Explain").click()
    work(page)
    expect(page.locator(".seal")).to_contain_text("tried as anon")
    expect(page.locator("main")).to_contain_text("GRANT SELECT ON TABLE public.companies TO anon;")
    judge(page, f"{prefix}-explain-denied")
    page.get_by_role("link", name="Ask something else").click()
    page.get_by_label("Who").fill("service_role")
    page.get_by_label("Table", exact=True).select_option("public.companies")
    page.get_by_role("button", name="Explain").click()
    work(page)
    expect(page.locator("main")).to_contain_text("The role has BYPASSRLS")
    judge(page, f"{prefix}-explain-allowed")


@LONG_VARIANTS
@pytest.mark.skipif(not PGTAP.exists(), reason="pgTAP is not installed; script/setup does it")
def test_tests_are_written_run_and_judged(
    page: Page, server: str, shop: Project, owner: User, theme: str, size: dict[str, int]
) -> None:
    prefix = choose(page, theme, size)
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/access/tests/")
    judge(page, f"{prefix}-access-tests-empty")
    page.get_by_role("button", name="Write and run tests").click()
    work(page)
    expect(page.locator(".seal")).to_contain_text("run on PostgreSQL")
    page.get_by_role("link", name="See what they found").click()
    expect(page.get_by_role("region", name="Mutation score")).to_contain_text("killed")
    expect(page.get_by_role("link", name="Tests")).to_have_attribute("aria-current", "page")
    judge(page, f"{prefix}-access-tests")
