"""Holes, from an empty page to a fix."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from designer.sandbox.clusters import Cluster
from projects.models import Project, User
from tests.advisor.holes import BASE, HOLES
from tests.browser.conftest import fill, sign_in
from tests.browser.test_pages import LONG_VARIANTS, choose, judge
from tests.browser.test_proofs import work
from tests.migrations.proofs import read_sql

pytestmark = [pytest.mark.django_db(transaction=True)]
SHOWN = {"rls-off", "captured-name", "owner-view", "left-over-privileges", "policy-for-public", "recursion"}


@LONG_VARIANTS
def test_holes_are_found_shown_and_closed(
    page: Page, server: str, project: Project, owner: User, cluster: Cluster, theme: str, size: dict[str, int]
) -> None:
    prefix = choose(page, theme, size)
    fill(project, owner, read_sql(cluster, BASE + "".join(hole.faulty for hole in HOLES if hole.rule in SHOWN)))
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{project.slug}/advice/")
    judge(page, f"{prefix}-advice-empty")
    page.get_by_role("button", name="Look for holes").click()
    work(page)
    expect(page.locator(".seal")).to_contain_text("findings")
    judge(page, f"{prefix}-advice-run")
    page.get_by_role("link", name="See the advice").click()
    finding = page.get_by_role("article").filter(has_text="public.r01")
    finding.get_by_text("What was tried").click()
    expect(finding.locator("pre").first).to_contain_text("select count(*) from public.r01")
    finding.get_by_text("Enable row-level security on public.r01", exact=True).click()
    judge(page, f"{prefix}-advice-findings")
    finding.get_by_role("button", name="Do it").click()
    expect(page.locator("main")).to_contain_text("The design has changed since: 1 change")
    expect(finding).to_contain_text("fixed")
    judge(page, f"{prefix}-advice-fixed")
