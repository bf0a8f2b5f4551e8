"""From a changed design to a proven release, as a person does it; the pages of a proof, light and dark."""

from __future__ import annotations

import io
import threading
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from designer.design.edits import put
from designer.sandbox.clusters import get_cluster
from projects.models import Migration, Project, Proof, Run, User
from projects.runs.execution import execute
from projects.selectors import load_design
from projects.services import edit_design, release_migration
from tests.browser.conftest import sign_in
from tests.browser.test_pages import LONG_VARIANTS, choose, judge
from tests.projects.test_edits import table
from tests.views.test_questions import lose_a_column

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cluster")]


def work_behind(page: Page) -> None:
    """Does the waiting run beside the page, which shows how far it is."""

    def run() -> None:
        execute(Run.objects.order_by("-pk").values_list("pk", flat=True)[0])
        connection.close()

    expect(page.locator("#run")).to_contain_text("Waiting for a worker")
    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    expect(page.locator("#run .steps")).to_contain_text("Build the target")
    expect(page.locator("#run progress")).to_be_visible()
    worker.join(60)
    assert not worker.is_alive()


def work(page: Page) -> None:
    """Does the waiting run, as a worker does while the page watches."""
    expect(page.locator("#run")).to_contain_text("Waiting for a worker")
    execute(Run.objects.order_by("-pk").values_list("pk", flat=True)[0])


@LONG_VARIANTS
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


@LONG_VARIANTS
def test_from_questions_to_a_proven_export(
    page: Page, server: str, shop: Project, owner: User, theme: str, size: dict[str, int]
) -> None:
    prefix = choose(page, theme, size)
    lose_a_column(shop, owner)
    major = 17 if get_cluster().server_version < 160000 else 15  # another than the sandbox's
    Project.objects.filter(pk=shop.pk).update(postgres_version=major)
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/migrations/")
    page.get_by_role("link", name="Release 1 operation").click()
    expect(page.get_by_role("heading", name="1 open question")).to_be_visible()
    expect(page.locator("main")).to_contain_text("going back restores the structure, not the rows")
    judge(page, f"{prefix}-question-open")
    # The keyboard is enough: a choice, the number of rows, and save.
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.locator("summary", has_text="How many rows").focus()
    page.keyboard.press("Enter")
    page.get_by_label("One table a line").fill("public.companies = 3_000_000")
    page.get_by_role("button", name="Save answers").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="All questions answered")).to_be_visible()
    expect(page.locator(".operation").first).to_contain_text("about 10.0 s")
    expect(page.locator("main")).to_contain_text("rowhouse_kept")
    judge(page, f"{prefix}-question-answered")
    page.get_by_role("button", name="Prove", exact=True).click()
    work_behind(page)
    expect(page.locator(".seal")).to_contain_text("proven on PostgreSQL")
    expect(page.locator("main")).to_contain_text(f"the migration is meant for PostgreSQL {major}")
    expect(page.locator("main")).to_contain_text("A copy is kept for the way down.")
    judge(page, f"{prefix}-proof-other-major")
    page.get_by_role("link", name="Go on to the release").click()
    expect(page.locator("main")).to_contain_text(f"not on PostgreSQL {major}")
    judge(page, f"{prefix}-proof-other-major-release")
    page.get_by_label("Name").fill("without notes")
    page.get_by_role("button", name="Release migration").click()
    expect(page.locator("h1")).to_contain_text("_without_notes")
    expect(page.locator(".seal")).to_contain_text("proven on PostgreSQL")
    page.goto(f"/projects/{shop.slug}/migrations/release/")
    page.get_by_role("checkbox", name="public.companies.note").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Drop the chosen copies").press("Enter")
    expect(page.locator(".operation")).to_contain_text("What was kept of public.companies.note is destroyed")
    judge(page, f"{prefix}-kept-copies")
    page.get_by_role("link", name="Export", exact=True).first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download zip").click()
    files = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    third = Migration.objects.get(number=3)
    assert not third.is_confirmed_unproven
    for file in third.files:
        assert files.read(f"supabase/migrations/{file['name']}").decode() == file["up"]
        assert files.read(f"supabase/rollbacks/{file['name']}").decode() == file["down"]
    assert f"Proven: {third} and its rollback" in files.read("README.md").decode()
