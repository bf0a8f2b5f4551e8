"""Importing, releasing, exporting and drawing through the pages."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from designer.design import Design
from projects.models import Change, Migration, Project, Run, User
from projects.runs.execution import execute
from projects.selectors import load_design
from projects.selectors.files import load_files
from projects.services import import_into_project, save_placements
from tests.views.conftest import COMPANIES, TOUCH, as_user


def test_a_release_shows_its_files_and_then_exports_them(shop: Project, editor: User) -> None:
    client = as_user(editor)
    page = client.get("/projects/coaching/migrations/release/").content.decode()
    assert "Create table public.companies" in page
    assert client.post("/projects/coaching/migrations/release/", {"name": "!!"}).status_code == 422
    assert "not proven" in page
    unproven = client.post("/projects/coaching/migrations/release/", {"name": "First tables"})
    assert unproven.status_code == 422
    assert "confirm that you release it unproven" in unproven.content.decode()
    confirmed = {"name": "First tables", "confirms_unproven": "on"}
    released = client.post("/projects/coaching/migrations/release/", confirmed)
    assert released.headers["Location"] == "/projects/coaching/migrations/1/"
    migration = Migration.objects.get()
    assert migration.name == "first_tables"
    shown = client.get("/projects/coaching/migrations/1/").content.decode()
    assert str(migration) in shown
    assert "confirmed releasing it unproven" in shown
    assert "Nothing has changed" in client.get("/projects/coaching/migrations/release/").content.decode()

    download = client.get("/projects/coaching/export/download/")
    assert download.headers["Content-Disposition"] == 'attachment; filename="coaching.zip"'
    names = zipfile.ZipFile(io.BytesIO(b"".join(download.streaming_content))).namelist()  # type: ignore[attr-defined]
    assert {f"supabase/migrations/{file['name']}" for file in migration.files} < set(names)
    assert {"supabase/seed.sql", "supabase/config.toml", "README.md"} < set(names)


# Committed for real: the run's heartbeat comes from a thread with a connection of its own.
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("cluster")
def test_a_proof_is_started_watched_and_kept_with_the_release(shop: Project, editor: User) -> None:
    client = as_user(editor)
    started = client.post("/projects/coaching/migrations/release/prove/")
    run = Run.objects.get()
    assert started.headers["Location"] == f"/projects/coaching/runs/{run.pk}/"
    execute(run.pk)
    report = client.get(started.headers["Location"]).content.decode()
    assert "proven on PostgreSQL" in report
    assert "public.companies" in report
    assert "proven on PostgreSQL" in client.get("/projects/coaching/migrations/release/").content.decode()
    released = client.post("/projects/coaching/migrations/release/", {"name": "first"})
    page = client.get(released.headers["Location"]).content.decode()
    assert "proven on PostgreSQL" in page
    assert "unproven" not in page
    again = client.post("/projects/coaching/migrations/1/prove/")
    assert again.headers["Location"] == f"/projects/coaching/runs/{Run.objects.latest('pk').pk}/"
    nothing = client.post("/projects/coaching/migrations/release/prove/", follow=True).content.decode()
    assert "there is nothing to prove" in nothing


def test_the_diagram_is_drawn_once_and_recognised(shop: Project, viewer: User) -> None:
    client = as_user(viewer)
    first = client.get("/projects/coaching/diagram.svg")
    assert first.headers["Content-Type"] == "image/svg+xml"
    assert b"companies" in first.content
    again = client.get("/projects/coaching/diagram.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    dark = client.get("/projects/coaching/diagram.svg?theme=dark&download")
    assert dark.headers["ETag"] != first.headers["ETag"]
    assert dark.headers["Content-Disposition"] == 'attachment; filename="coaching-diagram.svg"'


def test_the_canvas_is_made_once_for_a_design_and_its_places(shop: Project, viewer: User) -> None:
    client = as_user(viewer)
    first = client.get("/projects/coaching/canvas.json", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    plain = client.get("/projects/coaching/canvas.json")
    assert gzip.decompress(first.content) == plain.content
    assert {card["name"] for card in plain.json()["canvas"]["cards"]} == {"companies", "members", "plan"}
    again = client.get("/projects/coaching/canvas.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    save_placements(project=shop, positions={COMPANIES.id: (-70.0, 33.0)})
    moved = client.get("/projects/coaching/canvas.json", headers={"If-None-Match": first.headers["ETag"]})
    assert {card["name"]: (card["x"], card["y"]) for card in moved.json()["canvas"]["cards"]}["companies"] == (
        -70.0,
        33.0,
    )


def test_the_drawer_shows_sql_in_colours(shop: Project, viewer: User) -> None:
    html = as_user(viewer, htmx=True).get("/projects/coaching/drawer/sql/").content.decode()
    assert '<span class="k">' in html
    assert "companies" in html
    assert "<html" not in html


def test_an_import_needs_exactly_one_source(shop: Project, editor: User) -> None:
    client = as_user(editor)
    nothing = client.post("/projects/coaching/import/", {"mode": "replace"})
    assert nothing.status_code == 422
    assert "There is nothing to import" in nothing.content.decode()
    file = SimpleUploadedFile("a.sql", b"select 1")
    both = client.post("/projects/coaching/import/", {"mode": "replace", "sql": "select 1", "file": file})
    assert "Keep one of them" in both.content.decode()
    assert not Run.objects.exists()


# Committed for real: the run's heartbeat comes from a thread with a connection of its own.
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("cluster")
def test_an_import_reports_what_was_applied_and_what_failed(project: Project, editor: User) -> None:
    client = as_user(editor)
    sql = "create table a (id int primary key);\ncreate tabel b ();\n\\connect elsewhere\n"
    started = client.post("/projects/coaching/import/", {"mode": "replace", "sql": sql})
    run = Run.objects.get()
    assert started.headers["Location"] == f"/projects/coaching/runs/{run.pk}/"
    assert "Waiting for a worker" in client.get(started.headers["Location"]).content.decode()
    execute(run.pk)
    page = client.get(started.headers["Location"]).content.decode()
    assert "Identical: a database built from the design dumps the same as yours" in page
    assert "42601" in page
    assert "pasted.sql:2" in page
    assert "the sandbox stays in its own database" in page
    assert [table.name for table in load_design(project).tables] == ["a"]


def test_a_waiting_run_can_be_cancelled(project: Project, editor: User, viewer: User, outsider: User) -> None:
    client = as_user(editor)
    client.post("/projects/coaching/import/", {"mode": "merge", "sql": "select 1"})
    run = Run.objects.get()
    page = f"/projects/coaching/runs/{run.pk}/"
    assert as_user(viewer).get(page).status_code == 200
    assert as_user(outsider).get(page).status_code == 404
    assert as_user(outsider).get(f"{page}events/").status_code == 404
    assert as_user(viewer).post(f"{page}cancel/").status_code == 403
    assert client.get(f"{page}cancel/").status_code == 405
    client.post(f"{page}cancel/")
    run.refresh_from_db(fields=["state"])
    assert run.state == Run.State.CANCELLED
    assert "The project is as it was" in client.get(page).content.decode()


def test_imported_files_are_listed_and_shown_as_they_are(
    project: Project, editor: User, viewer: User, outsider: User
) -> None:
    history = {"20240101000000_init.sql": b"create table a ();", "20240102000000_more.sql": b"-- <b>\r\nselect 1;"}
    import_into_project(
        project=project,
        acting_user=editor,
        design=Design(tables=(COMPANIES,), functions=(TOUCH,)),
        label="Import",
        history=history,
        remark="1 statement could not be applied.",
    )
    client = as_user(viewer)
    assert "not all of it applied" in client.get("/projects/coaching/migrations/").content.decode()
    page = client.get("/projects/coaching/migrations/1/").content.decode()
    assert "1 statement could not be applied." in page
    waiting = as_user(editor).get("/projects/coaching/migrations/release/")
    assert "Nothing has changed since the last release" in waiting.content.decode()
    assert "not proven" not in page
    address = "/projects/coaching/migrations/1/20240102000000_more.sql/"
    assert address in page
    file = client.get(address).content.decode()
    assert "&lt;b&gt;" in file
    assert 'rel="prev" href="/projects/coaching/migrations/1/20240101000000_init.sql/"' in file
    assert 'rel="next"' not in file
    assert client.get("/projects/coaching/migrations/1/none.sql/").status_code == 404
    assert client.post(address).status_code == 405
    assert as_user(outsider).get(address).status_code == 404


def test_seed_and_configuration_are_edited_in_the_settings(project: Project, owner: User) -> None:
    client = as_user(owner)
    answers = {"name": "Coaching", "postgres_version": "17", "seed": "select 1;\r\n", "config": ""}
    assert client.post("/projects/coaching/settings/", answers).status_code == 302
    assert load_files(project) == {"seed.sql": b"select 1;\n"}
    assert "select 1;" in client.get("/projects/coaching/settings/").content.decode()
    assert Change.objects.get().label == "Change seed.sql"
    client.post("/projects/coaching/settings/", answers)
    assert Change.objects.count() == 1
