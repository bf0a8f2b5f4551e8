"""The import page and its report where things went wrong: causes, what followed, places and remedies."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from projects.models import Project, Run, User
from projects.runs.execution import execute
from tests.browser.conftest import sign_in
from tests.browser.test_pages import VARIANTS, choose, judge

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cluster")]

FAULTY = """\\connect shop
\\! make data
create extension timescaledb;
create table customers (id bigint primary key, name text not null, place geometry_of_nowhere);
create table orders (
  id bigint primary key,
  customer_id bigint references customers,
  total numeric check (total >= 0)
);
create index on orders (customer_id);
create view open_orders as select * from orders where total > 0;
alter table customers enable row level security;
create policy own on customers to authenticated using (id = 1);
grant select on customers to accountant;
create table plans (code text primary key);
copy plans from stdin;
free
pro
\\.
select create_hypertable('plans', 'code');
"""


@VARIANTS
def test_a_report_groups_what_failed_under_its_cause(
    page: Page, server: str, project: Project, owner: User, theme: str, size: dict[str, int], tmp_path: Path
) -> None:
    prefix = choose(page, theme, size)
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{project.slug}/import/")
    expect(page.get_by_label("Or the address of a database")).to_be_visible()
    judge(page, f"{prefix}-import-form")
    path = tmp_path / "shop.sql"
    path.write_text(FAULTY, encoding="utf-8")
    page.get_by_label("Or choose a file").set_input_files(path)
    page.get_by_role("button", name="Import", exact=True).click()
    page.wait_for_url("**/runs/*/")
    execute(Run.objects.get().pk)
    page.reload()
    failed = page.get_by_role("region", name="Failed", exact=True)
    expect(failed.get_by_text("shop.sql:4:74")).to_be_visible()
    table = failed.locator(".failure", has_text='type "geometry_of_nowhere" does not exist').first
    expect(table.get_by_text("statements failed because of it")).to_be_visible()
    extension = failed.locator(".failure", has_text='extension "timescaledb" is not available').first
    expect(extension.get_by_text("set SANDBOX_DATABASE_URL to a server that has it").first).to_be_visible()
    expect(extension.get_by_text("1 statement failed because of it")).to_be_visible()
    judge(page, f"{prefix}-import-report")


def test_an_address_that_may_not_be_reached_is_refused_in_words(
    page: Page, server: str, project: Project, owner: User
) -> None:
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{project.slug}/import/")
    page.get_by_label("Or the address of a database").fill("postgresql://me:hunter2@169.254.169.254/app")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("The host 169.254.169.254 may not be reached from here.")).to_be_visible()
    assert "hunter2" not in page.content()
