"""Stating access: tenants and roles, the matrix of a table, one bundle for several, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from designer.sandbox.clusters import Cluster
from projects.models import Project, User
from projects.selectors import load_design
from tests.browser.conftest import fill, sign_in
from tests.browser.test_pages import LONG_VARIANTS, choose, judge
from tests.browser.test_proofs import work
from tests.migrations.proofs import read_sql

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cluster")]
EXAMPLE = Path(__file__).parents[2] / "examples" / "coaching" / "supabase" / "migrations"


@pytest.fixture
def example(transactional_db: None, project: Project, owner: User, cluster: Cluster) -> Project:
    """Alice's project with the design of the example."""
    files = sorted(EXAMPLE.glob("*.sql"))
    return fill(project, owner, read_sql(cluster, "".join(file.read_text() for file in files)))


@LONG_VARIANTS
def test_access_is_stated_compiled_and_measured(
    page: Page, server: str, example: Project, owner: User, theme: str, size: dict[str, int]
) -> None:
    prefix = choose(page, theme, size)
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{example.slug}/access/stated/")
    expect(page.locator("main")).to_contain_text("Nothing is stated yet")
    row = page.locator("tbody").filter(has_text="company_users")
    expect(row).to_contain_text("by hand")
    expect(row.get_by_role("row").nth(0).get_by_role("cell").nth(1)).to_have_text("tenant")
    judge(page, f"{prefix}-matrix-read")

    page.get_by_role("link", name="Tenants and roles").click()
    expect(page.get_by_label("Roles, strongest first")).to_have_value("owner\nadmin\ncoach\nmember")
    page.get_by_label("Further personas").fill('support = owner in tenant A {"role": "postgres"}')
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("which the API cannot take")
    page.get_by_label("Further personas").fill('support = owner in tenant A {"aal": "aal2"}')
    judge(page, f"{prefix}-matrix-model")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").or_(page.locator(".notice, .messages")).first).to_contain_text("Saved")

    page.get_by_role("link", name="company_invitations").click()
    expect(page.locator("main")).to_contain_text("written by hand")
    page.get_by_label("coaches, SELECT: rows").select_option("tenant")
    expect(page.locator("#compiled")).to_contain_text("my_company_ids_as_coach")
    judge(page, f"{prefix}-matrix-table")
    page.get_by_label("signed-in people, SELECT: rows").select_option("parent")
    expect(page.locator("#compiled")).to_contain_text("has no relationship to a parent")
    page.get_by_label("signed-in people, SELECT: rows").select_option("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).not_to_contain_text("Nothing is stated yet")
    table = load_design(example).table("public", "company_invitations")
    assert "admins_and_coaches_select_company_invitations" in {policy.name for policy in table.policies}

    page.get_by_role("checkbox", name="public.reviewers").check()
    page.get_by_label("What to state").select_option("owner-private")
    page.get_by_role("button", name="State it").click()
    expect(page.locator("tbody").filter(has_text="reviewers").first).not_to_contain_text("by hand")
    judge(page, f"{prefix}-matrix-stated")
    page.get_by_role("link", name="Measured").click()
    page.get_by_role("button", name="Measure access").click()
    work(page)
    page.get_by_role("link", name="See who may do what").click()
    expect(page.locator("main")).to_contain_text("Everything that was measured is as stated")
    expect(page.get_by_role("columnheader", name="support").first).to_be_visible()

    page.goto(f"/projects/{example.slug}/access/stated/")
    page.get_by_role("link", name="company_invitations").click()
    page.get_by_role("button", name="Detach").click()
    expect(page.locator("tbody").filter(has_text="company_invitations")).to_contain_text("by hand")
