"""What has no form is shown all the same: its attributes in words, links to what it refers to, and its SQL."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from designer.design import (
    DefaultPrivileges,
    Design,
    EventTrigger,
    Function,
    Grant,
    Publication,
    PublishedTable,
    Verbatim,
)
from designer.design.edits import put
from projects.models import Project, User
from tests.browser.conftest import fill, sign_in
from tests.browser.test_pages import LONG_VARIANTS, choose, judge
from tests.views.conftest import COMPANIES, MEMBERS, SHOP, make_id

pytestmark = pytest.mark.django_db(transaction=True)

WATCHER = Function(
    id=make_id("watcher"),
    schema="public",
    name="enable_row_level_security_of_new_tables",
    returns="event_trigger",
    language="plpgsql",
    body="begin end",
)
REALTIME = Publication(
    id=make_id("realtime"),
    name="supabase_realtime",
    is_managed=True,
    tables=(
        PublishedTable(table_id=COMPANIES.id, column_ids=(make_id("companies", "name"),), predicate="name <> ''"),
        PublishedTable(table_id=MEMBERS.id),
    ),
    operations=("insert", "update"),
    comment="What the browser is told about while it watches.",
)
ENSURE = EventTrigger(
    id=make_id("ensure"),
    name="ensure_rls",
    event="ddl_command_end",
    tags=("CREATE TABLE", "CREATE TABLE AS", "SELECT INTO"),
    function_id=WATCHER.id,
    enabled="A",
)
DEFAULTS = DefaultPrivileges(
    id=make_id("defaults"),
    role="postgres",
    schema="public",
    object_type="tables",
    grants=(Grant(grantee="anon", privileges=("SELECT",)), Grant(grantee="clerk", privileges=("INSERT", "SELECT"))),
)
WORDS = Verbatim(
    id=make_id("words"),
    kind="TEXT SEARCH CONFIGURATION",
    schema="public",
    name="words",
    create_sql='CREATE TEXT SEARCH CONFIGURATION public.words (\n    PARSER = pg_catalog."default" );',
    drop_sql="DROP TEXT SEARCH CONFIGURATION public.words;",
    reason="Text search configurations are not modelled.",
)
EVERYTHING: Design = put(SHOP, WATCHER, REALTIME, ENSURE, DEFAULTS, WORDS)
SHOWN = {
    "publication": f"publications/{REALTIME.id}/?drawer=selection",
    "event-trigger": f"event_triggers/{ENSURE.id}/",
    "default-privileges": f"default_privileges/{DEFAULTS.id}/",
    "verbatim": f"verbatim/{WORDS.id}/",
}


@LONG_VARIANTS
def test_objects_without_a_form(
    page: Page, server: str, project: Project, owner: User, theme: str, size: dict[str, int]
) -> None:
    fill(project, owner, EVERYTHING)
    prefix = choose(page, theme, size)
    sign_in(page.context, owner, server)
    for name, path in SHOWN.items():
        page.goto(f"/projects/{project.slug}/{path}")
        expect(page.locator("#object-sql")).to_be_visible()
        expect(page.locator("#diagram svg")).to_be_visible()
        judge(page, f"{prefix}-kind-{name}")


def test_from_a_publication_to_its_table_and_back(page: Page, server: str, project: Project, owner: User) -> None:
    fill(project, owner, EVERYTHING)
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{project.slug}/")
    assert page.title() == f"{project.name} · Rowhouse"
    page.locator("#rail").get_by_role("link", name="supabase_realtime").click()
    expect(page.get_by_role("heading", name="supabase_realtime")).to_be_visible()
    expect(page.locator("#object-sql")).to_contain_text("alter publication supabase_realtime add table")
    page.locator(".attributes").get_by_role("link", name="public.members").click()
    expect(page.get_by_role("heading", name="public.members")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="supabase_realtime")).to_be_visible()
