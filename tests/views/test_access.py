"""Four questions to every view: does it work, does it refuse the wrong method, outsiders, and viewers who would edit?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.test import Client
from django.urls import get_resolver

from projects.models import Membership, Project, Team, User
from tests.views.conftest import CLERK, COMPANIES, PLAN, RELATIONSHIP, as_user, make_id

TABLE = f"tables/{COMPANIES.id}/"
PARTS = {
    "columns": make_id("companies", "name"),
    "primary-key": make_id("pkey"),
    "unique-keys": make_id("name_key"),
    "checks": make_id("check"),
    "indexes": make_id("index"),
    "policies": make_id("policy"),
    "triggers": make_id("trigger"),
}
SEEN = [
    "",
    TABLE,
    f"relationships/{RELATIONSHIP.id}/",
    f"enums/{PLAN.id}/",
    f"roles/{CLERK.id}/",
    f"functions/{make_id('function')}/",
    f"{TABLE}grants/",
    *(f"{TABLE}{kind}/{part_id}/" for kind, part_id in PARTS.items()),
    *(f"drawer/{tab}/" for tab in ("sql", "selection", "rls", "up", "down", "problems", "history")),
    "diagram.svg",
    "canvas.json",
    "canvas/cards.json",
    "canvas/lens.json",
    "finds/",
    *(f"diagram.{notation}" for notation in ("mermaid", "dbml", "txt")),
    "updates/",
    "migrations/",
    "access/",
    "access/tests/",
    "advice/",
    "access/stated/",
    "access/explain/",
    "export/",
    "export/download/",
]
"""Addresses below a project that every member may look at."""
EDITED = [
    *(f"{kind}/new/" for kind in ("tables", "relationships", "enums", "domains", "views", "functions", "roles")),
    *(f"{kind}/new/" for kind in ("schemas", "extensions", "composites", "sequences")),
    *(f"{TABLE}{kind}/new/" for kind in PARTS),
    *(f"{TABLE}{kind}/{part_id}/remove/" for kind, part_id in PARTS.items()),
    f"{TABLE}columns/",
    f"{TABLE}edit/",
    f"{TABLE}remove/",
    f"enums/{PLAN.id}/remove/",
    "history/1/",
    "import/",
    "migrations/release/",
    "migrations/release/files/migration/",
    "access/stated/model/",
    f"access/stated/{COMPANIES.id}/",
]
"""Addresses that show a form, for editors only."""
POSTED = [
    "start/",
    "undo/",
    "redo/",
    "warm/",
    "migrations/release/prove/",
    "canvas/",
    "canvas/layout/",
    "migrations/1/prove/",
    "migrations/1/take-back/",
    "migrations/release/copies/",
    "migrations/drafts/cut/",
    "migrations/drafts/restore/",
    "migrations/drafts/1/move/",
    "access/measure/",
    "access/explain/ask/",
    "access/tests/run/",
    "advice/look/",
    "advice/fix/",
    "access/stated/bundle/",
    f"access/stated/{COMPANIES.id}/detach/",
]
MANAGED = ["settings/"]


def address(project: Project, path: str) -> str:
    return f"/projects/{project.slug}/{path}"


def statuses(user: User, project: Project, paths: Iterable[str], method: str = "get") -> dict[str, int]:
    """What a user is answered at each address. One user and one design for all of them: there are many."""
    client = as_user(user)
    return {path: client.generic(method.upper(), address(project, path)).status_code for path in paths}


def all_with(status: int, paths: Iterable[str]) -> dict[str, int]:
    return dict.fromkeys(paths, status)


def test_pages_work_for_editors(shop: Project, editor: User) -> None:
    assert statuses(editor, shop, [*SEEN, *EDITED]) == all_with(200, [*SEEN, *EDITED])


def test_viewers_may_look(shop: Project, viewer: User) -> None:
    assert statuses(viewer, shop, SEEN) == all_with(200, SEEN)


def test_outsiders_learn_nothing(shop: Project, outsider: User) -> None:
    paths = [*SEEN, *EDITED, *MANAGED]
    assert statuses(outsider, shop, paths) == all_with(404, paths)
    assert statuses(outsider, shop, POSTED, "post") == all_with(404, POSTED)


def test_viewers_may_not_edit(shop: Project, viewer: User) -> None:
    assert statuses(viewer, shop, EDITED) == all_with(403, EDITED)
    paths = [*EDITED, *POSTED, f"{TABLE}columns/{PARTS['columns']}/", f"enums/{PLAN.id}/", f"{TABLE}grants/"]
    assert statuses(viewer, shop, paths, "post") == all_with(403, paths)
    shop.refresh_from_db()
    assert shop.change_count == 1


def test_viewers_are_told_whom_to_ask(shop: Project, viewer: User) -> None:
    response = as_user(viewer).get(address(shop, "tables/new/"))
    assert "Ask an owner of the team to make you an editor" in response.content.decode()


def test_forms_refuse_other_methods(shop: Project, editor: User) -> None:
    assert statuses(editor, shop, [*EDITED, TABLE], "delete") == all_with(405, [*EDITED, TABLE])


def test_what_only_shows_refuses_post(shop: Project, editor: User) -> None:
    shown = [path for path in SEEN if not path.startswith(("tables", "enums", "roles", "relationships", "functions"))]
    assert statuses(editor, shop, shown, "post") == all_with(405, shown)


def test_what_acts_refuses_get(shop: Project, editor: User) -> None:
    assert statuses(editor, shop, POSTED) == all_with(405, POSTED)


def test_htmx_gets_the_fragment_alone(shop: Project, editor: User) -> None:
    client = as_user(editor, htmx=True)
    for path in [*SEEN, *EDITED]:
        if path.startswith(("tables", "enums", "roles")):
            html = client.get(address(shop, path)).content.decode()
            assert "<html" not in html, path
            assert 'class="object-head"' in html, path


def test_nobody_is_served_without_signing_in(shop: Project) -> None:
    for path in ("", "settings/", "diagram.svg", "events/", "undo/"):
        response = Client().get(address(shop, path))
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/accounts/login/")


def test_only_owners_manage(shop: Project, owner: User, editor: User) -> None:
    assert as_user(owner).get(address(shop, "settings/")).status_code == 200
    assert as_user(editor).get(address(shop, "settings/")).status_code == 403
    assert as_user(editor).post(address(shop, "delete/"), {"name": shop.name}).status_code == 403


def test_what_is_gone_is_not_found(shop: Project, editor: User) -> None:
    gone = make_id("gone")
    for path in (f"tables/{gone}/", f"enums/{COMPANIES.id}/", f"{TABLE}columns/{gone}/", "drawer/nothing/"):
        assert as_user(editor).get(address(shop, path)).status_code == 404


def test_a_team_is_for_its_members(team: Team, editor: User, outsider: User) -> None:
    page = f"/teams/{team.pk}/"
    assert as_user(editor).get(page).status_code == 200
    assert as_user(outsider).get(page).status_code == 404
    assert as_user(editor).post(f"{page}members/", {"email": outsider.email, "role": "viewer"}).status_code == 403
    assert as_user(editor).post(page).status_code == 405


def test_an_owner_adds_changes_and_removes_members(team: Team, owner: User, outsider: User) -> None:
    client, page = as_user(owner), f"/teams/{team.pk}/members/"
    refused = client.post(page, {"email": "nobody@example.com", "role": "viewer"})
    assert refused.status_code == 422
    assert "Ask them to sign up first" in refused.content.decode()
    assert client.post(page, {"email": outsider.email, "role": "viewer"}).status_code == 302
    assert client.post(f"{page}{outsider.pk}/role/", {"role": "editor"}).status_code == 302
    assert team.memberships.get(user=outsider).role == Membership.Role.EDITOR
    assert client.post(f"{page}{outsider.pk}/remove/").status_code == 302
    assert not team.memberships.filter(user=outsider).exists()


def test_a_team_keeps_an_owner(team: Team, owner: User) -> None:
    response = as_user(owner).post(f"/teams/{team.pk}/members/{owner.pk}/remove/", follow=True)
    assert "is the only owner" in response.content.decode()
    assert team.memberships.filter(user=owner).exists()


def test_every_address_of_a_project_is_asked_here() -> None:
    """A view that is added without its questions makes this fail."""
    asked = {get_resolver().resolve(f"/projects/x/{path}").url_name for path in [*SEEN, *EDITED, *POSTED, *MANAGED]}
    elsewhere = {
        "delete",
        "run",
        "run-events",
        "cancel-run",
        "proposal",
        "drop-proposal",
        "migration",
        "migration-file",
        "access-test-file",
        "rename-draft",
        "squash-draft",
        "delete-draft",
        "events",
        "presence",
        "draw-view",
        "object-sql",
    }
    assert _names_below("projects/<slug:slug>/") == asked | elsewhere


def _names_below(prefix: str) -> set[str]:
    found: set[str] = set()

    def walk(patterns: Sequence[object], path: str) -> None:
        for pattern in patterns:
            here = path + str(getattr(pattern, "pattern", ""))
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, here)
            elif here.startswith(prefix):
                found.add(str(getattr(pattern, "name", "")))

    walk(get_resolver().url_patterns, "")
    return found
