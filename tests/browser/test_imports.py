"""Importing a whole Supabase project and importing again, as people do it: to the zip and back, light and dark."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from projects.models import Project, Run, User
from projects.runs.execution import execute
from projects.selectors import load_design
from tests.browser.conftest import sign_in
from tests.browser.test_pages import LONG_VARIANTS, choose, judge

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cluster")]

FILES = {
    "supabase/config.toml": b'project_id = "club"\r\n[db]\r\nmajor_version = 17\r\n',
    "supabase/seed.sql": b"insert into public.members (email) values ('a@example.com')",
    "supabase/functions/hello/index.ts": b"Deno.serve(() => new Response('hello'))\n",
    "supabase/tests/members.test.sql": b"begin; select plan(0); rollback;",
    "supabase/migrations/20240101000000_init.sql": (
        b"create table public.members (\r\n  id bigint generated always as identity primary key,\r\n"
        b"  email text not null unique\r\n); -- caf\xc3\xa9\r\n"
    ),
    "supabase/migrations/20240102000000_visits.sql": (
        b"create table public.visits (member_id bigint references public.members, at timestamptz not null);"
    ),
}
ELSEWHERE = """
create table public.members (id bigint generated always as identity primary key, contact_email text not null unique);
create table public.payments (id bigint primary key, member_id bigint references public.members);
"""


def pack() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in FILES.items():
            archive.writestr(path, content)
    return buffer.getvalue()


def import_zip(page: Page, project: Project) -> None:
    page.goto(f"/projects/{project.slug}/import/")
    page.get_by_label("Or choose a file").set_input_files(
        {"name": "club.zip", "mimeType": "application/zip", "buffer": pack()}
    )
    page.get_by_role("button", name="Import", exact=True).click()
    work(page)


def import_text(page: Page, project: Project, sql: str) -> None:
    page.goto(f"/projects/{project.slug}/import/")
    page.get_by_label("Paste SQL").fill(sql)
    page.get_by_role("button", name="Import", exact=True).click()
    work(page)


def work(page: Page) -> None:
    """Does the waiting run, as a worker does while the page watches."""
    expect(page.locator("#run")).to_contain_text("Waiting for a worker")
    execute(Run.objects.order_by("-pk").values_list("pk", flat=True)[0])
    expect(page.locator(".seal")).to_contain_text("dumps the same as yours")


def answer(page: Page, text: str) -> Locator:
    return page.get_by_role("radio", name=text)


def test_a_project_goes_in_as_a_zip_is_edited_and_comes_out_with_its_files_as_they_were(
    page: Page, server: str, project: Project, owner: User
) -> None:
    settings.EDITS_ARE_TRIED = True
    sign_in(page.context, owner, server)
    import_zip(page, project)
    page.goto(f"/projects/{project.slug}/migrations/release/")
    expect(page.locator("main")).to_contain_text("Nothing has changed since the last release")

    page.goto(f"/projects/{project.slug}/")
    page.locator(".rail li a", has_text="visits").first.click()
    page.get_by_role("link", name="Add column").click()
    page.locator("#inspector [name=name]").fill("left_at")
    page.locator("#inspector [name=type]").fill("timestamptz")
    page.locator("#inspector").get_by_role("button", name="Add column", exact=True).click()
    expect(page.locator("#notices")).to_contain_text("Add column left_at")

    page.goto(f"/projects/{project.slug}/migrations/release/")
    page.get_by_label("Name").fill("visits_end")
    page.get_by_label("Release it although it is not proven").check()
    page.get_by_role("button", name="Release migration").click()
    page.goto(f"/projects/{project.slug}/export/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download zip").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert {name: files[name] for name in FILES} == FILES
    names = [name for name in files if name.startswith("supabase/migrations/")]
    [new] = set(names) - set(FILES)
    assert new == max(names)
    assert new.endswith("_visits_end.sql")
    assert Path(new).name in "".join(name for name in files if name.startswith("supabase/rollbacks/"))


def test_an_import_into_a_design_asks_and_is_applied_from_the_keyboard(
    page: Page, server: str, project: Project, owner: User
) -> None:
    sign_in(page.context, owner, server)
    import_zip(page, project)
    email = load_design(project).table("public", "members").columns[1]
    import_text(page, project, ELSEWHERE)
    page.get_by_role("link", name="See what would change").click()
    expect(page.locator("legend")).to_have_text("Did column of public.members email become contact_email?")
    expect(answer(page, "No: it is dropped")).to_be_checked()
    answer(page, "No: it is dropped").focus()
    page.keyboard.press("ArrowDown")
    expect(answer(page, "Yes, it became contact_email")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("rename-"))
    page.locator("summary", has_text="public.members").click()
    expect(page.locator("main")).to_contain_text("Rename column email on public.members to contact_email")
    page.get_by_role("button", name="Apply as one change").press("Enter")
    expect(page.locator("#diagram svg")).to_be_visible()
    after = load_design(project)
    assert after.table("public", "members").columns[1].id == email.id
    assert sorted(table.name for table in after.tables) == ["members", "payments"]
    page.locator("#undo").click()
    expect(page.locator("#notices")).to_contain_text("Undo: Import pasted.sql")
    assert sorted(table.name for table in load_design(project).tables) == ["members", "visits"]


@LONG_VARIANTS
def test_the_pages_of_an_import(
    page: Page, server: str, project: Project, owner: User, theme: str, size: dict[str, int]
) -> None:
    prefix = choose(page, theme, size)
    sign_in(page.context, owner, server)
    import_zip(page, project)
    judge(page, f"{prefix}-import-report")
    import_text(page, project, ELSEWHERE)
    judge(page, f"{prefix}-import-waiting")
    page.get_by_role("link", name="See what would change").click()
    judge(page, f"{prefix}-import-questions")
    for summary in page.locator("details.fold > summary").all():
        summary.click()
    judge(page, f"{prefix}-import-preview")
    page.get_by_role("button", name="Cancel the import").click()
    expect(page.locator("main")).to_contain_text("The project is as it was")
    import_text(page, project, "".join(FILES[name].decode() + ";" for name in sorted(FILES) if "migrations/" in name))
    page.get_by_role("link", name="See what would change").click()
    expect(page.locator("main")).to_contain_text("There is nothing to apply")
    judge(page, f"{prefix}-import-preview-empty")
    for name, path in {"list": "", "imported": "1/", "file": "1/20240102000000_visits.sql/"}.items():
        page.goto(f"/projects/{project.slug}/migrations/{path}")
        judge(page, f"{prefix}-history-{name}")
