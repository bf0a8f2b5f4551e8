"""Starters: what is offered to begin with must be as good as what Rowhouse asks of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from designer.access import measure_access
from designer.access.declarations import declare_access, read_declaration
from designer.access.mutants import Fate, run_mutation
from designer.access.stages import build_design, open_stage
from designer.access.suites import make_world, run_file, write_suite
from designer.advisor import find_holes
from designer.design import Design, DesignerError
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import scratch_database
from designer.sandbox.templates import PGTAP
from projects.models import Project, User
from projects.selectors import load_design
from projects.services import EditRefused
from projects.services.starters import list_starters, read_starter, start_project
from projects.services.undo import undo_change
from tests.projects.conftest import owner, project, team

__all__ = ["owner", "project", "team"]
SLUGS = [starter.slug for starter in list_starters()]


def own_tables(design: Design) -> list[str]:
    return [table.name for table in design.tables if not table.is_managed]


@pytest.mark.parametrize("slug", SLUGS)
def test_advice_finds_nothing_in_a_starter(cluster: Cluster, slug: str) -> None:
    design = read_starter(slug)
    stated = {row.table_id for row in design.access_models[0].tables}
    assert stated == {table.id for table in design.tables if not table.is_managed}
    assert [f"{row.title}: {row.name}" for row in find_holes(design, cluster=cluster)] == []


@pytest.mark.slow
@pytest.mark.skipif(not PGTAP.exists(), reason="pgTAP is not installed; script/setup does it")
@pytest.mark.parametrize("slug", SLUGS)
def test_the_tests_of_a_starter_see_every_mistake(cluster: Cluster, slug: str) -> None:
    report = run_mutation(read_starter(slug), cluster=cluster)
    assert report.is_green
    assert len(report.mutants) > 100
    assert [row.words for row in report.mutants if row.fate is Fate.SURVIVED] == []


@pytest.mark.skipif(not PGTAP.exists(), reason="pgTAP is not installed; script/setup does it")
def test_a_deletion_that_keeps_the_row_is_told_from_one_that_does_not(cluster: Cluster) -> None:
    design = read_starter("teams")
    with open_stage(design, cluster=cluster) as stage:
        world = make_world(stage, design, design.access_models[0])
        tasks = next(file for file in write_suite(stage.connection, world) if "public_tasks" in file.name)
    with scratch_database(cluster) as database:
        build_design(database, design)
        with database.connect() as connection:
            kept = run_file(connection, tasks)
            connection.execute("drop trigger keep_deleted on public.tasks")
            lost = run_file(connection, tasks)
    assert (kept.failed, kept.error) == ((), "")
    assert "member in tenant A: delete" in lost.failed


@pytest.mark.django_db
def test_a_starter_fills_an_empty_project_and_replaces_nothing(cluster: Cluster, project: Project, owner: User) -> None:
    change = start_project(project=project, acting_user=owner, slug="shop")
    assert change is not None
    design = load_design(project)
    assert "order_items" in own_tables(design)
    assert {row.table_id for row in design.access_models[0].tables} == {
        table.id for table in design.tables if not table.is_managed
    }
    assert not [row for row in measure_access(design, cluster=cluster).cells if row.differs]
    with pytest.raises(EditRefused, match="has a design already"):
        start_project(project=project, acting_user=owner, slug="teams")
    undo_change(project=project, acting_user=owner)
    assert own_tables(load_design(project)) == []
    assert load_design(project).access_models == ()
    with pytest.raises(EditRefused, match="no starter nothing"):
        start_project(project=project, acting_user=owner, slug="nothing")


@pytest.mark.django_db
def test_a_new_project_starts_with_what_was_chosen(cluster: Cluster, owner: User, project: Project) -> None:
    client = Client()
    client.force_login(owner)
    answers = {"name": "Talk", "team": project.team_id, "postgres_version": "17", "start": "conversations"}
    assert client.post("/projects/new/", answers).headers["Location"] == "/projects/talk/"
    assert "messages" in own_tables(load_design(Project.objects.get(slug="talk")))
    answers |= {"name": "Mine", "start": "import"}
    assert client.post("/projects/new/", answers).headers["Location"] == "/projects/mine/import/"
    refused = client.post("/projects/new/", answers | {"start": "everything"})
    assert refused.status_code == 422
    said = client.post("/projects/talk/start/", {"starter": "shop"}, follow=True)
    assert "has a design already" in said.content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ((b"public.stock", b"public.stick"), "public.stick, which is no table"),
        ((b'"quantity"]', b'"amount"]'), "stock.amount, which is no column"),
        ((b"owner-private", b"owner-only"), "no bundle owner-only"),
        ((b'parent = "order_id"', b'parent = "quantity"'), "order_items.quantity refers to nothing"),
        ((b'rows = "own"', b'rows = "mine"'), "cannot be read"),
    ],
)
def test_a_declaration_names_what_is_wrong(cluster: Cluster, changed: tuple[bytes, bytes], words: str) -> None:
    text = (Path(__file__).parents[2] / "starters/shop/access.toml").read_bytes()
    with pytest.raises(DesignerError, match=words):
        declare_access(read_starter("shop"), read_declaration(text.replace(*changed)))
