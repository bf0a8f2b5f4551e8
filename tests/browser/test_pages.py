"""Every page, light and dark: nothing serious for axe, nothing scrolls sideways, and a picture to look at."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from projects.models import Project, Run, User
from projects.services import release_migration
from tests.browser.conftest import NARROW, WIDE, keep_screenshot, sign_in
from tests.views.conftest import COMPANIES, PLAN, RELATIONSHIP, make_id

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = f"tables/{COMPANIES.id}/"
DESIGNER = {
    "designer": "",
    "table": f"{TABLE}?drawer=sql",
    "table-edit": f"{TABLE}edit/",
    "column": f"{TABLE}columns/{make_id('companies', 'name')}/",
    "policy": f"{TABLE}policies/{make_id('policy')}/?drawer=rls",
    "grants": f"{TABLE}grants/",
    "removal": f"{TABLE}remove/",
    "new-table": "tables/new/?drawer=up",
    "relationship": f"relationships/{RELATIONSHIP.id}/?drawer=history",
    "enum": f"enums/{PLAN.id}/?drawer=problems",
    "function": f"functions/{make_id('function')}/?drawer=selection",
    "new-index": f"{TABLE}indexes/new/",
}
OTHERS = ("import/", "runs/{run}/", "migrations/", "migrations/release/", "migrations/1/", "export/", "settings/")
PUBLIC = {"login": "login", "signup": "signup", "reset": "password/reset"}


def judge(page: Page, name: str) -> None:
    """Keeps a picture, then asks axe and looks for what is wider than the window."""
    keep_screenshot(page, name)
    found = Axe().run(page).response["violations"]
    serious = [
        (row["id"], [node["target"] for node in row["nodes"]][:5])
        for row in found
        if row["impact"] in {"serious", "critical"}
    ]
    assert serious == [], name
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{name} scrolls sideways by {too_wide} pixels"


def choose(page: Page, theme: str, size: dict[str, int]) -> str:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.add_init_script(f"if (location.protocol === 'http:') localStorage.setItem('rowhouse-theme', '{theme}')")
    return f"{theme}-{size['width']}"


VARIANTS = pytest.mark.parametrize(("theme", "size"), [("light", WIDE), ("dark", NARROW)], ids=["light", "dark"])
LONG_VARIANTS = pytest.mark.parametrize(
    ("theme", "size"),
    [pytest.param("light", WIDE, id="light"), pytest.param("dark", NARROW, id="dark", marks=pytest.mark.slow)],
)
"""For what takes long: the dark and narrow half is run with the slow tests; `test_the_pages_around_it` sees the pages so."""


@VARIANTS
def test_the_designer(page: Page, server: str, shop: Project, owner: User, theme: str, size: dict[str, int]) -> None:
    prefix = choose(page, theme, size)
    sign_in(page.context, owner, server)
    for name, path in DESIGNER.items():
        page.goto(f"/projects/{shop.slug}/{path}")
        expect(page.locator("#diagram svg")).to_be_visible()
        if page.locator("textarea[data-sql]").count():
            expect(page.locator(".cm-editor").first).to_be_attached()
        judge(page, f"{prefix}-{name}")
    page.locator("#diagram").focus()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    judge(page, f"{prefix}-keys")


@VARIANTS
def test_the_pages_around_it(
    page: Page, server: str, shop: Project, owner: User, theme: str, size: dict[str, int]
) -> None:
    prefix = choose(page, theme, size)
    for name, path in PUBLIC.items():
        page.goto(f"/accounts/{path}/")
        judge(page, f"{prefix}-{name}")
    release_migration(project=shop, acting_user=owner, name="first", confirms_unproven=True)
    run = Run.objects.create(
        project=shop,
        kind=Run.Kind.IMPORT,
        requested_by=owner,
        state=Run.State.RUNNING,
        progress=40,
        payload_name="pasted.sql",
        steps=[
            {"name": "Read the input", "state": "done", "seconds": 0.1},
            {"name": "Apply the statements", "state": "running", "seconds": None, "detail": "120 of 300"},
        ],
    )
    sign_in(page.context, owner, server)
    paths = [f"/projects/{shop.slug}/{path.format(run=run.pk)}" for path in OTHERS]
    others = ["/", "/projects/new/", "/teams/new/", f"/teams/{shop.team_id}/", "/accounts/email/", "/accounts/2fa/"]
    for path in [*others, *paths]:
        page.goto(path)
        judge(page, f"{prefix}-{path.strip('/').replace('/', '-') or 'projects'}")


def test_a_project_without_anything(page: Page, server: str, project: Project, owner: User) -> None:
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{project.slug}/")
    expect(page.locator(".canvas-empty")).to_be_visible()
    judge(page, "empty-designer")
    page.goto(f"/projects/{project.slug}/migrations/")
    judge(page, "empty-migrations")
