"""From a changed design to a proven release, as a person does it; the pages of a proof, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from designer.design.edits import put
from projects.models import Migration, Project, Proof, Run, User
from projects.runs.execution import execute
from projects.selectors import load_design
from projects.services import edit_design, release_migration
from tests.browser.conftest import sign_in
from tests.browser.test_pages import VARIANTS, choose, judge
from tests.projects.test_edits import table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cluster")]


def work(page: Page) -> None:
    """Does the waiting run, as a worker does while the page watches."""
    expect(page.locator("#run")).to_contain_text("Waiting for a worker")
    execute(Run.objects.order_by("-pk").values_list("pk", flat=True)[0])


@VARIANTS
def test_a_migration_is_proven_released_and_keeps_its_proof(
    page: Page, server: str, shop: Project, owner: User, theme: str, size: dict[str, int]
) -> None:
    prefix = choose(page, theme, size)
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/migrations/release/")
    expect(page.locator(".seal")).to_have_text("not proven")
    page.get_by_label("Name").fill("first")
    page.get_by_role("button", name="Release migration").click()
    expect(page.locator("form .invalid-feedback")).to_contain_text("Prove it first")
    judge(page, f"{prefix}-proof-refused")
    page.get_by_role("button", name="Prove", exact=True).click()
    work(page)
    expect(page.locator(".seal")).to_contain_text("proven on PostgreSQL")
    for summary in page.locator("details.fold > summary").all():
        summary.click()
    judge(page, f"{prefix}-proof-report")
    page.get_by_role("link", name="Go on to the release").click()
    expect(page.locator(".seal")).to_contain_text("proven on PostgreSQL")
    judge(page, f"{prefix}-proof-release")
    page.get_by_label("Name").fill("first")
    page.get_by_role("button", name="Release migration").click()
    expect(page.locator(".seal")).to_contain_text("proven on PostgreSQL")
    judge(page, f"{prefix}-proof-migration")
    assert not Migration.objects.get().is_confirmed_unproven
    assert Proof.objects.get().proven_by == owner


def test_a_stale_proof_says_so(page: Page, server: str, shop: Project, owner: User) -> None:
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/migrations/release/")
    page.get_by_role("button", name="Prove", exact=True).click()
    work(page)
    edit_design(
        project=shop, acting_user=owner, label="Add", edit=lambda design: put(design, table("invoices", "total"))
    )
    page.get_by_role("link", name="Go on to the release").click()
    expect(page.locator("main")).to_contain_text("The plan has changed since the proof of")
    page.get_by_label("Name").fill("first")
    page.get_by_label("Release it although it is not proven").check()
    page.get_by_role("button", name="Release migration").click()
    expect(page.locator("main")).to_contain_text("confirmed releasing it unproven")
    assert Migration.objects.get().is_confirmed_unproven


def test_a_proof_can_be_stopped(page: Page, server: str, shop: Project, owner: User) -> None:
    release_migration(project=shop, acting_user=owner, name="first", confirms_unproven=True)
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/migrations/1/")
    page.get_by_role("button", name="Prove", exact=True).click()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("main")).to_contain_text("Stopped. Nothing was changed.")
    assert not Proof.objects.exists()
    assert load_design(shop).tables
