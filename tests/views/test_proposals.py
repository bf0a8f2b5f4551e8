"""An import into a project that has a design: seen before it happens, asked about, applied once or dropped."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace

from designer.design import Design, id_from_path
from designer.design.edits import rename_table
from projects.models import Change, Placement, Project, Proposal, Run, User
from projects.runs.execution import execute
from projects.selectors import load_design
from projects.selectors.files import load_files
from projects.services import edit_design, import_into_project, save_placements, undo_change
from projects.services.arrivals import Arrival, ImportMode
from projects.services.proposals import propose
from tests.projects.test_imports import read_from_sql
from tests.views.conftest import as_user

PAGE = "/projects/coaching/runs/{}/changes/"


def with_column(design: Design, name: str) -> Design:
    """The design with its columns called so: nothing else differs."""
    tables = tuple(
        replace(
            table,
            columns=tuple(
                replace(column, id=id_from_path("column", "public", table.name, name), name=name)
                for column in table.columns
            ),
        )
        for table in design.tables
    )
    return replace(design, tables=tables)


@pytest.fixture
def filled(project: Project, owner: User) -> Project:
    """The project with tables a and b, of which a stands somewhere on the canvas."""
    import_into_project(project=project, acting_user=owner, design=read_from_sql("a", "b"), label="Import a.sql")
    project.refresh_from_db()
    save_placements(project=project, positions={load_design(project).table("public", "a").id: (5.0, 7.0)})
    return project


def offer(project: Project, user: User, design: Design, **options: Any) -> Proposal:
    run = Run.objects.create(
        project=project, kind=Run.Kind.IMPORT, requested_by=user, state=Run.State.SUCCEEDED, payload_name="new.sql"
    )
    run.result = {"failed_count": 0, "is_proposed": True}
    run.save()
    arrival = Arrival(design=design, label="Import new.sql", printed_at=project.change_count, **options)
    return propose(run=run, arrival=arrival)


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="(based_on|shown)" value="([^"]*)"', html))


def test_a_proposal_is_shown_and_applied_as_one_change(filled: Project, owner: User, editor: User) -> None:
    design = read_from_sql("a", "c")
    page = PAGE.format(offer(filled, owner, design, files={"seed.sql": b"select 1"}).run_id)
    client = as_user(editor)
    html = client.get(page).content.decode()
    assert "Create table public.c" in html
    assert "Drop table public.b" in html
    assert "seed.sql" in html
    assert Change.objects.count() == 1
    before = load_design(filled)
    assert client.post(page, hidden(html)).headers["Location"] == "/projects/coaching/"
    assert [table.name for table in load_design(filled).tables] == ["a", "c"]
    assert Placement.objects.get().object_id == load_design(filled).table("public", "a").id
    assert client.get(page).headers["Location"] == page.removesuffix("changes/")
    undo_change(project=filled, acting_user=editor)
    assert (load_design(filled), load_files(filled)) == (before, {})


def test_a_rename_is_only_made_after_a_yes_and_shown_before(filled: Project, editor: User) -> None:
    page = PAGE.format(offer(filled, editor, with_column(read_from_sql("a", "b"), "number")).run_id)
    client = as_user(editor)
    html = client.get(page).content.decode()
    assert "Did column of public.a <code>id</code> become <code>number</code>?" in html
    assert "Drop column public.a.id" in html
    field, value = re.findall(r'name="(rename-[^"]+)" id="[^"]+" value="([^"]+)"', html)[0]
    unseen = client.post(page, {**hidden(html), field: value})
    assert (unseen.status_code, Change.objects.count()) == (409, 1)
    shown = unseen.content.decode()
    assert "Below is what the import would change with your answers" in shown
    assert "Rename column id on public.a to number" in shown
    assert f'value="{value}" checked' in shown
    ids = {table.name: table.columns[0].id for table in load_design(filled).tables}
    client.post(page, {**hidden(shown), field: value})
    now = {table.name: table.columns[0] for table in load_design(filled).tables}
    assert (now["a"].name, now["a"].id) == ("number", ids["a"])
    assert now["b"].id != ids["b"]


def test_a_change_in_between_is_said_and_previewed_again(filled: Project, owner: User, editor: User) -> None:
    page = PAGE.format(offer(filled, editor, read_from_sql("a")).run_id)
    client = as_user(editor)
    html = client.get(page).content.decode()
    b = load_design(filled).table("public", "b")
    edit_design(
        project=filled, acting_user=owner, label="Rename b", edit=lambda now: rename_table(now, b.id, name="bills")
    )
    answer = client.post(page, hidden(html))
    assert answer.status_code == 409
    again = answer.content.decode()
    assert "Alice made change 2, “Rename b”. Nothing was imported." in again
    assert "Drop table public.bills" in again
    assert Change.objects.count() == 2
    assert client.post(page, hidden(again)).status_code == 302
    assert [table.name for table in load_design(filled).tables] == ["a"]


def test_cancelling_leaves_nothing(filled: Project, editor: User) -> None:
    page = PAGE.format(offer(filled, editor, read_from_sql("z")).run_id)
    before = load_design(filled)
    as_user(editor).post(f"{page}drop/")
    assert (load_design(filled), Change.objects.count(), Proposal.objects.count()) == (before, 1, 0)
    run = Run.objects.get()
    assert run.result is not None
    assert run.result["is_proposed"] is False


def test_an_object_renamed_here_is_recognised_under_its_former_name(filled: Project, editor: User) -> None:
    b = load_design(filled).table("public", "b")
    edit_design(
        project=filled, acting_user=editor, label="Rename b", edit=lambda now: rename_table(now, b.id, name="bills")
    )
    filled.refresh_from_db()
    html = as_user(editor).get(PAGE.format(offer(filled, editor, read_from_sql("a", "b")).run_id)).content.decode()
    assert "<code>public.bills</code> is <code>public.b</code> in the input" in html
    assert "Rename table bills to b" in html
    assert "Drop table" not in html


def test_a_merge_says_that_the_rest_stays(filled: Project, editor: User) -> None:
    proposal = offer(filled, editor, read_from_sql("c"), mode=ImportMode.MERGE)
    html = as_user(editor).get(PAGE.format(proposal.run_id)).content.decode()
    assert "What the input does not have stays." in html
    assert "Drop table" not in html


def test_an_input_that_says_the_same_leaves_nothing_to_apply(filled: Project, editor: User) -> None:
    html = as_user(editor).get(PAGE.format(offer(filled, editor, read_from_sql("a", "b")).run_id)).content.decode()
    assert "There is nothing to apply" in html


def test_only_editors_see_and_decide(filled: Project, editor: User, viewer: User, outsider: User) -> None:
    page = PAGE.format(offer(filled, editor, read_from_sql("c")).run_id)
    for path in (page, f"{page}drop/"):
        assert as_user(viewer).post(path).status_code == 403
        assert as_user(outsider).post(path).status_code == 404
    assert as_user(viewer).get(page).status_code == 403
    assert as_user(editor).get(f"{page}drop/").status_code == 405


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("cluster")
def test_a_run_into_a_design_waits_for_a_yes(filled: Project, editor: User) -> None:
    client = as_user(editor)
    sql = "create table a (id bigint default 1 + 1); create table b (id bigint);"
    client.post("/projects/coaching/import/", {"mode": "replace", "sql": sql})
    run = Run.objects.get()
    execute(run.pk)
    report = client.get(f"/projects/coaching/runs/{run.pk}/").content.decode()
    assert "nothing is imported yet" in report
    page = PAGE.format(run.pk)
    assert page in report
    html = client.get(page).content.decode()
    assert "default of public.a.id" in html
    assert "Drop" not in html
    assert client.post(page, hidden(html)).status_code == 302
    assert load_design(filled).table("public", "a").columns[0].default is not None
